"""The assessment of a check-in: how urgent, why, what next, what to say, when to look again.

In: the check-ins up to the one judged. Out: the template's context. The judgement is the core's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, override

from afterglow.core.answering import Noted, assess_told, noted_names, read_note, with_noted
from afterglow.core.assessing import Assessment, Reason
from afterglow.core.documents import fan_chart
from afterglow.core.forecasting import Forecast, forecast_recovery
from afterglow.core.languages import base_of
from afterglow.core.protocol import Protocol, Source, say
from afterglow.core.treatment import CheckIn, Recovery, Treatment, whole_hours
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import wording
from afterglow.web.patient.checking import celsius
from afterglow.web.patient.comparing import compared
from afterglow.web.patient.sign_chart import sign_chart
from afterglow.web.patient.summary import fahrenheit, full_summary, short_summary
from afterglow.web.patient.unwell import Number

HELPS = 2
SHOWN = 3
FELT = 2


@dataclass(frozen=True)
class Why:
    """A reason with what it rests on."""

    text: str
    estimate: bool
    unverified: bool
    sources: tuple[Source, ...]


def urgency_words(urgency: str) -> str:
    """The word that stands beside the shape and the colour."""
    return {
        "expected": gettext("As expected"),
        "watch": gettext("Watch"),
        "call_clinic": gettext("Call your clinic"),
        "emergency": gettext("Emergency"),
    }[urgency]


def flags_answered(report: CheckIn, told: Mapping[str, Any]) -> bool:
    """Whether a warning sign was answered, yes or no; `told` is what the form kept beside it."""
    return bool(report.flags or told.get("no"))


def judged(
    treatment: Treatment, reports: Sequence[CheckIn], *, protocol: Protocol, language: str
) -> Assessment:
    """The core's judgement of the last report, by all that was told: its note too."""
    recovery = Recovery(treatment=treatment, check_ins=tuple(reports))
    return assess_told(recovery, protocol=protocol, language=language)


def stands_from_before(found: Assessment) -> bool:
    """Whether an earlier alarm still counts, though this check-in raises none."""
    return any(one.id == "earlier_flags" for one in found.reasons)


def lede_of(found: Assessment) -> str:
    """What stands below the heading on pages other than the assessment's own."""
    if found.urgency == Urgency.watch and stands_from_before(found):
        return found.next_step
    return found.reasons[0].likely or found.reasons[0].text


def title_of(found: Assessment, *, in_doubt: bool) -> str:
    """The heading; another than that of the urgency where that would soothe or mislead.

    `in_doubt`: the warning signs were passed by, or a note could not be read.
    """
    reasons = {one.id for one in found.reasons}
    if found.urgency == Urgency.watch and "earlier_flags" in reasons:
        return gettext("What you told us before still counts.")
    if found.urgency == Urgency.watch and "nothing_reported" in reasons:
        return gettext("We do not know how you are.")
    # nobody is told that all is well where not all is known
    if found.urgency == Urgency.expected and in_doubt:
        return gettext("What you rated is as expected.")
    return found.title


def assessment_page(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    told: Mapping[str, Any],
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """The context of `assessment.html` for the last of `reports`."""
    now = now.astimezone(treatment.zone)
    report = reports[-1]
    noted = read_note(report.note, treatment.hour_of(report.at), protocol)
    said = [*reports[:-1], with_noted(report, noted)]
    found = judged(treatment, reports, protocol=protocol, language=language)
    earlier = Recovery(treatment=treatment, check_ins=tuple(reports[:-1]))
    expected = forecast_recovery(earlier, protocol=protocol)
    country = protocol.country(treatment)
    number = country.emergency if country else say(protocol.contents.numbers.elsewhere, language)
    first = found.reasons[0]
    at = report.at.astimezone(treatment.zone)
    again = found.next_check_in
    whys = _whys(found, protocol)
    at_clinic = found.urgency == Urgency.call_clinic
    flags_open = found.urgency <= Urgency.watch and not flags_answered(report, told)
    steps = [one for one in sentences(found.next_step) if one.strip(".") not in found.title]
    # at night the clinic is closed: what then stands beside its number, not in the list
    no_answer = gettext("No answer, or closed now? Go to urgent care today.")
    if at_clinic:
        steps = [one for one in steps if not one.startswith(gettext("No answer?"))]
    return {
        "assessment": found,
        "look": found.urgency.name,
        "word": urgency_words(found.urgency.name),
        "saved": gettext("Saved %(when)s, hour %(hour)s")
        % {"when": wording.chip(at, now), "hour": whole_hours(found.hour)},
        "lede": first.likely or first.text,
        "reasons": whys[:SHOWN],
        "more_reasons": whys[SHOWN:],
        "compared": _compared(treatment, reports, found, protocol, language),
        "not_rated": _not_rated(found, protocol, language),
        "flags_open": flags_open,
        "title": title_of(found, in_doubt=flags_open or noted.unread),
        "temperature": _temperature(report, told),
        "note": _note(report, noted, protocol, language),
        "chart": _chart(treatment, reports, expected, found, protocol, language),
        "steps": [one for one in steps if not at_clinic or number not in one],
        "no_answer": no_answer if at_clinic else "",
        "worse": [one for one in steps if at_clinic and number in one],
        "helps": _helps(report, found.urgency, protocol, language),
        "again": wording.when(again, now) if again else "",
        "again_due": bool(again and again <= now),
        "summary": full_summary(treatment, said, told, protocol=protocol, language=language),
        "summary_in_english": _in_english(treatment, said, told, protocol, language),
        "short": short_summary(treatment, said[-1], protocol=protocol, language=language),
        "numbers": [Number(one) for one in ([country.emergency] if country else ["112", "911"])],
        "poison": Number(country.poison)
        if country and country.poison and any("toxic" in one.id for one in found.reasons)
        else None,
        "advice": Number(country.advice) if country and country.advice else None,
        "emergency_words": number,
    }


def sentences(text: str) -> list[str]:
    """A step as a list: a question stays with its answer."""
    parts = [one.strip().rstrip(".") + "." for one in text.split(". ") if one.strip()]
    return [one.replace("?.", "?") for one in parts]


def _whys(found: Assessment, protocol: Protocol) -> list[Why]:
    """Every reason once; what the lede or a longer reason has said is not said again where there
    is more."""
    texts: dict[str, Reason] = {}
    for one in found.reasons:
        if not any(said.startswith(one.text.rstrip(".")) for said in texts):
            texts[one.text] = one
    first = found.reasons[0]
    kept = [one for one in texts.values() if one.likely or one is not first] or [first]
    # what a forecast points to is named beside it, where the lede has not named it
    return [
        _why(one, protocol, named=one.by == "forecast" and one.likely != first.likely)
        for one in kept
    ]


def _why(reason: Reason, protocol: Protocol, *, named: bool) -> Why:
    rule = protocol.rules.get(reason.id) if reason.by == "rule" else None
    return Why(
        text=f"{reason.likely} {reason.text}" if named and reason.likely else reason.text,
        estimate=reason.by == "forecast" or any(one.grade == "E" for one in reason.sources),
        unverified=bool(rule and rule.status == "unverified"),
        sources=reason.sources,
    )


def _compared(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    found: Assessment,
    protocol: Protocol,
    language: str,
) -> str:
    if found.urgency > Urgency.expected:
        return ""
    prior = forecast_recovery(Recovery(treatment=treatment), protocol=protocol)
    return compared(treatment, reports[-1], prior, protocol=protocol, language=language).text


def _not_rated(found: Assessment, protocol: Protocol, language: str) -> str:
    """The signs whose rise would show trouble and that were skipped; only where all seems well."""
    if found.urgency > Urgency.watch:
        return ""
    rises = {s for rule in protocol.contents.rules if rule.seen.rise for s in rule.seen.rise.signs}
    names = [
        say(protocol.signs[one].name, language).lower() for one in found.missing if one in rises
    ]
    return wording.listed(names)


def _temperature(report: CheckIn, told: Mapping[str, Any]) -> str:
    if report.temperature_c is None:
        return ""
    typed = str(told.get("temperature", ""))
    if typed and celsius(typed)[1] == "F":
        text = gettext("You typed %(typed)s. We took it as °F: %(degrees)s.")
        return text % {"typed": typed, "degrees": fahrenheit(report.temperature_c)}
    text = gettext("You typed %(typed)s. We took it as °C: %(degrees)s.")
    return text % {
        "typed": typed or f"{report.temperature_c:g}",
        "degrees": fahrenheit(report.temperature_c),
    }


def _note(report: CheckIn, noted: Noted, protocol: Protocol, language: str) -> dict[str, Any]:
    """What was written, and what was read in it; empty where nothing was written."""
    if not (report.note or "").strip():
        return {}
    names = noted_names(noted, protocol, language)
    read = wording.listed(names)
    return {"words": report.note, "read": read, "alarm": bool(noted), "unread": noted.unread}


def _chart(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    expected: Forecast,
    found: Assessment,
    protocol: Protocol,
    language: str,
) -> dict[str, str]:
    """The sign that tells most: the one least expected, or where all is well redness."""
    report = reports[-1]
    if not report.ratings or found.urgency == Urgency.emergency:
        return {}
    hour = treatment.hour_of(report.at)

    def tail(sign: str) -> float:
        return float(expected.ratings(sign, [hour])[0][report.ratings[sign] :].sum())

    if found.urgency == Urgency.expected and "redness" in report.ratings:
        sign = "redness"
    else:
        sign = min(report.ratings, key=lambda one: (tail(one), -report.ratings[one]))
    spec = protocol.signs[sign]
    at = report.at.astimezone(treatment.zone)
    chart = sign_chart(treatment, expected, spec, at, language, reports)
    return {
        "name": say(spec.name, language),
        "code": sign,
        "drawn": fan_chart(chart),
    }


def _in_english(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    told: Mapping[str, Any],
    protocol: Protocol,
    language: str,
) -> list[str]:
    """The same for a clinic that does not read the person's language; none where it is English."""
    if base_of(language) == "en":
        return []
    with override("en"):
        return full_summary(treatment, reports, told, protocol=protocol, language="en")


def _helps(
    report: CheckIn, urgency: Urgency, protocol: Protocol, language: str
) -> list[dict[str, str]]:
    if urgency > Urgency.watch:
        return []
    felt = sorted(report.ratings, key=lambda sign: -report.ratings[sign])
    return [
        {"name": say(spec.name, language), "text": say(spec.helps, language)}
        for spec in (protocol.signs[one] for one in felt if report.ratings[one] >= FELT)
        if spec.helps
    ][:HELPS]
