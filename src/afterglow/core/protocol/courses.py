"""Signs as data: how common, when, how long, how strong; what changes that; how people rate.

Times are hours from the needling; severities are ratings 0 to 10. Source of the numbers:
the protocol's own `sources`, nearly all grade E (a synthesis, not a measured distribution).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from afterglow.core.protocol.people import When
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text
from afterglow.core.vocabulary import Flag

Share = Annotated[float, Field(ge=0, le=1)]
Certainty = Literal["H", "M", "L"]


class Spread(Entry):
    """A log-normal time by its median and 90th percentile, hours."""

    median: Hours
    p90: Hours

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 0 < self.median < self.p90:
            raise ValueError("the median must be above 0 and below the 90th percentile")
        return self


class Severity(Entry):
    """The rating at the peak, among those who have the sign: mean and standard deviation."""

    mean: Annotated[float, Field(gt=0, le=10)]
    sd: Annotated[float, Field(gt=0, le=5)]


class SignSpec(Entry):
    """One sign for the reference person (face, pen, 1.0 mm, Fitzpatrick I to III, under 60)."""

    id: Code
    name: Text
    question: Text
    words: dict[Annotated[int, Field(ge=0, le=10)], Text]
    helps: Text | None = None
    prevalence: Share
    onset: Hours
    onset_range: tuple[Hours, Hours] | None = None
    peak: Hours
    resolved: Spread
    severity: Severity
    certainty: Certainty
    ask: tuple[Hours, Hours]
    sources: Sources

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 0 <= self.onset <= self.peak:
            raise ValueError("onset must not be negative, and not after the peak")
        return self


class Effect(Entry):
    """What a modifier does to its signs. Factors multiply, `_add` adds, `_set` replaces."""

    time: Annotated[float, Field(gt=0, le=10)] | None = None
    time_exp_per_mm: float | None = None  # times x exp(this x (depth - 1 mm))
    time_per_doubling: Annotated[float, Field(gt=0)] | None = None  # of passes, against 3
    onset_add: Hours | None = None
    severity_add: float | None = None
    severity_per_mm: float | None = None
    severity_per_doubling: float | None = None
    severity_set: Severity | None = None
    prevalence_set: Share | None = None
    prevalence_add: float | None = None
    prevalence_times: Annotated[float, Field(gt=0)] | None = None
    prevalence_exp_per_mm: float | None = None
    prevalence_by_depth: dict[float, Share] | None = None  # mm -> share, linear in between
    resolved_set: Spread | None = None


class Modifier(Entry):
    """Something about the person or treatment that changes the course of some signs."""

    id: Code
    when: When | None = None
    signs: list[Code]
    effect: Effect
    why: Text
    sources: Sources


class Cap(Entry):
    """The latest 90th percentile that any depth may reach: all is usually over in a week."""

    signs: list[Code]
    p90: Hours
    sources: Sources


class RatingHabits(Entry):
    """How people rate: noise by level, a personal bias, slips, gaps; how signs hang together."""

    noise_at_0: Annotated[float, Field(gt=0)]
    noise_at_8: Annotated[float, Field(gt=0)]
    bias_sd: Annotated[float, Field(ge=0)]
    slips: Share
    slip_size: Annotated[int, Field(ge=1, le=10)]
    missing: Share
    correlation: Share
    trust: Annotated[Share, Field(gt=0)]
    sources: Sources


class Surge(Entry):
    """How a complication shows in ratings: what it adds on top of the natural course.

    It begins at an unknown hour between `begins`, grows over one of `ramps` (hours) to one of
    `heights` (rating points) times the sign's share in `signs`; each sign takes part with
    probability `takes_part`.
    """

    signs: Annotated[dict[Code, Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)]
    begins: tuple[Hours, Hours]
    ramps: Annotated[list[Hours], Field(min_length=1)]
    heights: Annotated[list[Annotated[float, Field(gt=0, le=10)]], Field(min_length=1)]
    takes_part: Share


class Alarm(Entry):
    """When a complication's probability, as triage reads it, calls for whom."""

    watch_from: Annotated[float, Field(gt=0, lt=1)]
    call_from: Annotated[float, Field(gt=0, lt=1)]
    text: Text
    text_first: Text  # where the sign was not rated before
    text_before: Text  # where only earlier check-ins speak for it
    likely: Text
    next_step: Text | None = None


class Explanation(Entry):
    """A competing explanation of a recovery, with its base rate among all recoveries.

    `flags`: how often somebody with it reports a flag at a check-in, once it has begun.
    """

    id: Code
    name: Text
    base_rate: Annotated[float, Field(gt=0, lt=1)]
    benign: bool = False  # no reason to call anybody
    surge: Surge | None = None
    flags: dict[Flag, Share] = {}
    alarm: Alarm | None = None
    sources: Sources


class Unusual(Entry):
    """How rare a rating or sum of ratings must be, given the earlier ones, to be called unusual."""

    sums: Annotated[list[Annotated[list[Code], Field(min_length=1)]], Field(min_length=1)]
    watch_below: Annotated[float, Field(gt=0, lt=1)]
    call_below: Annotated[float, Field(gt=0, lt=1)]
    flag_without_cause: Share  # how often a flag is ticked in an ordinary recovery
    flags_without_cause: dict[Flag, Share] = {}  # where that differs
    text: Text
    likely: Text
    sources: Sources
