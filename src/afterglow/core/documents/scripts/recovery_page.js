// Only adds to the page that a person took along: what runs now by this device's clock, what is
// left of each wait, and the search box. All times stand on the page without it.
"use strict";
(() => {
  const page = document.documentElement;
  const language = page.lang || "en";
  const words = JSON.parse(document.getElementById("words").textContent);
  const all = (what) => [...document.querySelectorAll(what)];
  const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const time = (one, name) => (one.dataset[name] ? Date.parse(one.dataset[name]) : null);
  const counted = (n, unit) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" }).format(n);
  const span = (left) =>
    left < HOUR ? counted(Math.max(Math.ceil(left / MINUTE), 1), "minute")
      : left < 36 * HOUR ? counted(Math.ceil(left / HOUR), "hour")
        : counted(Math.ceil(left / DAY), "day");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const start = Date.parse(page.dataset.performed), made = Date.parse(page.dataset.made);

  // ------------------------------------------------------------------ the time of this device
  const fine = document.getElementById("fine");
  const tick = () => {
    const now = Date.now();
    for (const row of all("[data-wait]")) {
      const [from, ends] = [time(row, "starts"), time(row, "ends")];
      const left = row.querySelector(".left");
      if (ends !== null && ends <= now) {
        row.hidden = true;
        if (row.dataset.over && fine) {
          const item = document.getElementById(row.dataset.over);
          item.hidden = false;
          fine.hidden = false;
        }
      } else if (left) {
        left.textContent = from !== null && from > now ? filled(words.starts_in, { span: span(from - now) })
          : ends !== null ? span(ends - now) : "";
      }
    }
    // what ended long ago is no news
    for (const item of all("#fine [data-ended]")) {
      if (now - time(item, "ended") > 3 * DAY) item.hidden = true;
    }
    if (fine && !all("#fine [data-ended]").some((one) => !one.hidden)) fine.hidden = true;
    for (const row of all("[data-help]")) {
      const [from, ends] = [time(row, "starts"), time(row, "ends")];
      row.hidden = (from !== null && from > now) || (ends !== null && ends <= now);
    }
    let phase = null;
    for (const row of all("[data-phase]")) {
      const [from, ends] = [time(row, "starts"), time(row, "ends")];
      const here = from <= now && (ends === null || now < ends);
      if (here) phase = row;
      row.classList.toggle("here", here);
      if (here) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    for (const row of all("[data-at]")) {
      row.classList.toggle("past", time(row, "at") <= now);
    }
    const line = document.getElementById("now");
    const hours = Math.floor((now - start) / HOUR);
    const when = now < start ? filled(words.starts_in, { span: span(start - now) })
      : hours < 96 ? filled(words.hour, { n: hours }) : filled(words.day, { n: Math.floor(hours / 24) });
    line.textContent = phase ? `${when} · ${phase.dataset.phase}` : when;
    line.hidden = false;
    const age = Math.floor((now - made) / DAY);
    const old = document.getElementById("age");
    // a clock before the making of the page is wrong, and then nothing that counts down is right
    old.textContent = now < made - HOUR ? words.wrong_clock
      : age >= 1 ? filled(words.age, { age: counted(age, "day") }) : "";
    old.hidden = !old.textContent;
    for (const chart of all("[data-low]")) {
      const low = Number(chart.dataset.low), high = Number(chart.dataset.high);
      const hour = (now - start) / HOUR;
      let mark = chart.querySelector(".fan-now");
      if (!mark) {
        mark = document.createElementNS("http://www.w3.org/2000/svg", "line");
        mark.setAttribute("class", "fan-now");
        mark.setAttribute("y2", "100%");
        chart.querySelector("svg").append(mark);
      }
      const x = `${(100 * (hour - low) / (high - low)).toFixed(1)}%`;
      mark.setAttribute("x1", x);
      mark.setAttribute("x2", x);
      mark.setAttribute("visibility", hour >= low && hour <= high ? "visible" : "hidden");
    }
  };
  tick();
  setInterval(tick, 20000);
  document.addEventListener("visibilitychange", tick);

  // ------------------------------------------------------------------ the search box
  const box = document.getElementById("ask");
  const told = document.getElementById("told");
  const packed = document.getElementById("table");
  if (!("DecompressionStream" in window)) return;
  document.getElementById("ask-box").hidden = false;
  let tool = null;
  // five letters hold four bytes, the highest first
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;.=,?@^_`{|}~";
  const read85 = (text) => {
    const bytes = new DataView(new ArrayBuffer((text.length / 5) * 4));
    for (let at = 0; at < text.length; at += 5) {
      let value = 0;
      for (const letter of text.slice(at, at + 5)) value = value * 85 + LETTERS.indexOf(letter);
      bytes.setUint32((at / 5) * 4, value);
    }
    return new Uint8Array(bytes.buffer, 0, Number(packed.dataset.bytes));
  };
  const unpacked = async () => {
    const bytes = read85(packed.textContent.trim());
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const table = JSON.parse(await new Response(stream).text());
    for (const row of table.medicines) row[1] ||= row[0].split("|")[0];
    return { ...afterglowLookup(table), table };
  };
  const make = (tag, look, text) => {
    const one = document.createElement(tag);
    if (look) one.className = look;
    if (text) one.textContent = text;
    return one;
  };
  const call = (number, name) => {
    const link = make("a", "tap");
    link.href = `tel:${number.replace(/[^\d+]/g, "")}`;
    link.append(make("b", "", number), make("span", "", name || ""));
    return link;
  };
  const clinic = () => {
    const { clinic_phone: phone, clinic: name } = tool.table.contact;
    return phone ? [call(phone, name)] : [];
  };
  const card = (look, word, title, lines, calls = []) => {
    const section = make("div", `card look ${look}`);
    section.append(make("p", "urgent", word), make("p", "big", title), ...calls);
    for (const line of lines) if (line) section.append(make("p", "", line));
    return section;
  };
  const show = (found, typed) => {
    const parts = [];
    for (const red of found.red.slice(0, 2)) {
      const emergency = red.urgency === "emergency";
      const numbers = emergency ? page.dataset.emergency.split("|").map((one) => call(one)) : clinic();
      parts.push(card(emergency ? "sos" : red.urgency, words[red.urgency], tool.table.steps[red.urgency].title,
        [red.first], numbers));
    }
    for (const one of found.answers) {
      const look = one.verdict === "yes" ? "expected" : "verdict";
      const asks = one.verdict === "ask_clinic" ? clinic() : [];
      parts.push(card(look, words[one.verdict], one.name, [one.text, one.why], asks));
    }
    if (found.signs.length && !found.red.length) {
      const section = card("watch", words.sign, found.signs.join(", "), [words.sign_what], clinic());
      const link = make("a", "button", words.warning_signs);
      link.href = "#unwell";
      section.append(link);
      parts.push(section);
    }
    if (!found.understood) parts.push(card("verdict", words.unknown, typed, [found.unknown], clinic()));
    if (found.didYouMean.length) {
      const list = make("ul", "chips");
      for (const one of found.didYouMean) {
        const item = make("li");
        const button = make("button", "button pill", one);
        button.type = "button";
        button.addEventListener("click", () => { box.value = one; look(); });
        item.append(button);
        list.append(item);
      }
      parts.push(make("p", "", words.did_you_mean), list);
    }
    told.replaceChildren(...parts);
  };
  const look = async () => {
    const typed = box.value.trim();
    if (typed.length < 2) { told.replaceChildren(); return; }
    try {
      tool ||= await unpacked();
    } catch {
      // never an empty page where an answer was hoped for
      told.replaceChildren(card("verdict", words.unknown, typed, [words.no_search]));
      return;
    }
    if (box.value.trim() === typed) show(tool.find(typed, Date.now()), typed);
  };
  let pause;
  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(look, 250); });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") { clearTimeout(pause); look(); } });
})();
