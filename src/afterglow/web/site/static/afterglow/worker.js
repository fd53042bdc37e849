// The service worker. Pages come from the network and are kept, per recovery, for when there is
// none; a check-in that finds no server is kept and sent later. Nothing goes anywhere else.
const SHELL = `assets-${BUILD}`;
const WAIT = 4000, POST_WAIT = 20000; // ms until a kept page is shown, a check-in kept
const FRESH = 6 * 3600000; // ms until a kept page is fetched anew in the background
const GENERAL = "/unwell/";
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const PAGE = new RegExp(`^/r/(${UUID})/(more/|unwell/|check-in/|offline/)?$`);
const WHOSE = new RegExp(`^/r/(${UUID})/`);
const pagesOf = (id) => `pages-${id}`;
const ofRecovery = (url) => (WHOSE.exec(url.pathname) || [])[1];
const plain = (url) => new URL(url.pathname, url.origin).href;

const purge = (id) => caches.delete(pagesOf(id));

// A copy with the moment it was saved, which the page shows.
const keepCopy = async (cache, key, response) => {
  const headers = new Headers(response.headers);
  headers.set("X-Saved", new Date().toISOString());
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  await cache.put(key, new Response(await response.blob(), { status: 200, headers }));
};

const saved = async (key) => {
  const response = await caches.match(key);
  if (!response) return null;
  const at = response.headers.get("X-Saved") || "";
  const html = (await response.text()).replace("<html ", `<html data-saved="${at}" `);
  return new Response(html, { status: 200, headers: response.headers });
};

const gone = (status) => status === 403 || status === 404 || status === 410;

const page = async (request, url) => {
  const id = ofRecovery(url), kept = PAGE.test(url.pathname) || url.pathname === GENERAL;
  const network = fetch(request).then(async (response) => {
    const shown = response.clone();
    if (id && gone(response.status) && PAGE.test(url.pathname)) await purge(id);
    else if (kept && response.ok && response.type === "basic" && !response.redirected) {
      await keepCopy(await caches.open(id ? pagesOf(id) : SHELL), plain(url), response);
    }
    return shown;
  });
  network.catch(() => {});
  const late = new Promise((yes) => setTimeout(yes, WAIT));
  const first = await Promise.race([network.catch(() => null), late]);
  if (first && first.status < 500) return first;
  const copy = kept && (await saved(plain(url)));
  if (copy) return copy;
  if (first === undefined) {
    // slow, and nothing is kept: wait for what comes
    const slow = await network.catch(() => null);
    if (slow) return slow;
  } else if (first) return first;
  const offline = id && (await saved(`${url.origin}/r/${id}/offline/`));
  const asked = url.searchParams.get("q");
  // a question is looked up there; what stands behind "#" is sent to nobody
  if (offline && asked) return Response.redirect(`${url.origin}/r/${id}/offline/#ask=${encodeURIComponent(asked)}`);
  if (offline) return offline;
  if (!id) {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
    for (const name of names.reverse()) {
      const today = await saved(`${url.origin}/r/${name.slice(6)}/`);
      if (today) return today;
    }
  }
  return (await saved(`${url.origin}${GENERAL}`)) || Response.error();
};

// A check-in is judged by the server; where that does not answer, it is kept and sent later. An
// answer that got lost does no harm: its id is the same.
const checkIn = async (request, url) => {
  const id = ofRecovery(url), copy = request.clone();
  try {
    const response = await Promise.race([
      fetch(request),
      new Promise((_, no) => setTimeout(no, POST_WAIT)),
    ]);
    if (response.status < 500) return response;
  } catch { /* no server */ }
  const fields = Object.fromEntries(
    [...(await copy.formData())].filter(([name, value]) => typeof value === "string" && value !== ""));
  const one = await afterglowQueue.keep(id, fields);
  if (self.registration.sync) await self.registration.sync.register("check-ins").catch(() => {});
  return Response.redirect(`${url.origin}/r/${id}/offline/?told=${one.id}`, 303);
};

const asset = async (request) => (await caches.match(request)) || fetch(request);

// What belongs to a recovery, fetched in the background: the table only where it has changed.
const warm = async (id, force) => {
  const cacheName = pagesOf(id);
  for (const path of ["", "more/", "unwell/", "check-in/", "offline/", "offline.json"]) {
    const key = `${self.location.origin}/r/${id}/${path}`;
    const there = await caches.match(key, { cacheName });
    const age = there ? Date.now() - Date.parse(there.headers.get("X-Saved")) : Infinity;
    const table = path === "offline.json";
    if (!force && age < FRESH && !table) continue;
    const tag = table && there && there.headers.get("ETag");
    const response = await fetch(key, { credentials: "same-origin", headers: tag ? { "If-None-Match": tag } : {} });
    if (gone(response.status)) {
      await purge(id);
      return;
    }
    if (response.ok && !response.redirected) await keepCopy(await caches.open(cacheName), key, response);
    else if (!response.ok && response.status !== 304) throw new Error(response.status);
  }
};

const renew = async () => {
  const names = await caches.keys();
  if (!names.some((name) => name.startsWith("assets-") && name !== SHELL)) return;
  // pages that an older release made are fetched anew; only then may its files go
  for (const name of names) if (name.startsWith("pages-")) await warm(name.slice(6), true);
  for (const name of names) if (name.startsWith("assets-") && name !== SHELL) await caches.delete(name);
};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(ASSETS);
    const general = await fetch(GENERAL);
    if (general.ok) await keepCopy(cache, self.location.origin + GENERAL, general);
    // safe at once: pages come from the network, and files carry their hash in their name
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await self.clients.claim();
    await renew().catch(() => {});
  })());
});
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST") {
    const id = ofRecovery(url);
    if (id && request.mode === "navigate" && url.pathname === `/r/${id}/check-in/`) {
      event.respondWith(checkIn(request, url));
    } else if (id && url.pathname === `/r/${id}/delete/`) {
      event.respondWith(fetch(request).then(async (response) => {
        if (response.type === "opaqueredirect" || response.redirected) {
          await purge(id);
          await afterglowQueue.forget(id);
        }
        return response;
      }));
    }
  } else if (request.method === "GET") {
    if (request.mode === "navigate") {
      const paths = url.pathname === "/" || url.pathname === GENERAL || WHOSE.test(url.pathname);
      if (paths && !/\.\w+$/.test(url.pathname)) event.respondWith(page(request, url));
    } else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
    else if (/^\/r\/[^/]+\/offline\.json$/.test(url.pathname)) {
      event.respondWith(caches.match(plain(url)).then((there) => there || fetch(request)));
    }
  }
});
self.addEventListener("sync", (event) => {
  if (event.tag === "check-ins") {
    event.waitUntil(afterglowQueue.flush().then((told) => { if (told.later) throw new Error("later"); }));
  }
});
self.addEventListener("message", (event) => {
  const { keep, forget } = event.data || {};
  const answer = (told) => event.ports[0]?.postMessage(told);
  // a page whose loading began before this worker was there is not under it yet
  if (keep) event.waitUntil(self.clients.claim().then(() => warm(keep)).then(renew).catch(() => {}).then(() => answer("kept")));
  if (forget) event.waitUntil(purge(forget).then(() => answer("forgotten")));
});
