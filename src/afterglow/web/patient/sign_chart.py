"""The fan chart of one sign for one person: its bands, days and own points, and its table.

In: a treatment, its forecast, a sign, a moment. Out: the chart as `core/documents` draws it, and
the rows of the table behind it. Times in the person's zone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from afterglow.core.documents import Day, FanChart, Point
from afterglow.core.forecasting import Forecast
from afterglow.core.protocol import SignSpec, say
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.web.patient import wording

BANDS = ("q05", "q25", "median", "q75", "q95")
Q = (0.05, 0.25, 0.5, 0.75, 0.95)
LAST_HOUR = 336
LATE_PEAK = 100  # a sign that peaks later than so many hours gets a longer axis
LATEST_HOUR = 2160  # 90 days


@dataclass(frozen=True)
class Row:
    """A line of the table behind the chart."""

    when: str
    half: str
    most: str
    now: bool


def sign_chart(
    treatment: Treatment,
    forecast: Forecast,
    spec: SignSpec,
    now: datetime,
    language: str,
    reports: Sequence[CheckIn] = (),
) -> FanChart:
    """The fan of one sign, as long as it is felt, with the person's own ratings."""
    hour = treatment.hour_of(now)
    coarse = [float(at) for at in range(0, LAST_HOUR + 1, 24)]
    high = forecast.quantiles(spec.id, coarse, (0.95,))[:, 0]
    felt = [at for at, level in zip(coarse, high, strict=True) if level >= 1]
    last = max(felt[-1] + 24 if felt else 0, 120.0)
    if 0 <= hour < LAST_HOUR:
        last = max(last, math.ceil((hour + 24) / 24) * 24)
    last = min(last, float(LAST_HOUR))
    if spec.peak > LATE_PEAK:
        last = max(last, math.ceil(min(spec.resolved.p90, LATEST_HOUR) / 168) * 168.0)
        last = min(last, float(LATEST_HOUR))
    points = [
        Point(treatment.hour_of(one.at), one.ratings[spec.id])
        for one in reports
        if spec.id in one.ratings
    ]
    if points and points[-1].hour > last:
        last = math.ceil((points[-1].hour + 24) / 24) * 24.0
    step = 2.0 if last <= 168 else 4.0 if last <= LAST_HOUR else 24.0
    # the first hours move fast
    hours = [0.0, 0.5, 1.0, 1.5, *(step * n for n in range(1, int(last / step) + 1))]
    values = forecast.quantiles(spec.id, hours, Q)
    name = say(spec.name, language)
    words: dict[int, str] = {
        at: say(spec.words[at], language) for at in (0, 3, 6) if at in spec.words
    }
    return FanChart(
        title=gettext("%(sign)s, day by day") % {"sign": name},
        description=gettext(
            "How strong %(sign)s is from 0 to 10. A dark band holds half of people like you, a"
            " light band 9 in 10. All numbers are in the table below."
        )
        % {"sign": name.lower()},
        hours=hours,
        bands={band: values[:, at].tolist() for at, band in enumerate(BANDS)},
        steps=words,
        days=days(treatment, last, now) if last <= LAST_HOUR else weeks(treatment, last, now),
        now=hour if hour >= 0 else None,
        points=points,
        words={
            "now": gettext("now"),
            "outer": gettext("9 in 10 people like you"),
            "inner": gettext("half of them"),
            "you": gettext("you"),
        },
    )


def weeks(treatment: Treatment, last: float, now: datetime) -> list[Day]:
    """A long axis in stretches of days, each named by the date it begins with."""
    length = max(math.ceil(last / 24 / 6), 7)
    found = []
    start = treatment.at_hour(0).replace(hour=0, minute=0, second=0, microsecond=0)
    while treatment.hour_of(start) < last:
        following = start + timedelta(days=length)
        found.append(
            Day(
                starts=treatment.hour_of(start),
                ends=treatment.hour_of(following),
                name=wording.short_day(start).partition(" ")[2],
                today=start <= now < following,
            )
        )
        start = following
    return found


def days(treatment: Treatment, last: float, now: datetime) -> list[Day]:
    """The calendar days of the person from the treatment to hour `last`, in elapsed hours."""
    found = []
    start = treatment.at_hour(0).replace(hour=0, minute=0, second=0, microsecond=0)
    today = now.astimezone(treatment.zone).date()
    while treatment.hour_of(start) < last:
        following = start + timedelta(days=1)
        found.append(
            Day(
                starts=treatment.hour_of(start),
                ends=treatment.hour_of(following),
                name=wording.day_name(start),
                today=start.date() == today,
            )
        )
        start = following
    return found


def row_step(chart: FanChart) -> float:
    """How far apart the rows of the table lie on the plot, as a share of its width."""
    return round(_every(chart) / (chart.hours[-1] - chart.hours[0]), 4)


def _every(chart: FanChart) -> int:
    """The hours from row to row."""
    return 12 if chart.hours[-1] <= LAST_HOUR else 168


def rows_of(treatment: Treatment, chart: FanChart, now: datetime) -> list[Row]:
    hour = treatment.hour_of(now)
    rows = []
    every = _every(chart)
    wanted = [at for at in chart.hours if at % every == 0]
    closest = min(wanted, key=lambda at: abs(at - hour)) if hour >= 0 else None

    def level(value: float) -> str:
        return str(round(value))

    for at in wanted:
        index = list(chart.hours).index(at)
        low, quarter, _, three, high = (chart.bands[band][index] for band in BANDS)
        moment = treatment.at_hour(at)
        rows.append(
            Row(
                when=f"{wording.day_name(moment)} {wording.clock_time(moment)}"
                if every == 12
                else wording.short_day(moment),
                half=span_of(level(quarter), level(three)),
                most=span_of(level(low), level(high)),
                now=at == closest and hour <= chart.hours[-1],
            )
        )
    return rows


def span_of(low: str, high: str) -> str:
    """ "2 to 5", or one number where both are it."""
    return low if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}
