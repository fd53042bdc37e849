// Reads a chart by finger, mouse and key: a slider lies over the plot, and what it says is the row
// of the table behind the chart.
(() => {
  "use strict";
  for (const chart of document.querySelectorAll("[data-read]")) {
    const around = chart.parentElement, table = around.querySelector("table");
    const rows = [...table.tBodies[0].rows];
    const [, ...names] = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const said = around.querySelector(".chart-said");
    const slider = document.createElement("input"), line = document.createElement("div");
    line.className = "chart-line";
    line.hidden = true;
    slider.type = "range";
    slider.max = rows.length - 1;
    slider.value = Math.max(rows.findIndex((row) => row.classList.contains("now")), 0);
    slider.setAttribute("aria-label", chart.dataset.read);
    const tell = () => {
      const [when, ...values] = [...rows[slider.value].cells].map((cell) => cell.textContent.trim());
      const words = [when, ...values.map((value, at) => `${names[at]}: ${value}`)].join(" · ");
      slider.setAttribute("aria-valuetext", words);
      return words;
    };
    const show = () => {
      said.textContent = tell();
      line.hidden = false;
      line.style.setProperty("--at", Math.min(slider.value * chart.dataset.step, 1));
    };
    slider.addEventListener("input", show);
    slider.addEventListener("focus", show);
    slider.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons) return;
      const box = slider.getBoundingClientRect(), share = (event.clientX - box.left) / box.width;
      const rtl = getComputedStyle(slider).direction === "rtl";
      slider.value = Math.round((rtl ? 1 - share : share) / chart.dataset.step);
      show();
    });
    tell();
    chart.append(line, slider);
  }
})();
