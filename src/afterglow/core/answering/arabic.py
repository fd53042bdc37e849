"""Arabic words without what is written onto them: the article, "and", "for", "my", "not".

In: folded words, and the words and names that are known. Out: the known words inside them, or the
words themselves. A letter is only taken off where a known word of three letters or more is left, so
none is invented.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

_FRONT = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "هال", "عال", "و", "ف", "ب", "ل",
          "ك", "ع", "ه", "ح", "س", "ت", "وب", "ول", "وه", "وح", "مال", "شال")  # fmt: skip
_BACK = ("هما", "نا", "ها", "هم", "ني", "ات", "ين", "ون", "وا", "كم", "لي", "لك", "ي", "ك", "ه",
         "و", "ا", "ت", "تي", "ته", "يه", "ش")  # fmt: skip
_SHORTEST = 3
_LONG = 4
_STRETCHED = re.compile(r"(.)\1+")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
# "two days" is one word, and so is "a day" where no number stands before it
_PAIRS = {
    "يومين": "يوم", "ساعتين": "ساعه", "اسبوعين": "اسبوع", "شهرين": "شهر", "دقيقتين": "دقيقه",
    "ليلتين": "ليله", "سنتين": "سنه",
}  # fmt: skip
_SINGLES = frozenset({"ساعه", "اسبوع", "شهر", "دقيقه", "سنه"})
_BEFORE_SINGLES = frozenset({"من", "بعد", "قبل", "صارلي", "صرلي", "بقالي", "عقب", "كل"})
# letters that are heard alike and so written for one another
_HEARD = str.maketrans("ظذثصطئؤڤپچگ", "ضدتستيوفبجج")
# one sound of names that Arabic writes in three ways
_G = str.maketrans("غق", "جج")
_LONG_VOWELS = str.maketrans("", "", "اويءه")
# a name's consonants, of so many letters, are hardly met by chance
_CONSONANTS = 4


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
        # the ending of "visit" is written as another letter in "your visit"
        ended = inner[:-1] if back and inner.endswith("ت") else inner
        feminine = f"{ended}ه" if back else inner
        for candidate in (inner, f"ال{inner}", feminine, *_persons(inner)):
            if len(inner) >= _SHORTEST and candidate in known:
                return candidate
    return next((one for one in _persons(word) if one in known), word)


def _persons(verb: str) -> Iterator[str]:
    """A verb of another person: "she peels", "he peels"."""
    if len(verb) > _SHORTEST and verb[0] in "يت":
        yield ("ت" if verb[0] == "ي" else "ي") + verb[1:]


def heard(word: str) -> str:
    """A word as it is heard: letters that sound alike made one, doubled ones single."""
    return "".join(letter for letter, _ in groupby(word.translate(_HEARD)))


def consonants(name: str) -> str:
    """What is left of a name when its vowels are off: each writes those of a brand as they like."""
    first, rest = name[:1], name[1:].translate(_LONG_VOWELS)
    return heard((first + rest).translate(_G))


class ArabicWords:
    """The known words inside what people write. Built once a reader.

    `words` are those of the lexicon, `urgent` those of warnings; `names` are those of medicines
    with what they hold, and count after them.
    """

    def __init__(
        self, words: Collection[str], urgent: Collection[str], names: Mapping[str, object]
    ) -> None:
        self.words = words
        whole = {name: held for name, held in names.items() if is_arabic(name)}
        self.names = frozenset(token for name in whole for token in name.split())
        # a word of a warning counts before an everyday one that sounds alike
        arabic = [word for word in words if is_arabic(word) and len(word) > _SHORTEST]
        self._heard: dict[str, str] = {}
        for word in sorted(arabic, key=lambda one: (one not in urgent, one)):
            self._heard.setdefault(heard(word), word)
        self._heard_names = {heard(name): name for name in sorted(self.names, reverse=True)}
        by_consonants: dict[str, dict[str, object]] = defaultdict(dict)
        for name, held in whole.items():
            if " " not in name and len(consonants(name)) >= _CONSONANTS:
                by_consonants[consonants(name)][name] = held
        # what sounds like a word of the lexicon, or like two medicines, is left to be asked back
        for word in arabic:
            if word not in self.names:
                by_consonants.pop(consonants(word), None)
        self._consonants = {
            key: min(found)
            for key, found in by_consonants.items()
            if all(one == found[min(found)] for one in found.values())
        }

    def apart(self, tokens: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """The words of a question with their clauses, each as it is known."""
        found: list[tuple[str, int]] = []
        for token, clause in tokens:
            before = found[-1][0] if found else ""
            found += [(one, clause) for one in self._parts(token, before)]
        return found

    def _parts(self, token: str, before: str) -> tuple[str, ...]:
        if not is_arabic(token):
            return (token,)
        if token in _PAIRS:
            return ("2", _PAIRS[token])
        bare = self.bare(token)
        if bare in _PAIRS:
            return ("2", _PAIRS[bare])
        if bare in _SINGLES and before in _BEFORE_SINGLES:
            return ("1", bare)
        if token in self.words or token in self.names:
            return (token,)
        denied = self._denied(token)
        if denied:
            return ("ما", denied)
        if token.startswith("لل") and bare != token and len(bare) >= _SHORTEST:
            return ("لل", bare)
        if token[0] == "ل" and len(token) > _SHORTEST + 1 and token[1:] in self.words:
            return ("ل", token[1:])
        return (bare,)

    def bare(self, token: str) -> str:
        """The known word in one, by its letters or else by its sound; the word itself else."""
        if token not in self.words and len(token) > _LONG:
            found = self._heard_names.get(heard(token), "")
            if found:
                return found
        # "so hooot": letters that are stretched stand for one
        for spelt in dict.fromkeys((token, _STRETCHED.sub(r"\1", token))):
            for known in (self.words, self.names):
                found = stem(spelt, known)
                if found in known:
                    return found
        for cut in ("", "ال", "وال", "بال", "لل", "و", "ب"):
            inner = token[len(cut) :]
            if token.startswith(cut) and len(inner) > _SHORTEST:
                found = self._heard.get(heard(inner), "")
                if found:
                    return found
                found = self._consonants.get(consonants(inner), "")
                if found:
                    return found
        return token

    def _denied(self, token: str) -> str:
        """The word in "ma-...-sh", or with a "ma" in front: "I cannot", "it does not stop"."""
        for front in ("ما", "م"):
            if not token.startswith(front):
                continue
            inner = token[len(front) :]
            if inner.endswith("ش") and len(inner) > _SHORTEST:
                found = stem(inner[:-1], self.words)
                if found in self.words:
                    return found
            if front == "ما" and len(inner) > _SHORTEST and inner in self.words:
                return inner
        return ""
