// Only adds: what is left of a time, kept fresh. Clock times stand on the page without it.
// The server's clock counts: a phone's may be wrong.
const page = document.querySelector("[data-now]");
if (page) {
  const ahead = Date.parse(page.dataset.now) - Date.now();
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always", numberingSystem: "latn" });
  const tick = () => {
    for (const one of document.querySelectorAll("[data-until]")) {
      const minutes = Math.ceil((Date.parse(one.dataset.until) - Date.now() - ahead) / 60000);
      if (minutes > 0) {
        one.textContent = minutes < 120 ? words.format(minutes, "minute") : words.format(Math.ceil(minutes / 60), "hour");
      } else if (!one.dataset.come) {
        one.dataset.come = "1";
        one.textContent = one.dataset.after;
        // what has become urgent is judged anew by the server
        if ("urgent" in one.dataset) location.reload();
      }
    }
  };
  tick();
  setInterval(tick, 5000);
  // a visitor's own zone, where nobody has typed one
  const zone = document.querySelector("[data-zone]");
  if (zone && zone.dataset.zone === "guess") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;
}
