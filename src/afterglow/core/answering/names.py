"""Names of medicines in a question: whole names first, the longest first, then misspelt ones.

In: words and the dictionary. Out: `Named` spans with every content they may stand for. A near miss
is never decided here: all that is near comes back, and the answer asks where verdicts differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from afterglow.core.answering.words import Word
from afterglow.core.protocol.floor_held import net
from afterglow.core.protocol.lexicon import tokens_of
from afterglow.core.protocol.medicines import MedicineBook
from afterglow.core.protocol.remedies import STRICTEST_FIRST, ClassVerdict

LONGEST_NAME = 8
NEAR_MISSES = 6
# a name of fewer letters is too short to be sure of with a slip; a long one may hold two
SHORT_NAME, LONG_NAME = 5, 9


@dataclass(frozen=True)
class Content:
    """One reading of a name: the name as the dictionary has it, and what it holds."""

    name: str
    holds: tuple[str, ...]
    unsettled: bool = False
    slips: int = 0


@dataclass(frozen=True)
class Named:
    """Words [start, end) and what they may stand for. No content: a name that is not known."""

    start: int
    end: int
    contents: tuple[Content, ...]
    exact: bool = True
    whole: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


class NameIndex:
    """All names of a dictionary, by their words. Built once a dictionary."""

    def __init__(self, book: MedicineBook, plain: frozenset[str]) -> None:
        self.book, self.plain = book, plain
        entries: dict[str, list[Content]] = defaultdict(list)
        for code, ingredient in book.ingredients.items():
            for name in (code.replace("_", " "), *ingredient.names):
                _add(entries, Content(name, (code,)))
        for products in book.products.values():
            for product in products:
                _add(entries, Content(product.name, product.holds, product.unsettled))
        self.entries = {key: tuple(found) for key, found in entries.items()}
        self.joined: dict[str, list[str]] = defaultdict(list)
        for key in self.entries:
            self.joined[key.replace(" ", "")].append(key)
        self.choices = [name for name in self.joined if len(name) >= 4]
        self.tokens = frozenset(token for key in self.entries for token in key.split())
        self._near: dict[str, tuple[Content, ...]] = {}

    @cached_property
    def stripped(self) -> tuple[frozenset[str], ...]:
        """Words that say nothing of the content: makers, strengths, forms, salts, filler."""
        words = self.book.words
        return tuple(
            frozenset(" ".join(tokens_of(one)) for one in words.get(name, ()))
            for name in ("store_labels", "strength_words", "forms", "salts", "filler")
        )

    @cached_property
    def variants(self) -> frozenset[str]:
        joiners = self.book.words.get("joiners", frozenset())
        words = self.book.words.get("variants", frozenset())
        return frozenset(token for one in words for token in tokens_of(one)) - joiners

    @cached_property
    def combining(self) -> frozenset[str]:
        """Words after a painkiller's name that tell of a second substance in it."""
        return self.book.words.get("combining", frozenset())

    @cached_property
    def variants_of(self) -> dict[str, tuple[str, ...]]:
        """For a name's first word, the longer names that begin with it."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.entries:
            first, _, rest = key.partition(" ")
            if rest:
                found[first].append(key)
        return {first: tuple(keys) for first, keys in found.items()}

    @cached_property
    def _by_word(self) -> dict[str, tuple[str, ...]]:
        """For a word, the names of several words that hold it."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.entries:
            for token in set(key.split()) if " " in key else ():
                found[token].append(key)
        return {token: tuple(keys) for token, keys in found.items()}

    def of_words(self, tokens: Iterable[str]) -> list[str]:
        """The names of several words that hold all of these words; none for no word."""
        sets = [set(self._by_word.get(token, ())) for token in tokens]
        return sorted(set.intersection(*sets)) if sets else []

    def whole(self, tokens: Sequence[str]) -> tuple[Content, ...] | None:
        """What a complete name stands for, with what may be stripped taken off step by step."""
        left = list(tokens)
        if not left or len(left) > 24:
            return None
        for strip in (None, *self.stripped, None):
            if strip is not None:
                left = _without(left, strip)
            found = self.entries.get(" ".join(left)) or self._joined(left)
            if found:
                return found
        return None

    def _joined(self, tokens: Sequence[str]) -> tuple[Content, ...]:
        keys = self.joined.get("".join(tokens), ())
        return tuple(content for key in keys for content in self.entries[key])

    def says_nothing(self, tokens: Sequence[str]) -> list[str]:
        """The tokens that are left when all that may be stripped is off."""
        left = [one for one in tokens if not one[0].isdigit()]
        for strip in self.stripped:
            left = _without(left, strip)
        return left

    def scan(self, words: Sequence[Word], may_be_plain: bool) -> list[Named]:
        """Every name that stands in the words as it is, the longest first, none overlapping.

        Names made of everyday words ("night time") count only where `may_be_plain`.
        """
        found: list[Named] = []
        taken: set[int] = set()
        for size in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                places = range(start, start + size)
                if taken.intersection(places):
                    continue
                texts = [words[place].text for place in places]
                contents = self.entries.get(" ".join(texts))
                if not contents and size <= 3 and sum(map(len, texts)) >= 6:
                    contents = self._joined(texts)
                if not contents:
                    continue
                short = sum(map(len, texts)) < 4 and not may_be_plain
                # letters on their own ("a p c") are a name only where something is taken
                if max(map(len, texts)) < 3 and not may_be_plain:
                    continue
                if short and not any(self.is_strict(one) for one in contents):
                    continue
                known = all(words[place].known and not words[place].distance for place in places)
                if known and not may_be_plain and self._everyday(texts, contents):
                    continue
                found.append(Named(start, start + size, contents))
                taken.update(places)
        return sorted(found, key=lambda one: one.start)

    def _everyday(self, texts: Sequence[str], contents: Sequence[Content]) -> bool:
        """Whether known words are no name here: all plain, or none that would be forbidden."""
        if self.plain.issuperset(texts):
            return True
        return all(one.unsettled or self.strictest(one) == "fine" for one in contents)

    def is_name(self, text: str) -> bool:
        """Whether a word stands for a medicine wherever it is met."""
        contents = self.entries.get(text)
        return bool(contents) and not self._everyday((text,), contents or ())

    def strictest(self, content: Content) -> ClassVerdict:
        """The strictest rule for what a name holds; ask_clinic where it holds nothing known."""
        rules = self.book.rules
        found = [
            rules[one].verdict
            for code in content.holds
            for one in self.book.ingredients[code].classes
        ]
        return min(found, key=STRICTEST_FIRST.index) if found else "ask_clinic"

    def is_fine(self, content: Content) -> bool:
        """Whether a name settles its content, and nothing in it speaks against it."""
        return not content.unsettled and self.strictest(content) == "fine"

    def is_strict(self, content: Content) -> bool:
        """Whether a name that settles its content is one to leave out, or never to stop."""
        return not content.unsettled and self.strictest(content) in ("avoid", "keep_taking")

    def is_kept(self, content: Content) -> bool:
        """Whether all that a name holds is prescribed and never stopped by advice, and is nothing
        else as well (nicotine)."""
        words = net().medicines
        return bool(content.holds) and all(
            not set(words.kept_classes).isdisjoint(self.book.ingredients[code].classes)
            and code.replace("_", " ") not in words.not_these
            for code in content.holds
        )

    def is_strange(self, word: Word) -> bool:
        """Whether a word is neither known nor one that packs carry: perhaps a part of a name."""
        if word.known or word.text[0].isdigit() or self.on_packs(word.text):
            return False
        return word.text not in self.entries

    def on_packs(self, text: str) -> bool:
        """Whether a word says nothing of the content: a salt, a form, a maker, a strength."""
        return text in self._packed

    @cached_property
    def _packed(self) -> frozenset[str]:
        return frozenset(token for one in self.stripped for key in one for token in key.split())

    @cached_property
    def household(self) -> frozenset[str]:
        """Names that everybody knows: substances, and the brands that stand for them."""
        names = [name for one in self.book.ingredients.values() for name in (one.id, *one.names)]
        names += self.book.words.get("household", ())
        return frozenset("".join(tokens_of(name.replace("_", " "))) for name in names)

    def surely_meant(self, typed: str, content: Content) -> bool:
        """Whether a misspelt name can be none but this: one that everybody knows, few slips off.

        Any other near miss may be the right name of a product that no table has.
        """
        name, written = "".join(tokens_of(content.name)), "".join(tokens_of(typed))
        if name not in self.household or name[0] != written[0] or len(written) < SHORT_NAME:
            return False
        if self.sounds_like(typed, content):
            return True
        return content.slips <= (2 if len(name) >= LONG_NAME else 1)

    def sounds_like(self, typed: str, content: Content) -> bool:
        """Whether a name that everybody knows is written by ear ("nurophen")."""
        name, written = "".join(tokens_of(content.name)), "".join(tokens_of(typed))
        return name in self.household and _sound(name) == _sound(written)

    def near(self, text: str) -> tuple[Content, ...]:
        """What a misspelt name may stand for: the nearest, and all that is hardly farther."""
        if text not in self._near:
            if len(self._near) > 20_000:
                self._near.clear()
            self._near[text] = self._nearest(text)
        return self._near[text]

    def _nearest(self, text: str) -> tuple[Content, ...]:
        size = len(text)
        if size < 4 or text[0].isdigit() or size > 60:
            return ()
        limit = 1 if size < 6 else 2 if size < 10 else 3
        found = process.extract(
            text, self.choices, scorer=OSA.distance, score_cutoff=limit, limit=12
        )
        if not found:
            return ()
        best = min(slips for _, slips, _ in found)
        # one slip is what thumbs make; with more, all that is hardly farther is meant as well
        reach = best + (1 if best == 2 and best < limit else 0)
        contents = [
            Content(content.name, content.holds, content.unsettled, int(slips))
            for name, slips, _ in sorted(found, key=lambda one: one[1])
            if slips <= reach and (slips == best or name[0] == text[0])
            for key in self.joined[name]
            for content in self.entries[key]
        ]
        return tuple(contents[:NEAR_MISSES])


# letters that sound alike to those who write by ear
_ALIKE = (("ph", "f"), ("ks", "x"), ("ck", "k"), ("c", "k"), ("y", "i"), ("z", "s"))


def _sound(name: str) -> str:
    """A name as it sounds: alike letters made one, doubled ones single."""
    for written, heard in _ALIKE:
        name = name.replace(written, heard)
    return "".join(letter for letter, _ in groupby(name))


def _add(entries: dict[str, list[Content]], content: Content) -> None:
    key = " ".join(tokens_of(content.name))
    if key and content not in entries[key]:
        entries[key].append(content)


def _without(tokens: Sequence[str], phrases: Iterable[str]) -> list[str]:
    """Tokens without the phrases (longest first); never all of them."""
    known = phrases if isinstance(phrases, frozenset) else frozenset(phrases)
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        for size in (4, 3, 2, 1):
            if place + size <= len(tokens) and " ".join(tokens[place : place + size]) in known:
                place += size
                break
        else:
            kept.append(tokens[place])
            place += 1
    return kept
