"""A net for words: sentences that no text of a protocol may hold, as the floor file lists them.

In: the contents of a protocol. Out: each such sentence with its path and the reason. It is no
proof: what words mean is for a clinician to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from afterglow.core.protocol.floor_file import NeverSaid
from afterglow.core.protocol.floor_held import floor
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.texts import texts
from afterglow.core.vocabulary import Urgency

_SENTENCE = re.compile(r"(?<=[.!?:؟])\s")
# what is told of others: the founding leaflet's claims, and what sources say where they disagree
QUOTED = frozenset({"says", "verdict"})


def never_said(
    contents: Contents, counts: Callable[[Steps], bool] = lambda _: True
) -> Iterator[tuple[Steps, str, str]]:
    """Path, sentence and reason of every sentence that stands against the net.

    Only in texts whose path `counts`.
    """
    for path, text in texts(contents):
        if path[-1] in QUOTED or not counts(path):
            continue
        urgent, avoids = _calls(contents, path), _avoids(contents, path)
        rows = [
            row
            for row in floor().never_said
            if (urgent or not row.urgent) and not (avoids and row.advice)
        ]
        for language, words in text.items():
            for sentence in _SENTENCE.split(words):
                said = _plain(sentence)
                for row in rows:
                    if _holds(row, said):
                        yield (*path, language), sentence, row.reason


def _plain(sentence: str) -> str:
    return unicodedata.normalize("NFKC", sentence).casefold().replace("’", "'")


def _holds(row: NeverSaid, said: str) -> bool:
    if any(word in said for word in row.unless):
        return False
    return all(_any_of(tuple(group)).search(said) for group in row.all_of)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    # Arabic joins "and" and "the" to the word they stand before
    starts = ("" if word[0] >= "\u0590" else r"\b" for word in words)
    found = (start + re.escape(word.casefold()) for start, word in zip(starts, words, strict=True))
    return re.compile("|".join(found))


def _calls(contents: Contents, path: Steps) -> bool:
    """Whether the text belongs to a rule or step that calls for the clinic or more."""
    if path[0] not in ("rules", "steps") or path[-1] == "when":
        return False
    entry = getattr(contents, str(path[0]))[path[1]]
    return bool(Urgency[entry.urgency] >= Urgency.call_clinic)


def _avoids(contents: Contents, path: Steps) -> bool:
    return path[0] == "guidance" and contents.guidance[int(path[1])].kind == "avoid"
