"""Slips in Arabic words, which are short: most are one letter away from a word of a warning.

In: a word that is not known. Out: the known words it may be meant as. A slip is allowed in words of
five letters or more; in one of four only where one letter was hit for another, or two were swapped.
"""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from afterglow.core.answering.arabic import is_arabic
from afterglow.core.answering.words import Spelling

SHORT, LONG, VERY_LONG = 4, 5, 9
ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرليهوزظ")
# letters that differ in their dots
ALIKE = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "وؤ", "هةا")
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
                for name, slips, _ in found
                if is_arabic(name) and (slips > 1 or _likely(word, name))
            )
        )


def _likely(typed: str, meant: str) -> bool:
    """Whether one slip of the usual kinds made a word of another: two letters swapped, one lost or
    doubled, one for another that looks alike or stands beside it; not the first of a short word."""
    if typed == meant:
        return True
    short = min(len(typed), len(meant)) < LONG
    if len(typed) != len(meant):
        return not short
    apart = [place for place in range(len(meant)) if typed[place] != meant[place]]
    if len(apart) == 2:
        return True
    here, there = typed[apart[0]], meant[apart[0]]
    if short and not apart[0]:
        return False
    return _beside(here, there) or any(here in one and there in one for one in ALIKE)


def _beside(here: str, there: str) -> bool:
    first, second = _PLACES.get(here), _PLACES.get(there)
    return bool(first and second and first[0] == second[0] and abs(first[1] - second[1]) == 1)
