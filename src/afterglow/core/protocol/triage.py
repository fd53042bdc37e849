"""Red flags, limits and rises, as rules. A rule has no upper hour: urgency never ends by itself.

All that is written in a rule's `if` must hold. Every part of it can only become truer when a
check-in gets worse (a higher rating, one more flag, more fever, later), so that by construction a
worse check-in never gets a lower urgency.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from afterglow.core.protocol.people import When
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text
from afterglow.core.vocabulary import Flag

Level = Literal["watch", "call_clinic", "emergency"]
Rating = Annotated[int, Field(ge=1, le=10)]


class Rise(Entry):
    """A rise as in the evidence, section 2: rating now minus the lowest earlier rating since it
    had fallen at least 1 below its own highest earlier one; none before 24 h."""

    signs: Annotated[list[Code], Field(min_length=1)]
    by: Annotated[int, Field(ge=1, le=10)]
    signs_at_once: Annotated[int, Field(ge=1)] = 1
    check_ins_in_a_row: Annotated[int, Field(ge=1, le=2)] = 1


class Pattern(Entry):
    """What must be seen in a check-in. All that is written must hold."""

    flags_any: list[Flag] | None = None
    flags_all: list[Flag] | None = None
    with_flags_any: list[Flag] | None = None  # a second group, at least one of it too
    fever: bool = False  # the flag fever, or the temperature of `fever_from` and more
    temperature_at_least: Annotated[float, Field(ge=36, le=45)] | None = None
    ratings_any: dict[Code, Rating] | None = None
    ratings_all: dict[Code, Rating] | None = None
    rise: Rise | None = None
    from_hour: Hours = 0.0
    earlier_flags: bool = False  # an earlier check-in had a flag that calls for the clinic
    nothing_reported: bool = False  # an empty check-in
    person: When | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.model_fields_set - {"from_hour", "person"}:
            raise ValueError("an empty pattern; say what must be seen")
        return self


class Rule(Entry):
    """A pattern, the urgency it calls for, and the words for it."""

    id: Code
    seen: Annotated[Pattern, Field(alias="if")]
    urgency: Level
    floor: bool = False  # a clinic may make it stricter, never softer
    likely: Text | None = None
    text: Text
    next_step: Text | None = None
    when: Text | None = None  # the usual time, never an end
    status: Literal["unverified"] | None = None
    sources: Sources


class FlagSpec(Entry):
    """A flag: its plain question in a check-in, its short name, and from when it is asked."""

    id: Flag
    name: Text
    question: Text
    group: Literal["skin", "unwell", "breathing", "numbing", "eyes", "later"]
    ask_from: Hours = 0.0
    ask_first: bool = False  # among the few questions that every check-in shows


LATER_FROM_HOUR = 72.0


class Step(Entry):
    """What to do at an urgency, when no rule says more exactly, and when to look again."""

    urgency: Literal["expected", "watch", "call_clinic", "emergency"]
    title: Text
    text: Text
    look_again: Hours | None
    look_again_later: Hours | None = None  # from LATER_FROM_HOUR on

    def again_after(self, hour: float) -> float | None:
        """Hours until the next look for one who looks at `hour`; None: somebody else takes over."""
        later = self.look_again_later if hour >= LATER_FROM_HOUR else None
        return later or self.look_again
