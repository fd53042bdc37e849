"""A question as words: each with what it may be meant as, where misspelt.

In: text. Out: `Word`s. A word that is known (everyday, of the lexicon, of a medicine's name) stands
for itself; any other also for the known words nearest to it. Nothing is decided here: the careful
reading is chosen where a meaning is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from afterglow.core.protocol.letters import WORD, flat, without_apostrophes

_TOKEN = re.compile(WORD + r"|[.,;:!?()\n،؛؟。，]")
_UNIT = re.compile(
    r"(\d+(?:[.,]\d+)?)(mg|mcg|ml|g|h|hr|hrs|d|day|days|hours|c|f|mm|x|weeks|wk|pm|am)"
)
_WITHOUT = re.compile(r"\bw/o(?:ut)?\b")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
MATCHED_CHARACTERS = 2_000
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Word:
    """A word as typed, folded; the known words it may be meant as; and its clause.

    `known` is false where nothing known is near: a name perhaps, or noise. `perhaps` are words
    that a short or strange one may be, once its neighbours make a phrase of it ("ye hurts").
    `everyday`: misspelt, and as likely a plain word as one that matters.
    """

    text: str
    meant: frozenset[str]
    clause: int
    known: bool
    distance: int = 0
    perhaps: frozenset[str] = frozenset()
    everyday: bool = False


def fold(text: str) -> str:
    """Small letters, no accents, no apostrophes; stretched letters ("soooo") cut to two."""
    plain = _WITHOUT.sub("without", without_apostrophes(flat(text)))
    return _STRETCHED.sub(r"\1\1", plain)


def split(text: str) -> list[tuple[str, int]]:
    """The words of a folded text, each with the number of its clause."""
    found: list[tuple[str, int]] = []
    clause = 0
    for token in _TOKEN.findall(text):
        if not token[0].isalnum():
            clause += 1
            continue
        measured = _UNIT.fullmatch(token)
        parts = measured.groups() if measured else (token,)
        found += [(part, clause) for part in parts]
        if token in ("but", "aber", "pero", "mais"):
            clause += 1
    return found


def allowed_distance(word: str) -> int:
    """How many slips a word of this length may hold and still be taken for another."""
    if len(word) < 4 or word[0].isdigit():
        return 0
    return 1 if len(word) < 7 else 2


# a word with all its letters in another order is no other word by chance, from so many on
SHUFFLED = 5
# how likely a slip is: thumbs swap, double and drop letters, and hit the key beside the right one
SWAPPED, DOUBLED, LOST, BESIDE, OTHER = 0.7, 0.7, 0.85, 0.85, 1.0
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {
    letter: (row, column + 0.5 * row)
    for row, keys in enumerate(ROWS)
    for column, letter in enumerate(keys)
}


def slip_cost(typed: str, meant: str) -> float:
    """How unlikely it is that one slip made `typed` of `meant`; a change of the first letter
    counts extra. More than one slip counts as so many others."""
    distance = OSA.distance(typed, meant)
    if distance != 1:
        return distance * OTHER
    shared = min(len(typed), len(meant))
    start = next((place for place in range(shared) if typed[place] != meant[place]), shared)
    first = 0.05 if start == 0 else 0.0
    if len(typed) > len(meant):
        around = (typed[start - 1 : start] if start else "", typed[start + 1 : start + 2])
        return first + (DOUBLED if typed[start] in around else LOST)
    if len(typed) < len(meant):
        return first + LOST
    if typed[start : start + 2] == meant[start : start + 2][::-1] and len(typed) > start + 1:
        return SWAPPED
    here, there = _PLACES.get(typed[start]), _PLACES.get(meant[start])
    if here and there and abs(here[0] - there[0]) <= 1 and abs(here[1] - there[1]) <= 1.2:
        return first + BESIDE
    return first + OTHER


class Spelling:
    """Known words, and the nearest of them to a word that is not.

    `urgent` words must not be missed: they count as meant whenever they are as few slips away as
    the nearest word, however unlikely the slip. `parts` are the words of urgent phrases, for which
    the same holds beside another word of the phrase.
    """

    def __init__(
        self, known: Iterable[str], urgent: Iterable[str], parts: Iterable[str] = ()
    ) -> None:
        self.known = frozenset(known)
        self.urgent = frozenset(urgent)
        self.parts = frozenset(parts) | self.urgent
        # two letters that changed places far apart ("tounge") are two slips, but one mistake
        self._shuffled: dict[str, list[str]] = {}
        for part in sorted(self.parts):
            if len(part) >= SHUFFLED:
                self._shuffled.setdefault("".join(sorted(part)), []).append(part)
        self._long = sorted(word for word in self.known if len(word) >= 3)
        # short words that must not be missed: "ps" for pus
        self._short = sorted(word for word in self.urgent if len(word) == 3)
        self._nearest_to = _Memo(self._nearest)
        self._one_slip_from = _Memo(self._one_slip)
        self._any_near = _Memo(self._any)

    def nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        """(slips, the known words that are likeliest meant); empty where none is near enough."""
        return self._nearest_to(word)

    def perhaps(self, word: str) -> frozenset[str]:
        """Known words one slip away from a word that is short or strange."""
        return self._one_slip_from(word)

    def _one_slip(self, word: str) -> frozenset[str]:
        found = process.extract(word, self._long, scorer=OSA.distance, score_cutoff=1, limit=60)
        costs = {name: slip_cost(word, name) for name, _, _ in found}
        likely = min(costs.values(), default=0.0) + 0.1
        return frozenset(
            name for name, cost in costs.items() if cost <= likely or name in self.parts
        )

    def any_of(self, word: str) -> frozenset[str]:
        """Every known word that this one may be with the slips its length allows, or one."""
        return self._any_near(word)

    def _any(self, word: str) -> frozenset[str]:
        limit = max(allowed_distance(word), 1)
        if len(word) < 2 or word[0].isdigit():
            return frozenset()
        found = process.extract(word, self._long, scorer=OSA.distance, score_cutoff=limit, limit=60)
        return frozenset(name for name, _, _ in found)

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        limit = allowed_distance(word)
        choices = self._long
        if not limit:
            if len(word) not in (2, 3) or word[0].isdigit():
                return 0, ()
            limit, choices = 1, self._short
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=20)
        if not found:
            moved = self._shuffled.get("".join(sorted(word)), ())
            moved = [one for one in moved if one[0] == word[0] and OSA.distance(word, one) <= 2]
            return (1, tuple(moved)) if moved else (0, ())
        best = min(distance for _, distance, _ in found)
        costs = {name: slip_cost(word, name) for name, distance, _ in found if distance == best}
        likely = min(costs.values()) + 0.06
        names = [name for name, cost in costs.items() if cost <= likely or name in self.urgent]
        return int(best), tuple(sorted(names))


class _Memo(Generic[Kept]):
    """What was computed for a word, as long as there are not too many of them."""

    def __init__(self, compute: Callable[[str], Kept]) -> None:
        self.compute, self.kept = compute, dict[str, Kept]()

    def __call__(self, word: str) -> Kept:
        if word not in self.kept:
            if len(self.kept) > 20_000:
                self.kept.clear()
            self.kept[word] = self.compute(word)
        return self.kept[word]
