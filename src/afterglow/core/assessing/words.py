"""Texts of the protocol, filled with what one check-in says."""

from __future__ import annotations

from collections.abc import Iterable

from afterglow.core.assessing.results import Reason
from afterglow.core.assessing.seen import Met, Seen
from afterglow.core.protocol import Rule, say
from afterglow.core.vocabulary import Urgency
from afterglow.core.wording import commas, isolated


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
            "clinic": isolated(clinic.phone, language)
            if clinic and clinic.phone
            else say(numbers.your_clinic, language),
            "hours": int(seen.hour),
            "temperature": seen.check_in.temperature_c,
        }

    def say(self, text: dict[str, str], **values: object) -> str:
        return say(text, self.language, **(self.values | values))

    def sign(self, code: str) -> str:
        """A sign's name."""
        return say(self.seen.protocol.signs[code].name, self.language)

    def listed(self, parts: Iterable[object]) -> str:
        return commas(map(str, parts), self.language)

    def reason(self, rule: Rule, met: Met) -> Reason:
        """The rule's reason in people's words."""
        protocol = self.seen.protocol
        values: dict[str, object] = {"when": say(rule.when, self.language) if rule.when else ""}
        names = [say(protocol.flags[flag].name, self.language).lower() for flag in met.flags]
        values["flags"] = self.listed(names)
        signs = [rise.sign for rise in met.rises] or [sign for sign, _ in met.ratings]
        named = [self.sign(sign) for sign in signs]
        values["sign"] = self.listed([*named[:1], *(name.lower() for name in named[1:])])
        if met.rises:
            values |= {
                "rating": self.listed(rise.rating for rise in met.rises),
                "earlier": self.listed(rise.earlier for rise in met.rises),
                "rise": self.listed(rise.by for rise in met.rises),
            }
        elif met.ratings:
            values["rating"] = self.listed(rating for _, rating in met.ratings)
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
