"""Your course: the fan chart of one sign with its tabs, its sentence, its table and its sources.

In: a treatment, the protocol, a moment. Out: what the template shows. Times in the person's zone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from afterglow.core.documents import FanChart, fan_chart
from afterglow.core.forecasting import Forecast
from afterglow.core.planning import SignCourse
from afterglow.core.protocol import Protocol, SignSpec, Source, say
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.web.patient import wording
from afterglow.web.patient.sign_chart import Row, row_step, rows_of, sign_chart, span_of

SURE = 0.8  # "8 in 10": the milestone of the sentence
LATE = 6  # a sign that starts later than so many hours is announced
MATTERS = 0.25  # a tab for what at least so many feel at this time
COMMON = 0.3  # so many feel it at this hour: common
AHEAD = (0, 6, 12, 24, 36, 48)  # hours from now that a tab looks ahead to
DAYS, SOON_DOWN = 121, 15  # so many days the sentence looks through, and so many of them first
AT_MOST_TABS = 6


@dataclass(frozen=True)
class Tab:
    """A sign that matters now."""

    sign: str
    name: str
    current: bool


@dataclass(frozen=True)
class Course:
    """All that the card "Your course" shows."""

    tabs: list[Tab]
    name: str
    before_chance: str
    chance: str
    helps: str
    rare: str
    learned: str
    drawn: str
    row_step: float
    rows: list[Row]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Felt:
    """How many people like this one feel a sign: at this hour, and at most in the next two days."""

    now: dict[str, float]
    soon: dict[str, float]

    def signs_now(self) -> list[str]:
        """The signs that many feel now or soon, most first."""
        return _most(self.soon, MATTERS)

    def usual_now(self) -> list[str]:
        """The signs that many feel at this hour, the commonest first."""
        return _most(self.now, COMMON)


def felt_by(forecast: Forecast, hour: float, protocol: Protocol) -> Felt:
    """The signs that enough people get for a tab; read once for all that a page says of them."""
    start = max(hour, 0.0)
    hours = [start + ahead for ahead in AHEAD]
    signs = [sign for sign in protocol.signs if forecast.presence(sign) >= MATTERS]
    shares = {sign: 1 - forecast.probability(sign, hours, at_most=1) for sign in signs}
    return Felt(
        now={sign: float(share[0]) for sign, share in shares.items()},
        soon={sign: float(share.max()) for sign, share in shares.items()},
    )


def _most(felt: dict[str, float], least: float) -> list[str]:
    return sorted((sign for sign in felt if felt[sign] >= least), key=lambda one: -felt[one])


def course(
    treatment: Treatment,
    forecast: Forecast,
    *,
    protocol: Protocol,
    now: datetime,
    asked: str | None,
    language: str,
    prior: Forecast | None = None,
    reports: Sequence[CheckIn] = (),
    felt: Felt | None = None,
) -> Course:
    """The card for the sign that was asked for, else redness, else what is felt most.

    `forecast` has learned from `reports`; `prior` is the same before it did; `felt` is of
    `forecast` at this hour, where it is known.
    """
    felt = felt or felt_by(forecast, treatment.hour_of(now), protocol)
    tabs = felt.signs_now()[:AT_MOST_TABS]
    sign = asked or ("redness" if "redness" in tabs or not tabs else tabs[0])
    if sign not in tabs:
        tabs = [sign, *tabs][:AT_MOST_TABS]
    order = list(protocol.signs)
    tabs.sort(key=order.index)
    spec = protocol.signs[sign]
    person = forecast.courses[sign]
    before, chance = _sentence(treatment, forecast, spec, person, now, language)
    chart = sign_chart(treatment, forecast, spec, now, language, reports)
    rare = _rare(chart, person)
    return Course(
        tabs=[Tab(one, say(protocol.signs[one].name, language), one == sign) for one in tabs],
        name=say(spec.name, language),
        before_chance=before,
        chance=chance,
        helps=say(spec.helps, language) if spec.helps else "",
        rare=rare,
        learned=_learned(treatment, forecast, prior, spec, now)
        if prior and reports and not rare
        else "",
        drawn=fan_chart(chart),
        row_step=row_step(chart),
        rows=rows_of(treatment, chart, now),
        sources=protocol.source_list(spec.sources),
    )


def _sentence(
    treatment: Treatment,
    forecast: Forecast,
    spec: SignSpec,
    person: SignCourse,
    now: datetime,
    language: str,
) -> tuple[str, str]:
    """ "Down to “hint of pink” by tomorrow 20:00:" and "8 in 10" """
    hour = treatment.hour_of(now)
    hint = say(spec.words[1], language) if 1 in spec.words else ""
    if hour < person.onset and person.onset > LATE:
        text = gettext("It can start about %(when)s. So many get it:")
        start = wording.rounded(treatment.at_hour(person.onset))
        return text % {"when": wording.when(start, now)}, wording.chance(person.prevalence)
    # before the peak a low chance of being down says only that it has not come yet
    first = math.ceil(max(hour, person.peak))
    # by days, then by hours of the day before: past the peak a sign only falls
    grid = [float(first + 24 * day) for day in range(DAYS)]
    # nearly every sign is down within two weeks: the later days are read where it is not
    likely = [*forecast.probability(spec.id, grid[:SOON_DOWN], at_most=1)]
    if max(likely) < SURE:
        likely += [*forecast.probability(spec.id, grid[SOON_DOWN:], at_most=1)]
    down = (
        gettext("Down to “%(hint)s”") % {"hint": hint} if hint else gettext("Gone or all but gone")
    )
    if float(likely[0]) >= SURE and hour >= first - 1:
        by_now = gettext("by now")
        return f"{down}, {by_now}:", wording.chance(float(likely[0]))
    reached = next((at for at, p in zip(grid, likely, strict=False) if p >= SURE), None)
    if reached is None:
        last = treatment.at_hour(grid[-1])
        words = gettext("by %(when)s") % {"when": wording.when(last, now)}
        return f"{down} {words}:", wording.chance(float(likely[-1]))
    hours = [reached - step for step in range(22, 0, -2) if reached - step >= first]
    if hours:
        shares = forecast.probability(spec.id, hours, at_most=1)
        reached = next((at for at, p in zip(hours, shares, strict=True) if p >= SURE), reached)
    moment = wording.rounded(treatment.at_hour(reached))
    exact = forecast.probability(spec.id, [treatment.hour_of(moment)], at_most=1)
    words = gettext("by %(when)s") % {"when": wording.when(moment, now)}
    return f"{down} {words}:", wording.chance(float(exact[0]))


def _rare(chart: FanChart, person: SignCourse) -> str:
    if max(chart.bands["q95"]) >= 0.5:
        return ""
    text = gettext("%(chance)s get this, so the bands stay near 0.")
    return text % {"chance": wording.sentence(wording.chance(person.prevalence))}


def _learned(
    treatment: Treatment, forecast: Forecast, prior: Forecast, spec: SignSpec, now: datetime
) -> str:
    """What the check-ins changed: the band of 9 in 10 a day from now, before and after."""
    moment = wording.rounded(now + timedelta(hours=24))
    hour = [treatment.hour_of(moment)]
    before, after = (
        span_of(*(str(round(level)) for level in one.quantiles(spec.id, hour, (0.05, 0.95))[0]))
        for one in (prior, forecast)
    )
    when = wording.when(moment, now)
    if before == after:
        return gettext("%(when)s, 9 in 10 are at %(after)s, as before your check-ins.") % {
            "when": wording.sentence(when),
            "after": after,
        }
    text = gettext(
        "%(when)s, 9 in 10 people like you. Before your check-ins: %(before)s. Now: %(after)s."
    )
    return text % {"when": wording.sentence(when), "before": before, "after": after}
