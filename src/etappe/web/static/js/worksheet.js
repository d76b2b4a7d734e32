// Worksheets by keyboard: up and down choose a row, 1 to 9 press its labelled button, Enter confirms or moves on, X picks the row,
// Z undoes the last answer, ? shows the keys.
// The keys work only while the focus is on a row (WCAG 2.1.4); every one of them presses a button that is there for the mouse as well.
"use strict";

(() => {
  const rowsOf = (sheet) => [...sheet.querySelectorAll("[data-row]")];

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function choose(sheet, row) {
    if (!row) return;
    for (const other of rowsOf(sheet)) other.tabIndex = other === row ? 0 : -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest", behavior: "instant" });
    for (const found of sheet.querySelectorAll("[data-source]")) found.toggleAttribute("data-current", found.dataset.source === row.dataset.row);
    showSource(sheet.querySelector("[data-source][data-current]"));
  }

  // The source scrolls within its own frame, so that the page stays with the row.
  function showSource(passage) {
    const frame = passage && passage.closest(".etappe-worksheet__source");
    if (frame && frame.scrollHeight > frame.clientHeight) {
      frame.scrollTop += passage.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
    }
  }

  function press(place, selector) {
    const button = place.querySelector(selector);
    if (!button) return false;
    button.click();
    return true;
  }

  // The answers given on this page, newest last: which row, and which button was pressed before.
  const answers = [];

  function remember(button) {
    const row = button.closest("[data-row]");
    const before = row && row.querySelector("[data-key][aria-pressed=true]");
    if (before && before !== button) answers.push({ row: row.dataset.row, key: before.dataset.key });
  }

  function undo(sheet) {
    const last = answers.pop();
    const row = last && sheet.querySelector(`[data-row="${CSS.escape(last.row)}"]`);
    if (!row) return false;
    choose(sheet, row);
    press(row, `[data-key="${last.key}"]`);
    answers.pop(); // taking back is not itself an answer
    return true;
  }

  function countPicked(sheet) {
    const count = sheet.querySelectorAll("[data-pick]:checked").length;
    for (const place of sheet.querySelectorAll("[data-bulk-count]")) place.textContent = count || "";
  }

  function answer(sheet, row, event) {
    const rows = rowsOf(sheet);
    const index = rows.indexOf(row);
    if (event.key === "ArrowDown") return choose(sheet, rows[index + 1]) ?? true;
    if (event.key === "ArrowUp") return choose(sheet, rows[index - 1]) ?? true;
    if (/^[1-9]$/.test(event.key)) return press(row, `[data-key="${event.key}"]`);
    if (event.key === "Enter" && event.target === row) return press(row, "[data-confirm]") || (choose(sheet, rows[index + 1]) ?? true);
    if (event.key.toLowerCase() === "x") return press(row, "[data-pick]");
    if (event.key.toLowerCase() === "z") return undo(sheet) || press(row, "[data-undo]") || press(sheet, "[data-undo-last]");
    if (event.key === "?") return press(sheet, "[data-keys-help]");
    return false;
  }

  function attend(sheet) {
    const rows = rowsOf(sheet);
    rows.forEach((row, index) => {
      row.tabIndex = index === 0 ? 0 : -1;
    });
    sheet.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
      if (answer(sheet, row, event)) event.preventDefault();
    });
    sheet.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && event.target === row) choose(sheet, row);
    });
    sheet.addEventListener("click", (event) => {
      const button = event.target.closest("[data-key][aria-pressed]");
      if (button) remember(button);
      const passage = event.target.closest("[data-source]");
      if (passage) choose(sheet, sheet.querySelector(`[data-row="${CSS.escape(passage.dataset.source)}"]`));
    });
    sheet.addEventListener("change", () => countPicked(sheet));
    countPicked(sheet);
    // The page comes back after each answer when htmx is not at work: go on where the work stood.
    const next = location.hash && sheet.querySelector(`[data-row="${CSS.escape(location.hash.slice(1))}"]`);
    if (next) choose(sheet, next);
  }

  document.querySelectorAll("[data-worksheet]").forEach(attend);

  // A row that htmx has exchanged keeps the focus and its tick, and its sentence in the source takes the new kind.
  let current = "";
  let picked = false;
  document.addEventListener("htmx:before:swap", () => {
    const row = document.activeElement && document.activeElement.closest("[data-row]");
    current = row ? row.dataset.row : "";
    picked = Boolean(row && row.querySelector("[data-pick]:checked"));
  });
  document.addEventListener("htmx:after:swap", () => {
    const sheet = document.querySelector("[data-worksheet]");
    if (!sheet || !current) return;
    const same = sheet.querySelector(`[data-row="${CSS.escape(current)}"]`);
    const pick = same && same.querySelector("[data-pick]");
    if (pick) pick.checked = picked;
    if (same) {
      for (const passage of sheet.querySelectorAll(`[data-source="${CSS.escape(current)}"]`)) passage.dataset.kind = same.dataset.kind;
    }
    choose(sheet, same || sheet.querySelector("[data-row]"));
  });
})();
