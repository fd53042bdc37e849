"""Short words that a slip has made strange, read by the word beside them: "dau 2", "caj i".

In: words, and which words keep company with which. Out: the words, some of them known now. A word
of two to four letters is one slip from too many others to be read by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from afterglow.core.answering.words import Word

SHORTEST, LONGEST = 2, 4
NUMBER = "#"


def by_company(words: Sequence[Word], company: Mapping[str, frozenset[str]]) -> tuple[Word, ...]:
    """The words; an unknown short one is what its neighbour calls for, where that is one slip off.

    What else it may be stays in `perhaps`, so that no warning is lost by it.
    """
    found = list(words)
    for place, word in enumerate(words):
        if word.known or not word.text.isalpha() or not SHORTEST <= len(word.text) <= LONGEST:
            continue
        before, after = words[max(place - 1, 0) : place], words[place + 1 : place + 2]
        called = frozenset().union(
            *(company.get(f"> {_key(one)}", frozenset()) for one in before),
            *(company.get(f"{_key(one)} <", frozenset()) for one in after),
        )
        near = {one for one in called if OSA.distance(word.text, one, score_cutoff=1) <= 1}
        if near:
            found[place] = replace(
                word, meant=word.meant | near, known=True, distance=1, everyday=True
            )
    return tuple(found)


def _key(word: Word) -> str:
    return NUMBER if word.text[0].isdigit() else word.text
