"""Which words of a question name medicines, as far as topics and symptoms leave them free.

In: a reading and the index of names. Out: `Named` spans, exact ones, misspelt ones, and unknown
ones where the question is plainly about a medicine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from afterglow.core.answering.names import NEAR_MISSES, Content, Named, NameIndex
from afterglow.core.answering.reading import Reading
from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import Lexicon


def medicines_named(
    reading: Reading, index: NameIndex, lexicon: Lexicon, spans: Sequence[set[int]]
) -> list[Named]:
    """Every medicine that is named; `spans` are the words that topics or classes have taken."""
    taken: set[int] = set().union(*spans)
    whole = _whole_name(reading, index, lexicon)
    if whole:
        inside = set(range(whole.start, whole.end))
        rest = [one for one in reading.names if not inside & set(range(one.start, one.end))]
        return [whole, *(one for one in rest if not _covered(one, taken))]
    named = [one for one in reading.names if not _covered(one, taken)]
    for one in named:
        taken |= set(range(one.start, one.end))
    near = list(_misspelt(reading, index, lexicon, taken))
    known = {at for one in (*named, *near) for at in range(one.start, one.end)}
    pairs = [one for one in _half_misspelt(reading, index) if not _covered(one, known)]
    return sorted([*named, *near, *pairs], key=lambda one: one.start)


def unknown_name(reading: Reading, index: NameIndex, lexicon: Lexicon) -> Named | None:
    """The words after "take" that nothing is known of; None where nothing is asked to be taken."""
    frame = _frame(reading, lexicon)
    if frame is None:
        return None
    start, end = frame
    left = index.says_nothing([word.text for word in reading.words[start:end]])
    return Named(start, min(end, start + 6), (), exact=False) if left else None


def _covered(named: Named, taken: set[int]) -> bool:
    return bool(set(range(named.start, named.end)) & taken)


def _frame(reading: Reading, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words after the last "take": what is asked to be taken."""
    words = reading.words
    taking = lexicon.words("taking_words")
    starts = [place for place, word in enumerate(words[:-1]) if word.text in taking]
    if not starts:
        return None
    start = starts[0] + 1
    while start < len(words) - 1 and words[start].text in ("a", "an", "the", "my", "some", "any"):
        start += 1
    return start, len(words)


def _whole_name(reading: Reading, index: NameIndex, lexicon: Lexicon) -> Named | None:
    """A name that fills all that stands after "take", or the whole question."""
    frame = _frame(reading, lexicon)
    words = reading.words
    spans = [frame] if frame else []
    if len(words) <= 6:
        spans.append((0, len(words)))
    for start, end in spans:
        ends = [end]
        closing = lexicon.words("name_ends")
        stop = next((place for place in range(start, end) if words[place].text in closing), None)
        if stop is not None and stop > start:
            ends.append(stop)
        for last in ends:
            texts = [word.text for word in words[start:last]]
            if _joins_two(texts, index, lexicon):
                continue
            contents = index.whole(texts)
            if contents:
                return Named(start, last, contents, whole=True)
    return None


def _joins_two(texts: Sequence[str], index: NameIndex, lexicon: Lexicon) -> bool:
    """Two medicines joined by "and" are two names, unless the whole is a name of its own."""
    if " ".join(texts) in index.entries:
        return False
    return any(text in lexicon.words("joiners") for text in texts[1:-1]) and len(texts) <= 3


def _misspelt(
    reading: Reading, index: NameIndex, lexicon: Lexicon, taken: set[int]
) -> Iterator[Named]:
    words = reading.words
    takes = any(word.text in lexicon.words("taking_words") for word in words)
    places = [
        place
        for place, word in enumerate(words)
        if place not in taken and _suspect(word, takes, index)
    ]
    done: set[int] = set()
    for place in places:
        if place in done:
            continue
        run = [place]
        while run[-1] + 1 in places:
            run.append(run[-1] + 1)
        for size in range(min(len(run), 4), 1, -1):
            contents = index.near("".join(words[one].text for one in run[:size]))
            letters = sum(len(words[one].text) for one in run[:size])
            if contents and min(one.slips for one in contents) <= (2 if letters > 8 else 1):
                done |= set(run[:size])
                yield Named(place, place + size, contents, exact=False)
                break
        else:
            done.add(place)
            contents = _better(words[place], index.near(words[place].text), takes, index)
            if contents:
                yield Named(place, place + 1, contents, exact=False)


def _half_misspelt(reading: Reading, index: NameIndex) -> Iterator[Named]:
    """Names of several words with a slip in one of them: "bc poeder", "st ohns wort"."""
    words, done = reading.words, 0
    for start in range(len(words)):
        if start < done:
            continue
        for size in (3, 2):
            span = words[start : start + size]
            if len(span) < size or not any(_slipped(word) for word in span):
                continue
            contents = _with_one_slip(span, index)
            if contents:
                yield Named(start, start + size, contents, exact=False)
                done = start + size
                break


def _slipped(word: Word) -> bool:
    return not word.known or word.distance > 0


def _with_one_slip(span: Sequence[Word], index: NameIndex) -> tuple[Content, ...]:
    """What names of so many words hold that differ from these in one letter of one strange word.

    A name that is not to be left out counts only where the word is no everyday one's slip.
    """
    found: list[Content] = []
    for key in index.of_words(word.text for word in span if not _slipped(word)):
        parts = key.split()
        if len(parts) != len(span):
            continue
        apart = [(word, part) for word, part in zip(span, parts, strict=True) if word.text != part]
        if len(apart) != 1 or not _slipped(apart[0][0]):
            continue
        word, part = apart[0]
        if OSA.distance(word.text, part, score_cutoff=1) > 1 or min(len(word.text), len(part)) < 2:
            continue
        found += [
            replace(one, slips=1)
            for one in index.entries[key]
            if index.is_strict(one) or not word.everyday
        ]
    return tuple(found[:NEAR_MISSES])


def _suspect(word: Word, takes: bool, index: NameIndex) -> bool:
    """Whether a word may be the misspelt name of a medicine."""
    if any(word.text in strip for strip in index.stripped):
        return False
    if word.text in index.tokens:
        return not word.known
    if len(word.text) < 3 or word.text[0].isdigit():
        return False
    return not word.known or word.distance > 0


def _better(
    word: Word, contents: tuple[Content, ...], takes: bool, index: NameIndex
) -> tuple[Content, ...]:
    """The contents, unless the word is as likely an everyday one."""
    if not contents or not word.known:
        return contents
    if any(index.is_name(meant) for meant in word.meant):
        return contents
    slips = min(one.slips for one in contents)
    strict = any(index.is_strict(one) for one in contents)
    if slips == word.distance and strict and not word.everyday:
        return contents
    return contents if slips < word.distance or (slips == word.distance and takes) else ()
