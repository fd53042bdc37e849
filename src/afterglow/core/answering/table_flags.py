"""The red-flag table: what each flag, and each set of them, calls for, from the protocol's rules.

In: a treatment and its protocol. Out: rows. A row is met when all it names is there; of the rows
that are met the most urgent counts. Rules that compare with earlier check-ins are left to the
server, which judges every check-in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from string import Formatter

from pydantic import BaseModel, ConfigDict

from afterglow.core.answering.asking import Asking
from afterglow.core.assessing import UrgencyField
from afterglow.core.protocol import Pattern, Rule, say
from afterglow.core.protocol.lexicon import tokens_of
from afterglow.core.vocabulary import Urgency


class Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class FlagRow(Row):
    """A flag: its name and question, and the most it calls for by itself at any hour."""

    code: str
    name: str
    question: str
    group: str
    urgency: UrgencyField
    likely: str | None
    first: str


class RuleRow(Row):
    """What must all be there, and what it calls for. Fever is a flag, or its temperature."""

    id: str
    flags: tuple[str, ...]
    ratings: dict[str, int]
    temperature_c: float | None
    from_hour: float
    urgency: UrgencyField
    likely: str | None
    first: str


class RedWords(Row):
    """Words for something that needs help: phrases in their order, or sets of alternatives that
    stand near each other in any order."""

    code: str
    name: str
    urgency: UrgencyField
    first: str
    phrases: tuple[str, ...]
    near: tuple[tuple[tuple[str, ...], ...], ...]


def rule_rows(asking: Asking) -> tuple[RuleRow, ...]:
    """Every rule that one check-in alone can meet, for this person, the most urgent first."""
    rows = [row for rule in asking.protocol.contents.rules for row in _rows_of(asking, rule)]
    return tuple(sorted(rows, key=lambda one: -one.urgency))


def flag_rows(asking: Asking, rows: tuple[RuleRow, ...]) -> tuple[FlagRow, ...]:
    """Every flag of the protocol that calls for anything by itself, the most urgent first."""
    found = []
    for flag in asking.protocol.contents.flags:
        alone = next((row for row in rows if set(row.flags) == {flag.id} and _plain(row)), None)
        if alone is None:
            continue
        found.append(
            FlagRow(
                code=flag.id,
                name=say(flag.name, asking.language),
                question=say(flag.question, asking.language),
                group=flag.group,
                urgency=alone.urgency,
                likely=alone.likely,
                first=alone.first,
            )
        )
    return tuple(sorted(found, key=lambda one: -one.urgency))


def red_words(asking: Asking, flags: tuple[FlagRow, ...]) -> tuple[RedWords, ...]:
    """The lexicon's words for flags, and those that call for help by themselves."""
    contents = asking.protocol.lexicon.contents
    by_code = {one.code: one for one in flags}
    found = []
    for entry in contents.flags:
        flag = by_code.get(entry.flag)
        if flag:
            found.append(_red(flag.code, flag.name, flag.urgency, flag.first, entry.words))
    for floor in contents.floors:
        urgency = Urgency[floor.urgency]
        told = asking.say(f"floors.{floor.id}")
        step = asking.protocol.steps[urgency]
        first = f"{_filled(asking, step.title)} {_filled(asking, step.text)}"
        found.append(_red(floor.id, told, urgency, first, floor.words))
    return tuple(sorted(found, key=lambda one: -one.urgency))


def steps_told(asking: Asking) -> dict[str, dict[str, str]]:
    """By urgency: its title, and what to do where no rule says more exactly."""
    return {
        urgency.name: {
            "title": _filled(asking, step.title),
            "text": _filled(asking, step.text),
        }
        for urgency, step in asking.protocol.steps.items()
    }


def step_text(asking: Asking, urgency: Urgency) -> str:
    """What to do at an urgency, where no rule says more exactly."""
    return _filled(asking, asking.protocol.steps[urgency].text)


def _plain(row: RuleRow) -> bool:
    return not row.ratings and row.temperature_c is None


def _rows_of(asking: Asking, rule: Rule) -> Iterator[RuleRow]:
    seen, urgency = rule.seen, Urgency[rule.urgency]
    if seen.rise or seen.earlier_flags or seen.nothing_reported:
        return
    if seen.person and seen.person.met_by(asking.facts) is None:
        return
    for flags, ratings in _ways(seen):
        yield RuleRow(
            id=rule.id,
            flags=flags,
            ratings=ratings,
            temperature_c=seen.temperature_at_least,
            from_hour=seen.from_hour,
            urgency=urgency,
            likely=_filled(asking, rule.likely) if _is_general(rule.likely) else None,
            first=_filled(asking, rule.next_step)
            if _is_general(rule.next_step)
            else step_text(asking, urgency),
        )


def _ways(seen: Pattern) -> Iterator[tuple[tuple[str, ...], dict[str, int]]]:
    """Each smallest set of flags and ratings that meets a pattern."""
    groups: list[list[str]] = [
        list(one) for one in (seen.flags_any, seen.with_flags_any) if one is not None
    ]
    groups += [[one] for one in seen.flags_all or ()]
    groups += [["fever"]] if seen.fever else []
    any_of = [{sign: least} for sign, least in (seen.ratings_any or {}).items()] or [{}]
    for chosen, rated in product(product(*groups), any_of):
        ratings = dict(seen.ratings_all or {})
        for sign, least in rated.items():
            ratings[sign] = max(least, ratings.get(sign, 0))
        yield tuple(dict.fromkeys(chosen)), ratings


def _red(code: str, name: str, urgency: Urgency, first: str, words: list[str]) -> RedWords:
    phrases = [" ".join(tokens_of(one)) for one in words if "+" not in one]
    phrases += [f"{one}s" for one in phrases if one.isalpha() and len(one) > 3 and one[-1] != "s"]
    near = [
        tuple(
            tuple(word for one in group.split("|") for word in tokens_of(one)[:1])
            for group in phrase.split("+")
        )
        for phrase in words
        if "+" in phrase
    ]
    return RedWords(
        code=code,
        name=name,
        urgency=urgency,
        first=first,
        phrases=tuple(dict.fromkeys(one for one in phrases if one)),
        near=tuple(near),
    )


def _filled(asking: Asking, text: dict[str, str] | None) -> str:
    country = asking.protocol.country(asking.treatment) if asking.treatment else None
    poison = (country.poison if country else None) or asking.emergency
    values = {"emergency": asking.emergency, "clinic": asking.clinic, "poison": poison}
    return say(text or {"en": ""}, asking.language, **values)


def _is_general(text: dict[str, str] | None) -> bool:
    """Whether a text names nothing that only a judged check-in knows (its ratings, its hour)."""
    if not text:
        return False
    names = {name for words in text.values() for _, name, _, _ in Formatter().parse(words)}
    return names <= {None, "emergency", "clinic", "poison"}
