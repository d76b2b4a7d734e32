// The reply page saves as one types. Without this script it has buttons that do the same.
// <form data-reply="address"> holds parts marked data-part="m12"; the fields of a part are named "m12-…".
"use strict";

(() => {
  const form = document.querySelector("form[data-reply]");
  if (!form) return;

  const PAUSE = 700;
  const AGAIN = 5000;
  const english = document.documentElement.lang.startsWith("en");
  const WORDS = english
    ? {
        now: "saved just now",
        seconds: (n) => `saved ${n} s ago`,
        minutes: (n) => `saved ${n} min ago`,
        saving: "saving …",
        lost: "Not saved: no connection. It will be tried again.",
        check: "Please check the marked field; everything else is saved.",
      }
    : {
        now: "gerade gespeichert",
        seconds: (n) => `gespeichert vor ${n} s`,
        minutes: (n) => `gespeichert vor ${n} min`,
        saving: "speichert …",
        lost: "Nicht gespeichert: keine Verbindung. Es wird noch einmal versucht.",
        check: "Bitte das markierte Feld ansehen; alles andere ist gespeichert.",
      };

  const clock = document.querySelector("[data-reply-clock]");
  const trouble = document.querySelector("[data-reply-trouble]");
  const progress = document.querySelector("[data-reply-progress]");
  const bar = document.querySelector("[data-reply-bar]");
  const changed = new Set();
  let timer = 0;
  let savedAt = 0;
  let running = null;
  let leaving = false;

  const fieldsOf = (part) => [...form.elements].filter((field) => field.name.startsWith(`${part}-`) && field.type !== "file");

  function data(parts) {
    const values = new FormData();
    values.append("tun", "zwischenspeichern");
    for (const field of form.querySelectorAll("input[name=csrfmiddlewaretoken]")) values.append(field.name, field.value);
    for (const part of parts) {
      for (const field of fieldsOf(part)) {
        const kept = (field.type !== "checkbox" && field.type !== "radio") || field.checked;
        if (kept) values.append(field.name, field.value);
      }
    }
    return values;
  }

  const send = (parts, options = {}) =>
    fetch(form.dataset.reply, { method: "POST", body: data(parts), headers: { Accept: "application/json" }, ...options });

  function tell(text) {
    if (trouble && trouble.textContent !== text) trouble.textContent = text;
  }

  function tick() {
    if (!clock || !savedAt) return;
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    clock.textContent = seconds < 2 ? WORDS.now : seconds < 60 ? WORDS.seconds(seconds) : WORDS.minutes(Math.floor(seconds / 60));
  }

  function mark(part, errors) {
    for (const field of fieldsOf(part)) {
      const line = document.getElementById(`${part}-${field.name.slice(part.length + 1)}-fehler`);
      const message = errors[field.name.slice(part.length + 1)];
      if (line) line.textContent = message || "";
      if (message) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  function show(answer) {
    let wrong = "";
    for (const [part, told] of Object.entries(answer.parts)) {
      const version = form.elements[`${part}-version`];
      if (version && told.version) version.value = told.version;
      mark(part, told.errors);
      if (Object.keys(told.errors).length) wrong = told.errors[""] || WORDS.check;
      const article = form.querySelector(`[data-part="${part}"]`);
      if (article) article.classList.toggle("etappe-reply--ready", told.ready);
    }
    if (progress) progress.textContent = answer.progress;
    if (bar) bar.value = answer.ready;
    tell(wrong);
  }

  async function save(options = {}) {
    window.clearTimeout(timer);
    if (running) await running;
    const parts = [...changed];
    if (!parts.length || leaving) return;
    changed.clear();
    if (clock) clock.textContent = WORDS.saving;
    running = send(parts, options)
      .then(async (response) => {
        const kind = response.headers.get("Content-Type") || "";
        if (!kind.includes("json")) {
          // The link has expired, was withdrawn, or the session is over: the page itself says so.
          leaving = true;
          window.location.reload();
          return;
        }
        const answer = await response.json();
        if (answer.parts) show(answer);
        else tell(answer.error);
        if (!response.ok && !answer.parts) return;
        savedAt = Date.now();
        tick();
      })
      .catch(() => {
        parts.forEach((part) => changed.add(part));
        tell(WORDS.lost);
        if (clock) clock.textContent = "";
        timer = window.setTimeout(() => save(), AGAIN);
      })
      .finally(() => {
        running = null;
      });
    await running;
  }

  form.addEventListener("input", (event) => {
    const part = event.target.closest("[data-part]");
    if (!part || event.target.type === "file") return;
    changed.add(part.dataset.part);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(), PAUSE);
  });

  // A button is pressed while something is on its way: it arrives first, so that nobody conflicts with themselves.
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      running.finally(() => window.setTimeout(() => form.requestSubmit(button)));
      return;
    }
    changed.clear();
    leaving = true;
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // A phone is put away in the middle of a sentence: the browser may finish this one request without the page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed.size && !leaving) save({ keepalive: true });
  });

  window.setInterval(tick, 1000);
  for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;
})();
