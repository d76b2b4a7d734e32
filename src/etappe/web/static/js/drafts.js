// Drafts: what someone types into a form marked data-draft="key" stays in this browser until it is saved.
// It survives a closed tab, an expired sign-in and a rejected form; it is forgotten on saving, on signing out and after seven days.
// Passwords and files are never kept. A form works the same without this script, only without the draft.
"use strict";

(() => {
  const PREFIX = "etappe-draft:";
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const PAUSE = 600;
  const english = document.documentElement.lang.startsWith("en");
  const WORDS = english
    ? { kept: "Draft kept at", restored: "Draft restored from", discard: "Discard draft" }
    : { kept: "Entwurf gemerkt um", restored: "Entwurf wieder eingesetzt von", discard: "Entwurf verwerfen" };

  const keptFields = (form) =>
    [...form.elements].filter(
      (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-no-draft]"),
    );

  const valueOf = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
    return field.value;
  };

  const nameOf = (field) => (field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name);

  const collect = (form) => Object.fromEntries(keptFields(form).map((field) => [nameOf(field), valueOf(field)]));

  function fill(form, values) {
    for (const field of keptFields(form)) {
      const value = values[nameOf(field)];
      if (value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value;
      else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
    }
  }

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const write = (key, draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // Private browsing or a full store: the form itself is not affected.
    }
  };

  const allKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  const clock = (time) => new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

  // The key names the account as well, so that two people at one machine do not meet each other's drafts.
  const keyOf = (form) => `${PREFIX}${document.body.dataset.account || ""}:${form.dataset.draft}`;

  // A draft that was sent is forgotten when the next page is not the same form with errors and not the sign-in page.
  function settle() {
    const waiting = document.body.classList.contains("etappe-page-entrance") || document.body.classList.contains("etappe-page-error");
    const rejected = new Set(
      [...document.querySelectorAll("form[data-draft]")].filter((form) => form.querySelector("[data-error-summary], [aria-invalid=true]")).map(keyOf),
    );
    for (const key of allKeys()) {
      const draft = read(key);
      const sent = draft && draft.sent && !waiting && !rejected.has(key);
      if (!draft || sent || Date.now() - draft.time > WEEK) localStorage.removeItem(key);
      else if (draft.sent) write(key, { ...draft, sent: false }); // it did not arrive
    }
  }

  function follow(form) {
    const key = keyOf(form);
    const before = JSON.stringify(collect(form));
    const line = form.querySelector("[data-draft-status]");
    let changed = false;
    let timer = 0;

    const say = (text, discard) => {
      if (!line) return;
      line.textContent = text;
      if (!discard) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "etappe-plain-button";
      button.textContent = WORDS.discard;
      button.addEventListener("click", () => {
        localStorage.removeItem(key);
        fill(form, JSON.parse(before));
        changed = false;
        line.textContent = "";
      });
      line.append(" ", button);
    };

    const draft = read(key);
    if (draft && JSON.stringify(draft.values) !== before) {
      fill(form, draft.values);
      changed = true;
      if (form.closest("details")) form.closest("details").open = true; // a draft is not restored behind someone's back
      say(`${WORDS.restored} ${clock(draft.time)}.`, true);
    }

    form.addEventListener("input", () => {
      changed = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const time = Date.now();
        if (write(key, { time, values: collect(form) })) say(`${WORDS.kept} ${clock(time)}.`, true);
      }, PAUSE);
    });

    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      changed = false;
      write(key, { time: Date.now(), values: collect(form), sent: true });
    });

    window.addEventListener("beforeunload", (event) => {
      if (changed && JSON.stringify(collect(form)) !== before && !read(key)) event.preventDefault();
    });

    window.addEventListener("pagehide", () => {
      if (changed) write(key, { time: Date.now(), values: collect(form) });
    });
  }

  try {
    settle();
  } catch {
    return; // Storage is switched off: no drafts.
  }
  document.querySelectorAll("form[data-draft]").forEach(follow);
  for (const form of document.querySelectorAll("form[data-forgets-drafts]")) {
    form.addEventListener("submit", () => allKeys().forEach((key) => localStorage.removeItem(key)));
  }
})();
