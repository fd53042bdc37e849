"""An answer while the question is still being typed: nothing flashes up for half a word.

In: what stands in the box so far, and whether the person has paused. Out: an answer and the exact
words that it answers, or none yet. An alarm is not raised by a word that may still become another
("pus" of "push-ups"), and a soothing answer needs every word as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from afterglow.core.answering.ask import ask
from afterglow.core.answering.reading import Reader, reader_for
from afterglow.core.answering.results import Answer
from afterglow.core.answering.words import fold, split
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency, Verdict

_LAST_WORD = re.compile(r"[a-z0-9]+(?:[.,]\d+)?$")
# an unfinished word of fewer letters may be anything: no alarm rests on it
ALARMING_LETTERS = 4
# after one of these more must come: no soothing answer yet
JOINING = frozenset({"and", "but", "if", "or", "when", "while", "with"})
SOFT = frozenset({Verdict.yes, Verdict.info})


@dataclass(frozen=True)
class Typed:
    """The answer so far, or None, and the words it answers. `settled`: a pause changes nothing."""

    words: str
    answer: Answer | None
    settled: bool


def answer_typed(
    typed: str,
    treatment: Treatment | None,
    *,
    at: datetime | None,
    protocol: Protocol,
    language: str = "en",
    paused: bool = False,
) -> Typed:
    """What may be said to `typed`; `paused`: the person has stopped, and its last word may count.

    Raises `InputRefused` as `ask` does.
    """
    reader = reader_for(protocol)
    words = " ".join(typed.split())
    last = _LAST_WORD.search(fold(typed))
    whole = last is None or _is_whole(last[0], reader)
    settled = last is None or (whole and not _grows(last[0], reader))

    def answered(question: str) -> Answer | None:
        if not any(char.isalpha() for char in question):
            return None
        found = ask(question, treatment, at=at, protocol=protocol, language=language)
        if _soothes(found):
            sure = whole and _as_they_stand(question, found, reader)
            return _without_guesses(found) if sure else None
        return None if found.verdict == Verdict.unknown else _without_guesses(found)

    guessed = not whole and last is not None and len(last[0]) < ALARMING_LETTERS
    if settled or (paused and not guessed):
        found = answered(words)
        return Typed(words, found, settled)
    if whole:
        found = answered(words)
        if found is not None and not _alarms(found) and not _soothes(found) and _exact(found):
            return Typed(words, found, False)
    # an alarm that stands already stays while more is typed
    before = words[: -len(words.split(" ")[-1])].strip()
    found = answered(before)
    if found is not None and not _soothes(found):
        return Typed(before, found, False)
    return Typed(before, None, False)


def _alarms(answer: Answer) -> bool:
    return answer.urgency is not None and answer.urgency >= Urgency.call_clinic


def _exact(answer: Answer) -> bool:
    return bool(answer.matched) and all(match.score == 1 for match in answer.matched)


def _soothes(answer: Answer) -> bool:
    return answer.verdict in SOFT or answer.urgency == Urgency.expected


def _without_guesses(answer: Answer) -> Answer:
    """Without a further topic's soothing answer that rests on a misspelt word."""
    kept = tuple(
        one
        for one in answer.also
        if one.verdict != Verdict.unknown and (not _soothes(one) or _exact(one))
    )
    return answer.model_copy(update={"also": kept})


def _as_they_stand(question: str, answer: Answer, reader: Reader) -> bool:
    """Whether every word is known as it is written, it is told what they were taken for, and the
    question does not break off at a small word."""
    tokens = [token for token, _ in split(fold(question))]
    joins = JOINING | reader.lexicon.words("gaps") | reader.lexicon.words("carriers")
    if tokens[-1] in joins:
        return False
    return _exact(answer) and all(_is_whole(one, reader) for one in tokens)


def _is_whole(token: str, reader: Reader) -> bool:
    words = _words_of(reader)
    place = bisect_left(words, token)
    return token[0].isdigit() or (place < len(words) and words[place] == token)


def _grows(token: str, reader: Reader) -> bool:
    """Whether more letters may make another known word of it; a number may always grow."""
    if token[0].isdigit():
        return True
    words = _words_of(reader)
    place = bisect_left(words, token)
    place += place < len(words) and words[place] == token
    return place < len(words) and words[place].startswith(token)


_known: WeakKeyDictionary[Reader, list[str]] = WeakKeyDictionary()


def _words_of(reader: Reader) -> list[str]:
    """Every known word in order of the alphabet: of the lexicon, and of medicines' names."""
    if reader not in _known:
        _known[reader] = sorted(reader.spelling.known | reader.names.tokens)
    return _known[reader]
