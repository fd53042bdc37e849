"""What a check-in asks at this hour: the signs that matter, and the warning signs.

In: a treatment, its earlier check-ins, a moment, the form as filled in. Out: what the template
shows. All else stays one tap away, folded, so that everything can be told at every hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from afterglow.core.forecasting import Forecast
from afterglow.core.protocol import FlagSpec, Protocol, SignSpec, say
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.core.vocabulary import MAX_RATING, Urgency
from afterglow.web.patient import wording
from afterglow.web.patient.checking import CheckInForm
from afterglow.web.patient.swatches import BASE, SKINS, TONES, Picture, group_of, pictures
from afterglow.web.patient.unwell import GROUPS, flag_urgencies, group_titles

MOST = 6  # so many signs stand open: those whose rise shows trouble, then the commonest


@dataclass(frozen=True)
class Key:
    """One of the twelve keys: its number, its word, whether it is down, and its drawings."""

    value: str
    shown: str
    word: str
    chosen: bool
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True)
class Sign:
    """A sign to rate; `before` is its last rating, `drawn` what its drawings show."""

    code: str
    name: str
    question: str
    hint: str
    earlier: str
    before: str
    drawn: str
    keys: list[Key]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Skin:
    """Whose skin the drawings show, to choose."""

    code: str
    word: str
    base: str
    chosen: bool


@dataclass(frozen=True)
class Flag:
    """A yes-or-no question."""

    code: str
    question: str
    yes: bool
    no: bool
    faults: tuple[str, ...]


@dataclass(frozen=True)
class FlagGroup:
    """Further questions of one kind, folded; open where one was answered."""

    title: str
    flags: list[Flag]
    open: bool


def questions(
    form: CheckInForm,
    treatment: Treatment,
    earlier: Sequence[CheckIn],
    expected: Forecast,
    *,
    protocol: Protocol,
    at: datetime,
    language: str,
) -> dict[str, Any]:
    """The context of `check_in.html`."""
    hour = treatment.hour_of(at)
    first, folded = _signs_by_need(expected, earlier, hour, protocol)

    def sign(code: str) -> Sign:
        return _sign(
            protocol.signs[code],
            form,
            treatment,
            earlier,
            at,
            protocol=protocol,
            language=language,
        )

    # what was rated at once already stands open, for it may have to be changed
    rated = [code for code in folded if form.values.get(f"rating_{code}")]
    shown, groups = _flags(form, earlier, treatment, hour, protocol, language)
    return {
        # asked once, beside the first sign that has drawings
        "pictured": next((code for code in (*first, *folded) if code in TONES), ""),
        "skins": _skins(form.values.get("skin_like") or group_of(treatment.skin_type)),
        "signs": [sign(code) for code in first],
        "more_signs": [sign(code) for code in folded],
        "more_open": bool(rated or [c for c in folded if f"rating_{c}" in form.faults]),
        "flags": shown,
        "flag_groups": groups,
        "hour_words": wording.sentence(wording.weekday_time(at.astimezone(treatment.zone))),
    }


def _signs_by_need(
    expected: Forecast, earlier: Sequence[CheckIn], hour: float, protocol: Protocol
) -> tuple[list[str], list[str]]:
    felt = {
        code: float(1 - expected.probability(code, [max(hour, 0.0)], at_most=1)[0])
        for code in protocol.signs
    }
    by_share = sorted(protocol.signs, key=lambda code: -felt[code])
    asked = [
        code
        for code in by_share
        if protocol.signs[code].ask[0] <= hour < protocol.signs[code].ask[1]
    ]
    # the signs whose rise would show trouble are asked as long as they matter, common or not
    rises = {
        code for rule in protocol.contents.rules if rule.seen.rise for code in rule.seen.rise.signs
    }
    last = earlier[-1].ratings if earlier else {}
    wanted = sorted(asked, key=lambda code: (code not in rises, last.get(code, 0) < 2))
    first = wanted[: max(MOST, len([code for code in asked if code in rises]))]
    if not first:
        first = by_share[:4]
    return (
        [code for code in by_share if code in first],
        [code for code in by_share if code not in first],
    )


def _hint(spec: SignSpec, treatment: Treatment, protocol: Protocol, language: str) -> str:
    """How a sign shows on skin on which it is hard to see."""
    for modifier in protocol.contents.modifiers:
        skin = modifier.when.skin_type if modifier.when else None
        harder = skin and spec.id in modifier.signs and (modifier.effect.severity_add or 0) < 0
        if harder and (treatment.skin_type is None or treatment.skin_type in (skin or ())):
            return say(modifier.why, language)
    return ""


def _sign(
    spec: SignSpec,
    form: CheckInForm,
    treatment: Treatment,
    earlier: Sequence[CheckIn],
    at: datetime,
    *,
    protocol: Protocol,
    language: str,
) -> Sign:
    name = f"rating_{spec.id}"
    typed = form.values.get(name, "")
    keys = []
    for value in range(MAX_RATING + 1):
        word = say(spec.words[value], language) if value in spec.words else ""
        if value == MAX_RATING:
            word = gettext("worst")
        shown = pictures(spec.id, value)
        keys.append(Key(str(value), str(value), word, typed == str(value), shown))
    keys.append(Key("", "?", gettext("skip"), typed not in {str(n) for n in range(11)}))
    before = next((one for one in reversed(earlier) if spec.id in one.ratings), None)
    said = ""
    if before is not None:
        when = wording.when(before.at.astimezone(treatment.zone), at)
        said = gettext("%(when)s: %(rating)s") % {
            "when": wording.sentence(when),
            "rating": before.ratings[spec.id],
        }
    return Sign(
        code=spec.id,
        name=say(spec.name, language),
        question=say(spec.question, language),
        hint=_hint(spec, treatment, protocol, language),
        earlier=said,
        before="" if before is None else str(before.ratings[spec.id]),
        drawn=_drawn(spec.id),
        keys=keys,
        faults=tuple(form.faults.get(name, ())),
    )


def _skins(chosen: str) -> list[Skin]:
    words = {"fair": gettext("Fair"), "medium": gettext("Medium"), "deep": gettext("Deep")}
    return [Skin(one, words[one], BASE[one], one == chosen) for one in SKINS]


def _drawn(sign: str) -> str:
    """What to look for on deep skin, where a drawing of red would mislead."""
    if sign not in TONES:
        return ""
    if sign == "redness":
        return gettext("On deep skin, redness looks darker or more purple.")
    return gettext("On deep skin, look for a darker tone than the skin around it.")


def _flags(
    form: CheckInForm,
    earlier: Sequence[CheckIn],
    treatment: Treatment,
    hour: float,
    protocol: Protocol,
    language: str,
) -> tuple[list[Flag], list[FlagGroup]]:
    alone = flag_urgencies(protocol, protocol.facts(treatment))
    # what was told and calls for someone is asked again, until it is gone
    told = {
        flag
        for report in earlier
        for flag in report.flags
        if alone.get(flag, Urgency.expected) >= Urgency.call_clinic
    }

    def flag(spec: FlagSpec) -> Flag:
        answer = form.values.get(f"flag_{spec.id}", "")
        faults = tuple(form.faults.get(f"flag_{spec.id}", ()))
        return Flag(spec.id, say(spec.question, language), answer == "yes", answer == "no", faults)

    due = [
        spec
        for spec in protocol.contents.flags
        if spec.ask_from <= hour or spec.id in told or form.values.get(f"flag_{spec.id}")
    ]
    first = [spec for spec in due if spec.ask_first or spec.id in told]
    rest = [spec for spec in due if spec not in first]
    titles = group_titles()
    groups = []
    for group in GROUPS:
        flags = [flag(spec) for spec in rest if spec.group == group]
        if flags:
            answered = any(one.yes or one.no or one.faults for one in flags)
            groups.append(FlagGroup(titles[group], flags, answered))
    return [flag(spec) for spec in first], groups
