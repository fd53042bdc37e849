"""Today: where a person is now, what helps, what is not yet, when to call.

In: a treatment that has been done, the protocol, a moment. Out: the template's context.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from afterglow.core.forecasting import Forecast, forecast
from afterglow.core.planning import Plan, PlanMilestone, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn, Treatment, whole_hours
from afterglow.web.patient import wording
from afterglow.web.patient.course import course, felt_by
from afterglow.web.patient.glow import BAR_HOURS, Mark, fitting
from afterglow.web.patient.own import asked_by, own
from afterglow.web.patient.unwell import unwell
from afterglow.web.patient.windows import windows

MILESTONES = 5


def today(
    treatment: Treatment,
    *,
    protocol: Protocol,
    now: datetime,
    sign: str | None,
    language: str,
    reports: Sequence[CheckIn] = (),
    by: str | None = None,
    flags_answered: bool = True,
) -> dict[str, Any]:
    """The context of `today.html`; `by` is a date asked for, as typed; `flags_answered` is of the
    last report."""
    now = now.astimezone(treatment.zone)
    made = plan(treatment, protocol=protocol, language=language)
    prior = forecast(treatment, protocol=protocol)
    expected = prior.after(reports) if reports else prior
    country = protocol.country(treatment)
    phase = made.phase_at(now)
    calm = looks_usual(expected)
    felt = felt_by(expected, treatment.hour_of(now), protocol)
    usual = [say(protocol.signs[one].name, language).lower() for one in felt.usual_now()]
    return {
        "eyebrow": wording.sentence(f"{wording.weekday_time(now)} · {since(treatment, now)}"),
        "headline": _headline(usual[:3]),
        "also_usual": wording.listed(usual[3:6]),
        "plan": made,
        "phase": phase,
        "next": _next(made, now),
        "marks": _marks(treatment, expected, now, calm),
        "course": course(
            treatment,
            expected,
            protocol=protocol,
            now=now,
            asked=sign,
            language=language,
            prior=prior,
            reports=reports,
            felt=felt,
        ),
        "own": own(
            treatment,
            reports,
            prior,
            protocol=protocol,
            now=now,
            language=language,
            flags_answered=flags_answered,
        ),
        "by": asked_by(treatment, expected, by, now),
        "windows": windows(made, now),
        "milestones": milestones(made, now),
        "phases": [
            {
                "phase": one,
                "current": one == phase,
                "past": one.ends is not None and one.ends <= now,
                "from": wording.chip(one.starts, now),
            }
            for one in made.phases
        ],
        "warnings": made.warnings,
        "unwell": unwell(protocol, treatment, country, language, now),
        "looks": _looks(treatment, expected, now, calm),
    }


def since(treatment: Treatment, now: datetime) -> str:
    """ "hour 31 after your treatment", from the fourth day on in days."""
    hours = whole_hours(treatment.hour_of(now))
    if hours < 96:
        return gettext("hour %(n)s after your treatment") % {"n": hours}
    return gettext("day %(n)s after your treatment") % {"n": hours // 24}


def _headline(usual: list[str]) -> str:
    """What is common, never "you are on course": nothing has been asked yet."""
    if not usual:
        return gettext("Most skin is calm by now.")
    words = wording.sentence(wording.listed(usual))
    return ngettext("%(signs)s is common now.", "%(signs)s are common now.", len(usual)) % {
        "signs": words
    }


def _next(made: Plan, now: datetime) -> str:
    coming = [one for one in made.milestones if one.at > now]
    if not coming:
        return ""
    first = coming[0]
    text = gettext("Next: %(what)s, about %(when)s.") if first.probability is None else gettext(
        "Next: %(what)s, by %(when)s for %(chance)s people."
    )  # fmt: skip
    when = wording.when(wording.rounded(first.at), now)
    what = first.text[:1].lower() + first.text[1:]
    return text % {"what": what, "when": when, "chance": wording.chance(first.probability or 0)}


def milestones(made: Plan, now: datetime) -> list[dict[str, str]]:
    """The next moments worth waiting for, with how many of ten reach them by then."""
    coming = [one for one in made.milestones if one.at > now][:MILESTONES]
    return [_milestone(one, now) for one in coming]


def _milestone(one: PlanMilestone, now: datetime) -> dict[str, str]:
    moment = wording.rounded(one.at)
    chance = ""
    if one.probability is not None:
        chance = gettext("%(chance)s by then") % {"chance": wording.chance(one.probability)}
    hours = (moment - now) / wording.HOUR
    return {
        "text": one.text,
        "when": wording.chip(moment, now),
        "left": gettext("in %(span)s") % {"span": wording.span(hours)},
        "chance": chance,
    }


def _marks(
    treatment: Treatment, expected: Forecast, now: datetime, calm: float | None
) -> list[Mark]:
    """The words below the afterglow: red, you, flakes, calm, day 7."""
    at = treatment.at_hour
    hour = treatment.hour_of(now)
    end = at(BAR_HOURS)
    marks = [
        Mark(0, gettext("red"), wording.day_name(at(0)), 2),
        Mark(
            min(hour / BAR_HOURS, 1.0),
            gettext("you, now"),
            wording.chip(now, now) if hour < BAR_HOURS else wording.short_day(now),
            0,
            now=True,
        ),
        Mark(1, gettext("day 7"), wording.short_day(end).partition(" ")[2], 3),
    ]
    flaking = expected.courses["flaking"]
    if flaking.prevalence >= 0.3 and flaking.onset < BAR_HOURS:
        start = at(flaking.onset)
        marks.append(
            Mark(
                flaking.onset / BAR_HOURS,
                gettext("flakes"),
                gettext("from %(day)s") % {"day": wording.day_name(start)},
                4,
            )
        )
    if calm is not None and calm < BAR_HOURS:
        marks.append(
            Mark(
                calm / BAR_HOURS,
                gettext("calm"),
                gettext("by %(day)s") % {"day": wording.day_name(at(calm))},
                1,
            )
        )
    return fitting(marks)


def looks_usual(expected: Forecast) -> float | None:
    """The hour by which 8 in 10 look their usual self; None where that is past three weeks."""
    # from the last hour at which fewer do: before the signs come, everybody looks as usual.
    # By days first, then by hours, since each hour asked costs about a millisecond per sign
    days = [24.0 * day for day in range(22)]
    low = [at for at, p in zip(days, expected.looks_ordinary(days), strict=True) if p < 0.8]
    if not low:
        return 0.0
    hours = [low[-1] + step for step in (6.0, 12.0, 18.0)]
    later = [at for at, p in zip(hours, expected.looks_ordinary(hours), strict=True) if p < 0.8]
    after = (later[-1] if later else low[-1]) + 6
    return after if after < days[-1] else None


def _looks(
    treatment: Treatment, expected: Forecast, now: datetime, reached: float | None
) -> dict[str, str]:
    if reached is None or treatment.at_hour(reached) <= now:
        return {}
    moment = wording.rounded(treatment.at_hour(reached))
    chance = float(expected.looks_ordinary([treatment.hour_of(moment)])[0])
    return {"when": wording.when(moment, now), "chance": wording.chance(chance)}
