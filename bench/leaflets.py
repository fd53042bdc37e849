"""Every instruction of real leaflets: has `ask` an answer, and does its window lie in theirs?

In: a file of leaflets, or windows by topic (tests/data/leaflet_windows.json). Out: a row a topic.
The reason beside a window outside theirs is the protocol's own: what sources say, and which.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from afterglow.core.answering import Answer, ask
from afterglow.core.protocol import Guidance, Protocol, say

# what a leaflet's topic is called where a person would put it differently
ASKED_AS = {"touching": "touch my face", "products": "other products"}
Window = tuple[str, float | None, float | None]  # kind, from and until in hours after


@dataclass(frozen=True)
class Row:
    """A topic of leaflets, their ends, our answer, and whether it lies inside; else the reason."""

    topic: str
    theirs: tuple[str, ...]
    answer: Answer
    ours: float | None
    judged: str
    reason: str


def windows_of(path: Path) -> dict[str, list[Window]]:
    """Kind, from and until of every instruction, by topic: facts only, no sentence."""
    found: dict[str, list[Window]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        for one in json.loads(line)["instructions"]:
            found[one["topic"]].append((one["kind"], one["from_hours"], one["until_hours"]))
    return dict(found)


def rows(theirs: Mapping[str, Sequence[Window]], treatment: Mapping[str, Any]) -> list[Row]:
    """A row for each topic, asked an hour after the treatment."""
    performed = datetime.fromisoformat(treatment["performed_at"])
    found = []
    for topic, windows in sorted(theirs.items()):
        expects = {kind for kind, _, _ in windows} == {"expect"}
        question = f"how is {topic}" if expects else f"can i use {ASKED_AS.get(topic, topic)}"
        answer = ask(question, treatment, at=performed + timedelta(hours=1))
        waits = next((one for one in (answer, *answer.also) if one.until), answer)
        ours = (waits.until - performed) / timedelta(hours=1) if waits.until else None
        judged = _judged(windows, ours, str(waits.verdict))
        reason = _reason(waits) if judged.startswith("no") else ""
        ends = tuple(sorted({"-" if end is None else f"{end:g}" for _, _, end in windows}))
        found.append(Row(topic, ends, answer, ours, judged, reason))
    return found


def _judged(windows: Sequence[Window], ours: float | None, verdict: str) -> str:
    avoid = [end for kind, _, end in windows if kind == "avoid"]
    ends = [end for end in avoid if end is not None]
    if ours is not None and ends:
        if min(ends) <= ours <= max(ends) or (None in avoid and ours >= min(ends)):
            return "yes"
        return f"no, ours {'longer' if ours > max(ends) else 'shorter'}"
    if ours is None and avoid:
        return "yes" if None in avoid or verdict == "no" else "no, asked back"
    return "-"


def _reason(answer: Answer) -> str:
    """What the protocol says of sources that differ, and which it rests on."""
    protocol = Protocol.default()
    entries = [one for one in _behind(answer, protocol) if one.says]
    told = say(entries[0].says, "en") if entries and entries[0].says else (answer.why or "")
    claim = f" (claim {entries[0].claim})" if entries and entries[0].claim else ""
    sources = ", ".join(f"{one.id} [{one.grade}]" for one in answer.sources)
    return f"{told}{claim} Sources: {sources}."


def _behind(answer: Answer, protocol: Protocol) -> list[Guidance]:
    """The guidance behind an answer; for a medicine to be left out, that on its kind."""
    known = protocol.lexicon.topics
    topic = answer.topic or ""
    if topic in known:
        wanted = known[topic].answered_by
    elif topic in protocol.medicines.ingredients:
        classes = protocol.medicines.ingredients[topic].classes
        wanted = "nsaids" if {"nsaid", "aspirin"} & set(classes) else ""
    else:
        wanted = topic
    guidance = protocol.contents.guidance
    return [one for one in guidance if one.topic == wanted and one.kind == "avoid"]


def show(path: Path, treatment: Mapping[str, Any]) -> None:
    """Print the table."""
    table = rows(windows_of(path), treatment)
    print(f"\n{path}: {len(table)} topics; hours after; theirs | ours at 1 h | inside | why not")
    for row in table:
        said = row.answer.urgency if row.answer.urgency is not None else row.answer.verdict
        ours = "-" if row.ours is None else f"{row.ours:g}"
        print(
            f"  {row.topic:20} {','.join(row.theirs):24} {said!s:12} {ours:6} {row.judged}"
            f"{': ' if row.reason else ''}{row.reason}"
        )
    outside = [row for row in table if row.judged.startswith("no")]
    bare = sum(not row.reason for row in outside)
    print(f"  outside: {len(outside)}, of these without a reason: {bare}")
