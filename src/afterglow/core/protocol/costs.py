"""What a course costs and how it goes, as data: sessions by goal, spacing by depth, prices, extras.

Prices are for one session, in the currency of their country; they are never converted. Source:
evidence section 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from afterglow.core.protocol.places import CountryCode
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text
from afterglow.core.vocabulary import ClaimStatus, Device

Goal = Literal["glow", "texture", "acne_scars", "stretch_marks"]
Money = Annotated[float, Field(gt=0, le=1e9)]
Sessions = Annotated[int, Field(ge=1, le=20)]


class CourseGoal(Entry):
    """How many sessions people have for a goal: fewest, usual, most."""

    goal: Goal
    name: Text
    sessions: tuple[Sessions, Sessions, Sessions]
    text: Text
    sources: Sources

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if list(self.sessions) != sorted(self.sessions):
            raise ValueError("sessions are fewest, usual, most, in this order")
        return self


class Spacing(Entry):
    """The time between two sessions from a depth (mm) on: least and most. Deeper never sooner."""

    from_depth: Annotated[float, Field(ge=0, le=8)]
    between: tuple[Hours, Hours]
    text: Text
    sources: Sources


class Price(Entry):
    """One session of a face in a country: lowest, usual (null where nobody says), highest."""

    id: Code
    countries: Annotated[list[CountryCode], Field(min_length=1)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    devices: Annotated[list[Device], Field(min_length=1)]
    low: Money
    usual: Money | None = None
    high: Money
    text: Text
    status: ClaimStatus | None = None
    sources: Sources

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= (self.usual or self.low) <= self.high:
            raise ValueError("low, usual and high must rise")
        return self


class Extra(Entry):
    """What is added to a session, as a share of its price; null where nobody says how much."""

    id: Code
    name: Text
    share: Annotated[float, Field(gt=0, le=5)] | None = None
    text: Text
    sources: Sources


class Judging(Entry):
    """When results can be judged, counted from the last session of a course."""

    id: Code
    after: Hours
    text: Text
    sources: Sources


class CostWords(Entry):
    """A text that the estimate needs by name."""

    id: Code
    text: Text
    sources: Sources


COST_WORDS = ("no_price", "wide", "no_conversion", "below", "within", "above", "event", "never_yet")


def cost_checks(
    goals: list[CourseGoal], spacings: list[Spacing], words: list[CostWords]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What only the whole can show: goals left out, spacings out of order, words not written."""
    missing = set(get_args(Goal)) - {one.goal for one in goals}
    if missing:
        yield ("course_goals",), f"not described: {', '.join(sorted(missing))}"
    if not spacings or spacings[0].from_depth != 0:
        yield ("course_spacing",), "the first one counts from 0 mm"
    for index, (left, right) in enumerate(pairwise(spacings), 1):
        deeper = left.from_depth < right.from_depth
        later = all(a <= b for a, b in zip(left.between, right.between, strict=True))
        if not (deeper and later):
            yield ("course_spacing", index), "from_depth must rise, and the time may not shrink"
    missing = set(COST_WORDS) - {one.id for one in words}
    if missing:
        yield ("cost_words",), f"not written: {', '.join(sorted(missing))}"
