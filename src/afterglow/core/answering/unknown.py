"""What is said where a question is not understood: the nearest topics, or the way to a check-in.

In: a question in which nothing was found. Out: an `Answer` of unknown; to somebody who is afraid,
of watch.
"""

from __future__ import annotations

from rapidfuzz import fuzz, process

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.results import Answer
from afterglow.core.answering.spoken import spoken_in
from afterglow.core.languages import gettext
from afterglow.core.protocol import Guidance, Sources, say
from afterglow.core.vocabulary import Urgency, Verdict

NEAREST_TOPICS = 3
# how much a topic's name must look like the question to be called near, of 100
NEAR_ENOUGH = 60
_BY_HAND: Sources = {"E": ["no sign is told: the more careful answer, by hand; no study"]}


def not_found(asking: Asking) -> Answer:
    """The answer to a question in which nothing was found."""
    reading = asking.reading
    worried = reading.has("worried") and not reading.has("off_topic")
    return _worried(asking) if worried else _unknown(asking)


def _worried(asking: Asking) -> Answer:
    """Somebody is afraid, and nothing is told that could be judged: the way to a check-in."""
    found = asking.reading.of("worried")
    return Answer(
        question=asking.question,
        kind="symptom",
        urgency=Urgency.watch,
        text=asking.say("worried"),
        sources=asking.protocol.source_list(_BY_HAND),
        matched=asking.matches(found[:1], gettext("worried", asking.language)),
    )


def _unknown(asking: Asking) -> Answer:
    near = _nearest_topics(asking)
    if _tells_of_the_body(asking) and not (near and asking.reading.has("can_i")):
        return Answer(
            question=asking.question,
            kind="other",
            verdict=Verdict.unknown,
            text=asking.say("unknown_felt"),
        )
    names = near or _popular_topics(asking)
    return Answer(
        question=asking.question,
        kind="other",
        verdict=Verdict.unknown,
        text=asking.say("unknown" if near else "unknown_none_near", topics=asking.listed(names)),
        did_you_mean=tuple(names),
    )


def _tells_of_the_body(asking: Asking) -> bool:
    """Whether a part of the body or a feeling is named: then no topic is offered beside it."""
    lexicon = asking.protocol.lexicon_in(spoken_in(asking.question, asking.language))
    told = lexicon.words("feeling_words") | lexicon.words("skin_words")
    return any(not word.meant.isdisjoint(told) for word in asking.reading.words)


def _nearest_topics(asking: Asking) -> list[str]:
    """The leaflet's topics whose names look most like the question; none where nothing is near."""
    names = list(_topics_by_name(asking))
    text = " ".join(word.text for word in asking.reading.words if len(word.text) > 2)[:200]
    found = process.extract(
        text,
        names,
        scorer=fuzz.token_set_ratio,
        processor=str.casefold,
        limit=NEAREST_TOPICS,
        score_cutoff=NEAR_ENOUGH,
    )
    return [name for name, _, _ in found]


def _popular_topics(asking: Asking) -> list[str]:
    """What is asked most, by the leaflet's own order."""
    by_order = sorted(_topics_by_name(asking).values(), key=lambda one: one.order)
    return [say(one.name, asking.language) for one in by_order[:NEAREST_TOPICS]]


def _topics_by_name(asking: Asking) -> dict[str, Guidance]:
    guidance = asking.protocol.contents.guidance
    asked = {one.answered_by for one in asking.protocol.lexicon.contents.topics}
    return {
        say(one.name, asking.language): one
        for one in guidance
        if not one.only_when and one.topic in asked
    }
