"""The words of questions in another language, laid over the English lexicon.

In: data/lexicon/languages/<language>.yaml and, where there is one, <language>_everyday.yaml. Out: a
`Lexicon` that knows English (brands, mixed speech) and that language, every fault with its file and
line. Read only when such a question may have come.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pydantic import Field, ValidationError

from afterglow.core.errors import Fault, ProtocolRefused, faults_of, nearest
from afterglow.core.protocol.lexicon import Lexicon, Words, tokens_of
from afterglow.core.protocol.loading import read_folder
from afterglow.core.protocol.values import Entry

# rooms whose entries are told apart by a code, and what the code is called there
CODED = {
    "topics": "topic", "signs": "sign", "flags": "flag", "floors": "id",
    "conditions": "condition", "classes": "class_",
}  # fmt: skip
# the rooms and lists of what is felt, and where
TELLING = ("signs", "flags", "floors")
TELLING_LISTS = ("skin_words", "heat_words", "heart_words")
# rooms with words by a name
NAMED = ("severity", "moments")
# rooms that are lists of words
LISTS = (
    "negators", "firm_negators", "carriers", "turns", "reversals", "abilities", "troubles",
    "purposes", "info_openers", "treatment_words", "medicine_words", "taking_words",
    "taken_words", "prescribed_words", "name_ends", "joiners", "apply_words", "after", "before",
    "ahead", "ago", "day_words", "starting", "can_i", "heat_words", "gaps", "story_words",
    "skin_words", "score_words", "soothing", "never_missed", "about_others", "off_topic", "worried",
    "heart_words", "present", "there_now", "more_doses", "too_many", "needs", "feeling_words",
    "untreated",
)  # fmt: skip


class LanguageWords(Entry):
    """One language's words, in the rooms of the English lexicon.

    `plain` are everyday words. `things` are everyday words too, but ones that may be what is asked
    about or felt (food, the body): they stand for themselves, and no yes rests on them.
    `not_english` are words that mean a topic or a degree in English only ("tan", which is "so" in
    Spanish); words of a warning cannot be taken away. `also_english` are words that English has as
    well, which do not tell in what language a question is. `medicine_names` are what medicines are
    called, by code.
    """

    topics: dict[str, Words] = {}
    signs: dict[str, Words] = {}
    flags: dict[str, Words] = {}
    floors: dict[str, Words] = {}
    conditions: dict[str, Words] = {}
    classes: dict[str, Words] = {}
    severity: dict[str, list[str]] = {}
    moments: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    numbers: dict[str, float] = {}
    units: dict[str, float] = {}
    weekdays: dict[str, int] = {}
    plain: str = Field(min_length=1)
    things: str = ""
    also_english: str = ""
    not_english: list[str] = []
    medicine_names: dict[str, str] = {}

    @cached_property
    def own(self) -> frozenset[str]:
        """The words that a yes may rest on by themselves. One of a warning that stands alone tells
        something else than the warning does; one of a longer topic may do so too."""
        rooms = [getattr(self, room) for room in (*CODED, *NAMED) if room not in TELLING]
        lists = {name: words for name, words in self.lists.items() if name not in TELLING_LISTS}
        more = [*self.numbers, *self.units, *self.weekdays, self.plain]
        return (_tokens(*rooms) - self._told - self._things) | _tokens(lists, {"": more})

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word of the files, folded."""
        return self.own | self._told | self._things

    @cached_property
    def _things(self) -> frozenset[str]:
        return frozenset(tokens_of(self.things))

    @cached_property
    def _told(self) -> frozenset[str]:
        return _tokens(*(getattr(self, room) for room in TELLING), self.lists)


def _tokens(*rooms: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(
        token
        for room in rooms
        for words in room.values()
        for phrase in words
        for token in tokens_of(phrase)
    )


class SpokenLexicon(Lexicon):
    """English and one other language. `own` are the words of the language that a yes may rest on,
    `spoken` all of its words, and the `telling` ones among them are not English as well."""

    own: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    medicine_names: Mapping[str, str] = MappingProxyType({})


def read_spoken(english: Lexicon, folder: Any, language: str, *, strict: bool) -> SpokenLexicon:
    """The lexicon in a language. Not `strict`: words for unknown codes are left out.

    Raises `ProtocolRefused`, one line a fault, each with its file and line.
    """
    own = (f"{language}.yaml", f"{language}_everyday.yaml")
    read, _ = read_folder(folder, lambda name: name in own)
    faults = list(read.faults)
    words: LanguageWords | None = None
    try:
        words = LanguageWords.model_validate(read.data)
    except ValidationError as error:
        for fault in faults_of(error, LanguageWords):
            file, line = read.place(tuple(fault.field.split("."))) or (None, None)
            faults.append(Fault(fault.field, fault.problem, file, line))
    if words and strict:
        for room, code, known in _unknown(english, words):
            file, line = read.place((room, code)) or (None, None)
            problem = f"unknown code {code!r}{nearest(code, known)}"
            faults.append(Fault(room, problem, file, line))
    if faults or not words:
        raise ProtocolRefused(faults)
    return _over(english, words)


def _known(english: Lexicon, room: str) -> frozenset[str]:
    if room == "lists":
        return frozenset(LISTS)
    entries = getattr(english.contents, room)
    return frozenset(entries if room in NAMED else (getattr(one, CODED[room]) for one in entries))


def _unknown(english: Lexicon, words: LanguageWords) -> list[tuple[str, str, frozenset[str]]]:
    return [
        (room, code, known)
        for room in (*CODED, *NAMED, "lists")
        for known in (_known(english, room),)
        for code in getattr(words, room)
        if code not in known
    ]


def _over(english: Lexicon, words: LanguageWords) -> SpokenLexicon:
    """English with the language's words behind it."""
    contents, away = english.contents, frozenset(words.not_english)
    changed: dict[str, Any] = {}
    for room, code in CODED.items():
        more = getattr(words, room)
        drop = away if room == "topics" else frozenset[str]()
        changed[room] = [
            one.model_copy(
                update={
                    "words": [
                        *(word for word in one.words if word not in drop),
                        *more.get(getattr(one, code), ()),
                    ]
                }
            )
            for one in getattr(contents, room)
        ]
    for room in NAMED:
        more = getattr(words, room)
        drop = away if room == "severity" else frozenset[str]()
        changed[room] = {
            name: one.model_copy(
                update={
                    "words": [
                        *(word for word in one.words if word not in drop),
                        *more.get(name, ()),
                    ]
                }
            )
            for name, one in getattr(contents, room).items()
        }
    for name, more in words.lists.items():
        if name in LISTS:
            changed[name] = [*getattr(contents, name), *more]
    for name in ("numbers", "units", "weekdays"):
        own = {tokens_of(word)[0]: value for word, value in getattr(words, name).items()}
        changed[name] = getattr(contents, name) | own
    changed["plain"] = f"{contents.plain} {words.plain} {words.things}"
    # the long list of English words says nothing of what a Spanish or Arabic word means
    changed["common"], changed["rarer"] = "", ""
    # single words are compared as they are folded
    for name in LISTS:
        folded = [" ".join(tokens_of(word)) for word in changed.get(name, getattr(contents, name))]
        changed[name] = list(dict.fromkeys(word for word in folded if word))
    lexicon = SpokenLexicon(contents.model_copy(update=changed))
    both = frozenset(tokens_of(words.also_english))
    lexicon.own, lexicon.spoken = words.own, words.all_words
    lexicon.telling = words.all_words - both
    lexicon.medicine_names = words.medicine_names
    return lexicon
