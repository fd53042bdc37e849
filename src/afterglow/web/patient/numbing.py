"""Numbing cream against its label, as a page: may it go on, why, until when, and what is urgent.

In: a judged form. Out: the template's context. A time is only told where the label allows the use:
else it would read as leave. The danger signs are told whatever the verdict is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from afterglow.core.planning import LimitCheck, NumbingCheck, NumbingVerdict, check_numbing
from afterglow.core.protocol import Protocol, Source
from afterglow.core.treatment import Treatment
from afterglow.web.patient import wording
from afterglow.web.patient.choices import country_name
from afterglow.web.patient.numbing_fields import fields
from afterglow.web.patient.numbing_form import NumbingForm, Skin
from afterglow.web.patient.numbing_times import spans, timers
from afterglow.web.patient.unwell import Number, emergency_number

LOOKS = {
    NumbingVerdict.within_label: ("expected", "check"),
    NumbingVerdict.ask_clinic: ("verdict", "phone"),
    NumbingVerdict.over_label: ("call_clinic", "close"),
}


# what passing a limit comes to, as a colour and a shape
STATES = {
    NumbingVerdict.ask_clinic: ("asked", "phone"),
    NumbingVerdict.over_label: ("passed", "close"),
}


@dataclass(frozen=True)
class Line:
    """A limit or a reason: what was told, what the protocol says, and on what it rests."""

    state: str  # passed, asked, kept
    icon: str
    title: str
    text: str
    estimate: bool
    unverified: bool
    sources: tuple[Source, ...]


def numbing_page(
    form: NumbingForm,
    treatment: Treatment | None,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """The context of `numbing.html`."""
    # the cream is off by the time the needling has ended
    until = min(now, treatment.performed_at) if treatment else now
    check = form.check(protocol, language, until)
    country = protocol.contents.numbers.countries.get(form.values.get("country", ""))
    if country is None and treatment is not None:
        country = protocol.country(treatment)
    context: dict[str, Any] = {
        "form": form,
        "check": check,
        **fields(form, protocol, language, guess_zone=treatment is None and not form.asked),
        "numbers": [Number(one) for one in ([country.emergency] if country else ["112", "911"])],
        "emergency_words": emergency_number(country, protocol, language),
        "dangers": _dangers(check, form, protocol, language),
        "zone_words": form.zone.rsplit("/", 1)[-1].replace("_", " "),
        "now_iso": now.isoformat(),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
    }
    if check is not None:
        context |= _judged(check, form, protocol, now, language)
    return context


def _judged(
    check: NumbingCheck, form: NumbingForm, protocol: Protocol, now: datetime, language: str
) -> dict[str, Any]:
    look, icon = LOOKS[check.verdict]
    times = list(timers(check, form, now))
    allowed = check.verdict is NumbingVerdict.within_label
    return {
        "look": look,
        "icon": icon,
        "word": _words(check.verdict),
        "whose": _whose(check, language),
        "skin": _skin(form.skin(protocol)),
        "broken": [_limit(one) for one in check.limits if one.ok is False] + _against(check),
        "missing": wording.commas(_names()[name] for name in check.unknown),
        "kept": [_limit(one) for one in _kept(check)],
        "cover": _cover(check),
        "timers": times,
        "late": any(one.come and one.urgent for one in times),
        "spans": [] if times else list(spans(check)),
        "remarks": check.remarks,
        "can_start": allowed and "applied_at" not in _given(form),
        "can_stop": bool({"applied_at"} & _given(form)) and "removed_at" not in _given(form),
    }


def _given(form: NumbingForm) -> set[str]:
    return {name for name, value in form.values.items() if value}


def _words(verdict: NumbingVerdict) -> str:
    return {
        NumbingVerdict.within_label: gettext("Within the label"),
        NumbingVerdict.ask_clinic: gettext("Ask your clinic"),
        NumbingVerdict.over_label: gettext("Do not"),
    }[verdict]


def _names() -> dict[str, str]:
    return {
        "grams": gettext("how many grams"),
        "area_cm2": gettext("how much skin"),
        "minutes": gettext("how long it stays on"),
        "age": gettext("your age"),
        "weight_kg": gettext("the weight"),
        "occluded": gettext("if it is covered"),
    }


def _whose(check: NumbingCheck, language: str) -> str:
    if check.strictest or check.country is None:
        return ""
    name = country_name(check.country, language)
    return gettext("Judged by the label for: %(country)s.") % {"country": name}


def _skin(skin: Skin) -> str:
    if skin.raised:
        return gettext(
            "What you ticked is about %(low)s to %(high)s cm², more than you wrote. We count"
            " %(low)s. If only a part of it is treated, untick it."
        ) % {"low": f"{skin.low:g}", "high": f"{skin.high:g}"}
    if skin.counted is not None and skin.counted == skin.high and skin.high:
        return gettext(
            "What you ticked is about %(low)s to %(high)s cm²: a guess. We count the larger."
        ) % {"low": f"{skin.low:g}", "high": f"{skin.high:g}"}
    return ""


def _kept(check: NumbingCheck) -> list[LimitCheck]:
    """Of each kind that is not passed, the tightest limit: a wider one tells nothing more."""
    kept: dict[str, LimitCheck] = {}
    for one in check.limits:
        if not one.ok or one.name == "occluded" or one.name in check.broken:
            continue
        best = kept.get(one.name)
        if best is None or (one.allowed > best.allowed) == (one.name == "age"):
            kept[one.name] = one
    return list(kept.values())


def _limit(one: LimitCheck) -> Line:
    return Line(
        state="kept" if one.ok else STATES[one.beyond][0],
        icon="check" if one.ok else STATES[one.beyond][1],
        title=_title(one),
        text=one.text,
        estimate=one.grade == "E",
        unverified=one.status == "unverified",
        sources=one.sources,
    )


def _title(one: LimitCheck) -> str:
    """What was told beside what is allowed, as "You: 12 g. At most 10 g."."""
    if one.name == "occluded":
        return gettext("You: covered.")
    figures = {"given": f"{one.given:g}", "allowed": f"{one.allowed:g}"}
    sentences = {
        "grams": gettext("You: %(given)s g. At most %(allowed)s g."),
        "area_cm2": gettext("You: %(given)s cm². At most %(allowed)s cm²."),
        "minutes": gettext("You: %(given)s minutes. At most %(allowed)s minutes."),
        "age": gettext("You: %(given)s years. From %(allowed)s years."),
    }
    return sentences[one.name] % figures


def _against(check: NumbingCheck) -> list[Line]:
    return [
        Line(
            *STATES[one.verdict],
            "",
            one.text,
            any(source.grade == "E" for source in one.sources),
            False,
            one.sources,
        )
        for one in check.against
    ]


def _cover(check: NumbingCheck) -> Line | None:
    """What the label says on plastic wrap and dressings, with the reason."""
    for one in check.limits:
        if one.name == "occluded":
            state, icon = ("asked", "list") if one.allowed else ("passed", "close")
            return Line(state, icon, "", one.text, one.grade == "E", False, one.sources)
    return None


@dataclass(frozen=True)
class Danger:
    """An emergency of a cream: its signs, when they come, what to do."""

    signs: str
    text: str
    when: str
    steps: list[str]
    sources: tuple[Source, ...]


def _dangers(
    check: NumbingCheck | None, form: NumbingForm, protocol: Protocol, language: str
) -> list[Danger]:
    if check is None:
        # of a cream that nobody has named, every danger counts
        country = form.values.get("country") or None
        known = country in protocol.contents.numbers.countries
        check = check_numbing(
            "other", country=country if known else None, protocol=protocol, language=language
        )
    return [
        Danger(
            signs=wording.sentence(wording.either(one.signs)),
            text=one.text,
            when=one.when or "",
            steps=[one.next_step],
            sources=one.sources,
        )
        for one in check.dangers
    ]
