"""The safety floor: what an overlay may make stricter and never softer, hide, or turn around.

In: the protocol below, the merged one, and the layers that know every value's line. Out: `Softer`
findings; the caller turns them into faults that name both lines. Held for every protocol: rules
with `floor: true` and all that call the clinic or an ambulance, thresholds, limits of numbing
labels, guidance without an end, whatever the floor file names, and who must ask first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from afterglow.core.errors import BelowFloor, Fault
from afterglow.core.protocol.advice import AskFirst, Guidance, Stricter
from afterglow.core.protocol.courses import Explanation
from afterglow.core.protocol.floor_file import Floor
from afterglow.core.protocol.layers import Layered, key_of
from afterglow.core.protocol.loading import Read, Steps, read_yaml
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.numbing import NumbingDressing, NumbingLimit
from afterglow.core.protocol.softness import shrunk_condition, shrunk_pattern
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.vocabulary import Urgency

DRESSINGS = ("required", "allowed", "forbidden")


@dataclass(frozen=True)
class Softer:
    """A value made softer: where it stands in the merged protocol (None: hidden) and below it."""

    path: Steps | None
    below: Steps
    said: str
    key: str = ""


@cache
def floor() -> Floor:
    """The list that no protocol may lie below, as it comes with Afterglow."""
    name, read = "floor.yaml", Read()
    folder = files("afterglow.core.protocol").joinpath("data", "floor")
    read_yaml(folder.joinpath(name).read_bytes(), name, read)
    return Floor.model_validate(read.data)


def softer(below: Contents, merged: Contents) -> Iterator[Softer]:
    """All that the merged protocol has softer than the one below it."""
    for section, judge in _JUDGES.items():
        after = {_key(section, one): index for index, one in enumerate(getattr(merged, section))}
        for index, one in enumerate(getattr(below, section)):
            key = _key(section, one)
            if key in after:
                entry = getattr(merged, section)[after[key]]
                for steps, said in judge(one, entry):
                    yield Softer((section, after[key], *steps), (section, index, *steps), said, key)
    yield from _single(below, merged)


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
    return key_of(section, entry.model_dump(by_alias=True))


def refuse_softer(below: Layered, layered: Layered, found: Iterable[Softer]) -> None:
    """Refuse an overlay that is softer than what it lies over, naming both lines."""
    faults = []
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


def is_held(rule: Rule) -> bool:
    """Whether a rule may not be hidden or narrowed: on the floor, or calling for somebody."""
    return rule.floor or rule.urgency != "watch"


def is_held_guidance(entry: Guidance) -> bool:
    """Guidance that may not be shortened, hidden or turned around."""
    endless = entry.kind == "avoid" and entry.until is None
    return endless or entry.key in floor().guidance_keys


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
        case "rules" | "guidance" | "claims" | "flags" | "steps":
            return "it is on the safety floor and cannot be hidden"
        case _ if section.startswith("numbing_"):
            return "what is said of numbing creams cannot be hidden"
    return None


Told = Iterator[tuple[Steps, str]]


def _rule(old: Rule, new: Rule) -> Told:
    if Urgency[new.urgency] < Urgency[old.urgency]:
        yield ("urgency",), f"{old.urgency} -> {new.urgency}"
    if old.floor and not new.floor:
        yield ("floor",), "true -> false"
    for path, said in shrunk_pattern(old.seen, new.seen, numbers_only=not is_held(old)):
        yield ("if", *path), said
    if is_held(old) and old.next_step and not new.next_step:
        yield ("next_step",), "what to do is taken away"


def _guidance(old: Guidance, new: Guidance) -> Told:
    if new.topic != old.topic:
        yield ("topic",), f"{old.topic} -> {new.topic}; give the new topic an id of its own"
    if old.status == "unsafe" and new.status != "unsafe":
        yield ("status",), f"unsafe -> {new.status}"
    if not is_held_guidance(old):
        return
    if new.kind != old.kind:
        yield ("kind",), f"{old.kind} -> {new.kind}"
    if old.ask_first and not new.ask_first:
        yield ("ask_first",), "true -> false"
    held = next((one for one in floor().guidance if one.key == old.key), None)
    starts, until = (held.starts, held.until) if held else (old.starts, old.until)
    if new.starts > max(starts, old.starts):
        yield ("from",), f"{_days(old.starts)} -> {_days(new.starts)}"
    if new.until is not None and (until is None or new.until < until):
        if old.until is None or new.until < old.until:
            yield ("until",), f"{_days(old.until)} -> {_days(new.until)}"
    if new.only_when and (
        old.only_when is None or any(shrunk_condition(old.only_when, new.only_when))
    ):
        yield ("only_when",), "it would no longer be for everybody that it was for"
    for one in old.stricter:
        if not any(covers(one, other) for other in new.stricter):
            yield ("stricter",), "a longer window for some people is taken away"
    changed = [language for language, words in old.text.items() if new.text.get(language) != words]
    if changed:
        yield ("text", changed[0]), "its words are on the floor; say more in an item of your own"


def covers(old: Stricter, new: Stricter) -> bool:
    """Whether a longer window reaches everybody that another reaches, and as far."""
    if any(shrunk_condition(old.when, new.when)):
        return False
    starts = old.starts is None or (new.starts is not None and new.starts <= old.starts)
    ends = new.forever or (
        not old.forever
        and (old.until is None or (new.until is not None and new.until >= old.until))
    )
    return starts and ends


def _ask_first(old: AskFirst, new: AskFirst) -> Told:
    if old.urgent and not new.urgent:
        yield ("urgent",), "true -> false"
    for path, said in shrunk_condition(old.when, new.when):
        yield ("when", *path), said


def _flag(old: FlagSpec, new: FlagSpec) -> Told:
    if new.ask_from > old.ask_from:
        yield ("ask_from",), f"{_days(old.ask_from)} -> {_days(new.ask_from)}"
    if old.ask_first and not new.ask_first:
        yield ("ask_first",), "true -> false"


def _step(old: Step, new: Step) -> Told:
    for name in ("look_again", "look_again_later"):
        before, after = getattr(old, name), getattr(new, name)
        before = before if before is not None else old.look_again
        after = after if after is not None else new.look_again
        if before is not None and (after is None or after > before):
            yield (name,), f"{_days(before)} -> {_days(after)}"


def _limit(old: NumbingLimit, new: NumbingLimit) -> Told:
    if old.at_most is not None and (new.at_most is None or new.at_most > old.at_most):
        yield ("at_most",), f"{old.at_most:g} -> {_bound(new.at_most)}"
    if old.at_least is not None and (new.at_least is None or new.at_least < old.at_least):
        yield ("at_least",), f"{old.at_least:g} -> {_bound(new.at_least)}"


def _bound(value: float | None) -> str:
    return "no limit" if value is None else f"{value:g}"


def _dressing(old: NumbingDressing, new: NumbingDressing) -> Told:
    if DRESSINGS.index(new.rule) < DRESSINGS.index(old.rule):
        yield ("rule",), f"{old.rule} -> {new.rule}"


def _caution(old: Any, new: Any) -> Told:
    if old.verdict == "over_label" and new.verdict != old.verdict:
        yield ("verdict",), f"{old.verdict} -> {new.verdict}"


def _product(old: Any, new: Any) -> Told:
    for label, countries in old.labels.items():
        if new.labels.get(label) != countries:
            yield ("labels", label), "which label counts where is not a clinic's to change"
    if set(old.dangers) - set(new.dangers):
        yield ("dangers",), "a danger sign is taken away"
    if old.status in ("unsafe", "unverified") and new.status != old.status:
        yield ("status",), f"{old.status} -> {new.status}"


def _area(old: Any, new: Any) -> Told:
    if new.cm2[1] < old.cm2[1]:
        yield ("cm2",), f"{old.cm2[1]:g} -> {new.cm2[1]:g}; skin guessed smaller hides a limit"


def _explanation(old: Explanation, new: Explanation) -> Told:
    if not old.benign:
        for name in ("base_rate", "benign", "surge", "flags"):
            if getattr(old, name) != getattr(new, name):
                yield (name,), "how a complication is recognised is not a clinic's to change"
    if old.alarm:
        for name in ("watch_from", "call_from"):
            before = getattr(old.alarm, name)
            after = getattr(new.alarm, name) if new.alarm else 1.0
            if after > before:
                yield ("alarm", name), f"{before:g} -> {after:g}"


def _claim(old: Any, new: Any) -> Told:
    if old.status == "unsafe" and new.status != "unsafe":
        yield ("status",), f"unsafe -> {new.status}"


_JUDGES: dict[str, Any] = {
    "rules": _rule,
    "guidance": _guidance,
    "ask_first": _ask_first,
    "flags": _flag,
    "steps": _step,
    "numbing_limits": _limit,
    "numbing_dressings": _dressing,
    "numbing_cautions": _caution,
    "numbing_products": _product,
    "numbing_areas": _area,
    "explanations": _explanation,
    "claims": _claim,
}


def _single(below: Contents, merged: Contents) -> Iterator[Softer]:
    for name in ("fever_from_c", "hours_before_rises", "fallen_by"):
        old, new = getattr(below.limits, name), getattr(merged.limits, name)
        if new > old:
            yield Softer(("limits", name), ("limits", name), f"{old:g} -> {new:g}")
    for name in ("watch_below", "call_below"):
        old, new = getattr(below.unusual, name), getattr(merged.unusual, name)
        if new < old:
            yield Softer(("unusual", name), ("unusual", name), f"{old:g} -> {new:g}")
    kept = {frozenset(names) for names in merged.unusual.sums}
    if any(frozenset(names) not in kept for names in below.unusual.sums):
        yield Softer(
            ("unusual", "sums"), ("unusual", "sums"), "a sum of signs is no longer watched"
        )
    for name in below.rating_habits.model_fields_set:
        if getattr(below.rating_habits, name) != getattr(merged.rating_habits, name):
            if name != "sources":
                said = "how people rate is measured, not chosen"
                yield Softer(("rating_habits", name), ("rating_habits", name), said)
    for code, country in below.numbers.countries.items():
        after = merged.numbers.countries[code]
        for name in ("emergency", "poison"):
            old, new = getattr(country, name), getattr(after, name)
            if old and new != old:
                said = f"{old} -> {new}; emergency numbers are not a clinic's to change"
                yield Softer(
                    ("numbers", "countries", code, name), ("numbers", "countries", code, name), said
                )


def _days(hours: float | None) -> str:
    if hours is None:
        return "without an end"
    return f"{hours / 24:g}d" if hours % 24 == 0 and hours else f"{hours:g}h"
