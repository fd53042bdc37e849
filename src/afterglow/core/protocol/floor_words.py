"""Words on the floor: what an overlay may translate and add to, and never put in other words.

In: the same entry below and merged. Out: the fields whose words were changed. Kept are the words
of emergencies, the questions for warning signs and their scales, who must ask first, what is said
of numbing creams, and how signs that show trouble usually go. Some may be added to (`_added`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterglow.core.languages import translated
from afterglow.core.protocol.advice import AskFirst, Claim, Guidance, Phase
from afterglow.core.protocol.beside import BesideNote
from afterglow.core.protocol.courses import SignSpec
from afterglow.core.protocol.floor_held import floor
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.protocol.values import Hours
from afterglow.core.vocabulary import MAX_RATING

Told = Iterator[tuple[Steps, str]]
KEPT = "its words are on the floor; translate them, or say more in an entry of your own"
ADD_ONLY = "these words stay as they are; write more before or after them"
TRANSLATED = "its words are on the floor, and this language has them already"
UNREAD = (
    "its words are on the floor, and Afterglow does not read this language;"
    ' write the English words behind yours, so that people see both, as "... (English: ...)"'
)
PARTS = ("emergency", "call_clinic", "while_waiting", "help")  # the most urgent first
# how far a clinic may move the usual course of a sign: beyond, trouble would look ordinary
LONGER, HIGHER, WIDER = 2.5, 2.5, 1.0


def _changed(old: Any, new: Any, *names: str) -> Told:
    """Fields whose words are another; a translation may not turn round what they say."""
    for name in names:
        before, after = getattr(old, name) or {}, getattr(new, name) or {}
        if any(after.get(language) != words for language, words in before.items()):
            language = next(one for one, words in before.items() if after.get(one) != words)
            yield (name, language), KEPT
        for language, said in _translations(before, after):
            yield (name, language), said


def _translations(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Languages that an overlay adds to words of the floor, and may not so: nobody here reads them.

    What the house has translated stays as it is; in another language the English stands beside.
    """
    for language in sorted(after.keys() - before.keys()):
        shipped = translated(before["en"], language) if before else None
        if shipped is not None and after[language] != shipped:
            yield language, TRANSLATED
        elif before and shipped is None and before["en"] not in after[language]:
            yield language, UNREAD


def _added(old: Any, new: Any, *names: str) -> Told:
    """Fields that no longer hold the words they had; a clinic may say more before and after."""
    for name in names:
        before, after = getattr(old, name) or {}, getattr(new, name) or {}
        for language, words in before.items():
            if words not in after.get(language, ""):
                yield (name, language), ADD_ONLY
                break
        for language in sorted(after.keys() - before.keys()):
            shipped = translated(before["en"], language) or before["en"] if before else ""
            if shipped not in after[language]:
                yield (name, language), ADD_ONLY


def rule_words(old: Rule, new: Rule) -> Told:
    if old.urgency == "emergency":
        yield from _changed(old, new, "text", "likely", "next_step")
    elif old.urgency == "call_clinic" and new.next_step:
        yield from _added(old, new, "next_step")


def step_words(old: Step, new: Step) -> Told:
    yield from _changed(old, new, "title")
    if old.urgency == "emergency":
        yield from _changed(old, new, "text")
    else:
        yield from _added(old, new, "text")


def phase_words(old: Phase, new: Phase) -> Told:
    yield from _changed(old, new, "name")
    yield from _added(old, new, "text")


def note_words(old: BesideNote, new: BesideNote) -> Told:
    if PARTS.index(new.part) > PARTS.index(old.part):
        yield ("part",), f"{old.part} -> {new.part}"
    yield from _added(old, new, "text")


def flag_words(old: FlagSpec, new: FlagSpec) -> Told:
    yield from _changed(old, new, "question", "name")
    if new.group != old.group:
        yield ("group",), f"{old.group} -> {new.group}; where a warning sign is asked is kept"


def ask_first_words(old: AskFirst, new: AskFirst) -> Told:
    yield from _changed(old, new, "text", "why")


def guidance_words(old: Guidance, new: Guidance) -> Told:
    """Of guidance on the floor its name and its reason as well."""
    yield from _changed(old, new, "name", "why")
    if old.key in floor().may_add:
        yield from _added(old, new, "text")
    else:
        yield from _changed(old, new, "text")


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
        scale, changed = old.words.get(rating, {}), new.words.get(rating, {})
        if changed.get("en") != scale.get("en"):
            yield ("words",), KEPT
        for language, said in _translations(scale, changed):
            yield ("words", rating, language), said
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
