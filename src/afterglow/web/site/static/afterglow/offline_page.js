// The page without a server: looks words up in the answer table, shows at once what a red flag in a
// kept check-in calls for, and lets a refused one be mended or discarded.
(() => {
  "use strict";
  const page = document.getElementById("offline-page");
  if (!page || typeof afterglowQueue === "undefined") return;
  const words = page.dataset, recovery = words.recovery;
  const make = (name, text, look) => {
    const one = document.createElement(name);
    if (text) one.textContent = text;
    if (look) one.className = look;
    return one;
  };
  const language = document.documentElement.lang || "en";
  const when = (iso) => new Intl.DateTimeFormat(language,
    { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn",
      ...(words.zone && { timeZone: words.zone }) }).format(new Date(iso));
  const VERDICT = { yes: "yes", wait: "wait", no: "no", ask_clinic: "ask", unknown: "unknown", info: "info" };
  const URGENCY = { emergency: "emergency", call_clinic: "call", watch: "watch" };

  // the table, and the hour as the server's clock has it
  let apart = 0;
  const ready = fetch(words.table, { credentials: "same-origin" }).then(async (response) => {
    if (!response.ok) throw new Error(response.status);
    const table = await response.json();
    return { table, tool: afterglowLookup(table) };
  });
  ready.catch(() => {});
  const now = () => Date.now() - apart;

  // ------------------------------------------------------------------ looking up
  const form = document.getElementById("look-up"), found = document.getElementById("found");
  form.hidden = false;
  const calls = page.querySelector("#told [data-numbers]");
  const urgent = (title, text, urgency) => {
    const card = make("div", "", `answer ${urgency === "emergency" ? "emergency sos" : urgency}`);
    card.append(make("p", words[URGENCY[urgency]] || words.watch, "verdict"), make("p", title), make("p", text, "lede"));
    if (urgency === "emergency") {
      const taps = calls.cloneNode(true);
      taps.hidden = false;
      card.append(taps);
    }
    return card;
  };
  const answerCard = (one) => {
    const card = make("div", "", `answer ${one.verdict}`);
    card.append(make("p", words[VERDICT[one.verdict]], "verdict"), make("h3", one.name), make("p", one.text));
    // a phone's clock may be wrong: the times themselves are right
    const coming = one.verdict === "wait" ? [] : one.spans.filter((span) => span.from && span.from > now());
    for (const span of coming.slice(0, 2)) {
      card.append(make("p", words.since.replace("{when}", when(span.from)).replace("{verdict}", words[VERDICT[span.verdict]]), "hint"));
    }
    if (one.why) card.append(make("p", one.why, "hint"));
    return card;
  };
  const look = async () => {
    const question = form.elements.q.value.trim();
    if (!question) return found.replaceChildren();
    let tool;
    try {
      ({ tool } = await ready);
    } catch {
      return found.replaceChildren(make("p", words.noTable));
    }
    if (question !== form.elements.q.value.trim()) return;
    const told = tool.find(question, now());
    const shown = told.red.slice(0, 3).map((one) => urgent(words.red.replace("{name}", one.name), one.first, one.urgency));
    shown.push(...told.answers.map(answerCard));
    for (const name of told.signs) shown.push(make("p", words.sign.replace("{name}", name)));
    if (!told.understood) shown.push(make("p", told.unknown));
    if (told.didYouMean.length) {
      const row = make("p", `${words.meant} `);
      for (const one of told.didYouMean) {
        const button = make("button", one, "button pill");
        button.type = "button";
        button.addEventListener("click", () => {
          form.elements.q.value = one;
          look();
          form.elements.q.focus();
        });
        row.append(button, " ");
      }
      shown.push(row);
    }
    found.replaceChildren(...shown);
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });

  const [, asked] = /^#ask=(.+)$/.exec(location.hash) || [];
  if (asked) {
    history.replaceState(null, "", location.pathname + location.search);
    form.elements.q.value = decodeURIComponent(asked);
    look();
  }

  // ------------------------------------------------------------------ a check-in just told
  const told = new URLSearchParams(location.search).get("told");
  const celsius = (typed) => {
    const match = /^\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:°|degrees)?\s*([cf]?)\s*$/i.exec(typed || "");
    if (!match) return null;
    const number = parseFloat(match[1].replace(",", "."));
    const fahrenheit = match[2] ? /f/i.test(match[2]) : number >= 95 && number <= 110;
    return fahrenheit ? Math.round((number - 32) / 1.8 * 100) / 100 : number;
  };
  const seenIn = ({ fields, at }, performed) => ({
    flags: Object.keys(fields).filter((name) => name.startsWith("flag_") && fields[name] === "yes").map((name) => name.slice(5)),
    ratings: Object.fromEntries(Object.entries(fields).filter(([name, value]) => name.startsWith("rating_") && value !== "")
      .map(([name, value]) => [name.slice(7), Number(value)])),
    temperature: celsius(fields.temperature),
    hour: (Date.parse(at) - apart - performed) / 3600000,
  });
  const RANK = ["expected", "watch", "call_clinic", "emergency"];
  const judge = async (one) => {
    const card = document.getElementById("told"), part = (name) => card.querySelector(`[data-${name}]`);
    let calls = null, flagged = seenIn(one, 0).flags.length > 0;
    try {
      const { table, tool } = await ready;
      calls = tool.judge(seenIn(one, table.performed));
      for (const red of tool.find(one.fields.note || "", now()).red) {
        if (!calls || RANK.indexOf(red.urgency) > RANK.indexOf(calls.urgency)) {
          calls = { urgency: red.urgency, title: table.steps[red.urgency].title, first: red.first };
        }
      }
      flagged = false;
    } catch { /* no table: a warning sign counts as urgent */ }
    const urgency = calls ? calls.urgency : flagged ? "emergency" : "";
    // until it is sent, the other pages say so too
    await afterglowQueue.look(one.order, urgency);
    card.className = `card told ${urgency === "emergency" ? "emergency sos" : urgency}`;
    part("look").textContent = words[URGENCY[urgency]] || "";
    part("title").textContent = calls ? calls.title : words.keptTitle;
    const first = calls && calls.first.startsWith(calls.title) ? calls.first.slice(calls.title.length).trim() : calls?.first;
    part("first").textContent = calls ? [calls.likely, first].filter(Boolean).join(" ") : "";
    part("numbers").hidden = urgency !== "emergency";
    part("flag").hidden = !flagged;
    part("kept").hidden = false;
    part("plain").hidden = urgency === "emergency" || urgency === "call_clinic";
    card.hidden = false;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };

  // ------------------------------------------------------------------ what waits
  const draw = (kept) => {
    const rows = kept.filter((one) => one.recovery === recovery);
    page.querySelector("#waiting [data-list]").replaceChildren(...rows.map((one) => {
      const item = make("li"), refused = one.state === "refused";
      item.append(make("b", words.at.replace("{when}", when(one.at))), " ", make("span", refused ? words.taken : words.waiting));
      if (refused) {
        const closed = [403, 404, 410].includes(one.status);
        item.append(make("p", closed ? words.gone : one.reasons.join(" ") || words.unsure));
        if (!closed) {
          const mend = make("a", words.mend, "button pill");
          mend.href = `${words.checkIn}?mend=${one.id}`;
          item.append(mend, " ");
        }
        const discard = make("button", words.discard, "button pill");
        discard.type = "button";
        discard.addEventListener("click", async () => {
          if (discard.textContent !== words.discardSure) discard.textContent = words.discardSure;
          else {
            await afterglowQueue.remove(one.order);
            afterglowOffline.show();
          }
        });
        item.append(discard);
      }
      return item;
    }));
    document.getElementById("waiting").hidden = !rows.length;
  };
  addEventListener("afterglow:queue", ({ detail: { kept, last } }) => {
    draw(kept);
    apart = last?.apart || 0;
    const sent = told && (last?.sent || []).find((one) => one.id === told);
    if (sent) location.replace(sent.url);
  });
  afterglowQueue.all(recovery).then((kept) => {
    draw(kept);
    const one = told && kept.find((other) => other.id === told);
    if (one) judge(one);
  });

  // ------------------------------------------------------------------ forgetting
  const forget = document.getElementById("forget");
  forget.hidden = false;
  forget.addEventListener("click", async () => {
    const said = document.getElementById("forget-said");
    try {
      await caches.delete(`pages-${recovery}`);
      await afterglowQueue.forget(recovery);
      said.textContent = words.forgotten;
      await afterglowOffline?.show();
    } catch {
      said.textContent = words.failed;
    }
  });
})();
