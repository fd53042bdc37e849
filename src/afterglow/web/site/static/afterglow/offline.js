// Only adds: registers the worker, says how old a saved page is, and shows what waits to be sent.
(() => {
  "use strict";
  const box = document.getElementById("offline-bar");
  if (!box || !("serviceWorker" in navigator) || !window.indexedDB) return;
  const words = box.dataset;
  const [, id] = /^\/r\/([0-9a-f-]{36})\//.exec(location.pathname) || [];
  const when = (iso) => new Intl.DateTimeFormat(document.documentElement.lang || "en",
    { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" }).format(new Date(iso));
  const line = (text, look, name = "p") => {
    const one = document.createElement(name);
    one.className = look || "";
    one.textContent = text;
    box.append(one);
    box.hidden = false;
    return one;
  };
  const link = (into, href, text) => {
    const one = document.createElement("a");
    one.href = href;
    one.textContent = text;
    into.append(" ", one);
  };
  const button = (into, text, act) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button pill";
    one.textContent = text;
    one.addEventListener("click", act);
    into.append(" ", one);
  };

  const saved = document.documentElement.dataset.saved;
  const form = document.getElementById("check-in");
  // a saved form would carry the same id each time it is used
  const renew = () => {
    if (form && (document.documentElement.dataset.saved || form.dataset.used)) form.elements.id.value = crypto.randomUUID();
  };
  renew();
  addEventListener("pageshow", (event) => { if (event.persisted) renew(); });
  form?.addEventListener("submit", () => { form.dataset.used = "1"; });

  // one that was refused, to be mended: it keeps its id and its time
  const mend = async (which) => {
    const one = (await afterglowQueue.all(id)).find((other) => other.id === which);
    if (!one) return;
    for (const [name, value] of Object.entries(one.fields)) {
      const field = form.elements[name];
      if (field instanceof RadioNodeList || field?.type !== "radio") {
        if (field) field.value = value;
      } else field.checked = field.value === value;
      [...form.querySelectorAll(`[name="${name}"]`)].forEach((part) => part.closest("details")?.setAttribute("open", ""));
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
      delete fields.csrfmiddlewaretoken;
      await afterglowQueue.put({ ...one, fields: { ...fields, id: one.id }, state: "waits", reasons: [] });
      location.assign(`/r/${id}/offline/?told=${one.id}`);
    });
  };
  const mended = form && new URLSearchParams(location.search).get("mend");
  if (mended) mend(mended).catch(() => {});

  const STRICT = ["emergency", "call_clinic"];
  // as the offline page found it; before that, a warning sign counts as urgent
  const lookOf = (one) => one.look ?? (Object.entries(one.fields).some(([name, value]) => name.startsWith("flag_") && value === "yes") ? "emergency" : "");

  const onToday = id && location.pathname === `/r/${id}/`;

  let last = null;
  const show = async () => {
    const kept = await afterglowQueue.all();
    box.replaceChildren();
    box.hidden = true;
    if (saved) line(words.saved.replace("{when}", when(saved)));
    for (const one of last?.sent || []) {
      const strict = STRICT.includes(one.urgency);
      link(line(strict ? `${words.sent} ${words[one.urgency]}` : words.sent, strict ? "strict" : ""), one.url, words.look);
    }
    if (last?.apart != null) {
      line(words.clock.replace("{minutes}", Math.round(Math.abs(last.apart) / 60000)));
    }
    const alarms = kept.filter((one) => STRICT.includes(lookOf(one)));
    const alarm = alarms.find((one) => lookOf(one) === "emergency") || alarms[0];
    document.documentElement.classList.toggle("hush", Boolean(alarm));
    if (alarm) link(line(words[lookOf(alarm)], "strict", onToday ? "h1" : "p"), `/r/${alarm.recovery}/offline/?told=${alarm.id}`, words.look);
    const waits = kept.filter((one) => one.state === "waits"), refused = kept.filter((one) => one.state === "refused");
    if (waits.length) {
      const one = line(words.waits.replace("{n}", waits.length));
      button(one, words.send, send);
      link(one, `/r/${waits[0].recovery}/offline/`, words.show);
    }
    if (refused.length) {
      link(line(words.refused.replace("{n}", refused.length), "strict"), `/r/${refused[0].recovery}/offline/`, words.show);
    }
    dispatchEvent(new CustomEvent("afterglow:queue", { detail: { kept, last } }));
  };
  const send = async () => {
    const told = await afterglowQueue.flush();
    last = { ...told, sent: [...(last?.sent || []), ...told.sent] };
    await show();
    // Today was made before it: what it means comes first
    const alarm = told.sent.find((one) => STRICT.includes(one.urgency));
    if (alarm && onToday) location.assign(alarm.url);
    else if (saved && onToday && !told.later) location.reload();
  };
  window.afterglowOffline = { id, show, send, saved };

  addEventListener("online", send);
  const begin = async () => {
    await show();
    const worker = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    worker.update().catch(() => {});
    if ((await afterglowQueue.all()).some((one) => one.state === "waits")) await send();
    // after the page itself: what is needed without a server
    const ready = await navigator.serviceWorker.ready;
    if (id && !saved) ready.active.postMessage({ keep: id });
  };
  const later = () => begin().catch(() => {});
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
})();
