"""Windows of the plan as a person sees them now: what helps, what is not yet, what is fine again.

In: plan items and a moment. Out: rows with "until Thu 15:00 · 17 h", rings and bars as numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language, gettext

from afterglow.core.planning import Plan, PlanItem
from afterglow.core.protocol import Source
from afterglow.core.wording import facts_in_words
from afterglow.web.patient import wording

FINE_AGAIN = timedelta(hours=12)
SHOWN_HELPS, SHOWN_NOT_YET = 5, 7
AXIS_DAYS = 7
OFTEN_ASKED = 30
# general reading, not for today: it stands on Before
READING = {"mechanism", "price", "sessions", "practitioner", "results", "six_things"}


@dataclass(frozen=True)
class Row:
    """An item with its words of time; `ring` and `bar` in per cent."""

    name: str
    text: str
    why: str
    says: str
    icon: str
    until: str
    left: str
    ring: int
    bar: str
    estimate: bool
    unverified: bool
    because: str
    since: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Axis:
    """A line at midnight of the wide list's axis, and the name of the day that begins there."""

    x: str
    name: str
    label: str


@dataclass(frozen=True)
class Together:
    """Items that end at the same time, by name."""

    until: str
    left: str
    rows: list[Row]


@dataclass(frozen=True)
class Windows:
    """What the lists of Today show; the counts are of what stands on the page of all of it."""

    helps: list[Row]
    know_count: int
    not_yet: list[Row]
    later_count: int
    fine_again: list[Row]
    axis: list[Axis]


@dataclass(frozen=True)
class Everything:
    """All that holds at a moment: what waits by its end, what helps, what is good to know."""

    waits: list[Together]
    helps: list[Row]
    good_to_know: list[Row]


def windows(plan: Plan, now: datetime) -> Windows:
    """The lists of this moment, the most asked first."""
    now = now.astimezone(plan.performed_at.tzinfo)
    helps, know, avoid = _running(plan, now)
    # what is asked most and ends
    first = [item for item in avoid if item.ends][:SHOWN_NOT_YET]
    return Windows(
        helps=[row(item, now) for item in helps[:SHOWN_HELPS]],
        know_count=len(helps[SHOWN_HELPS:]) + len(know),
        not_yet=[row(item, now) for item in sorted(first, key=_end)],
        later_count=len(avoid) - len(first),
        fine_again=[row(item, now) for item in _fine_again(plan, now, avoid)],
        axis=_axis(now),
    )


def everything(plan: Plan, now: datetime) -> Everything:
    """The whole of it."""
    now = now.astimezone(plan.performed_at.tzinfo)
    helps, know, avoid = _running(plan, now)
    return Everything(
        waits=_together(sorted(avoid, key=_end), now),
        helps=[row(item, now) for item in helps],
        good_to_know=[row(item, now) for item in know],
    )


def _running(plan: Plan, now: datetime) -> tuple[list[PlanItem], list[PlanItem], list[PlanItem]]:
    """What helps, what is good to know and what waits at a moment, the most asked first."""
    running = sorted((one for one in plan.items if one.runs_at(now)), key=lambda one: one.order)
    return (
        [item for item in running if item.kind == "do"],
        [item for item in running if item.kind == "care" and item.topic not in READING],
        [item for item in running if item.kind == "avoid"],
    )


def row(item: PlanItem, now: datetime) -> Row:
    """One item at this moment."""
    left, ring, bar, until = "", 0, "", ""
    if item.ends:
        until = wording.chip(item.ends, now)
        hours = (item.ends - now) / wording.HOUR
        left = wording.span(hours) if hours > 0 else ""
        start = max(item.starts, item.ends - timedelta(days=28))
        whole = (item.ends - start) / wording.HOUR
        ring = min(max(round(100 * (1 - hours / whole)), 3), 100)
        bar = f"{min(max(hours, 0) / (24 * AXIS_DAYS), 1) * 100:.2f}%"
    return Row(
        name=item.name,
        text=item.text,
        why=item.why,
        says=item.says or "",
        icon="" if item.icon == "none" else item.icon,
        until=until,
        left=left,
        ring=ring,
        bar=bar or "100%",
        estimate=item.grade == "E",
        unverified=item.status == "unverified",
        because=facts_in_words(item.because, get_language() or "en"),
        since=wording.past(item.ends, now) if item.ends else "",
        sources=item.sources,
    )


def _end(item: PlanItem) -> tuple[float, int]:
    return (item.ends.timestamp() if item.ends else math.inf, item.order)


def _together(items: list[PlanItem], now: datetime) -> list[Together]:
    groups: dict[datetime | None, list[Row]] = {}
    for item in items:
        groups.setdefault(item.ends, []).append(row(item, now))
    found = []
    for ends, rows in groups.items():
        until = rows[0].until if ends else gettext("always")
        found.append(Together(until, rows[0].left, rows))
    return found


def _fine_again(plan: Plan, now: datetime, avoid: list[PlanItem]) -> list[PlanItem]:
    # not what goes on in another form, and nothing that few people ask for
    blocked = {item.topic for item in avoid}
    blocked |= {item.topic for item in plan.items if item.kind == "do" and item.runs_at(now)}
    found = [
        item
        for item in plan.items
        if item.kind == "avoid"
        and item.ends
        and now - FINE_AGAIN <= item.ends <= now
        and item.topic not in blocked
        and item.ends > plan.performed_at
        and not item.ask_first
        and item.order <= OFTEN_ASKED
    ]
    return sorted(found, key=lambda item: item.order)[:2]


def _axis(now: datetime) -> list[Axis]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    lines = []
    for day in range(1, AXIS_DAYS + 1):
        start = midnight + timedelta(days=day)
        at = (start - now) / wording.HOUR / (24 * AXIS_DAYS)
        if at < 0.93:
            lines.append(
                Axis(f"{at * 100:.2f}%", wording.day_name(start), f"{at * 100 + 0.8:.2f}%")
            )
    return lines
