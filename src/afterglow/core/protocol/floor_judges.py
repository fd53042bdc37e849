"""Entry by entry: what is softer in an overlay's than in the one it lies over.

In: an entry below, and merged. Out: the fields that are softer, each with what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterglow.core.protocol import floor_words as words
from afterglow.core.protocol.advice import AskFirst, Guidance, Stricter
from afterglow.core.protocol.costs import Spacing
from afterglow.core.protocol.courses import Explanation
from afterglow.core.protocol.floor_held import floor, is_held, is_held_guidance
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.numbing import NumbingDressing, NumbingLimit
from afterglow.core.protocol.softness import shrunk_condition, shrunk_pattern
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.vocabulary import Urgency

DRESSINGS = ("required", "allowed", "forbidden")
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
    yield from words.rule_words(old, new)


def _guidance(old: Guidance, new: Guidance) -> Told:
    if new.topic != old.topic:
        yield ("topic",), f"{old.topic} -> {new.topic}; give the new topic an id of its own"
    if old.status == "unsafe" and new.status != "unsafe":
        yield ("status",), f"unsafe -> {new.status}"
    if not is_held_guidance(old):
        yield from _free_guidance(old, new)
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
    yield from words.guidance_words(old, new)


def _free_guidance(old: Guidance, new: Guidance) -> Told:
    """What is not on the floor may be shorter; never turned around, or short by a slip."""
    if (old.kind, new.kind) == ("avoid", "do"):
        yield ("kind",), "avoid -> do; advice may be hidden, not turned around"
    if old.kind != new.kind and old.text == new.text:
        said = f"{old.kind} -> {new.kind}, and the text still says the old; write another `text`"
        yield ("kind",), said
    if old.kind == "care" or new.kind != old.kind:
        return
    if new.only_when and (
        old.only_when is None or any(shrunk_condition(old.only_when, new.only_when))
    ):
        said = "it would no longer be for everybody that it was for"
        yield ("only_when",), f"{said}; it may be hidden, with a reason"
    least, before, after = floor().least_share, _after(old), _after(new)
    if after < least * before:
        field = "until" if new.until != old.until else "from"
        yield (field,), f"{_window(old)} -> {_window(new)}; {_SLIP}"
    for one in old.stricter:
        # whom a longer wait was for is left with the wait of all
        if one.until and not any(covers(one, other) for other in new.stricter):
            longest = max([after, *(o.until or after for o in new.stricter)])
            alike = any(not any(shrunk_condition(one.when, o.when)) for o in new.stricter)
            if (longest if alike else after) < least * one.until:
                said = f"{_days(one.until)} for some people -> {_window(new)}; {_SLIP}"
                yield ("stricter",), said


_SLIP = "less than a third of the wait; a slip of the pen (h for d)?"


def _after(entry: Guidance) -> float:
    """How long a window lasts from the treatment on."""
    return float("inf") if entry.until is None else entry.until - max(0.0, entry.starts)


def _window(entry: Guidance) -> str:
    return (f"from {_days(entry.starts)} " if entry.starts > 0 else "") + _days(entry.until)


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
    yield from words.ask_first_words(old, new)
    for path, said in shrunk_condition(old.when, new.when):
        yield ("when", *path), said


def _flag(old: FlagSpec, new: FlagSpec) -> Told:
    if new.ask_from > old.ask_from:
        yield ("ask_from",), f"{_days(old.ask_from)} -> {_days(new.ask_from)}"
    if old.ask_first and not new.ask_first:
        yield ("ask_first",), "true -> false"
    yield from words.flag_words(old, new)


def _step(old: Step, new: Step) -> Told:
    yield from words.step_words(old, new)
    for name in ("look_again", "look_again_later"):
        before, after = getattr(old, name), getattr(new, name)
        before = before if before is not None else old.look_again
        after = after if after is not None else new.look_again
        if before is not None and (after is None or after > before):
            yield (name,), f"{_days(before)} -> {_days(after)}"


def _limit(old: NumbingLimit, new: NumbingLimit) -> Told:
    yield from words.numbing_words(old, new)
    if old.at_most is not None and (new.at_most is None or new.at_most > old.at_most):
        yield ("at_most",), f"{old.at_most:g} -> {_bound(new.at_most)}"
    if old.at_least is not None and (new.at_least is None or new.at_least < old.at_least):
        yield ("at_least",), f"{old.at_least:g} -> {_bound(new.at_least)}"


def _bound(value: float | None) -> str:
    return "no limit" if value is None else f"{value:g}"


def _dressing(old: NumbingDressing, new: NumbingDressing) -> Told:
    if DRESSINGS.index(new.rule) < DRESSINGS.index(old.rule):
        yield ("rule",), f"{old.rule} -> {new.rule}"
    yield from words.numbing_words(old, new)


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
    yield from words.numbing_words(old, new)


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


def _spacing(old: Spacing, new: Spacing) -> Told:
    for before, after in zip(old.between, new.between, strict=True):
        if after < before:
            said = f"{_days(before)} -> {_days(after)}; sessions may lie further apart, not closer"
            yield ("between",), said
            return


def _claim(old: Any, new: Any) -> Told:
    yield from words.claim_words(old, new)
    if old.status == "unsafe" and new.status != "unsafe":
        yield ("status",), f"unsafe -> {new.status}"


def _days(hours: float | None) -> str:
    if hours is None:
        return "without an end"
    return f"{hours / 24:g}d" if hours % 24 == 0 and hours else f"{hours:g}h"


JUDGES: dict[str, Any] = {
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
    "course_spacing": _spacing,
    "phases": words.phase_words,
    "beside_notes": words.note_words,
    "numbing_words": words.numbing_words,
}
