"""Arabic words without what is written onto them: the article, "and", "for", "my".

In: a folded word and the words that are known. Out: the known word inside it, or the word itself.
A letter is only taken off where a known word of three letters or more is left, so none is invented.
"""

from __future__ import annotations

from collections.abc import Collection

_FRONT = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "هال", "عال", "و", "ف", "ب", "ل",
          "ك", "ع", "ه")  # fmt: skip
_BACK = ("هما", "نا", "ها", "هم", "ني", "ات", "ين", "ي", "ك", "ه", "و", "ا")
_SHORTEST = 3
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def is_arabic(word: str) -> bool:
    return "\u0620" <= word[:1] <= "\u06d3"


def stem(word: str, known: Collection[str]) -> str:
    """The known word in an Arabic one; the word itself where it is known, or none is inside."""
    if word in known or not is_arabic(word):
        return word
    fronts = [one for one in _FRONT if word.startswith(one)]
    backs = [one for one in _BACK if word.endswith(one)]
    # what stands before a word is taken off first, since it says the least
    for front, back in [
        *((front, "") for front in fronts),
        *(("", back) for back in backs),
        *((front, back) for front in fronts for back in backs),
    ]:
        inner = word[len(front) : len(word) - len(back)]
        for candidate in (inner, f"ال{inner}", f"{inner}ه" if back else inner):
            if len(inner) >= _SHORTEST and candidate in known:
                return candidate
    return word
