// The ask box beyond its plain form. Answers as you type (htmx, fetched when the box is first used),
// one calm sentence to screen readers, and the last questions, kept in this tab only.
(() => {
  "use strict";
  const box = document.querySelector("[data-ask]");
  if (!box) return;
  const part = (name) => box.querySelector(`[data-ask-${name}]`);
  const form = box.querySelector("form");
  const input = form.elements.q;
  const answers = document.getElementById("ask-answer");
  const key = `asked ${form.getAttribute("action")}`;
  const QUIET = 1000; // ms without a key before anything is read out
  let timer, lastSaid, sent, explicit = false, loading;

  const load = () => (loading ||= new Promise((done, failed) => {
    if (window.htmx) return done();
    const script = document.createElement("script");
    script.src = box.dataset.ask;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));

  const recent = () => {
    try { return JSON.parse(sessionStorage.getItem(key)) || []; } catch { return []; }
  };
  const keep = (list) => {
    try {
      if (list.length) sessionStorage.setItem(key, JSON.stringify(list));
      else sessionStorage.removeItem(key);
    } catch { /* a browser that keeps nothing: then nothing is kept */ }
    show(list);
  };
  const show = (list) => {
    part("recent").hidden = !list.length;
    part("list").replaceChildren(...list.map((words) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.className = "button pill";
      button.textContent = button.dataset.askThis = words;
      item.append(button);
      return item;
    }));
  };
  const remember = (words) => {
    if (words) keep([words, ...recent().filter((one) => one !== words)].slice(0, 4));
  };

  input.addEventListener("focus", () => {
    load().then(() => {
      if (input.value && input.value !== input.defaultValue && input.value !== sent) window.htmx.trigger(input, "asked");
    }, () => {});
  }, { once: true });

  input.addEventListener("input", () => {
    clearTimeout(timer);
    sent = undefined;
    for (const one of answers.querySelectorAll("[data-pause]")) one.remove();
    // what stands below the box stays where it is while answers come and go
    answers.style.minHeight = `${answers.offsetHeight}px`;
    if (!input.value.trim()) answers.replaceChildren();
  });
  input.addEventListener("blur", () => { answers.style.minHeight = ""; });
  input.addEventListener("change", () => {
    if (answers.querySelector("[data-said]")) remember(input.value.trim());
  });

  form.addEventListener("submit", (event) => {
    sent = input.value;
    if (!window.htmx && loading) {
      // sent before htmx was there: it waits, so that no question lands in the address bar
      event.preventDefault();
      loading.then(() => form.requestSubmit(), () => form.submit());
      return;
    }
    explicit = true;
    remember(input.value.trim());
    // on a phone the keys cover the answer
    if (matchMedia("(pointer: coarse)").matches) input.blur();
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-ask-this]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load().then(() => {
      input.value = chip.dataset.askThis;
      form.requestSubmit();
    }, () => { location.href = chip.href || `${form.action}?q=${encodeURIComponent(chip.dataset.askThis)}`; });
  });
  part("forget").addEventListener("click", () => { keep([]); input.focus(); });

  // what was sent is answered in full: the typing before it asks no more
  document.addEventListener("htmx:confirm", (event) => {
    if (event.target === input && input.value === sent) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", () => { part("offline").hidden = true; });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      answers.replaceChildren();
      part("offline").hidden = false;
    });
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== answers) return;
    clearTimeout(timer);
    const shown = answers.querySelector("[data-said]");
    if (explicit && shown) shown.scrollIntoView({ block: "nearest" });
    // the number to tap is never under the keys or the bar at the foot
    answers.querySelector(".sos .tap")?.scrollIntoView({ block: "nearest" });
    timer = setTimeout(() => {
      if (!shown || shown.dataset.said === lastSaid) return;
      lastSaid = shown.dataset.said;
      part("alarm" in shown.dataset ? "alarm" : "said").textContent = lastSaid;
    }, explicit ? 0 : QUIET);
    if (explicit) lastSaid = undefined;
    explicit = false;
  });

  show(recent());
})();
