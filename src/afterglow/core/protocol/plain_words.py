"""A sentence as the net of words reads it: small letters, nothing hidden, one space between words.

In: a text of a protocol. Out: its sentences, each as words and the marks that end a clause. Folded
are letters of other alphabets that look alike, digits within a word, letters set apart by spaces
or points, and what nobody sees; so that no spelling slips through.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from afterglow.core.protocol.letters import flat

# for each Latin letter those of other alphabets that look alike; NFKC folds the mathematical ones
_ALIKE = {
    "a": "\u0430\u03b1\u0251\u1d00",
    "b": "\u03b2\u0432\u044c\u0299",
    "c": "\u0441\u03f2\u1d04",
    "d": "\u0501\u1d05",
    "e": "\u0435\u03b5\u04d9\u1d07",
    "f": "\ua730",
    "g": "\u0261\u0581\u0262",
    "h": "\u04bb\u0570\u043d\u029c",
    "i": "\u0456\u03b9\u0269\u026a\u04cf",
    "j": "\u0458\u03f3\u1d0a",
    "k": "\u043a\u03ba\u1d0b",
    "l": "\u01c0\u029f",
    "m": "\u043c\u1d0d",
    "n": "\u0578\u03b7\u0274",
    "o": "\u043e\u03bf\u0585\u1d0f\u0254",
    "p": "\u0440\u03c1\u1d18",
    "q": "\u051b",
    "r": "\u0433\u0280",
    "s": "\u0455\ua731",
    "t": "\u0442\u03c4\u1d1b",
    "u": "\u057d\u03c5\u1d1c",
    "v": "\u03bd\u0475\u1d20",
    "w": "\u051d\u0461\u03c9\u1d21",
    "x": "\u0445\u03c7",
    "y": "\u0443\u03b3\u04af\u028f",
    "z": "\u1d22",
}
_LIKE = str.maketrans({other: letter for letter, many in _ALIKE.items() for other in many})
_DIGITS = str.maketrans("013457@$", "oleastas")
_LEET = re.compile(r"(?<=[a-z])[013457@$]+(?=[a-z])|(?<![\w@$])[@$](?=[a-z]{2})")
# three and more letters with spaces, points or dashes between them are one word
_APART = re.compile(r"(?<![^\s(\"'])(?:[a-z][ .·_*-]+){2,}[a-z](?![a-z])")
_BROKEN = re.compile(r"(?<=[a-z])[-\u2010-\u2015][ \t]*\n\s*(?=[a-z])")
_END = re.compile(r"(?<=[.!?؟])\s+|\n\s*\n")
_TOKEN = re.compile(r"[^\W_]+|[,;:()\u2013\u2014]|(?<= )-(?= )")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`\u00b4]")
MARKS = frozenset(",;:()\u2013\u2014-")


class Sentence(NamedTuple):
    """A sentence as it stands, and as words with marks, a space before and after each."""

    told: str
    tokens: tuple[str, ...]
    plain: str


@cache
def unhidden(text: str) -> str:
    """The text without what nobody sees, look-alike letters folded; small letters."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn", "Me"))
    return flat(text).translate(_LIKE)


@cache
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text."""
    seen = _BROKEN.sub("", unhidden(text))
    seen = _APOSTROPHES.sub("", seen)
    seen = _APART.sub(lambda found: re.sub(r"[^a-z]", "", found[0]), seen)
    seen = _LEET.sub(lambda found: found[0].translate(_DIGITS), seen)
    told = [one for one in _END.split(text) if one.strip()]
    plain = [one for one in _END.split(seen) if one.strip()]
    if len(told) != len(plain):
        told = plain
    found = []
    for as_told, one in zip(told, plain, strict=True):
        tokens = tuple(_TOKEN.findall(one))
        if tokens:
            found.append(Sentence(" ".join(as_told.split()), tokens, f" {' '.join(tokens)} "))
    return tuple(found)
