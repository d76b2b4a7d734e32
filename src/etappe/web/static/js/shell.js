// The page frame: menus that close, explanations that open on hover, errors that are found. Nothing here is needed to use a page.
"use strict";

(() => {
  const HOVER_DELAY = 250;

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-closes][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-closes]"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-closes][open]");
    if (menu) menu.querySelector("summary").focus();
    closeMenus(null);
  });

  // Terms of the glossary open when the pointer rests on them and close when it leaves; a click keeps them open.
  for (const word of document.querySelectorAll("[data-explains]")) {
    const note = document.getElementById(word.getAttribute("popovertarget"));
    if (!note || !note.showPopover) continue;
    let timer = 0;
    let hovered = false;
    const open = () => {
      hovered = true;
      if (!note.matches(":popover-open")) note.showPopover({ source: word });
    };
    const leave = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        if (hovered && note.matches(":popover-open")) note.hidePopover();
        hovered = false;
      }, HOVER_DELAY);
    };
    for (const part of [word, note]) {
      part.addEventListener("pointerenter", (event) => {
        window.clearTimeout(timer);
        if (event.pointerType === "mouse") timer = window.setTimeout(open, HOVER_DELAY);
      });
      part.addEventListener("pointerleave", leave);
    }
    word.addEventListener("click", () => {
      hovered = false;
    });
  }

  // After a failed save the summary of errors is the first thing to read.
  const errors = document.querySelector("[data-error-summary]");
  if (errors && !errors.closest("[data-example]")) errors.focus();
})();
