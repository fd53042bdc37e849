"""Every name of the dictionary of medicines, grouped by what it holds and what is said of it.

In: the index of names, a treatment. Out: groups of names that one ruling stands for. The grouping
depends on the protocol alone and is kept; the rulings are made anew for each person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.intent import goes_on_the_skin
from afterglow.core.answering.medicines import medicine_answer
from afterglow.core.answering.names import Content, Named
from afterglow.core.answering.phrases import Found, Meaning
from afterglow.core.answering.reading import Reader, Reading, reader_for
from afterglow.core.answering.results import Answer
from afterglow.core.answering.words import Word
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.lexicon import tokens_of

# stands in the texts for the name that was looked up, and for what it was taken for
NAME, AS = "{name}", "{as}"
LOW_DOSE = "low_dose_words"
PUT_ON_SKIN = "products_not_from_clinic"


@dataclass(frozen=True)
class Group:
    """Names with the same contents; `contents` those of one of them."""

    names: tuple[str, ...]
    contents: tuple[Content, ...]


def groups_of(protocol: Protocol) -> tuple[Group, ...]:
    """The names of a protocol's dictionary, folded as `tokens_of` does, by what they may hold."""
    if protocol not in _groups:
        reader = reader_for(protocol)
        found: dict[tuple[object, ...], list[str]] = {}
        kept: dict[tuple[object, ...], tuple[Content, ...]] = {}
        for name, contents in reader.names.entries.items():
            key = _key(name, contents, protocol)
            found.setdefault(key, []).append(name)
            kept[key] = contents
        _groups[protocol] = tuple(
            Group(tuple(sorted(names)), kept[key]) for key, names in found.items()
        )
    return _groups[protocol]


def ruling_key(group: Group, protocol: Protocol) -> tuple[object, ...]:
    """What a ruling depends on: classes, whether it settles them, whether it is a low dose."""
    book = protocol.medicines
    return tuple(
        (
            tuple(dict.fromkeys(c for i in one.holds for c in book.ingredients[i].classes)),
            one.unsettled,
            _is_low(one, protocol),
            len(one.holds) == 0,
        )
        for one in group.contents
    )


def answer_for(asking: Asking, group: Group, reader: Reader) -> Answer:
    """What is said of these names, with places for the name and for what it was taken for.

    The question is read as `name_reading` makes it.
    """
    named = Named(0, 1, group.contents, exact=True, whole=True)
    if any(_is_low(one, asking.protocol) for one in group.contents):
        found = (*asking.reading.found, Found(Meaning(LOW_DOSE, LOW_DOSE), 0, 1, 0, 1, (0,)))
        asking = replace(asking, reading=replace(asking.reading, found=found))
    answer = medicine_answer(asking, reader.names, named)
    taken_for = meant(answer)
    text = answer.text
    for name in ("ask_back", "not_settled"):
        if text == asking.say(name, words=NAME, topics=taken_for):
            text = asking.say(name, words=NAME, topics=AS)
    told = asking.say("took_for", words=NAME, name=taken_for)
    text = " ".join(text.replace(told, "").split())
    return answer.model_copy(update={"text": text})


def meant(answer: Answer) -> str:
    """What names were taken for, in words: one content, or all that they may hold."""
    if answer.did_you_mean:
        return ", ".join(answer.did_you_mean)
    return answer.matched[0].as_ if answer.matched else ""


def asked_of_skin(group: Group, reader: Reader, reading: Reading) -> bool:
    """Whether a name alone may be meant as something to put on the skin."""
    named = Named(0, 1, group.contents, exact=True, whole=True)
    return goes_on_the_skin(reading, reader, named)


def name_reading(reading: Reading) -> Reading:
    """A reading of one word, the place for a name, with no time and nothing else in it."""
    word = Word(NAME, frozenset({NAME}), 0, True)
    return replace(reading, text=NAME, words=(word,), found=(), names=())


def _key(name: str, contents: tuple[Content, ...], protocol: Protocol) -> tuple[object, ...]:
    if len(contents) > 1:
        return (name,)
    one = contents[0]
    return one.holds, one.unsettled, _is_low(one, protocol)


def _is_low(content: Content, protocol: Protocol) -> bool:
    """Whether the name itself says that it is a low dose, by the dictionary or the lexicon."""
    low = protocol.medicines.words.get("low_dose_aspirin", frozenset())
    name = f" {content.name.casefold().replace('-', ' ')} "
    if any(f" {one.replace('-', ' ')} " in name for one in low):
        return True
    name = f" {' '.join(tokens_of(content.name))} "
    said = protocol.lexicon.contents.low_dose_words
    return any(f" {' '.join(tokens_of(one))} " in name for one in said)


_groups: WeakKeyDictionary[Protocol, tuple[Group, ...]] = WeakKeyDictionary()
