"""The lists of the one-file page: waits, what helps, charts, and the answers as a table.

In: a plan, a forecast, an answer table, the moment of making. Out: rows whose times are dates, so
that they are right on whatever day they are read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from afterglow.core.answering import AnswerTable
from afterglow.core.documents import FanChart, fan_chart
from afterglow.core.forecasting import Forecast
from afterglow.core.planning import Plan, PlanItem
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Recovery
from afterglow.core.vocabulary import Verdict
from afterglow.web.patient import wording
from afterglow.web.patient.answers import verdict_words
from afterglow.web.patient.course import felt_by
from afterglow.web.patient.sign_chart import Row as Line
from afterglow.web.patient.sign_chart import row_step, rows_of, sign_chart
from afterglow.web.patient.windows import OFTEN_ASKED, READING

SHOWN_CHARTS = 4


@dataclass(frozen=True)
class Wait:
    """Something to leave for now. `over` says that it is fine again when it ends."""

    id: str
    name: str
    text: str
    starts: str
    ends: str
    times: str
    ended: str
    over: bool


@dataclass(frozen=True)
class Help:
    """Something that helps in its window."""

    name: str
    text: str
    icon: str
    starts: str
    ends: str
    times: str


@dataclass(frozen=True)
class Chart:
    """A sign's fan, without a now: the phone draws it where it is then."""

    name: str
    svg: SafeString
    row_step: float
    low: float
    high: float
    rows: list[Line]


@dataclass(frozen=True)
class Told:
    """A line of the table of answers: from when on what holds."""

    name: str
    says: list[str]


def dated(moment: datetime, now: datetime | None) -> str:
    """A moment that is clear on any day it is read: "Thu 26 Nov, 15:00"; the year where another."""
    day = wording.short_day(moment)
    if now is None or moment.year != now.year:
        day = f"{day} {moment.year}"
    return f"{day}, {wording.clock_time(moment)}"


def waits_of(made: Plan, now: datetime) -> list[Wait]:
    """What is to be left now or later, the most asked first; what ended before is not news."""
    avoid = [item for item in made.items if item.kind == "avoid"]
    ahead = [item for item in avoid if item.ends is None or item.ends > now]
    ahead.sort(key=lambda item: item.order)
    return [_wait(item, avoid, made, now) for item in ahead]


def _wait(item: PlanItem, avoid: list[PlanItem], made: Plan, now: datetime) -> Wait:
    ends = item.ends
    others = [one for one in avoid if one.topic == item.topic and one is not item]
    over = (
        ends is not None
        and not item.ask_first
        and item.order <= OFTEN_ASKED
        and ends > made.performed_at
        and not any(one.runs_at(ends) for one in others)
    )
    return Wait(
        id=item.id,
        name=item.name,
        text=item.text,
        starts=item.starts.isoformat(),
        ends=ends.isoformat() if ends else "",
        times=_times(item, now),
        ended=dated(ends, now) if ends else "",
        over=over,
    )


def _times(item: PlanItem, now: datetime) -> str:
    if item.ends is None:
        if item.starts <= now:
            return gettext("always")
        return gettext("from %(when)s") % {"when": dated(item.starts, now)}
    ends = dated(item.ends, now)
    if item.starts <= now:
        return gettext("until %(when)s") % {"when": ends}
    times = {"from": dated(item.starts, now), "until": ends}
    return gettext("from %(from)s until %(until)s") % times


def helps_of(made: Plan, now: datetime) -> list[Help]:
    found = [
        item
        for item in made.items
        if item.kind == "do" and item.topic not in READING and (not item.ends or item.ends > now)
    ]
    found.sort(key=lambda item: item.order)
    return [
        Help(
            name=item.name,
            text=item.text,
            icon="check" if item.icon == "none" else item.icon,
            starts=item.starts.isoformat(),
            ends=item.ends.isoformat() if item.ends else "",
            times=_times(item, now),
        )
        for item in found
    ]


def charts_of(
    recovery: Recovery, expected: Forecast, protocol: Protocol, now: datetime, language: str
) -> list[Chart]:
    treatment = recovery.treatment
    signs = felt_by(expected, treatment.hour_of(now), protocol).signs_now()[:SHOWN_CHARTS]
    order = list(protocol.signs)
    found = []
    for sign in sorted(signs or ["redness"], key=order.index):
        spec = protocol.signs[sign]
        drawn = sign_chart(treatment, expected, spec, now, language, recovery.check_ins)
        still = _still(drawn)
        found.append(
            Chart(
                name=say(spec.name, language),
                svg=mark_safe(fan_chart(still, name=f"fan-{sign}")),
                row_step=row_step(drawn),
                low=still.hours[0],
                high=still.hours[-1],
                rows=[replace(one, now=False) for one in rows_of(treatment, drawn, now)],
            )
        )
    return found


def _still(drawn: FanChart) -> FanChart:
    """A chart that names no now and no today."""
    return replace(drawn, now=None, days=[replace(one, today=False) for one in drawn.days])


def told_of(table: AnswerTable, now: datetime) -> list[Told]:
    """Each thing people ask about with what holds from when, for who cannot search."""
    found = []
    for topic in table.topics:
        if topic.kind not in ("activity", "product"):
            continue
        says: list[str] = []
        last: Verdict | None = None
        for span in topic.spans:
            if span.until is not None and span.until <= now:
                continue
            if span.verdict == last:
                continue
            last = span.verdict
            word = verdict_words(span.verdict)
            if span.from_ is not None and span.from_ > now:
                when = dated(wording.rounded(span.from_.astimezone(now.tzinfo)), now)
                word = gettext("%(verdict)s from %(when)s") % {"verdict": word, "when": when}
            says.append(word)
        if says and says != [verdict_words(Verdict.info)]:
            found.append(Told(topic.name, says))
    return sorted(found, key=lambda one: one.name)
