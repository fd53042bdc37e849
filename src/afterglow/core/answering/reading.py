"""Reading a question: its words, the phrases in them, its times and the medicines it names.

In: text. Out: `Reading`, on which the parts of an answer are built. The first 2,000 characters are
read with care for misspelling; the rest of a longer text is searched for red flags as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from rapidfuzz.distance import OSA

from afterglow.core.answering.arabic import DIGITS, ArabicWords
from afterglow.core.answering.arabic_spelling import ArabicSpelling
from afterglow.core.answering.company import by_company
from afterglow.core.answering.names import Named, NameIndex
from afterglow.core.answering.phrases import Found, PhraseBook
from afterglow.core.answering.times import Times, read_times
from afterglow.core.answering.words import (
    MATCHED_CHARACTERS,
    Spelling,
    Word,
    fold,
    split,
)
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.lexicon import Lexicon, tokens_of

SET_PHRASES = (
    "negators", "treatment_words", "taken_words", "prescribed_words", "heart_words",
    "low_dose_words", "medicine_words", "starting", "about_others", "off_topic", "can_i",
    "purposes", "info_openers", "nothing", "apply_words", "worried",
    "more_doses", "too_many", "needs", "untreated",
)  # fmt: skip
URGENT = ("flag", "floor")
# a longer text is no question with a slip in it
GENEROUS_WORDS = 30


@dataclass(frozen=True)
class Reading:
    """What stands in a question. `tail` are red flags beyond the part that was read with care."""

    text: str
    words: tuple[Word, ...]
    found: tuple[Found, ...]
    times: Times
    names: tuple[Named, ...]
    tail: tuple[Found, ...] = ()
    tail_words: tuple[Word, ...] = field(default=(), repr=False)

    def of(self, kind: str) -> list[Found]:
        return [one for one in self.found if one.kind == kind]

    def has(self, kind: str) -> bool:
        return any(one.kind == kind for one in self.found)

    @cached_property
    def is_noise(self) -> bool:
        """Whether most of the letters belong to no known word: nothing soft may rest on that."""
        named = {place for one in self.names for place in range(one.start, one.end)}
        letters = sum(char.isalpha() for char in self.text[:MATCHED_CHARACTERS])
        sure = sum(
            len(word.text)
            for place, word in enumerate(self.words)
            if word.text.isalpha() and (place in named or _is_sure(word))
        )
        # three letters are met by chance, unless they are all there is
        return sure * 2 < letters or sure < min(letters, 4) or not letters

    def words_at(self, one: Found | Named) -> str:
        return " ".join(word.text for word in self.words[one.start : one.end])


def _is_sure(word: Word) -> bool:
    """Whether a word is known as it stands, or too long to be met by chance with a slip in it."""
    if not word.known:
        return False
    # 6 letters with a slip, 8 with two
    return len(word.text) >= (4 + 2 * word.distance if word.distance else 2)


class Reader:
    """Reads questions by a protocol's lexicon and dictionary. Built once a protocol."""

    def __init__(self, protocol: Protocol, language: str = "en") -> None:
        self.lexicon: Lexicon = protocol.lexicon_in(language)
        self.arabic = language == "ar"
        self.names = NameIndex(protocol.medicines, self.lexicon.plain)
        self.book = self._phrases()
        urgent = [
            token
            for entry in self.lexicon.contents.flags
            for phrase in entry.words
            for token in tokens_of(phrase)
            if "+" not in phrase and " " not in phrase
        ]
        parts = {
            token
            for entry in self.lexicon.contents.flags
            for phrase in entry.words
            for token in tokens_of(phrase)
        }
        self._hidden: dict[str, frozenset[str]] = {}
        known = self.book.words | self.lexicon.plain
        parts -= self.lexicon.words("gaps")
        self.spelling = (ArabicSpelling if self.arabic else Spelling)(known, urgent, parts)

    @cached_property
    def _informing(self) -> frozenset[str]:
        """Topics that only inform; they never hide what is felt."""
        return frozenset(one.topic for one in self.lexicon.contents.topics if one.asks == "info")

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return self.spelling.known

    @cached_property
    def _stripped(self) -> frozenset[str]:
        """Words of medicines' packs: makers, forms, strengths. Never a misspelt symptom."""
        return frozenset(
            token for phrases in self.names.stripped for one in phrases for token in one.split()
        )

    def _phrases(self) -> PhraseBook:
        contents = self.lexicon.contents
        book = PhraseBook(gaps=self.lexicon.words("gaps"))
        for topic in contents.topics:
            book.add("topic", topic.topic, topic.words)
        for sign in contents.signs:
            book.add("sign", sign.sign, sign.words)
        for flag in contents.flags:
            book.add("flag", flag.flag, flag.words)
        for floor in contents.floors:
            book.add("floor", floor.id, floor.words)
        for condition in contents.conditions:
            book.add("condition", condition.condition, condition.words)
        for one in contents.classes:
            book.add("class", one.class_, one.words)
        for name, moment in contents.moments.items():
            book.add("moment", name, moment.words)
        for level, severity in contents.severity.items():
            book.add("severity", level, severity.words)
        for name in SET_PHRASES:
            book.add(name, name, getattr(contents, name))
        book.words.update(contents.units, contents.numbers, contents.weekdays)
        for words in (contents.after, contents.before, contents.ahead, contents.ago):
            book.words.update(words)
        book.words.update(contents.turns, contents.reversals)
        return book

    def read(self, text: str, *, generous: bool = False) -> Reading:
        """Everything that is found in a question. `generous`: misspelt words may be anything
        near, however unlikely; for questions that are not understood otherwise."""
        if self.arabic:
            text = text.translate(DIGITS)
        head, tail = text[:MATCHED_CHARACTERS], text[MATCHED_CHARACTERS:]
        word = self._any_word if generous else self._word
        words = tuple(word(token, clause) for token, clause in self._tokens(head))
        words = by_company(words, self.lexicon.company)
        found = self.book.find(words)
        found = _longest(found, self._informing)
        moments = [(one.code, one.start, one.end) for one in found if one.kind == "moment"]
        first = any(one.kind == "starting" for one in found)
        times = read_times(words, self.lexicon, moments, first)
        taking = self.lexicon.words("taking_words")
        takes = any(word.text in taking for word in words)
        names = self.names.scan(words, may_be_plain=takes)
        far_words: tuple[Word, ...] = ()
        far: list[Found] = []
        if tail:
            # no time is spent on spelling here, but no red flag is lost either
            known = self.book.words
            far_words = tuple(
                Word(token, frozenset({token}), clause, token in known)
                for token, clause in self._tokens(head[-200:] + tail)
                if token in known
            )
            far = [one for one in self.book.find(far_words) if one.kind in URGENT]
        return Reading(text, words, tuple(found), times, tuple(names), tuple(far), far_words)

    def _tokens(self, text: str) -> list[tuple[str, int]]:
        tokens = split(fold(text))
        return self._arabic_words.apart(tokens) if self.arabic else tokens

    @cached_property
    def _arabic_words(self) -> ArabicWords:
        contents = {
            name: {one.holds for one in found} for name, found in self.names.entries.items()
        }
        return ArabicWords(self._vocabulary, self.spelling.parts, contents)

    def _word(self, token: str, clause: int) -> Word:
        if token in self._vocabulary or token[0].isdigit():
            missed = self._may_hide(token)
            return Word(token, frozenset({token}), clause, True, perhaps=missed)
        if token in self.names.tokens or token in self._stripped:
            perhaps = self.spelling.perhaps(token) if len(token) <= 3 else frozenset()
            return Word(token, frozenset({token}), clause, False, perhaps=perhaps)
        if self._stands(token):
            # an everyday word, but perhaps one of a warning, with a slip in it ("eye swollen hut")
            missed = self._may_hide(token) | (self.spelling.perhaps(token) & self.spelling.parts)
            return Word(token, frozenset({token}), clause, True, perhaps=missed)
        distance, near = self.spelling.nearest(token)
        if not near:
            perhaps = self.spelling.perhaps(token) if 2 <= len(token) <= 3 else frozenset()
            return Word(token, frozenset({token}), clause, False, perhaps=perhaps)
        everyday = not self.lexicon.plain.isdisjoint(near)
        meant = frozenset({token, *near})
        # a slip that is likelier another word's may still be a warning's ("burn maeks")
        missed = (self.spelling.perhaps(token) & self.spelling.parts) - meant
        return Word(token, meant, clause, True, distance, missed, everyday)

    def _stands(self, token: str) -> bool:
        """Whether a word that the lexicon does not use is one of everyday language all the same."""
        if token in self.lexicon.common:
            return True
        return token in self.lexicon.rarer and self.spelling.nearest(token)[0] != 1

    def _may_hide(self, token: str) -> frozenset[str]:
        """Warning words that an everyday word may be, by one slip ("my dye hurts")."""
        everyday = self.lexicon.plain | self.lexicon.words("gaps")
        if token not in self._hidden:
            self._hidden[token] = frozenset(
                word
                for word in self.lexicon.contents.never_missed
                if token != word
                and OSA.distance(token, word, score_cutoff=1) <= 1
                and (token in everyday or token not in self.spelling.parts)
                and len(token) > 2
            )
        return self._hidden[token]

    def _any_word(self, token: str, clause: int) -> Word:
        if token in self._vocabulary or token[0].isdigit():
            return Word(token, frozenset({token}), clause, True)
        near = self.spelling.any_of(token)
        everyday = not self.lexicon.plain.isdisjoint(near)
        meant = frozenset({token, *near})
        return Word(token, meant, clause, bool(near), int(bool(near)), everyday=everyday)


def _longest(found: Sequence[Found], informing: frozenset[str]) -> list[Found]:
    """Without what stands wholly inside a longer phrase: "cold sore" in "cold sore tablets"."""
    kept: list[Found] = []
    content = ("nothing", "worried", "topic", "sign", "flag", "floor", "condition", "class")
    for one in found:
        if one.kind in content and any(
            one.inside(other) and not _leaves(one, other, informing)
            for other in kept
            if other.kind in content
        ):
            continue
        kept.append(one)
    return kept


def _leaves(one: Found, other: Found, informing: frozenset[str]) -> bool:
    """Whether the longer phrase leaves the shorter one standing: an infection is felt as well, and
    a flag counts also where its words belong to a longer warning."""
    if one.kind == "sign" and other.kind == "topic" and other.code in informing:
        return True
    if one.kind == "flag" and other.kind == "floor":
        return True
    return other.kind == "condition" and other.code in PRESENT and one.kind in URGENT


# conditions that are a symptom too where they are there now
PRESENT = frozenset({"active_infection", "recent_tan", "acne"})

_readers: WeakKeyDictionary[Protocol, dict[str, Reader]] = WeakKeyDictionary()


def reader_for(protocol: Protocol, language: str = "en") -> Reader:
    """The reader of a protocol in a language, built when first asked for."""
    readers = _readers.setdefault(protocol, {})
    if language not in readers:
        readers[language] = Reader(protocol, language)
    return readers[language]
