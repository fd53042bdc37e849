// Looks words up in an answer table (core/answering/table.py). Pure: no page, no clock, no network.
// It finds entries and never judges: a soft answer needs every word understood; what is near is
// only offered; what is not found is unknown.
"use strict";
const afterglowLookup = (table) => {
  const HOUR = 3600000, LONGEST = 8, GAP = 3, REACH = 5, OFFERED = 6;
  const SOFT = new Set(["yes", "info"]);
  const ORDER = ["no", "wait", "ask_clinic", "unknown", "info", "yes"];
  const URGENT = ["emergency", "call_clinic", "watch", "expected"];
  const list = (joined) => (joined ? joined.split("|") : []);
  const set = (joined) => new Set(list(joined));

  const fold = (text) =>
    (text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}|['’‘`´]/gu, "")
      .match(/\d+(?:[.,]\d+)?[a-z]*|\p{L}+\d*/gu)) || [];

  const [fillers, gaps] = [set(table.fillers), set(table.gaps)];
  const [harmless, prescribed, apply] = [set(table.harmless), set(table.prescribed), set(table.apply)];
  const known = new Map();
  const add = (words, kind, row, everyday) => {
    for (const one of words) {
      if (!known.has(one)) known.set(one, []);
      known.get(one).push({ kind, row, everyday });
    }
  };
  const topicOf = new Map(table.topics.map((row) => [row[0], row]));
  for (const row of table.topics) add(list(row[3]), "topic", row);
  for (const row of table.people) add(list(row[3]), "person", row);
  for (const row of table.signs) add(list(row[2]), "sign", row);
  for (const row of table.medicines) {
    add(list(row[0]), "medicine", row);
    add(list(row[5]), "medicine", row, true);
  }
  // "vitamine": names that stand in two words, written as one
  const joined = new Map();
  for (const one of known.keys())
    if (one.includes(" ") && one.length > 6) joined.set(one.replaceAll(" ", ""), one);
  let sorted = null;

  const entries = (phrase) => [
    ...(known.get(phrase) || []),
    ...(known.get(joined.get(phrase.replaceAll(" ", ""))) || []),
    ...(phrase.endsWith("s") ? known.get(phrase.slice(0, -1)) || [] : []).filter((one) => one.kind !== "medicine"),
  ];

  // every run of words that is `wanted`, the longest first: [start, end) pairs
  const runs = (tokens, wanted) => {
    const found = [];
    for (let size = Math.min(LONGEST, tokens.length); size; size--)
      for (let start = 0; start + size <= tokens.length; start++)
        if (wanted(tokens.slice(start, start + size).join(" "))) found.push([start, start + size]);
    return found;
  };
  const within = (one, other) =>
    one[0] >= other[0] && one[1] <= other[1] && one[1] - one[0] < other[1] - other[0];

  // ------------------------------------------------------------------ red flags
  const inOrder = (words, tokens, start) => {
    let place = start;
    for (const word of words.slice(1)) {
      let step = place + 1;
      while (step < tokens.length && step - place <= GAP && tokens[step] !== word && gaps.has(tokens[step])) step++;
      if (tokens[step] !== word || step - place > GAP) return 0;
      place = step;
    }
    return place + 1;
  };
  const near = (groups, tokens) => {
    for (let start = 0; start < tokens.length; start++) {
      if (!groups[0].includes(tokens[start])) continue;
      const span = tokens.map((word, place) => [word, place])
        .filter(([, place]) => place !== start && Math.abs(place - start) <= REACH);
      if (groups.slice(1).every((group) => span.some(([word]) => group.includes(word)))) return true;
    }
    return false;
  };
  // red phrases by their first word: [words, place of the row]
  const redBy = new Map();
  table.red.forEach((row, place) => {
    for (const words of list(row[4]).map((phrase) => phrase.split(" "))) {
      if (!redBy.has(words[0])) redBy.set(words[0], []);
      redBy.get(words[0]).push([words, place]);
    }
  });
  const redIn = (tokens) => {
    const longer = runs(tokens, (phrase) =>
      harmless.has(phrase) || entries(phrase).some((one) => one.kind === "topic"));
    const told = new Set();
    tokens.forEach((token, start) => {
      for (const [words, place] of redBy.get(token) || []) {
        const end = inOrder(words, tokens, start);
        if (end && !longer.some((one) => within([start, end], one))) told.add(place);
      }
    });
    const found = table.red
      .filter((row, place) => told.has(place) || row[5].some((groups) => near(groups, tokens)))
      .map(([code, name, urgency, first]) => ({ code, name, urgency, first: table.texts[first] }));
    return found.sort((a, b) => URGENT.indexOf(a.urgency) - URGENT.indexOf(b.urgency));
  };

  // ------------------------------------------------------------------ answers
  const at = (hours) => new Date(table.performed + hours * HOUR);
  const filled = (place, name, as) =>
    place == null ? null : table.texts[place].replaceAll("{name}", name).replaceAll("{as}", as);
  const told = (spans, kind, name, words, as, now) => {
    const hour = (now - table.performed) / HOUR;
    const span = spans.filter(([from]) => from == null || from <= hour).pop();
    const [, verdict, ends, text, why] = span;
    const more = as && as !== words ? ` ${table.say.took_for.replace("{name}", words).replace("{as}", as)}` : "";
    return {
      kind, name, words, verdict,
      until: ends == null ? null : at(ends),
      text: filled(text, words, as) + more,
      why: filled(why, words, as),
      spans: spans.map(([from, says]) => ({ from: from == null ? null : at(from), verdict: says })),
    };
  };
  const topic = (row, words, now) => told(row[4], row[1], row[2], words, "", now);
  const answersFor = ({ kind, row }, words, byDoctor, onSkin, now) => {
    if (kind !== "medicine") return [topic(row, words, now)];
    const [, as, ruling, kept, skin] = row;
    const spans = table.rulings[byDoctor && kept != null ? kept : ruling];
    const answer = told(spans, "medicine", as, words, as, now);
    const beside = (skin || onSkin) && answer.verdict === "yes" && topicOf.get(table.skin);
    return beside ? [answer, topic(beside, words, now)] : [answer];
  };

  // ------------------------------------------------------------------ what may be meant
  const offered = (tokens) => {
    sorted ||= [...known.keys()].sort();
    const telling = tokens.filter((word) => !fillers.has(word));
    const text = (telling.length ? telling : tokens).join(" ");
    for (let size = text.length; size >= Math.max(2, Math.ceil(text.length / 2)); size--) {
      const start = text.slice(0, size);
      let [low, high] = [0, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] < start) low = middle + 1;
        else high = middle;
      }
      const found = sorted.slice(low, low + 40).filter((one) => one.startsWith(start));
      if (found.length) return found.sort((a, b) => a.length - b.length).slice(0, OFFERED);
    }
    return [];
  };

  // What is known of a question at a moment (milliseconds): red flags, answers (strictest first),
  // signs that only a check-in can judge, what may be meant, and whether anything was understood.
  const find = (question, now) => {
    const tokens = fold(question.slice(0, 2000)).slice(0, 300);
    const red = redIn(tokens);
    const covered = tokens.map((word) => fillers.has(word));
    const cover = ([start, end]) => covered.fill(true, start, end);
    const doctor = runs(tokens, (phrase) => prescribed.has(phrase));
    doctor.forEach(cover);
    const hits = [];
    const lone = tokens.filter((word) => !fillers.has(word)).join(" ");
    for (const run of runs(tokens, (phrase) => entries(phrase).length)) {
      const words = tokens.slice(...run).join(" ");
      for (const entry of entries(words)) {
        if (entry.everyday && words !== lone && words !== tokens.join(" ")) continue;
        const kind = entry.kind === "medicine";
        // a sign stays one inside a longer phrase: "does it hurt"
        if (entry.kind !== "sign" && hits.some((one) => (one.entry.kind === "medicine") === kind && within(run, one.run))) continue;
        hits.push({ entry, run, words });
      }
    }
    hits.forEach((one) => cover(one.run));
    const onSkin = runs(tokens, (phrase) => apply.has(phrase));
    onSkin.forEach(cover);
    const signs = [...new Set(hits.filter((one) => one.entry.kind === "sign").map((one) => one.entry.row[1]))];
    const plain = covered.every(Boolean) && !signs.length && !red.length;
    // words that are a medicine and, in part, something else: too little for a soft answer
    // (or names of two words in another script, which ask itself asks back)
    const unsure = (hit) => (/[^\0-\x7f]/.test(hit.words) && hit.words.includes(" ")) || hits.some((one) => (one.entry.kind === "medicine") !== (hit.entry.kind === "medicine")
      && (within(one.run, hit.run) || within(hit.run, one.run)));
    const asked = (answer) => ({ ...answer, verdict: "ask_clinic", text: table.say.ask_clinic, spans: [] });
    const seen = new Set();
    const all = hits.filter((one) => one.entry.kind !== "sign")
      .flatMap((one) => answersFor(one.entry, one.words, doctor.length, onSkin.length, now)
        .map((answer) => unsure(one) && SOFT.has(answer.verdict) ? asked(answer) : answer))
      .filter((one) => !seen.has(one.text) && seen.add(one.text))
      .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    const answers = all.filter((one) => plain || !SOFT.has(one.verdict));
    const asIs = [...new Set(hits.filter((one) => one.entry.kind !== "sign").map((one) => one.words))];
    return {
      red, answers, signs,
      understood: Boolean(red.length || answers.length || signs.length),
      didYouMean: answers.length || red.length ? [] : asIs.length ? asIs.slice(0, OFFERED) : offered(tokens),
      unknown: table.say.not_known.replaceAll("{name}", question.trim().slice(0, 60)),
    };
  };

  // What flags, ratings and a temperature call for at an hour by the rules that one check-in can
  // meet; null where none is met, which never means that all is well.
  const judge = ({ flags = [], ratings = {}, temperature = null, hour = 0 }) => {
    const there = new Set(flags);
    if (temperature != null && temperature >= table.fever) there.add("fever");
    const met = table.rules.find(([, wanted, rated, hot, from]) =>
      wanted.every((one) => there.has(one)) && hour >= from &&
      (hot == null || (temperature != null && temperature >= hot)) &&
      Object.entries(rated).every(([sign, least]) => (ratings[sign] ?? -1) >= least));
    if (!met) return null;
    const [urgency, , , , , likely, first] = met;
    return {
      urgency, title: table.steps[urgency].title,
      likely: likely == null ? null : table.texts[likely], first: table.texts[first],
    };
  };

  return { find, judge, fold };
};
