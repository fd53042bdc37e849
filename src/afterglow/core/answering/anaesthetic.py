"""A checked numbing cream in a frightened person's words: what now, why, when, and danger signs.

In: a `NumbingCheck`, or a product and country. Out: short texts with nothing softened: every passed
limit and everything unknown is said, and the emergency signs stand in every answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from afterglow.core.planning import LimitCheck, NumbingCheck, check_numbing
from afterglow.core.protocol import Protocol, Source
from afterglow.core.wording import day_and_time

NAMES = {
    "grams": "how many grams",
    "area_cm2": "how much skin, in cm²",
    "minutes": "how long it stays on",
    "age": "your age",
    "weight_kg": "the weight",
    "occluded": "if it is covered",
}


@dataclass(frozen=True)
class NumbingStory:
    """What to read to somebody: the verdict, what now, the reasons, the times, the dangers.

    `reasons` is what is passed, speaks against it or is not known; `kept` the limits that hold.
    """

    title: str
    next_step: str
    reasons: tuple[str, ...]
    kept: tuple[str, ...]
    times: tuple[str, ...]
    remarks: tuple[str, ...]
    dangers: tuple[str, ...]


def explain_numbing(check: NumbingCheck) -> NumbingStory:
    """The check in words, the worst first."""
    return NumbingStory(
        title=check.title,
        next_step=check.next_step,
        reasons=tuple(_reasons(check)),
        kept=tuple(_kept(check)),
        times=tuple(_times(check)),
        remarks=tuple(one.text for one in check.remarks),
        dangers=tuple(f"{_signs(one.signs)}? {one.text} {one.next_step}" for one in check.dangers),
    )


def _signs(signs: tuple[str, ...]) -> str:
    words = ", ".join(signs)
    return words[:1].upper() + words[1:]


def _reasons(check: NumbingCheck) -> Iterator[str]:
    for limit in check.limits:
        if limit.ok is False:
            yield f"{_given(limit)} {limit.text}"
    yield from (one.text for one in check.against)
    if check.unknown:
        missing = ", ".join(NAMES[name] for name in check.unknown)
        yield f"You did not tell us: {missing}. What is not known is not fine."


def _kept(check: NumbingCheck) -> Iterator[str]:
    for limit in check.limits:
        if limit.ok and limit.name != "age" and (limit.name != "occluded" or limit.given):
            yield limit.text if limit.name == "occluded" else f"{_given(limit)} {limit.text}"


def _given(limit: LimitCheck) -> str:
    if limit.name == "occluded":
        return "Covered."
    if limit.name == "age":
        return f"Age {limit.given:g}."
    return f"{limit.given:g} {limit.unit}."


def _times(check: NumbingCheck) -> Iterator[str]:
    if check.works_from:
        yield f"It works from {day_and_time(check.works_from)}."
    elif check.works_after_minutes is not None:
        yield f"It works after {_span(check.works_after_minutes)}."
    if check.wipe_off_by:
        yield f"Wipe it off by {day_and_time(check.wipe_off_by)}."
    elif check.wipe_off_after_minutes is not None:
        yield f"Wipe it off after {_span(check.wipe_off_after_minutes)} at the latest."
    if check.feeling_returns:
        first, last = check.feeling_returns
        yield f"Feeling comes back between {day_and_time(first)} and {day_and_time(last)}."
    elif check.lasts_hours:
        low, high = check.lasts_hours
        yield f"Feeling comes back {low:g} to {high:g} hours after it is off."


def _span(minutes: float) -> str:
    return f"{minutes:g} minutes" if minutes < 120 else f"{minutes / 60:g} hours"


@dataclass(frozen=True)
class NumbingFacts:
    """What a label says of a cream, for a question without numbers."""

    text: str
    sources: tuple[Source, ...]


def describe_numbing(
    product: str, country: str | None = None, *, protocol: Protocol | None = None
) -> NumbingFacts:
    """How long it takes, how long it may stay, its totals, a cover, and the danger signs.

    `product`: a code or a brand. Without a country the strictest label counts. Raises
    `InputRefused` on a name that is neither.
    """
    check = check_numbing(product, country=country, protocol=protocol)
    protocol = protocol or Protocol.default()
    spec = next(one for one in protocol.contents.numbing_products if one.product == check.product)
    parts = [spec.text["en"]]
    if spec.labels:
        # of two limits of a kind the one that asks first is told
        told = {one.name: one.text for one in sorted(check.limits, key=lambda one: -one.beyond)}
        parts += [told[name] for name in ("minutes", "grams", "occluded") if name in told]
    else:
        parts.append(check.next_step)
    danger = check.dangers[0]
    parts.append(f"{_signs(danger.signs)}: {danger.next_step}")
    return NumbingFacts(" ".join(parts), check.sources)
