"""Slips in Arabic words, which are short: most are one letter away from a word of a warning.

In: a word that is not known. Out: the known words it may be meant as. A slip is allowed in words of
five letters or more; in one of four only where the letter beside it was hit, or two were swapped.
"""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from afterglow.core.answering.arabic import is_arabic
from afterglow.core.answering.words import Spelling

SHORT, LONG, VERY_LONG = 4, 5, 9
ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرليهوزظ")
_PLACES = {
    letter: (row, column) for row, keys in enumerate(ROWS) for column, letter in enumerate(keys)
}


class ArabicSpelling(Spelling):
    """Known words, and the nearest of them to an Arabic word that is not. Latin ones as ever."""

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        if not is_arabic(word):
            return super()._nearest(word)
        for limit in (1, 2) if len(word) >= VERY_LONG else (1,):
            near = self._within(word, limit)
            if near:
                return limit, near
        return 0, ()

    def _one_slip(self, word: str) -> frozenset[str]:
        if not is_arabic(word):
            return super()._one_slip(word)
        return frozenset(self._within(word, 1))

    def _any(self, word: str) -> frozenset[str]:
        if not is_arabic(word):
            return super()._any(word)
        return frozenset(self._nearest(word)[1])

    def _within(self, word: str, limit: int) -> tuple[str, ...]:
        if len(word) < SHORT:
            return ()
        found = process.extract(word, self._long, scorer=OSA.distance, score_cutoff=limit, limit=40)
        return tuple(
            sorted(
                name
                for name, _, _ in found
                if is_arabic(name) and (min(len(word), len(name)) >= LONG or _by_thumb(word, name))
            )
        )


def _by_thumb(typed: str, meant: str) -> bool:
    """Whether one slip of a thumb made a short word of another: beside the key, or swapped."""
    if len(typed) != len(meant) or len(meant) < SHORT:
        return False
    apart = [place for place in range(len(meant)) if typed[place] != meant[place]]
    if not apart:
        return True
    if len(apart) == 2:
        first, second = apart
        return second == first + 1 and typed[first] == meant[second]
    here, there = _PLACES.get(typed[apart[0]]), _PLACES.get(meant[apart[0]])
    return bool(
        here and there and here[0] == there[0] and abs(here[1] - there[1]) == 1 and apart[0] > 0
    )
