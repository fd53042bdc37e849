"""How right and how safe `ask` is, and how fast: the figures of issue 11, one command, one table.

    python -m bench.ask questions.jsonl [more.jsonl ...] --medicines medicines.jsonl
        [--noise N] [--fuzz N] [--latency] [--leaflets leaflets.jsonl]

Case files are JSON lines as in tests/data/questions.jsonl; every miss is listed. Nothing here is
tuned: the noise and the fuzz are drawn from fixed seeds.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from afterglow.core.answering import Answer, ask
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from bench import leaflets

TREATMENT = {
    "performed_at": "2026-03-10T14:00:00-05:00",
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "skin_type": 3,
    "first_session": True,
    "age": 31,
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 555 0100"},
}
PERFORMED = datetime.fromisoformat(TREATMENT["performed_at"])
FILLER = ("um", "pls", "hi", "so", "hey", "thx", "lol", "quick question", "sorry", "help")
KEYS = {
    "a": "sqw", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hkn", "k": "jlm", "l": "kop", "m": "njk", "n": "bmj", "o": "ipl", "p": "ol",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs",
    "y": "tuh", "z": "xs",
}  # fmt: skip


def read_cases(path: Path) -> list[dict[str, Any]]:
    """Cases of a file; a case without a treatment gets the reference one at its hour."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            case = json.loads(line)
            if "treatment" not in case:
                case["treatment"] = TREATMENT
            if "at" not in case and case.get("hours_after") is not None:
                case["at"] = (PERFORMED + timedelta(hours=case["hours_after"])).isoformat()
            cases.append(case)
    return cases


def verdict_of(answer: Answer) -> str:
    return str(answer.urgency if answer.urgency is not None else answer.verdict)


def put(case: dict[str, Any], question: str | None = None) -> Answer:
    at = datetime.fromisoformat(case["at"]) if case.get("at") else None
    return ask(question or case["question"], case["treatment"], at=at)


def questions(path: Path) -> None:
    """Right, unsafe and unknown, by kind, with every miss."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    misses = []
    for case in read_cases(path):
        answer = put(case)
        said = verdict_of(answer)
        right = said in case["accept"]
        for kind in (case["kind"], "all"):
            by_kind[kind]["n"] += 1
            by_kind[kind]["right"] += right
            by_kind[kind]["unsafe"] += said in case["unsafe"]
            by_kind[kind]["unknown"] += said == "unknown" and "unknown" not in case["accept"]
        if not right:
            mark = "UNSAFE" if said in case["unsafe"] else "miss"
            also = [f"{one.topic}:{verdict_of(one)}" for one in answer.also]
            misses.append(
                f"  {mark} h{case['hours_after']} {case['question']!r}: {said} "
                f"({answer.kind}/{answer.topic}, also {also}), right: {case['accept']}"
            )
    print(f"\n{path}")
    for kind in sorted(by_kind):
        found = by_kind[kind]
        share = found["right"] / found["n"]
        print(
            f"  {kind:9} {found['n']:4} right {share:6.1%} unsafe {found['unsafe']} "
            f"unknown {found['unknown'] / found['n']:.1%}"
        )
    print("\n".join(misses) or "  no miss")


def medicines(path: Path) -> None:
    """The table of medicines.jsonl: "can i take NAME" ten hours after."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    misses = []
    at = PERFORMED + timedelta(hours=10)
    started = time.perf_counter()
    for case in cases:
        said = verdict_of(ask(f"can i take {case['name']}", TREATMENT, at=at))
        row, weight = rows[case["cls"]], case["weight"]
        row["n"] += 1
        row["weight"] += weight
        row["right"] += said in case["accept"]
        row["right weight"] += weight * (said in case["accept"])
        row["unsafe"] += said in case["unsafe"]
        row["yes weight"] += weight * (said == "yes")
        row["forbidden"] += said in ("no", "wait")
        row[said] += 1
        harmless = case["cls"] in ("none", "lookalike")
        if said in case["unsafe"] or said not in case["accept"] or (harmless and said != "yes"):
            misses.append(f"  {case['cls']} {case['name']!r} ({weight}): {said}")
    spent = (time.perf_counter() - started) / len(cases) * 1000
    print(f"\n{path}: {spent:.2f} ms a name")
    for name, row in sorted(rows.items()):
        print(
            f"  {name:17} {row['n']:4} right {row['right'] / row['n']:6.1%} weighted "
            f"{row['right weight'] / row['weight']:6.1%} unsafe {row['unsafe']} yes {row['yes']} "
            f"({row['yes weight'] / row['weight']:.1%} weighted) no/wait {row['forbidden']} "
            f"ask_clinic {row['ask_clinic']} unknown {row['unknown']}"
        )
    print("\n".join(misses) or "  no miss")


def misspell(word: str, rng: random.Random) -> str:
    """One slip of the kinds that thumbs make."""
    if len(word) < 3 or not word.isalpha():
        return word
    place = rng.randrange(len(word))
    kind = rng.choice(("swap", "drop", "double", "key"))
    if kind == "swap" and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[: place + 1] + word[place:]
    letter = rng.choice(KEYS.get(word[place].lower(), "e"))
    return word[:place] + letter + word[place + 1 :]


def noise(paths: list[Path], tries: int) -> None:
    """Every question again and again with one or two misspelt words and filler."""
    cases = [case for path in paths for case in read_cases(path)]
    rng = random.Random(11)
    right = clean = unsafe = total = 0
    shown: list[str] = []
    lost: list[str] = []
    rounds = -(-tries // len(cases))
    for case in cases:
        base = verdict_of(put(case)) in case["accept"]
        for _ in range(rounds):
            words = case["question"].split()
            for place in rng.sample(range(len(words)), min(rng.choice((1, 2)), len(words))):
                words[place] = misspell(words[place], rng)
            if rng.random() < 0.5:
                words.insert(rng.choice((0, len(words))), rng.choice(FILLER))
            question = " ".join(words)
            said = verdict_of(put(case, question))
            total += 1
            clean += base
            right += said in case["accept"]
            if base and said not in case["accept"]:
                lost.append(f"  lost {question!r}: {said}, right: {case['accept']}")
            if said in case["unsafe"]:
                unsafe += 1
                shown.append(f"  UNSAFE {question!r}: {said}, right: {case['accept']}")
    print(
        f"\nnoise: {total} tries, right {right / total:.1%} (clean {clean / total:.1%}), "
        f"unsafe {unsafe}"
    )
    print("\n".join(shown[:40] + lost[:120]))


def fuzz(tries: int) -> None:
    """Random questions: no exception, and nothing softer than unknown from noise."""
    rng = random.Random(12)
    pools = (
        string.printable,
        "".join(map(chr, range(0x5D0, 0x5EB))),
        "".join(map(chr, range(0x620, 0x64B))),
        "😀🔥💉🩸😱👍🏽❤️", "<b></b>&amp;<script>'\";--", "".join(map(chr, range(0x4E00, 0x4E80))),
        "\u202e\u200f\u0000\ufeff\u0301\ud7ff", "éüñçøßğł", "0123456789.,°%",
    )  # fmt: skip
    soft: Counter[str] = Counter()
    shown = []
    for _ in range(tries):
        size = rng.choice((0, 1, 3, 10, 30, 100)) if rng.random() < 0.999 else 20_000
        pool = rng.choice(pools)
        noise_text = "".join(
            rng.choice(pool if rng.random() < 0.7 else rng.choice(pools)) for _ in range(size)
        )
        at = PERFORMED + timedelta(hours=rng.uniform(-200, 2000)) if rng.random() < 0.8 else None
        treatment = TREATMENT if rng.random() < 0.8 else None
        answer = ask(noise_text, treatment, at=at)
        said = verdict_of(answer)
        soft[said] += 1
        if said in ("yes", "expected", "info") and len(shown) < 20:
            shown.append(f"  {said}: {noise_text!r} {answer.matched}")
    print(f"\nfuzz: {tries} questions, answers {dict(soft)}")
    print("\n".join(shown))


def latency(paths: list[Path]) -> None:
    """Warm p50 and p99 of a question, and the ratio to a plain loop of rapidfuzz over the names."""
    from rapidfuzz import fuzz as ratios

    from afterglow.core.answering.reading import reader_for

    cases = [case for path in paths for case in read_cases(path)]
    for case in cases:
        put(case)
    names = list(reader_for(Protocol.default()).names.entries)
    read = [(case, Treatment.read(case["treatment"])) for case in cases]
    spent, plain = [], []
    for _ in range(3):
        for case, treatment in read:
            at = datetime.fromisoformat(case["at"]) if case.get("at") else None
            started = time.perf_counter()
            ask(case["question"], treatment, at=at)
            spent.append(time.perf_counter() - started)
    for case, _ in read[:40]:
        started = time.perf_counter()
        for word in case["question"].split():
            max(names, key=lambda name, word=word: ratios.ratio(word, name))
        plain.append(time.perf_counter() - started)
    spent.sort()
    plain.sort()
    half, last = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    print(
        f"\nlatency: p50 {half * 1000:.2f} ms, p99 {last * 1000:.2f} ms; a plain loop of rapidfuzz "
        f"over {len(names):,} names: p50 {plain[len(plain) // 2] * 1000:.1f} ms, ratio "
        f"{plain[len(plain) // 2] / half:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--medicines", type=Path)
    parser.add_argument("--noise", type=int, default=0)
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--latency", action="store_true")
    parser.add_argument("--leaflets", type=Path)
    options = parser.parse_args()
    for path in options.cases:
        questions(path)
    if options.medicines:
        medicines(options.medicines)
    if options.noise:
        noise(options.cases, options.noise)
    if options.fuzz:
        fuzz(options.fuzz)
    if options.leaflets:
        leaflets.show(options.leaflets, TREATMENT)
    if options.latency:
        latency(options.cases)


if __name__ == "__main__":
    sys.exit(main())
