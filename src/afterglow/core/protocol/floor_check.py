"""The safety floor: what an overlay may make stricter and never softer, hide, or turn around.

In: the protocol below, the merged one, and the layers that know every value's line. Out: `Softer`
findings; the caller turns them into faults that name both lines. Held for every protocol: rules
with `floor: true` and all that call the clinic or an ambulance, thresholds, limits of numbing
labels, guidance without an end, whatever the floor file names, and who must ask first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from afterglow.core.errors import BelowFloor, Fault
from afterglow.core.protocol.floor_held import is_held, is_held_guidance
from afterglow.core.protocol.floor_judges import JUDGES
from afterglow.core.protocol.floor_single import single
from afterglow.core.protocol.floor_words import sign_words, watched_signs
from afterglow.core.protocol.layers import Layered, key_of
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents


@dataclass(frozen=True)
class Softer:
    """A value made softer: where it stands in the merged protocol (None: hidden) and below it."""

    path: Steps | None
    below: Steps
    said: str
    key: str = ""


def softer(below: Contents, merged: Contents) -> Iterator[Softer]:
    """All that the merged protocol has softer than the one below it."""
    for section, judge in JUDGES.items():
        after = {_key(section, one): index for index, one in enumerate(getattr(merged, section))}
        for index, one in enumerate(getattr(below, section)):
            key = _key(section, one)
            if key in after:
                entry = getattr(merged, section)[after[key]]
                for steps, said in judge(one, entry):
                    yield Softer((section, after[key], *steps), (section, index, *steps), said, key)
    yield from _signs(below, merged)
    yield from _twins(below, merged)
    for path, said in single(below, merged):
        yield Softer(path, path, said)


def _signs(below: Contents, merged: Contents) -> Iterator[Softer]:
    watched = watched_signs(below)
    after = {one.id: (index, one) for index, one in enumerate(merged.signs)}
    for index, old in enumerate(below.signs):
        at, new = after.get(old.id, (0, old))
        for steps, said in sign_words(old, new, watched):
            yield Softer(("signs", at, *steps), ("signs", index, *steps), said, old.id)


def _twins(below: Contents, merged: Contents) -> Iterator[Softer]:
    """New guidance with a topic of the floor, of another kind: it would say the opposite."""
    known = {one.key for one in below.guidance}
    held = {
        one.topic: (index, one) for index, one in enumerate(below.guidance) if is_held_guidance(one)
    }
    for at, new in enumerate(merged.guidance):
        if new.key in known or new.topic not in held:
            continue
        index, old = held[new.topic]
        if "avoid" in (old.kind, new.kind) and old.kind != new.kind:
            said = f"{old.key} says {old.kind}, and this would say {new.kind}"
            yield Softer(("guidance", at, "kind"), ("guidance", index, "kind"), said, new.key)


def hidden_below(below: Contents, hidden: Iterable[tuple[str, str]]) -> Iterator[Softer]:
    """What an overlay hides and may not; told first, since others may lean on it."""
    gone = set(hidden)
    for section in {section for section, _ in gone}:
        for index, one in enumerate(getattr(below, section)):
            key = _key(section, one)
            problem = _hidden(section, one) if (section, key) in gone else None
            if problem:
                yield Softer(None, (section, index), problem, key)


def _key(section: str, entry: Any) -> str:
    return key_of(section, vars(entry))


def refuse_softer(
    below: Layered, layered: Layered, found: Iterable[Softer], also: Iterable[Fault] = ()
) -> None:
    """Refuse an overlay that is softer than what it lies over, naming both lines."""
    faults = list(also)
    for one in found:
        section = str(one.below[0])
        path = one.path or (section, one.key)
        place = layered.place(path) if one.path else layered.where_hidden(section, one.key)
        file, line = place or (layered.layers[-1][1].name, None)
        field = ".".join(str(part) for part in (section, one.key, *one.below[2:]) if part)
        if not one.key:
            field = ".".join(map(str, one.below))
        said = f"softer than the safety floor ({below.origin(one.below)}): {one.said}"
        faults.append(Fault(field, said, file, line))
    if faults:
        raise BelowFloor(sorted(faults, key=lambda one: (one.line or 0, one.field)))


def _hidden(section: str, entry: Any) -> str | None:
    """Why an entry may not be hidden; None where it may."""
    match section:
        case "rules" if not is_held(entry):
            return None
        case "guidance" if not is_held_guidance(entry):
            return None
        case "claims" if entry.status != "unsafe":
            return None
        case "ask_first":
            return "who must ask first cannot be hidden"
        case "rules" | "guidance" | "claims" | "flags" | "steps" | "phases" | "beside_notes":
            return "it is on the safety floor and cannot be hidden"
        case "course_spacing":
            return "how far sessions lie apart cannot be hidden"
        case _ if section.startswith("numbing_"):
            return "what is said of numbing creams cannot be hidden"
    return None
