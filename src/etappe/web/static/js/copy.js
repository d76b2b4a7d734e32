// A button that copies what stands in a field. Without this script the field can be selected by hand; the button stays hidden.
"use strict";

(() => {
  if (!navigator.clipboard) return;
  const done = document.documentElement.lang.startsWith("en") ? "Copied" : "Kopiert";
  for (const button of document.querySelectorAll("[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        button.querySelector(".kern-label").textContent = done;
      } catch {
        field.select(); // not allowed here: the text is selected and can be copied with the keys
      }
    });
  }
})();
