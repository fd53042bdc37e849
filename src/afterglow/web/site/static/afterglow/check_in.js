// The check-in, quicker. On a touch screen one sign stands open at a time, the others a line each;
// everywhere "no to all", and what a temperature was taken for. Without this script all stands open.
(() => {
  "use strict";
  const form = document.getElementById("check-in");
  if (!form) return;
  const GUARD = 400; // ms: a second tap of a double tap must not rate the sign that comes next

  const noToAll = form.querySelector("[data-no-to-all]");
  noToAll.hidden = false;
  // how far one has come: what was rated or passed by, and every question answered
  const signs = [...form.querySelectorAll("[data-signs] > .sign")];
  const flags = [...form.querySelectorAll("[data-flags] .flag")];
  const seen = new Set(), progress = document.querySelector("[data-progress]");
  const rated = (sign) => sign.querySelector(".keys :checked").value !== "";
  const count = () => {
    const done = signs.filter((one) => rated(one) || (one.hidden && seen.has(one))).length
      + flags.filter((one) => one.querySelector(":checked")).length;
    progress.style.setProperty("--done", done / (signs.length + flags.length));
  };
  form.addEventListener("change", count);
  noToAll.addEventListener("click", () => {
    for (const flag of flags) {
      if (!flag.querySelector(":checked")) flag.querySelector("[value=no]").checked = true;
    }
    count();
  });
  count();

  const temperature = form.elements.temperature;
  const degrees = form.querySelector("[data-degrees]");
  const told = () => {
    const match = /^\s*(\d{2,3}(?:[.,]\d{1,2})?)\s*(?:°|degrees)?\s*([cf]?)\s*$/i.exec(temperature.value);
    const number = match ? parseFloat(match[1].replace(",", ".")) : NaN;
    const fahrenheit = match && (match[2] ? /f/i.test(match[2]) : number >= 95 && number <= 110);
    const celsius = fahrenheit ? (number - 32) / 1.8 : number;
    degrees.hidden = !(celsius >= 30 && celsius <= 45);
    if (!degrees.hidden) {
      degrees.textContent = form.dataset.celsius
        .replace("{c}", celsius.toFixed(1)).replace("{f}", (celsius * 1.8 + 32).toFixed(1));
    }
  };
  temperature.addEventListener("change", told);
  told();

  if (!matchMedia("(pointer: coarse)").matches || form.querySelector(".fault") || signs.length < 2) return;
  const lines = [...form.querySelectorAll("[data-signs] > .sign-line")];
  let opened = 0;

  const words = (sign) => {
    const key = sign.querySelector(".keys :checked").closest("label");
    if (key.classList.contains("skip-key")) return seen.has(sign) ? form.dataset.skipped : "";
    return [...key.querySelectorAll("b, span")].map((one) => one.textContent).join(", ");
  };
  const open = (place, focus) => {
    signs.forEach((sign, index) => {
      const here = index === place;
      sign.hidden = !here;
      lines[index].hidden = here;
      lines[index].querySelector("[data-value]").textContent = words(sign);
    });
    count();
    if (place < 0) return;
    opened = Date.now();
    seen.add(signs[place]);
    if (!focus) return;
    signs[place].querySelector(".keys :checked").focus({ preventScroll: true });
    signs[place].scrollIntoView({ block: "nearest" });
  };
  const next = (place) => {
    const rest = signs.findIndex((sign, index) => index > place && !seen.has(sign));
    open(rest, true);
    if (rest < 0) lines[place].focus();
  };

  signs.forEach((sign, index) => {
    const more = sign.querySelector(".sign-more"), same = sign.querySelector("[data-same]");
    more.hidden = false;
    lines[index].addEventListener("click", () => open(index, true));
    sign.querySelector("[data-next]").addEventListener("click", () => next(index));
    same?.addEventListener("click", () => {
      sign.querySelector(`.keys [value="${same.dataset.same}"]`).checked = true;
      next(index);
    });
    // only a tap moves on: the arrow keys pass over ratings on their way
    sign.querySelector(".keys").addEventListener("click", (event) => {
      if (Date.now() - opened < GUARD && event.detail > 0) event.preventDefault();
      else if (event.target.matches("input") && event.detail > 0) next(index);
    });
  });
  signs.filter(rated).forEach((sign) => seen.add(sign));
  open(signs.findIndex((sign) => !rated(sign)), false);
  opened = 0;
})();
