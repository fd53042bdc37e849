// Check-ins that wait to be sent: kept in this browser's own database, sent in order, each under
// its own id, so that one that arrives twice is stored once. Used by pages and by the worker.
const afterglowQueue = (() => {
  const APART = 300000; // ms between two clocks that is told about
  const done = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
  const open = () => {
    const request = indexedDB.open("afterglow", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("check_ins", { keyPath: "order", autoIncrement: true })
        .createIndex("id", "id", { unique: true });
    };
    return done(request);
  };
  const store = async (mode, work) => {
    const database = await open();
    try {
      const change = database.transaction("check_ins", mode);
      const result = await work(change.objectStore("check_ins"));
      await new Promise((yes, no) => {
        change.oncomplete = yes;
        change.onabort = change.onerror = () => no(change.error);
      });
      return result;
    } finally {
      database.close();
    }
  };

  const all = (recovery) => store("readonly", async (kept) =>
    (await done(kept.getAll())).filter((one) => !recovery || one.recovery === recovery));
  const put = (one) => store("readwrite", (kept) => done(kept.put(one)));
  // what it was taken for; one that was sent meanwhile does not come back
  const look = (order, found) => store("readwrite", async (kept) => {
    const one = await done(kept.get(order));
    if (one) await done(kept.put({ ...one, look: found }));
  });
  const remove = (order) => store("readwrite", (kept) => done(kept.delete(order)));
  const forget = async (recovery) => {
    for (const one of await all(recovery)) await remove(one.order);
  };

  // A filled-in form, kept before anything else happens. One that is there already stays as it is;
  // other words under its id are a check-in of their own.
  const keep = (recovery, fields) => store("readwrite", async (kept) => {
    const rest = ({ id, csrfmiddlewaretoken, ...words }) => JSON.stringify(words);
    const there = await done(kept.index("id").get(fields.id || ""));
    if (there && rest(there.fields) === rest(fields)) return there;
    const id = there || !fields.id ? crypto.randomUUID() : fields.id;
    const last = (await done(kept.getAll())).pop();
    const at = Math.max(Date.now(), last ? Date.parse(last.at) + 1 : 0);
    const { csrfmiddlewaretoken, ...words } = { ...fields, id };
    const one = { id, recovery, fields: words, at: new Date(at).toISOString(), state: "waits", reasons: [] };
    one.order = await done(kept.add(one));
    return one;
  });

  const address = (recovery) => `/r/${recovery}/check-in/send/`;
  const again = (status) => status >= 500 || status === 408 || status === 425 || status === 429;

  // One check-in on its way. "later": try again; "refused": for good, with reasons; "sent".
  const sendOne = async (one, token) => {
    const body = new URLSearchParams({ ...one.fields, phone_at: one.at, phone_sent: new Date().toISOString() });
    let response;
    try {
      response = await fetch(address(one.recovery), {
        method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error",
        credentials: "same-origin", signal: AbortSignal.timeout(20000),
      });
      if (response.ok) return { state: "sent", ...(await response.json()) };
    } catch {
      return { state: "later" };
    }
    if (again(response.status)) return { state: "later" };
    const told = await response.json().catch(() => ({}));
    return { state: "refused", status: response.status, reasons: told.reasons || [] };
  };

  const flushNow = async () => {
    const sent = [], tokens = new Map();
    let apart = null;
    for (const one of await all()) {
      if (one.state !== "waits") continue;
      if (!tokens.has(one.recovery)) {
        let response, told = null;
        try {
          response = await fetch(address(one.recovery), { credentials: "same-origin", signal: AbortSignal.timeout(20000) });
          if (response.ok) told = await response.json();
        } catch {
          return { sent, apart, later: true };
        }
        if (again(response.status)) return { sent, apart, later: true };
        tokens.set(one.recovery, told ? told.token : "");
        if (told) apart = Date.now() - Date.parse(told.now);
      }
      const token = tokens.get(one.recovery);
      const answer = token ? await sendOne(one, token) : { state: "refused", status: 404, reasons: [] };
      if (answer.state === "later") return { sent, apart, later: true };
      if (answer.state === "sent") {
        sent.push(answer);
        await remove(one.order);
      } else {
        await put({ ...one, state: "refused", status: answer.status, reasons: answer.reasons });
      }
    }
    return { sent, apart: apart !== null && Math.abs(apart) > APART ? apart : null, later: false };
  };
  // one sender at a time, over all tabs and the worker
  const flush = () => (globalThis.navigator?.locks
    ? navigator.locks.request("afterglow-send", flushNow) : flushNow());

  return { all, keep, put, look, remove, forget, flush };
})();
