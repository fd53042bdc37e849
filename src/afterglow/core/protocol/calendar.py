"""What a person's calendar holds, as data: topics by name, check-in times, alarms, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from afterglow.core.errors import nearest
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text

WallHour = Annotated[int, Field(ge=0, le=23)]


class CalendarRings(Entry):
    """How long before an event of each kind the calendar rings; null: it does not."""

    stop: Hours | None
    over: Hours | None
    check_in: Hours | None
    milestone: Hours | None
    session: Hours | None


class CalendarWords(Entry):
    """The titles and notes of events. Titles say little: others may see the screen."""

    name: Text
    stop: Text
    stop_more: Text
    over: Text
    over_ask: Text
    over_more: Text
    check_in: Text
    session: Text
    gone: Text
    chance: Text
    estimate: Text
    keep_taking: Text
    human: Text


class CalendarSpec(Entry):
    """Which topics a title may name, how long check-ins go on, between which hours of the day."""

    named: list[Code]
    check_in_until: Annotated[Hours, Field(ge=0, le=2160)]
    awake: tuple[WallHour, WallHour]
    session_topic: Code
    session_milestones: list[Code]
    rings_before: CalendarRings
    words: CalendarWords
    sources: Sources

    @model_validator(mode="after")
    def _awake_by_day(self) -> Self:
        if self.awake[0] >= self.awake[1]:
            raise ValueError("awake is from an hour of the morning to one of the evening")
        return self


def calendar_checks(
    spec: CalendarSpec, milestones: Iterable[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What only the whole can show: a milestone that is not one."""
    known = set(milestones)
    for index, name in enumerate(spec.session_milestones):
        if name not in known:
            place = ("calendar", "session_milestones", index)
            yield place, f"unknown milestone {name!r}{nearest(name, known)}"
