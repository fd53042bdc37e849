"""Ratings that are told as numbers: "pain 8", "9 out of 10", "itch is a 6/10".

In: a reading and a sign found in it. Out: the number, 1 to 10, or None where none belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import Reading
from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import Lexicon

_OUT_OF_TEN = re.compile(
    r"(?<![\d/.])(\d{1,2})(?:[.,]\d)?\s*(?:/|out of|over|of)\s*(?:10|ten)(?![\d/.])"
)
MOST, REACH = 10.0, 6


def told_score(one: Found, reading: Reading, lexicon: Lexicon) -> int | None:
    """The number told for a sign; "out of 10" counts for every sign beside it, the highest."""
    told = [float(match[1]) for match in _OUT_OF_TEN.finditer(reading.text.casefold()[:2_000])]
    found = [score for score in told if 0 < score <= MOST]
    near = _number_behind(reading.words, one, lexicon)
    if near is not None:
        found.append(near)
    return round(max(found)) if found else None


def _number_behind(words: Sequence[Word], one: Found, lexicon: Lexicon) -> float | None:
    contents = lexicon.contents
    for place in range(one.end, min(one.end + REACH, len(words))):
        word = words[place]
        if word.clause != words[one.start].clause:
            return None
        if word.text.isdigit():
            value = float(word.text)
            after = words[place + 1].text if place + 1 < len(words) else ""
            if after in contents.units or after[:1].isdigit() or not 0 < value <= MOST:
                return None
            return value
        if word.text not in lexicon.words("score_words"):
            return None
    return None
