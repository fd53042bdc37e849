"""Numbing cream against its label, as a page: may it go on, why, until when, and what is urgent.

In: a judged form. Out: the template's context. A time is only told where the label allows the use:
else it would read as leave. The danger signs are told whatever the verdict is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext, ngettext

from afterglow.core.planning import LimitCheck, NumbingCheck, NumbingVerdict, check_numbing
from afterglow.core.protocol import Protocol, Source, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import AREAS
from afterglow.web.patient import wording
from afterglow.web.patient.choices import Option, area_words, condition_words
from afterglow.web.patient.form import number
from afterglow.web.patient.numbing_form import TIMES, NumbingForm, Skin
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


@dataclass(frozen=True)
class Timer:
    """A time on the clock, how far it is off, and what to say once it has come."""

    name: str
    at: datetime
    iso: str
    when: str
    left: str
    come: bool
    after: str
    urgent: bool


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
        "choices": _choices(form, protocol, language),
        "time_fields": _time_fields(form),
        "times_open": any(form.values.get(name) or name in form.faults for name in TIMES),
        "person_open": bool(form.lists["conditions"] or form.values.get("medicines")),
        "yes_no": [("no", gettext("No")), ("yes", gettext("Yes")), ("", gettext("Not said"))],
        "sizes": _sizes(protocol),
        "face": _face(protocol),
        "numbers": [Number(one) for one in ([country.emergency] if country else ["112", "911"])],
        "emergency_words": emergency_number(country, protocol, language),
        "dangers": _dangers(check, form, protocol, language),
        "zone_guessed": treatment is None and not form.asked,
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
    timers = list(_timers(check, form, now))
    allowed = check.verdict is NumbingVerdict.within_label
    return {
        "look": look,
        "icon": icon,
        "word": _words(check.verdict),
        "whose": _whose(check, language),
        "skin": _skin(form.skin(protocol)),
        "broken": [_limit(one) for one in check.limits if one.ok is False] + _against(check),
        "missing": [_names()[name] for name in check.unknown],
        "kept": [_limit(one) for one in _kept(check)],
        "cover": _cover(check),
        "timers": timers,
        "late": any(one.come and one.urgent for one in timers),
        "spans": [] if timers else list(_spans(check)),
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


def country_name(code: str, language: str) -> str:
    """A country in a language; its code where nobody has named it."""
    try:
        names = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    return str(names.get(code, code))


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


def _timers(check: NumbingCheck, form: NumbingForm, now: datetime) -> Iterator[Timer]:
    """Clock times: only for a use that the label allows; when feeling returns, for every use."""
    on = form.values.get("applied_at")
    off = form.values.get("removed_at")
    if not on:
        return
    if check.verdict is NumbingVerdict.within_label and not off:
        if check.works_from:
            yield _timer(gettext("It works from"), check.works_from, now, gettext("It should work"))
        if (planned := _planned(form, check)) is not None:
            yield _timer(gettext("Wipe it off, as you planned"), planned, now, gettext("Now"))
        if check.wipe_off_by:
            late = gettext("That time has passed. If it is still on, wipe it off now.")
            yield _timer(gettext("Off at the latest"), check.wipe_off_by, now, late, urgent=True)
    if check.feeling_returns and (off or check.verdict is NumbingVerdict.within_label):
        first, last = check.feeling_returns
        yield _timer(gettext("Feeling starts to return"), first, now, gettext("Now, or soon"))
        yield _timer(
            gettext("Feeling is back by"), last, now, gettext("Still numb a day later? Call.")
        )


def _planned(form: NumbingForm, check: NumbingCheck) -> datetime | None:
    """When it comes off as planned, where that is before the label's last moment."""
    on = form.moment("applied_at")
    minutes = number(form.values.get("minutes") or "")
    if on is None or not isinstance(minutes, int | float):
        return None
    end = (on.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(on.tzinfo)
    return end if check.wipe_off_by is None or end < check.wipe_off_by else None


def _timer(name: str, at: datetime, now: datetime, after: str, *, urgent: bool = False) -> Timer:
    come = at <= now
    left = "" if come else wording.span((at - now) / wording.HOUR)
    return Timer(
        name=name,
        at=at,
        iso=at.isoformat(),
        when=wording.when(at, now),
        left=gettext("in %(span)s") % {"span": left} if left else "",
        come=come,
        after=after,
        urgent=urgent,
    )


def _spans(check: NumbingCheck) -> Iterator[tuple[str, str]]:
    """The same as lengths of time, where nobody has said when it goes on."""
    if check.verdict is not NumbingVerdict.within_label:
        return
    if check.works_after_minutes is not None:
        yield gettext("It works after"), _span(check.works_after_minutes)
    if check.wipe_off_after_minutes is not None:
        yield gettext("Wipe it off after, at the latest"), _span(check.wipe_off_after_minutes)
    if check.lasts_hours:
        low, high = check.lasts_hours
        words = gettext("%(low)s to %(high)s hours") % {"low": f"{low:g}", "high": f"{high:g}"}
        yield gettext("Feeling is back after it is off"), words


def _span(minutes: float) -> str:
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", round(minutes)) % {"n": f"{minutes:g}"}
    hours = minutes / 60
    return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": f"{hours:g}"}


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
            signs=wording.sentence(_either(one.signs)),
            text=one.text,
            when=one.when or "",
            steps=[one.next_step],
            sources=one.sources,
        )
        for one in check.dangers
    ]


@dataclass(frozen=True)
class TimeField:
    """A time to fill in."""

    name: str
    words: str
    value: str
    faults: tuple[str, ...]


def _time_fields(form: NumbingForm) -> list[TimeField]:
    words = {
        "applied_at": gettext("It goes on"),
        "removed_at": gettext("It came off"),
        "needling_at": gettext("The needles start"),
    }
    return [
        TimeField(name, words[name], form.values.get(name, ""), tuple(form.faults.get(name, ())))
        for name in TIMES
    ]


def _either(words: tuple[str, ...]) -> str:
    if len(words) < 2:
        return "".join(words)
    most = ", ".join(words[:-1])
    return gettext("%(most)s or %(last)s") % {"most": most, "last": words[-1]}


def _sizes(protocol: Protocol) -> list[tuple[str, str]]:
    return [
        (
            area_words(one.area),
            gettext("%(low)s to %(high)s cm²")
            % {"low": f"{one.cm2[0]:g}", "high": f"{one.cm2[1]:g}"},
        )
        for one in protocol.contents.numbing_areas
    ]


FACE = ("forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline")


def _face(protocol: Protocol) -> str:
    sizes = [one.cm2 for one in protocol.contents.numbing_areas if one.area in FACE]
    return gettext("A whole face is about %(low)s to %(high)s cm².") % {
        "low": f"{sum(one[0] for one in sizes):g}",
        "high": f"{sum(one[1] for one in sizes):g}",
    }


def _choices(form: NumbingForm, protocol: Protocol, language: str) -> dict[str, list[Option]]:
    contents = protocol.contents
    asked_of = {one.ask_first for one in contents.numbing_cautions}
    conditions = dict.fromkeys(
        condition
        for entry in contents.ask_first
        if entry.id in asked_of
        for condition in entry.when.conditions_any or ()
    )
    countries = sorted((country_name(code, language), code) for code in contents.numbers.countries)
    chosen = form.values.get("country", "")
    if chosen and chosen not in contents.numbers.countries:
        countries.insert(0, (country_name(chosen, language), chosen))
    return {
        "products": [
            Option(one.product, say(one.name, language), form.values.get("product") == one.product)
            for one in contents.numbing_products
        ],
        "areas": [Option(one, area_words(one), one in form.lists["areas"]) for one in AREAS],
        "conditions": [
            Option(one, condition_words(one), one in form.lists["conditions"]) for one in conditions
        ],
        "countries": [Option(code, name, code == chosen) for name, code in countries],
    }
