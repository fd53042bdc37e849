"""A question as words: each with what it may be meant as, where misspelt.

In: text. Out: `Word`s. A word that is known (everyday, of the lexicon, of a medicine's name) stands
for itself; any other also for the known words nearest to it. Nothing is decided here: the careful
reading is chosen where a meaning is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TOKEN = re.compile(r"[a-z]+\d*|\d+(?:[.,]\d+)?[a-z]*|[.,;:!?()\n]")
_UNIT = re.compile(r"(\d+(?:[.,]\d+)?)(mg|mcg|ml|g|h|hr|hrs|d|day|days|hours|c|f|mm|x|weeks|wk|pm|am)")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
MATCHED_CHARACTERS = 2_000


@dataclass(frozen=True)
class Word:
    """A word as typed, folded; the known words it may be meant as; and its clause.

    `known` is false where nothing known is near: a name perhaps, or noise.
    """

    text: str
    meant: frozenset[str]
    clause: int
    known: bool
    distance: int = 0


def fold(text: str) -> str:
    """Small letters, no accents, no apostrophes; stretched letters ("soooo") cut to two."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    flat = "".join(char for char in flat if not unicodedata.combining(char))
    flat = re.sub(r"['\u2019\u2018`\u00b4]", "", flat)
    return _STRETCHED.sub(r"\1\1", flat)


def split(text: str) -> list[tuple[str, int]]:
    """The words of a folded text, each with the number of its clause."""
    found: list[tuple[str, int]] = []
    clause = 0
    for token in _TOKEN.findall(text):
        if not token[0].isalnum():
            clause += 1
            continue
        measured = _UNIT.fullmatch(token)
        for part in measured.groups() if measured else (token,):
            found.append((part, clause))
        if token in ("but", "aber", "pero", "mais"):
            clause += 1
    return found


def allowed_distance(word: str) -> int:
    """How many slips a word of this length may hold and still be taken for another."""
    if len(word) < 4 or word[0].isdigit():
        return 0
    return 1 if len(word) < 7 else 2


class Spelling:
    """Known words, and the nearest of them to a word that is not."""

    def __init__(self, known: Iterable[str], short: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._long = sorted(word for word in self.known if len(word) >= 3)
        # short words that must not be missed: "ps" for pus
        self._short = sorted({word for word in short if len(word) == 3})
        self._cache: dict[str, tuple[int, tuple[str, ...]]] = {}

    def nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        """(distance, the known words at that distance); empty where none is near enough."""
        if word not in self._cache:
            if len(self._cache) > 20_000:
                self._cache.clear()
            self._cache[word] = self._nearest(word)
        return self._cache[word]

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        limit = allowed_distance(word)
        choices = self._long
        if not limit:
            if len(word) not in (2, 3) or word[0].isdigit():
                return 0, ()
            limit, choices = 1, self._short
        found = process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=limit, limit=8
        )
        if not found:
            return 0, ()
        best = min(distance for _, distance, _ in found)
        return int(best), tuple(name for name, distance, _ in found if distance == best)
