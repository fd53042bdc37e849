"""Words on the floor: what an overlay may translate and add to, and never put in other words.

In: the same entry below and merged. Out: the fields whose words were changed. Kept are the words
of emergencies, the questions for warning signs and their scales, who must ask first, what is said
of numbing creams, and how signs that show trouble usually go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterglow.core.languages import translated
from afterglow.core.protocol.advice import AskFirst, Claim, Guidance
from afterglow.core.protocol.courses import SignSpec
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.protocol.values import Hours
from afterglow.core.vocabulary import MAX_RATING

Told = Iterator[tuple[Steps, str]]
KEPT = "its words are on the floor; translate them, or say more in an entry of your own"
TRANSLATED = "its words are on the floor, and this language has them already"
# how far a clinic may move the usual course of a sign: beyond, trouble would look ordinary
LONGER, HIGHER, WIDER = 2.5, 2.5, 1.0


def _changed(old: Any, new: Any, *names: str) -> Told:
    for name in names:
        before, after = getattr(old, name) or {}, getattr(new, name) or {}
        for language, words in before.items():
            if after.get(language) != words:
                yield (name, language), KEPT
                break
        for language in after.keys() - before.keys():
            # a second translation could turn round what the first one says
            shipped = translated(before["en"], language) if before else None
            if shipped is not None and after[language] != shipped:
                yield (name, language), TRANSLATED


def rule_words(old: Rule, new: Rule) -> Told:
    if old.urgency == "emergency":
        yield from _changed(old, new, "text", "likely", "next_step")


def step_words(old: Step, new: Step) -> Told:
    if old.urgency == "emergency":
        yield from _changed(old, new, "title", "text")
    elif old.urgency == "call_clinic":
        yield from _changed(old, new, "title")


def flag_words(old: FlagSpec, new: FlagSpec) -> Told:
    yield from _changed(old, new, "question", "name")
    if new.group != old.group:
        yield ("group",), f"{old.group} -> {new.group}; where a warning sign is asked is kept"


def ask_first_words(old: AskFirst, new: AskFirst) -> Told:
    yield from _changed(old, new, "text", "why")


def guidance_words(old: Guidance, new: Guidance) -> Told:
    """Of guidance on the floor its name as well; of all other only that it is not turned around."""
    yield from _changed(old, new, "name", "text")


def claim_words(old: Claim, new: Claim) -> Told:
    if old.status == "unsafe":
        yield from _changed(old, new, "says", "verdict")


def numbing_words(old: Any, new: Any) -> Told:
    """Of limits only where the number is as before: a tighter one needs other words."""
    same = all(
        getattr(old, name, None) == getattr(new, name, None) for name in ("at_most", "at_least")
    )
    if same:
        yield from _changed(old, new, "text")


def sign_words(old: SignSpec, new: SignSpec, watched: frozenset[str]) -> Told:
    """Signs that rules read: their question and scale, when they are asked, their usual course."""
    if old.id not in watched:
        return
    yield from _changed(old, new, "question")
    for rating in (0, MAX_RATING):
        if new.words.get(rating, {}).get("en") != old.words.get(rating, {}).get("en"):
            yield ("words",), KEPT
    if new.ask[0] > old.ask[0] or new.ask[1] < old.ask[1]:
        yield ("ask",), f"{_span(*old.ask)} -> {_span(*new.ask)}; it shows trouble, so it is asked"
    for name, before, after in (
        ("p90", old.resolved.p90, new.resolved.p90),
        ("median", old.resolved.median, new.resolved.median),
    ):
        if after > LONGER * before:
            said = f"{before:g} -> {after:g} h; more than {LONGER:g} times as long hides trouble"
            yield ("resolved", name), said
    for name, most in (("mean", HIGHER), ("sd", WIDER)):
        before, after = getattr(old.severity, name), getattr(new.severity, name)
        if after > before + most:
            yield (
                ("severity", name),
                f"{before:g} -> {after:g}; so high a usual course hides trouble",
            )


def watched_signs(contents: Contents) -> frozenset[str]:
    """The signs that some rule reads."""
    found: set[str] = set()
    for rule in contents.rules:
        found |= {*(rule.seen.ratings_any or ()), *(rule.seen.ratings_all or ())}
        found |= set(rule.seen.rise.signs if rule.seen.rise else ())
    return frozenset(found)


def _span(start: Hours, end: Hours) -> str:
    return f"{start:g} to {end:g} h"
