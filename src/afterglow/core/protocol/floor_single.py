"""Values that stand alone: thresholds, numbers to call, how people rate, sources, who reviewed.

In: a protocol and one laid over it. Out: each value that is softer, with its path.
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents

Told = Iterator[tuple[Steps, str]]
LONGEST_NUMBER = 5  # digits: what brings an ambulance is short everywhere


def single(below: Contents, merged: Contents) -> Told:
    """All values that stand alone."""
    yield from _thresholds(below, merged)
    yield from _numbers(below, merged)
    yield from _about(below, merged)
    yield from _calendar(below, merged)


def _thresholds(below: Contents, merged: Contents) -> Told:
    for name in ("fever_from_c", "hours_before_rises", "fallen_by"):
        old, new = getattr(below.limits, name), getattr(merged.limits, name)
        if new > old:
            yield ("limits", name), f"{old:g} -> {new:g}"
    for name in ("watch_below", "call_below"):
        old, new = getattr(below.unusual, name), getattr(merged.unusual, name)
        if new < old:
            yield ("unusual", name), f"{old:g} -> {new:g}"
    kept = {frozenset(names) for names in merged.unusual.sums}
    if any(frozenset(names) not in kept for names in below.unusual.sums):
        yield ("unusual", "sums"), "a sum of signs is no longer watched"
    for name in below.rating_habits.model_fields_set - {"sources"}:
        if getattr(below.rating_habits, name) != getattr(merged.rating_habits, name):
            yield ("rating_habits", name), "how people rate is measured, not chosen"


def _numbers(below: Contents, merged: Contents) -> Told:
    for code, country in below.numbers.countries.items():
        after = merged.numbers.countries[code]
        for name in ("emergency", "poison"):
            old, new = getattr(country, name), getattr(after, name)
            if old and new != old:
                said = f"{old} -> {new}; emergency numbers are not a clinic's to change"
                yield ("numbers", "countries", code, name), said
    for code in merged.numbers.countries.keys() - below.numbers.countries.keys():
        number = merged.numbers.countries[code].emergency
        if sum(char.isdigit() for char in number) > LONGEST_NUMBER:
            said = f"{number!r} is no number that brings an ambulance; those are short, as 112"
            yield ("numbers", "countries", code, "emergency"), said
    for language, words in below.numbers.elsewhere.items():
        if merged.numbers.elsewhere.get(language) != words:
            said = "what is called where the country is not known is not a clinic's to change"
            yield ("numbers", "elsewhere", language), said


def _about(below: Contents, merged: Contents) -> Told:
    """Sources stay what they are; a review is claimed only with who and when."""
    for code, source in below.sources.items():
        if merged.sources.get(code) != source:
            yield ("sources", code), "a source is what it is; name your own under a code of its own"
    old, new = below.about, merged.about
    if new.reviewed_by_clinician and not old.reviewed_by_clinician:
        if new.review_note["en"] == old.review_note["en"]:
            said = "false -> true; say in review_note who has reviewed it, and when"
            yield ("about", "reviewed_by_clinician"), said
    elif not new.reviewed_by_clinician and new.review_note["en"] != old.review_note["en"]:
        yield ("about", "review_note"), "it says that no clinician has reviewed it, and stays"


def _calendar(below: Contents, merged: Contents) -> Told:
    """Titles of a calendar stand on locked screens: no topic more than before, but one's own."""
    topics = {one.topic for one in below.guidance} - set(below.calendar.named)
    more = sorted(topics & set(merged.calendar.named))
    if more:
        said = f"{', '.join(more)} would stand on locked screens for others to read"
        yield ("calendar", "named"), said
