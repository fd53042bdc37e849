"""Rules first: red flags, limits and rises from the protocol; the most urgent wins.

In: a treatment and its check-ins, of which the last is judged. Out: `Assessment`. A worse check-in
never gets a lower urgency, since no rule has a part that a worse check-in could make untrue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from afterglow.core.assessing.results import Assessment, Reason
from afterglow.core.assessing.seen import Met, Seen, met_by
from afterglow.core.errors import refuse
from afterglow.core.protocol import Protocol, Rule, say
from afterglow.core.treatment import CheckIn, Recovery, Treatment
from afterglow.core.vocabulary import Urgency

LATER_FROM_HOUR = 72.0


def assess(
    treatment: Treatment | Mapping[str, Any],
    check_ins: Sequence[CheckIn | Mapping[str, Any]],
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> Assessment:
    """Judge the last check-in, given the earlier ones.

    Raises `InputRefused` where the input is not valid or there is no check-in.
    """
    protocol = protocol or Protocol.default()
    recovery = Recovery.read(
        {"treatment": Treatment.read(treatment), "check_ins": list(check_ins)},
        signs=protocol.sign_codes,
    )
    return assess_recovery(recovery, protocol=protocol, language=language)


def assess_recovery(recovery: Recovery, *, protocol: Protocol, language: str = "en") -> Assessment:
    """`assess` for a recovery that has been read already."""
    if not recovery.check_ins:
        raise refuse("check_ins", "none to judge; give at least one check-in")
    treatment = recovery.treatment
    seen = Seen(treatment, recovery.check_ins, protocol, protocol.facts(treatment))
    words = Words(seen, language)
    found = [(rule, words.reason(rule, met)) for rule, met in _fired(seen)]
    found.sort(key=lambda pair: -pair[1].urgency)
    urgency = found[0][1].urgency if found else Urgency.expected
    step = protocol.steps[urgency]
    later = step.look_again_later if seen.hour >= LATER_FROM_HOUR else None
    look_again = later or step.look_again
    check_in = seen.check_in
    return Assessment(
        at=check_in.at.astimezone(treatment.zone),
        hour=round(seen.hour, 2),
        urgency=urgency,
        off_course=None,
        reasons=tuple(reason for _, reason in found) or (words.nothing_found(),),
        title=words.say(step.title),
        next_step=words.say((found[0][0].next_step if found else None) or step.text),
        next_check_in=None
        if look_again is None
        else (check_in.at.astimezone(UTC) + timedelta(hours=look_again)).astimezone(treatment.zone),
        missing=tuple(_missing(seen)),
    )


def _fired(seen: Seen) -> Iterator[tuple[Rule, Met]]:
    for rule in seen.protocol.contents.rules:
        met = met_by(rule.seen, seen)
        if met is not None:
            yield rule, met


def _missing(seen: Seen) -> Iterator[str]:
    """What a check-in of this hour asks for and did not get."""
    check_in = seen.check_in
    for sign in seen.protocol.contents.signs:
        first, last = sign.ask
        if first <= seen.hour < last and sign.id not in check_in.ratings:
            yield sign.id
    if check_in.temperature_c is None:
        yield "temperature_c"
    if not check_in.note:
        yield "note"


class Words:
    """Texts of the protocol with this check-in's own values filled in."""

    def __init__(self, seen: Seen, language: str) -> None:
        self.seen, self.language = seen, language
        numbers = seen.protocol.contents.numbers
        country = seen.protocol.country(seen.treatment)
        clinic = seen.treatment.clinic
        self.values: dict[str, object] = {
            "emergency": country.emergency if country else say(numbers.elsewhere, language),
            "poison": (country.poison or country.emergency)
            if country
            else say(numbers.elsewhere, language),
            "clinic": clinic.phone
            if clinic and clinic.phone
            else say(numbers.your_clinic, language),
            "hours": int(seen.hour),
            "temperature": seen.check_in.temperature_c,
        }

    def say(self, text: dict[str, str], **values: object) -> str:
        return say(text, self.language, **(self.values | values))

    def reason(self, rule: Rule, met: Met) -> Reason:
        """The rule's reason in people's words."""
        protocol = self.seen.protocol
        values: dict[str, object] = {"when": say(rule.when, self.language) if rule.when else ""}
        names = [say(protocol.flags[flag].name, self.language).lower() for flag in met.flags]
        values["flags"] = ", ".join(names)
        signs = [rise.sign for rise in met.rises] or [sign for sign, _ in met.ratings]
        named = [say(protocol.signs[sign].name, self.language) for sign in signs]
        values["sign"] = ", ".join([*named[:1], *(name.lower() for name in named[1:])])
        if met.rises:
            values |= {
                "rating": ", ".join(str(rise.rating) for rise in met.rises),
                "earlier": ", ".join(str(rise.earlier) for rise in met.rises),
                "rise": ", ".join(str(rise.by) for rise in met.rises),
            }
        elif met.ratings:
            values["rating"] = ", ".join(str(rating) for _, rating in met.ratings)
        return Reason(
            by="rule",
            id=rule.id,
            urgency=Urgency[rule.urgency],
            text=self.say(rule.text, **values),
            likely=self.say(rule.likely, **values) if rule.likely else None,
            sources=protocol.source_list(rule.sources),
        )

    def nothing_found(self) -> Reason:
        """The reason of an expected check-in: no rule fired; by the sources of what was rated."""
        protocol = self.seen.protocol
        sources = {
            source.id: source
            for sign in self.seen.check_in.ratings
            for source in protocol.source_list(protocol.signs[sign].sources)
        }
        return Reason(
            by="rule",
            id="no_warning_sign",
            urgency=Urgency.expected,
            text=self.say(protocol.contents.no_warning_sign.text),
            sources=tuple(sources.values())
            or protocol.source_list(protocol.contents.no_warning_sign.sources),
        )
