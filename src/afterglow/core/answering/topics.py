"""What the leaflet's topics say to "may I?": yes, wait until when, no, or ask.

In: a topic and the hours asked about. Out: an `Answer`. Of several hours the strictest counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.results import Answer
from afterglow.core.planning import window_of
from afterglow.core.protocol import Guidance, Source, say
from afterglow.core.protocol.lexicon import Reading, TopicWords
from afterglow.core.vocabulary import Verdict


@dataclass(frozen=True)
class Item:
    """An item of the leaflet with its window for this person, and how it answers "may I?"."""

    guidance: Guidance
    starts: float
    ends: float | None
    reads: Reading

    def holds_at(self, hour: float) -> bool:
        return self.starts <= hour and (self.ends is None or hour < self.ends)


@dataclass(frozen=True)
class Ruling:
    """The verdict for one hour, and the item behind it."""

    verdict: Verdict
    item: Item | None
    until: float | None = None

    @property
    def strictness(self) -> tuple[int, float]:
        return int(self.verdict), self.until or 0.0


def topic_answer(asking: Asking, topic: TopicWords, found: Sequence[Found]) -> Answer:
    """The answer for one topic, at the hours that are asked about."""
    items = [one for one in _items(asking, topic) if one.reads != "skip"]
    if topic.asks == "info":
        ruling = Ruling(Verdict.info, _for_information(items, asking.now))
    else:
        hours: list[float | None] = [*asking.hours] or [None]
        rulings = [_at(items, hour, topic) for hour in hours]
        ruling = max(rulings, key=lambda one: one.strictness)
    name = say(ruling.item.guidance.name, asking.language) if ruling.item else topic.topic
    return Answer(
        question=asking.question,
        kind=topic.kind,
        topic=topic.topic,
        verdict=ruling.verdict,
        until=asking.moment(ruling.until) if ruling.until is not None else None,
        text=_text(asking, ruling, items),
        why=say(ruling.item.guidance.why, asking.language) if ruling.item else None,
        sources=_sources(asking, ruling),
        matched=asking.matches(found[:1], name),
        did_you_mean=tuple(topic.did_you_mean),
    )


def forbids_now(asking: Asking, topic: TopicWords) -> bool:
    """Whether the topic is to be avoided at the hour of asking."""
    items = list(_items(asking, topic))
    hour = 0.0 if asking.now is None else asking.now
    return any(one.reads == "avoid" and one.holds_at(hour) for one in items)


def _items(asking: Asking, topic: TopicWords) -> Iterator[Item]:
    for entry in asking.protocol.contents.guidance:
        if entry.topic != topic.answered_by and entry.key not in topic.with_items:
            continue
        window = window_of(entry, asking.facts)
        if window is not None:
            yield Item(entry, window[0], window[1], _reads(entry, topic))


def _reads(entry: Guidance, topic: TopicWords) -> Reading:
    if entry.key in topic.reads_as:
        return topic.reads_as[entry.key]
    if entry.kind == "avoid":
        return "avoid"
    return "ask_clinic" if entry.ask_first else "yes"


def _at(items: Sequence[Item], hour: float | None, topic: TopicWords) -> Ruling:
    """The ruling for an hour; None asks for the rule itself: what holds after the treatment."""
    if not items:
        # the leaflet has something on it, but not for this person: too little to wave it through
        return Ruling(Verdict.ask_clinic, None)
    if hour is None:
        later = [one for one in items if one.ends is None or one.ends > 0]
        hour = min((max(one.starts, 0.0) for one in later if one.reads == "avoid"), default=0.0)
    holding = [one for one in items if one.holds_at(hour)]
    forbidding = [one for one in holding if one.reads == "avoid"]
    if forbidding:
        end = _end_of_wait(items, forbidding)
        longest = max(forbidding, key=lambda one: one.ends or float("inf"))
        if end is None:
            return Ruling(Verdict.no, longest)
        return Ruling(Verdict.wait, longest, end)
    asked = next((one for one in holding if one.reads == "ask_clinic"), None)
    if asked:
        return Ruling(Verdict.ask_clinic, asked)
    if holding:
        return Ruling(Verdict.yes, holding[0])
    if topic.otherwise == "ask_clinic":
        return Ruling(Verdict.ask_clinic, items[0])
    return Ruling(Verdict.yes, None)


def _end_of_wait(items: Sequence[Item], forbidding: Sequence[Item]) -> float | None:
    """When the last of the windows that follow on one another ends; None: never by itself."""
    ends = [one.ends for one in forbidding]
    end = None if None in ends else max(one for one in ends if one is not None)
    while end is not None:
        after = end
        following = [one for one in items if one.reads == "avoid" and one.holds_at(after)]
        if not following:
            return end
        ends = [one.ends for one in following]
        end = None if None in ends else max(one for one in ends if one is not None)
    return None


def _for_information(items: Sequence[Item], now: float | None) -> Item | None:
    hour = 0.0 if now is None else now
    return next((one for one in items if one.holds_at(hour)), items[0] if items else None)


def _text(asking: Asking, ruling: Ruling, items: Sequence[Item]) -> str:
    item = ruling.item
    told = say(item.guidance.text, asking.language) if item else ""
    match ruling.verdict:
        case Verdict.wait if ruling.until is not None:
            lead = asking.say("wait", until=asking.told(ruling.until))
        case Verdict.no:
            lead = asking.say("no")
        case Verdict.ask_clinic:
            lead = asking.say("ask_clinic")
        case Verdict.yes:
            lead = _yes(asking, item, items)
        case _:
            lead = ""
    return " ".join(part for part in (lead, told) if part)


def _yes(asking: Asking, item: Item | None, items: Sequence[Item]) -> str:
    avoided = [one for one in items if one.reads == "avoid"]
    hour = max(asking.hours, default=0.0)
    coming = [one for one in avoided if one.starts > hour]
    if coming:
        first = min(coming, key=lambda one: one.starts)
        return asking.say("yes_later", since=asking.told(first.starts))
    over = [one.ends for one in avoided if one.ends is not None and one.ends <= hour]
    if over and item is None:
        if asking.now is not None and max(over) > asking.now:
            return asking.say("yes_by_then", until=asking.told(max(over)))
        return asking.say("yes_over", until=asking.told(max(over)))
    return asking.say("yes")


def _sources(asking: Asking, ruling: Ruling) -> tuple[Source, ...]:
    return asking.protocol.source_list(ruling.item.guidance.sources) if ruling.item else ()
