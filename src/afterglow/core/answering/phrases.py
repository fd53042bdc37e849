"""Phrases of the lexicon, found in a question's words.

In: `Word`s. Out: `Found` spans. Two kinds of phrase: words in their order ("cold sore"), where the
small words between them may be skipped, and groups in any order within one clause ("lips +
swollen"). Of spans inside one another the longest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import tokens_of

# as far apart as the parts of a "+" phrase may stand, in words
REACH = 5
SKIPPED = 2
PLURALS = ("topic", "sign", "flag", "class")


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for: a kind (flag, topic, ...) and a code."""

    kind: str
    code: str


@dataclass(frozen=True)
class Found:
    """A phrase found at words [start, end); `slips` counts misspelt letters in it."""

    meaning: Meaning
    start: int
    end: int
    slips: int
    length: int
    at: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        return self.meaning.kind

    @property
    def code(self) -> str:
        return self.meaning.code

    def inside(self, other: Found) -> bool:
        """Whether all its words belong to a longer phrase too."""
        return other.length > self.length and set(self.at) <= set(other.at)


@dataclass
class _Groups:
    meaning: Meaning
    groups: tuple[frozenset[str], ...]


@dataclass
class PhraseBook:
    """Phrases by their first word; groups by each of their words."""

    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    groups: list[_Groups] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    gaps: frozenset[str] = frozenset()

    def add(self, kind: str, code: str, phrases: Iterable[str]) -> None:
        meaning = Meaning(kind, code)
        phrases = list(phrases)
        known = set(phrases)
        if kind in PLURALS:
            single = [one for one in phrases if one.isalpha() and len(one) > 3 and one[-1] != "s"]
            phrases += [f"{one}s" for one in single if f"{one}s" not in known]
        for phrase in phrases:
            if "+" in phrase:
                groups = tuple(
                    frozenset(word for one in group.split("|") for word in tokens_of(one)[:1])
                    for group in phrase.split("+")
                )
                self.groups.append(_Groups(meaning, groups))
                self.words.update(*groups)
            else:
                tokens = tuple(tokens_of(phrase))
                if tokens:
                    self.phrases[tokens[0]].append((tokens, meaning))
                    self.words.update(tokens)

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Every phrase in the words, the longest first; spans inside longer ones are kept."""
        found: dict[tuple[Meaning, int, int], Found] = {}
        for start, word in enumerate(words):
            for meant in word.meant | word.perhaps:
                for tokens, meaning in self.phrases.get(meant, ()):
                    if len(tokens) == 1 and meant not in word.meant:
                        continue
                    places = _in_order(tokens, words, start, self.gaps)
                    if places:
                        _keep(found, meaning, places, words)
        said = frozenset().union(*(word.meant | word.perhaps for word in words))
        for groups in self.groups:
            if any(said.isdisjoint(group) for group in groups.groups):
                continue
            for places in _together(groups.groups, words, self.gaps):
                _keep(found, groups.meaning, places, words)
        return sorted(found.values(), key=lambda one: (-one.length, one.slips, one.start))


def _keep(
    found: dict[tuple[Meaning, int, int], Found],
    meaning: Meaning,
    places: tuple[int, ...],
    words: Sequence[Word],
) -> None:
    start, end = min(places), max(places) + 1
    slips = sum(words[place].distance for place in places)
    one = Found(meaning, start, end, slips, len(places), tuple(sorted(places)))
    known = found.get((meaning, start, end))
    if known is None or one.length > known.length:
        found[(meaning, start, end)] = one


def _in_order(
    tokens: tuple[str, ...], words: Sequence[Word], start: int, gaps: frozenset[str]
) -> tuple[int, ...] | None:
    places, here = [start], start
    for token in tokens[1:]:
        for step in range(1, SKIPPED + 2):
            place = here + step
            if place >= len(words):
                return None
            if token in words[place].meant or token in words[place].perhaps:
                break
            if gaps.isdisjoint(words[place].meant):
                return None
        else:
            return None
        places.append(place)
        here = place
    guessed = [
        place
        for token, place in zip(tokens, places, strict=True)
        if token not in words[place].meant
    ]
    return tuple(places) if _plain_enough(places, guessed, words, gaps) else None


def _plain_enough(
    places: Sequence[int], guessed: Sequence[int], words: Sequence[Word], gaps: frozenset[str]
) -> bool:
    """Words that are only perhaps meant need a neighbour that stands as it is."""
    plain = [
        place
        for place in places
        if place not in guessed and (words[place].text not in gaps or len(words[place].text) > 3)
    ]
    return not guessed or bool(plain)


def _together(
    groups: tuple[frozenset[str], ...], words: Sequence[Word], gaps: frozenset[str]
) -> Iterable[tuple[int, ...]]:
    first = [place for place, word in enumerate(words) if _is_of(word, groups[0])]
    if not first:
        return
    rest = [
        [place for place, word in enumerate(words) if _is_of(word, group)] for group in groups[1:]
    ]
    for place in first:
        chosen = [place]
        for places in rest:
            near = [
                one
                for one in places
                if one not in chosen
                and abs(one - place) <= REACH
                and words[one].clause == words[place].clause
            ]
            if not near:
                break
            chosen.append(min(near, key=lambda one: abs(one - place)))
        else:
            guessed = [
                one
                for one, group in zip(chosen, groups, strict=True)
                if group.isdisjoint(words[one].meant)
            ]
            if _plain_enough(chosen, guessed, words, gaps):
                yield tuple(chosen)


def _is_of(word: Word, group: frozenset[str]) -> bool:
    return not group.isdisjoint(word.meant) or not group.isdisjoint(word.perhaps)
