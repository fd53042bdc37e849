"""Feeling unwell: the number to call first, then the warning signs by urgency.

In: the protocol's rules and flags and, where known, the treatment. Out: what the template shows.
A sign stands under the most urgent of the rules that it meets on its own for this person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from afterglow.core.protocol import Country, Facts, Pattern, Protocol, Rule, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import wording

GROUPS = ("breathing", "numbing", "unwell", "eyes", "skin", "later")
ALONE = {"seen", "flags_any", "fever", "person"}


@dataclass(frozen=True)
class Number:
    """A number to tap: as it is read, and as a phone dials it."""

    shown: str

    @property
    def dial(self) -> str:
        return "".join(one for one in self.shown if one.isdigit() or one == "+")


@dataclass(frozen=True)
class Group:
    """Signs that belong together, in plain words."""

    title: str
    signs: list[str]

    @property
    def listed(self) -> str:
        """The signs in one line."""
        return wording.commas(sign.lower() for sign in self.signs)


@dataclass(frozen=True)
class Unwell:
    """All that the page shows."""

    title: str
    what: str
    numbers: list[Number]
    poison: Number | None
    advice: Number | None
    say_this: str
    while_you_wait: list[str]
    emergency: list[Group]
    together: list[str]
    call_title: str
    call_what: str
    call: list[Group]
    watch_what: str
    emergency_words: str


def emergency_number(country: Country | None, protocol: Protocol, language: str) -> str:
    """The number as words; where the country is not known, the protocol's careful answer."""
    return country.emergency if country else say(protocol.contents.numbers.elsewhere, language)


def unwell(
    protocol: Protocol, treatment: Treatment | None, country: Country | None, language: str,
    now: datetime,
) -> Unwell:  # fmt: skip
    """The page for this person, or, without a treatment, for anybody."""
    facts = protocol.facts(treatment) if treatment else None
    number = emergency_number(country, protocol, language)
    numbers = [country.emergency] if country else ["112", "911"]
    urgency = flag_urgencies(protocol, facts)
    steps = protocol.steps
    step, call = steps[Urgency.emergency], steps[Urgency.call_clinic]
    return Unwell(
        title=gettext("Any of these? %(call)s")
        % {"call": say(step.title, language, emergency=number)},
        what=say(step.text, language, emergency=number),
        numbers=[Number(one) for one in numbers],
        poison=Number(country.poison) if country and country.poison else None,
        advice=Number(country.advice) if country and country.advice else None,
        say_this=_say_this(treatment, now),
        while_you_wait=_while_you_wait(protocol, language, number),
        emergency=_groups(protocol, urgency, Urgency.emergency, language),
        together=_together(protocol, facts, urgency, language),
        call_title=say(call.title, language, emergency=number),
        call_what=say(call.text, language, emergency=number),
        call=_groups(protocol, urgency, Urgency.call_clinic, language),
        watch_what=say(steps[Urgency.watch].text, language, emergency=number),
        emergency_words=number,
    )


def flag_urgencies(protocol: Protocol, facts: Facts | None) -> dict[str, Urgency]:
    """The urgency of each flag when it is the only one."""
    found: dict[str, Urgency] = {}
    for rule in protocol.contents.rules:
        if rule.seen.from_hour > 0 or not _for_person(rule, facts):
            continue
        for flag in _flags_alone(rule.seen):
            found[flag] = max(found.get(flag, Urgency.expected), Urgency[rule.urgency])
    return found


def _flags_alone(seen: Pattern) -> Iterable[str]:
    asked = {name for name in seen.model_fields_set if getattr(seen, name)} - {"person"}
    if asked == {"flags_any"}:
        return seen.flags_any or ()
    return ("fever",) if asked == {"fever"} else ()


def _for_person(rule: Rule, facts: Facts | None) -> bool:
    if rule.seen.person is None:
        return True
    return facts is not None and rule.seen.person.met_by(facts) is not None


def group_titles() -> dict[str, str]:
    """What each group of flags is called."""
    return {
        "breathing": gettext("Breath and allergy"),
        "numbing": gettext("Head and heart"),
        "unwell": gettext("Feeling ill"),
        "eyes": gettext("Eyes"),
        "skin": gettext("Skin"),
        "later": gettext("Later on"),
    }


def _groups(
    protocol: Protocol, urgency: dict[str, Urgency], wanted: Urgency, language: str
) -> list[Group]:
    titles = group_titles()
    groups = []
    for group in GROUPS:
        signs = [
            wording.sentence(say(flag.name, language))
            for flag in protocol.contents.flags
            if flag.group == group and urgency.get(flag.id) == wanted
        ]
        if signs:
            groups.append(Group(titles[group], signs))
    return groups


def _together(
    protocol: Protocol, facts: Facts | None, urgency: dict[str, Urgency], language: str
) -> list[str]:
    """Emergencies of two signs at once, each as a line, without those that one sign makes so."""
    lines: list[str] = []

    def names(flags: Iterable[str]) -> list[str]:
        quiet = [one for one in flags if urgency.get(one) != Urgency.emergency]
        return [say(protocol.flags[one].name, language) for one in dict.fromkeys(quiet)]

    for rule in protocol.contents.rules:
        seen = rule.seen
        if rule.urgency != "emergency" or seen.ratings_any or seen.ratings_all:
            continue
        if not _for_person(rule, facts):
            continue
        first, second = names(seen.flags_any or ()), names(seen.with_flags_any or ())
        if seen.fever and first:
            first, second = [say(protocol.flags["fever"].name, language)], first
        if not first or not second:
            continue
        firsts = wording.either(first)
        lines.append(
            wording.sentence(
                gettext("%(one)s, with %(other)s")
                % {"one": firsts, "other": wording.either(second)}
            )
        )
    return list(dict.fromkeys(lines))


def _while_you_wait(protocol: Protocol, language: str, number: str) -> list[str]:
    """The steps of the gravest rule, one sentence each, without the call itself."""
    rule = protocol.rules.get("anaphylaxis")
    text = say(rule.next_step, language, emergency=number) if rule and rule.next_step else ""
    sentences = [part.strip().rstrip(".") + "." for part in text.split(". ") if part.strip()]
    return [one for one in sentences if number not in one]


def _say_this(treatment: Treatment | None, now: datetime) -> str:
    if treatment is None or treatment.performed_at > now:
        return gettext("I had skin needling (microneedling). Then say when, and what you feel.")
    moment = treatment.at_hour(0)
    words = {"when": wording.weekday_time(moment)}
    if (now - treatment.performed_at).days > 5:
        words = {"when": wording.full_date(moment)}
    if treatment.numbing:
        return gettext("I had skin needling, with numbing cream, on %(when)s. I feel …") % words
    return gettext("I had skin needling on %(when)s. I feel …") % words
