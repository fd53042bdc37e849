"""Whether a condition or a pattern was narrowed: would it still hold for all it held for?

In: the old and the new one. Out: the parts that ask for more than before, each with its field.
Every part of both can only become truer when it asks for less, so parts are compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.people import When
from afterglow.core.protocol.triage import Pattern, Rise

Told = Iterator[tuple[Steps, str]]

# how each field may be loosened: a list may grow, a bound may move, else it stays or goes away
_LISTS = ("skin_type", "areas_any", "device", "numbing_any", "conditions_any", "medicines_any")
_LEAST = ("depth_at_least", "age_at_least", "session_at_least")
_EQUAL = ("pregnant", "first_session")


def shrunk_condition(old: When, new: When) -> Told:
    """The parts of `new` that somebody could fail who met `old`."""
    for name in _LISTS:
        yield from _shorter(name, getattr(old, name), getattr(new, name))
    for name in _LEAST:
        yield from _higher(name, getattr(old, name), getattr(new, name))
    if new.age_below is not None and (old.age_below is None or new.age_below < old.age_below):
        yield ("age_below",), f"{old.age_below or 'any age'} -> {new.age_below:g}"
    for name in _EQUAL:
        before, after = getattr(old, name), getattr(new, name)
        if after is not None and after != before:
            yield (name,), f"{before} -> {after}"
    if old.unknown_counts and not new.unknown_counts:
        yield ("unknown_counts",), "true -> false"


def shrunk_pattern(old: Pattern, new: Pattern, *, numbers_only: bool = False) -> Told:
    """The parts of `new` that a check-in could fail that met `old`; or its numbers alone."""
    yield from _higher("from_hour", old.from_hour, new.from_hour)
    if old.temperature_at_least is not None or not numbers_only:
        yield from _higher(
            "temperature_at_least", old.temperature_at_least, new.temperature_at_least
        )
    yield from _ratings("ratings_any", old.ratings_any, new.ratings_any, grows=True)
    yield from _ratings("ratings_all", old.ratings_all, new.ratings_all, grows=False)
    if old.rise and new.rise:
        yield from _rise(old.rise, new.rise)
    if numbers_only:
        return
    if new.rise and not old.rise:
        yield ("rise",), "a rise is asked for as well"
    for name in ("flags_any", "with_flags_any"):
        yield from _shorter(name, getattr(old, name), getattr(new, name))
    more = set(new.flags_all or ()) - set(old.flags_all or ())
    if more:
        yield ("flags_all",), f"also asks for {', '.join(sorted(more))}"
    for name in ("fever", "earlier_flags", "nothing_reported"):
        if getattr(new, name) and not getattr(old, name):
            yield (name,), "false -> true"
    if new.person and old.person is None:
        yield ("person",), "it would no longer be for everybody"
    elif new.person and old.person:
        for path, said in shrunk_condition(old.person, new.person):
            yield ("person", *path), said


def _shorter(name: str, old: list[Any] | None, new: list[Any] | None) -> Told:
    if new is None:
        return
    if old is None:
        yield (name,), f"asks for one of {', '.join(map(str, new))} as well"
    elif set(old) - set(new):
        gone = ", ".join(str(one) for one in old if one not in new)
        yield (name,), f"{gone} taken away"


def _higher(name: str, old: float | None, new: float | None) -> Told:
    if new is not None and (old is None or new > old):
        yield (name,), f"{'none' if old is None else f'{old:g}'} -> {new:g}"


def _ratings(name: str, old: Any, new: Any, *, grows: bool) -> Told:
    old, new = old or {}, new or {}
    for sign, least in old.items():
        if sign in new and new[sign] > least:
            yield (name, sign), f"{least} -> {new[sign]}"
        elif sign not in new and grows and new:
            yield (name, sign), f"{sign} taken away"
    for sign in new:
        if sign not in old and not (grows and old):
            yield (name, sign), f"asks for {sign} as well"


def _rise(old: Rise, new: Rise) -> Told:
    for name in ("by", "signs_at_once", "check_ins_in_a_row"):
        for path, said in _higher(name, getattr(old, name), getattr(new, name)):
            yield ("rise", *path), said
    gone = [sign for sign in old.signs if sign not in new.signs]
    if gone:
        yield ("rise", "signs"), f"{', '.join(gone)} taken away"
