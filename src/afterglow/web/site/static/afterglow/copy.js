// A button that copies what to say. Without it the words stand there to be marked by one tap.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    const part = button.closest("section");
    const text = part.querySelector(".say-all");
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const lines = [...text.querySelectorAll("p")].map((line) => line.textContent.trim());
      try {
        await navigator.clipboard.writeText(lines.join("\n"));
      } catch {
        // a page that is not served safely may not write there: mark the words, the old way
        getSelection().selectAllChildren(text);
        if (!document.execCommand("copy")) return;
      }
      part.querySelector("[role=status]").textContent = button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 4000);
    });
  }
})();
