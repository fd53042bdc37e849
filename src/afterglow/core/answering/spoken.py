"""In which language a question is written, and whether all of it was understood there.

In: a question, and the language of the page. Out: the language whose words it is read by. Arabic
letters are Arabic on every page; Latin ones are Spanish where the page is, where its signs say so,
or where more of its words are Spanish than English.
"""

from __future__ import annotations

import re
from functools import cache

from afterglow.core.answering.names import Named
from afterglow.core.answering.reading import Reader, Reading, reader_for
from afterglow.core.answering.words import MATCHED_CHARACTERS
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.letters import words_of
from afterglow.core.protocol.spoken import SpokenLexicon

_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_SPANISH_SIGNS = re.compile(r"[¿¡ñ]", re.IGNORECASE)
# so much of a question must be Spanish: other languages share some of its small words
SHARE = 1 / 4


def spoken_in(question: str, language: str) -> str:
    """The language a question is read in: that of its letters, then of the page, then its words."""
    head = question[:MATCHED_CHARACTERS]
    if _ARABIC.search(head):
        return "ar"
    if language == "es" or _SPANISH_SIGNS.search(head):
        return "es"
    return "es" if _is_spanish(words_of(head)) else "en"


def languages_of(note: str) -> list[str]:
    """The languages that a note is read in. Each other lexicon holds the English words as well, so
    English is left out where the note is plainly in another: it would not hear a "no" there."""
    head = note[:MATCHED_CHARACTERS]
    spoken = spoken_in(note, "en")
    if spoken != "en":
        return [spoken]
    telling = _spanish()[1]
    mixed = any(word in telling and word not in _english() for word in words_of(head))
    return ["en", "es"] if mixed else ["en"]


def is_understood(note: str, reader: Reader) -> bool:
    """Whether most of the letters of a note are words of the reader's language, or of what it
    finds: else it means nothing that nothing was found."""
    reading = reader.read(note)
    taken = {place for one in reading.found for place in one.at} | _places(reading.names)
    lexicon = reader.lexicon
    # the plain English words hold small ones of German, French and others, which are not read
    own = lexicon.spoken if isinstance(lexicon, SpokenLexicon) else lexicon.common
    sure = sum(
        len(word.text)
        for place, word in enumerate(reading.words)
        if word.text.isalpha() and (place in taken or word.text in own)
    )
    letters = sum(char.isalpha() for char in note[:MATCHED_CHARACTERS])
    return sure * 2 >= letters > 0


def _is_spanish(words: list[str]) -> bool:
    """Whether more of the words are Spanish than English; what is both tells nothing."""
    both, telling = _spanish()
    spanish = sum(word in telling for word in words)
    english = sum(word in _english() and word not in both for word in words)
    return spanish > english and spanish >= SHARE * len(words)


@cache
def _english() -> frozenset[str]:
    reader = reader_for(Protocol.default())
    return reader.lexicon.plain | reader.lexicon.common | reader.book.words


@cache
def _spanish() -> tuple[frozenset[str], frozenset[str]]:
    """All words that are spoken, and those that English has not."""
    lexicon = Protocol.default().lexicon_in("es")
    assert isinstance(lexicon, SpokenLexicon)
    return lexicon.spoken, lexicon.telling


def not_understood(reading: Reading, reader: Reader) -> list[str]:
    """The words that a yes may not rest on: unknown or misspelt ones, or of another language.
    English is read with a longer list of words of its own, and is not judged here."""
    lexicon = reader.lexicon
    if not isinstance(lexicon, SpokenLexicon):
        return []
    taken = {place for one in reading.found if not one.slips for place in one.at}
    taken |= _places(reading.names)
    return [
        word.text
        for place, word in enumerate(reading.words)
        if place not in taken and not word.text.isdigit() and word.text not in lexicon.own
    ]


def _places(named: tuple[Named, ...]) -> set[int]:
    return {place for one in named for place in range(one.start, one.end)}
