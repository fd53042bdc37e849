"""Letters as they are compared, in every script: small, without accents or marks.

In: text as people type it. Out: folded text, and the words in it. Names and questions are folded by
the same rule, so that "Acetylsalicylsäure", "ацетилсалициловая" and "إيبوبروفين" are found.
"""

from __future__ import annotations

import re
import unicodedata

# letters that no decomposition takes apart, and forms of one Arabic letter
_SPELT = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
        "ـ": None, "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
    }
)  # fmt: skip
# a word, or a number with its unit; letters of other scripts stand for themselves
WORD = r"[a-z]+\d*|\d+(?:[.,]\d+)?[a-z]*|[^\W\d_a-z]+"
_WORD = re.compile(WORD)
_APOSTROPHES = re.compile(r"['\u2019\u2018`\u00b4]")


def flat(text: str) -> str:
    """Small letters without accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    # letters that only stand for others (mathematical ones, ligatures) are folded once more
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
    return "".join(char for char in folded if not unicodedata.combining(char)).translate(_SPELT)


def without_apostrophes(text: str) -> str:
    """A folded text with "don't" as "dont"."""
    return _APOSTROPHES.sub("", text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded; apostrophes dropped, digits kept."""
    return _WORD.findall(without_apostrophes(flat(text)))
