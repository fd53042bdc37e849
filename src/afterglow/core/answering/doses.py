"""Doses of a medicine that were taken already, and whether more may be.

In: a question about a medicine and its answer. Out: the answer, never a plain yes: the limit on the
label for a day, that two packs may hold the same, and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.reading import Reading
from afterglow.core.answering.results import Answer
from afterglow.core.protocol import Sources
from afterglow.core.protocol.lexicon import Lexicon
from afterglow.core.vocabulary import Verdict

# as far from "took" or from the medicine as a number of tablets may stand, in words
REACH = 3
_BY_HAND: Sources = {"E": ["the limit on the label and a poison line, by hand; no study"]}


def doses_told(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether doses were taken of what is named: a number of them, more wanted, or too many."""
    if reading.has("too_many"):
        return True
    taken = [one.start for one in reading.of("taken_words")]
    if not taken:
        return False
    if reading.has("more_doses"):
        return True
    named = [at for one in reading.names for at in (one.start, one.end - 1)]
    named += [at for one in reading.of("class") for at in one.at]
    near = [*taken, *named]
    return any(
        abs(place - other) <= REACH for place in _numbers(reading, lexicon) for other in near
    )


def _numbers(reading: Reading, lexicon: Lexicon) -> Iterator[int]:
    """The places of numbers that count something, not hours or days, and stand in no name."""
    contents, words = lexicon.contents, reading.words
    inside = {place for one in reading.names for place in range(one.start, one.end)}
    for place, word in enumerate(words):
        counts = word.text.isdigit() or contents.numbers.get(word.text, 1) > 1
        after = words[place + 1].text if place + 1 < len(words) else ""
        before = words[place - 1].text if place else ""
        if not counts or place in inside or before in contents.day_words:
            continue
        if after not in contents.units and after not in ("am", "pm"):
            yield place


def with_doses(asking: Asking, answer: Answer) -> Answer:
    """The answer about a medicine of which doses were taken: no yes to more of it."""
    country = asking.protocol.country(asking.treatment) if asking.treatment else None
    if country and country.poison:
        text = asking.say("dose_taken", poison=country.poison)
    else:
        text = asking.say("dose_taken_ask")
    # "keep taking it" is said of doses as prescribed
    told = answer.text.replace(asking.say("keep_taking"), "").strip()
    strict = answer.verdict in (Verdict.wait, Verdict.no, Verdict.ask_clinic)
    more = asking.protocol.source_list(_BY_HAND)
    return answer.model_copy(
        update={
            "verdict": answer.verdict if strict else Verdict.ask_clinic,
            "text": f"{text} {told}" if strict else text,
            "sources": (*answer.sources, *more),
        }
    )


def without_a_name(asking: Asking) -> Answer:
    """ "I took too many pills": what they were is not told."""
    return with_doses(
        asking, Answer(question=asking.question, kind="medicine", verdict=Verdict.unknown, text="")
    )


def is_needed(reading: Reading, start: int) -> bool:
    """Whether the question is if somebody needs the medicine at `start`, not if it may be taken;
    "do I need to stop it" asks another thing."""
    return any(
        one.end <= start <= one.end + REACH and reading.words[one.end].text != "to"
        for one in reading.of("needs")
    )


def need_answer(asking: Asking, answer: Answer) -> Answer:
    """Whether somebody needs a medicine is for those to say who see them."""
    if answer.verdict != Verdict.yes:
        return answer
    return answer.model_copy(
        update={"verdict": Verdict.ask_clinic, "text": asking.say("need_asked")}
    )
