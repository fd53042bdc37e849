"""In which language a question is written, and whether all of it was understood there.

In: a question, and the language of the page. Out: the language whose words it is read by. Arabic
letters are Arabic on every page; Latin ones are Spanish where the page is, or where its small words
or its signs say so.
"""

from __future__ import annotations

import re

from afterglow.core.answering.names import Named
from afterglow.core.answering.reading import Reader, Reading
from afterglow.core.answering.words import MATCHED_CHARACTERS
from afterglow.core.protocol.letters import words_of
from afterglow.core.protocol.spoken import SpokenLexicon

_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_SPANISH_SIGNS = re.compile(r"[¿¡ñ]", re.IGNORECASE)
# small words that English does not have; two of them make a question Spanish
_SMALL = """
puedo puede pueden podria tengo tiene tienen esta estoy estan para pero porque cuando cuanto
cuantas despues hace hasta donde que como una unos las los del por con sin mis muy mucho
mucha duele dolor piel cara crema labios ojo ojos siento sale salen salido hoy ayer manana
noche dias respirar fiebre hinchada hinchado hinchan rojo roja
"""
SPANISH_WORDS = frozenset(_SMALL.split())
ENOUGH = 2


def spoken_in(question: str, language: str) -> str:
    """The language a question is read in: that of its letters, then of the page, then its words."""
    head = question[:MATCHED_CHARACTERS]
    if _ARABIC.search(head):
        return "ar"
    if language == "es" or _SPANISH_SIGNS.search(head):
        return "es"
    return "es" if len(SPANISH_WORDS.intersection(words_of(head))) >= ENOUGH else "en"


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
