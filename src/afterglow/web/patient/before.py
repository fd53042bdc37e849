"""Before: a treatment to come. Days to go, what to stop and from when, what to bring and expect.

In: a treatment in the future, the protocol, a moment. Out: the template's context.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from afterglow.core.forecasting import forecast
from afterglow.core.planning import Plan, PlanItem, SignCourse, courses, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Treatment
from afterglow.web.patient import wording
from afterglow.web.patient.course import course
from afterglow.web.patient.windows import Row, row

SHOWN_STOPS = 3
READING = ("practitioner", "price", "sessions", "mechanism", "results", "consult")


@dataclass(frozen=True)
class Stop:
    """A day from which things are left."""

    weekday: str
    date: str
    since: bool
    rows: list[Row]


@dataclass(frozen=True)
class GlowDay:
    """A day below the bar: its place there, its word, and the date with its weekday and without
    it, as a phone has room for."""

    x: str
    anchor: str
    word: str
    day: str
    short: str


@dataclass(frozen=True)
class Expect:
    """One thing to expect, with a bar on an axis of seven days where it is a sign."""

    number: int
    name: str
    text: str


@dataclass(frozen=True)
class Span:
    """A sign by days: when it usually comes and goes, for whom."""

    name: str
    words: str
    x: str
    width: str


def before(
    treatment: Treatment, *, protocol: Protocol, now: datetime, sign: str | None, language: str
) -> dict[str, Any]:
    """The context of `before.html`."""
    now = now.astimezone(treatment.zone)
    made = plan(treatment, protocol=protocol, language=language)
    zero = made.performed_at
    early = sorted((one for one in made.items if one.starts < zero), key=lambda one: one.order)
    stops = _stops(early, now)
    by_topic: dict[str, list[Row]] = {}
    for item in early:
        by_topic.setdefault(item.topic, []).append(row(item, now))
    told = [
        item for item in early if item.ask_first or (item.kind == "care" and item.icon == "phone")
    ]
    shown = {"six_things", "pain", "bring", *READING, *(item.topic for item in told)}
    return {
        "eyebrow": _eyebrow(treatment),
        "headline": days_to_go(zero, now),
        "first_stop": _first_stop(stops, early, now),
        "days": _day_dots(zero, now),
        "today_name": wording.day_name(now),
        "glow_days": _glow_days(treatment, protocol),
        "stops": stops,
        "warnings": made.warnings,
        "tell": [row(item, now) for item in told],
        "bring": [row(item, now) for item in early if item.kind == "do"],
        "feels": by_topic.get("pain", []),
        "six": [
            Expect(number, item.name.partition(". ")[2] or item.name, item.text)
            for number, item in enumerate(by_topic.get("six_things", []), 1)
        ],
        "spans": _spans(treatment, protocol, language),
        "span_days": [wording.day_name(zero), wording.day_name(treatment.at_hour(168))],
        "good_to_know": [
            row(item, now)
            for item in early
            if item.kind == "care" and item.topic not in shown and item.ends
        ],
        "reading": [one for topic in READING for one in by_topic.get(topic, [])],
        "course": course(
            treatment,
            forecast(treatment, protocol=protocol),
            protocol=protocol,
            now=now,
            asked=sign,
            language=language,
        ),
        "later": _later(made, now),
    }


def _eyebrow(treatment: Treatment) -> str:
    moment = wording.full_date(treatment.at_hour(0))
    if treatment.session_number == 1:
        first = gettext("your first treatment")
        return f"{moment} · {first}"
    return moment


def _glow_days(treatment: Treatment, protocol: Protocol) -> list[GlowDay]:
    hour = courses(protocol.facts(treatment), protocol)["redness"].when_below(1, 0.8)
    found = [GlowDay("50%", "middle", gettext("treatment"), *_long_and_short(treatment, 0))]
    if hour is not None:
        by = (gettext("by %(day)s") % {"day": day} for day in _long_and_short(treatment, hour))
        found.append(GlowDay("100%", "end", gettext("calm"), *by))
    return found


def _long_and_short(treatment: Treatment, hour: float) -> tuple[str, str]:
    day = wording.short_day(treatment.at_hour(hour))
    return day, day.partition(" ")[2]


def days_to_go(zero: datetime, now: datetime) -> str:
    days = (zero.date() - now.date()).days
    if days <= 0:
        return gettext("In %(span)s.") % {"span": wording.span((zero - now) / wording.HOUR)}
    if days == 1:
        return gettext("Tomorrow.")
    return ngettext("%(n)s day to go.", "%(n)s days to go.", days) % {"n": days}


def _stops(early: list[PlanItem], now: datetime) -> list[Stop]:
    by_day: dict[Any, list[PlanItem]] = {}
    for item in sorted(early, key=lambda one: one.starts):
        if item.kind == "avoid" and (item.ends is None or item.ends > now):
            by_day.setdefault(max(item.starts, now).date(), []).append(item)
    return [
        Stop(
            weekday=wording.day_name(items[0].starts),
            date=wording.short_day(items[0].starts).partition(" ")[2],
            since=items[0].starts <= now,
            rows=[row(one, now) for one in sorted(items, key=lambda one: one.order)],
        )
        for items in by_day.values()
    ]


def _first_stop(stops: list[Stop], early: list[PlanItem], now: datetime) -> str:
    running = [one for stop in stops if stop.since for one in stop.rows]
    starts = [one.starts for one in early if one.kind == "avoid" and one.starts > now]
    coming = min(starts, default=None)
    if running:
        names = _some([_lower(one.name) for one in running])
        first = gettext("Leave these from now on: %(names)s.") % {"names": names}
    else:
        first = gettext("You do not have to stop anything today.")
    if coming is None:
        return first
    starting = [one for one in early if one.kind == "avoid" and one.starts == coming]
    starting.sort(key=lambda one: one.order)
    values = {
        "when": wording.when(coming, now),
        "names": _some([_lower(one.name) for one in starting]),
    }
    return f"{first} " + gettext("Next, from %(when)s: %(names)s.") % values


def _some(names: list[str]) -> str:
    """The first few by name, and how many more."""
    more = len(names) - SHOWN_STOPS
    if more <= 0:
        return wording.listed(names)
    few = wording.commas(names[:SHOWN_STOPS])
    return gettext("%(names)s and %(n)s more") % {"names": few, "n": more}


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _day_dots(zero: datetime, now: datetime) -> list[str]:
    days = min((zero.date() - now.date()).days, 14)
    return [f"{(index + 0.5) / max(days, 1) * 100:.2f}%" for index in range(days)]


def _spans(treatment: Treatment, protocol: Protocol, language: str) -> list[Span]:
    """The signs that most people get, and bruises near the eyes, as bars over a week."""
    found = []
    by_sign = courses(protocol.facts(treatment), protocol)
    for sign, one in by_sign.items():
        if one.prevalence < 0.4:
            continue
        end = one.when_below(1, 0.8, 336) or 336
        start, end = max(one.onset, 0.0), min(end, 168.0)
        if end - start < 6:
            continue
        found.append(
            Span(
                name=say(protocol.signs[sign].name, language),
                words=_span_words(one),
                x=f"{start / 168 * 100:.2f}%",
                width=f"{(end - start) / 168 * 100:.2f}%",
            )
        )
    return found


def _span_words(one: SignCourse) -> str:
    chance = wording.chance(one.prevalence)
    days = max(round((one.when_below(1, 0.8, 336) or 336) / 24), 1)
    text = ngettext("%(chance)s, up to %(n)s day", "%(chance)s, up to %(n)s days", days)
    return text % {"chance": chance, "n": days}


def _later(made: Plan, now: datetime) -> list[dict[str, str]]:
    return [
        {"text": one.text, "when": wording.short_day(one.at)}
        for one in made.milestones
        if one.probability is None
    ]
