"""Drawing a sign's fan chart to a file, .svg or .png."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from afterglow.cli.speech import _, spoken
from afterglow.core.documents import Day, FanChart, Point, fan_chart
from afterglow.core.errors import nearest, refuse
from afterglow.core.forecasting import Forecast
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Recovery, Treatment

SCALE = 2  # pixels a unit, for sharp screens
BAND_STEP = 2  # hours


def draw(
    path: Path, result: Forecast, recovery: Recovery, protocol: Protocol, sign: str, now: datetime
) -> None:
    """Write the chart of `sign` to `path`; raises `InputRefused` where that cannot be."""
    if sign not in protocol.signs:
        raise refuse("--sign", f"unknown sign {sign!r}{nearest(sign, protocol.signs)}")
    svg = fan_chart(_chart(result, recovery, protocol, sign, now), standalone=True)
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(svg, encoding="utf-8")
        else:
            import vl_convert

            path.write_bytes(vl_convert.svg_to_png(svg, scale=SCALE))
    except OSError as error:
        raise refuse("--plot", f"{path} cannot be written: {error.strerror or error}") from None


def _chart(
    result: Forecast, recovery: Recovery, protocol: Protocol, sign: str, now: datetime
) -> FanChart:
    spec, treatment = protocol.signs[sign], recovery.treatment
    last = min(max(spec.ask[1], 72.0), 336.0)
    hours = [float(hour) for hour in range(0, int(last) + 1, BAND_STEP)]
    bands = result.result(hours).signs[sign]
    rated = [(one.at, one.ratings[sign]) for one in recovery.check_ins if sign in one.ratings]
    hour_now = treatment.hour_of(now)
    name = say(spec.name, spoken())
    return FanChart(
        title=_("%(name)s: the expected course", name=name),
        description=_(
            "%(name)s from 0 to 10. Half of people like you lie in the darker band, 9 in 10 in the"
            " lighter one. An informed estimate, not measured.",
            name=name,
        ),
        hours=hours,
        bands=bands.model_dump(),
        steps={at: say(spec.words[at], spoken()) for at in (0, 3, 6) if at in spec.words},
        days=_days(treatment, last, now),
        now=hour_now if 0 <= hour_now <= last else None,
        points=[Point(treatment.hour_of(at), rating) for at, rating in rated],
    )


def _days(treatment: Treatment, last: float, now: datetime) -> list[Day]:
    """The calendar days of the person's zone between hour 0 and `last`."""
    start = treatment.at_hour(0)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    days = []
    for count in range(int(last // 24) + 2):
        # wall-clock midnights, so that a day of changing clocks has 23 or 25 hours
        opens, closes = midnight + timedelta(days=count), midnight + timedelta(days=count + 1)
        begins, ends = treatment.hour_of(opens), treatment.hour_of(closes)
        days.append(Day(begins, ends, f"{opens:%a}", today=opens.date() == now.date()))
    return days
