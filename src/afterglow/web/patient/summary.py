"""What to say to a clinic or to the emergency line: one report in a few plain sentences.

In: a treatment, the reports up to the one judged, the answers beside it. Out: sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext

from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn, Treatment, whole_hours
from afterglow.core.wording import isolated
from afterglow.web.patient import wording
from afterglow.web.patient.choices import area_words, condition_words, numbing_words


def fahrenheit(celsius: float) -> str:
    """ "38.5 °C (101.3 °F)" """
    degrees = f"{celsius:.1f} °C ({celsius * 1.8 + 32:.1f} °F)"
    return isolated(degrees, get_language() or "en")


def short_summary(
    treatment: Treatment, report: CheckIn, *, protocol: Protocol, language: str
) -> str:
    """What to say first when every second counts."""
    when = wording.weekday_time(treatment.at_hour(0))
    if treatment.hour_of(report.at) > 120:
        when = wording.full_date(treatment.at_hour(0))
    cream = treatment.numbing is not None
    text = (
        gettext("I had skin needling with numbing cream on %(when)s.")
        if cream
        else gettext("I had skin needling on %(when)s.")
    )
    return " ".join([text % {"when": when}, *_now(report, protocol, language)])


def full_summary(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    told: Mapping[str, Any],
    *,
    protocol: Protocol,
    language: str,
) -> list[str]:
    """All that a clinic asks first, a line each. The last of `reports` is the one told."""
    report = reports[-1]
    lines = [_treated(treatment, report)]
    if treatment.numbing:
        cream = numbing_words(treatment.numbing.product)
        lines.append(gettext("Numbing cream: %(cream)s.") % {"cream": cream})
    lines += _now(report, protocol, language)
    rated = _ratings(treatment, reports, protocol, language)
    if rated:
        lines.append(gettext("From 0 to 10: %(ratings)s.") % {"ratings": rated})
    noes = [
        say(protocol.flags[one].name, language)
        for one in told.get("no", ())
        # what the note says or a later answer counts
        if one in protocol.flags and one not in report.flags
    ]
    if noes:
        lines.append(gettext("I do not have: %(signs)s.") % {"signs": wording.commas(noes)})
    if treatment.medicines:
        names = wording.commas(one.name for one in treatment.medicines)
        lines.append(gettext("I take: %(names)s.") % {"names": names})
    if treatment.conditions:
        known = wording.commas(condition_words(one) for one in treatment.conditions)
        lines.append(gettext("Known about me: %(conditions)s.") % {"conditions": known})
    if treatment.pregnant:
        lines.append(gettext("I am pregnant."))
    if report.note:
        lines.append(gettext("I noted: “%(note)s”") % {"note": report.note})
    return lines


def _treated(treatment: Treatment, report: CheckIn) -> str:
    by_depth: dict[float, list[str]] = {}
    for area, depth in treatment.areas.items():
        by_depth.setdefault(depth, []).append(area_words(area).lower())
    areas = "; ".join(
        wording.commas([gettext("%(mm)s mm") % {"mm": f"{depth:g}"}, wording.listed(names)])
        for depth, names in by_depth.items()
    )
    text = (
        gettext(
            "I had skin needling with radio waves (RF) on %(when)s (hour %(hour)s now): %(areas)s."
        )
        if treatment.device == "rf"
        else gettext("I had skin needling on %(when)s (hour %(hour)s now): %(areas)s.")
    )
    return text % {
        "when": wording.full_date(treatment.at_hour(0)),
        "hour": whole_hours(treatment.hour_of(report.at)),
        "areas": areas,
    }


def _now(report: CheckIn, protocol: Protocol, language: str) -> list[str]:
    lines = []
    if report.flags:
        names = wording.listed([say(protocol.flags[one].name, language) for one in report.flags])
        lines.append(gettext("Now I have: %(signs)s.") % {"signs": names})
    if report.temperature_c is not None:
        words = fahrenheit(report.temperature_c)
        lines.append(gettext("My temperature is %(degrees)s.") % {"degrees": words})
    return lines


def _ratings(
    treatment: Treatment, reports: Sequence[CheckIn], protocol: Protocol, language: str
) -> str:
    parts = []
    report = reports[-1]
    for sign, rating in report.ratings.items():
        name = say(protocol.signs[sign].name, language).lower()
        before = next((one for one in reversed(reports[:-1]) if sign in one.ratings), None)
        if before is not None and before.ratings[sign] != rating:
            when = wording.chip(before.at.astimezone(treatment.zone), report.at)
            words = gettext("%(sign)s %(rating)s (%(earlier)s on %(when)s)")
            values = {"earlier": before.ratings[sign], "when": when}
            parts.append(words % {"sign": name, "rating": rating, **values})
        else:
            parts.append(f"{name} {rating}")
    return wording.commas(parts)
