"""The answer table: what `ask` says to every known topic and name, for times without a server.

In: a treatment and its protocol. Out: `AnswerTable`, all of it computed by the same functions that
answer a question, for the time before, in and after every window. It is looked up by words, never
computed on: documents/scripts/lookup.js finds the entry, this module decides what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from afterglow.core.answering.ask import ask
from afterglow.core.answering.asking import Asking
from afterglow.core.answering.medicines import class_answer
from afterglow.core.answering.people import suitability_answer
from afterglow.core.answering.phrases import Found, Meaning
from afterglow.core.answering.reading import Reader, reader_for
from afterglow.core.answering.results import Answer
from afterglow.core.answering.table_flags import (
    flag_rows,
    red_words,
    rule_rows,
    steps_told,
)
from afterglow.core.answering.table_model import AnswerTable, Contact, NameRow, SignRow, TopicRow
from afterglow.core.answering.table_names import (
    AS,
    NAME,
    PUT_ON_SKIN,
    Group,
    answer_for,
    asked_of_skin,
    groups_of,
    meant,
    name_reading,
    ruling_key,
)
from afterglow.core.answering.table_spans import (
    Spans,
    Texts,
    medicine_edges,
    spans_of,
    topic_edges,
)
from afterglow.core.answering.topics import topic_answer
from afterglow.core.protocol import Protocol, say
from afterglow.core.protocol.lexicon import Lexicon, tokens_of
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency

PRESCRIBED = "prescribed_words"
CALM = 500.0  # the hour: skin should feel its treatment no more
# a name of fewer letters is met by chance
SHORTEST = 4
Spanning = Callable[[Callable[[Asking], Answer]], Spans]


def answer_table(
    treatment: Treatment | Mapping[str, Any], protocol: Protocol, language: str = "en"
) -> AnswerTable:
    """The table for a treatment. Raises `InputRefused` where the treatment is not valid."""
    treatment = Treatment.read(treatment)
    reader, texts = reader_for(protocol), Texts()
    asking = Asking("", reader.read(""), treatment, None, protocol, language)
    asking = replace(asking, question=NAME, reading=name_reading(asking.reading))
    by_topic, by_rule = topic_edges(protocol, asking.facts), medicine_edges(protocol)

    def spans(answer: Callable[[Asking], Answer], hours: Sequence[float]) -> Spans:
        return spans_of(lambda at: answer(replace(asking, at=at)), hours, treatment, texts)

    rules = rule_rows(asking)
    flags = flag_rows(asking, rules)
    medicines, rulings = _medicines(asking, reader, lambda answer: spans(answer, by_rule))
    lexicon, country = reader.lexicon, protocol.country(treatment)
    return AnswerTable(
        language=language,
        performed_at=treatment.performed_at,
        protocol={"id": protocol.id, "version": protocol.version, "hash": protocol.hash},
        contact=Contact(
            emergency=asking.emergency,
            poison=country.poison if country else None,
            clinic=treatment.clinic.name if treatment.clinic else None,
            clinic_phone=treatment.clinic.phone if treatment.clinic else None,
        ),
        say={
            "took_for": asking.say("took_for", words=NAME, name=AS),
            "not_known": asking.say("not_known", words=NAME),
            "ask_clinic": asking.say("ask_clinic"),
        },
        steps=steps_told(asking),
        topics=(
            *_topics(asking, reader, lambda answer: spans(answer, by_topic)),
            *_classes(asking, reader, lambda answer: spans(answer, by_rule)),
        ),
        people=tuple(_conditions(asking, reader, lambda answer: spans(answer, (0.0,)))),
        rulings=rulings,
        medicines=medicines,
        texts=texts.all(),
        flags=flags,
        rules=rules,
        red=red_words(asking, flags),
        signs=tuple(
            SignRow(
                code=one.sign,
                name=say(protocol.signs[one.sign].name, language),
                words=_folded(one.words),
            )
            for one in lexicon.contents.signs
            if one.sign in protocol.signs
        ),
        fever_from_c=protocol.contents.limits.fever_from_c,
        fillers=_fillers(lexicon),
        gaps=tuple(sorted(lexicon.words("gaps"))),
        harmless=_folded(lexicon.contents.nothing),
        apply_words=_folded(lexicon.contents.apply_words),
        skin_topic=PUT_ON_SKIN,
        prescribed_words=_folded(
            [*lexicon.contents.prescribed_words, *lexicon.contents.heart_words]
        ),
    )


def _topics(asking: Asking, reader: Reader, spans: Spanning) -> Iterator[TopicRow]:
    language, guidance = asking.language, asking.protocol.contents.guidance
    names = {one.topic: say(one.name, language) for one in reversed(guidance)}
    complaints = _complaints(asking.protocol)
    for topic in reader.lexicon.topics.values():
        yield TopicRow(
            code=topic.topic,
            kind=topic.kind,
            name=names.get(topic.topic) or names.get(topic.answered_by) or topic.words[0],
            words=_folded(word for word in topic.words if word not in complaints),
            spans=spans(partial(topic_answer, topic=topic, found=())),
        )


@cache
def _complaints(protocol: Protocol) -> frozenset[str]:
    """Words of topics to read about that are a complaint as well ("how bad is the pain"), and then
    call for somebody: they are not looked up as a topic."""
    contents = protocol.lexicon.contents
    felt = {token for one in contents.signs for word in one.words for token in tokens_of(word)}
    told = Treatment.read(
        {"performed_at": datetime(2026, 1, 1, tzinfo=UTC), "areas": {"cheeks": 1}}
    )

    def calls(word: str) -> bool:
        if felt.isdisjoint(tokens_of(word)):
            return False
        return (
            ask(word, told, at=told.at_hour(CALM), protocol=protocol).urgency or 0
        ) >= Urgency.call_clinic

    topics = protocol.lexicon.topics.values()
    return frozenset(
        word for one in topics if one.asks == "info" for word in one.words if calls(word)
    )


def _classes(asking: Asking, reader: Reader, spans: Spanning) -> Iterator[TopicRow]:
    """Whole classes of medicines, as people call them."""
    for one in reader.lexicon.contents.classes:
        yield TopicRow(
            code=one.class_,
            kind="medicine",
            name=one.name,
            words=_folded(one.words),
            spans=spans(partial(class_answer, code=one.class_, name=one.name, found=())),
        )


def _conditions(asking: Asking, reader: Reader, spans: Spanning) -> Iterator[TopicRow]:
    """What a person has or is: who should ask first."""
    for one in reader.lexicon.contents.conditions:
        told = Found(Meaning("condition", one.condition), 0, 1, 0, 1, (0,))
        yield TopicRow(
            code=one.condition,
            kind="other",
            name=one.words[0],
            words=_folded(one.words),
            spans=spans(partial(suitability_answer, found=(told,))),
        )


def _medicines(
    asking: Asking, reader: Reader, spans: Spanning
) -> tuple[tuple[NameRow, ...], tuple[Spans, ...]]:
    kept: dict[tuple[object, ...], int] = {}
    rulings: dict[Spans, int] = {}
    rows: dict[tuple[str, int, int | None, bool], list[str]] = {}

    def place(group: Group, asked: Asking, key: tuple[object, ...]) -> int:
        if key not in kept:

            def of_name(one: Asking) -> Answer:
                return answer_for(replace(one, reading=asked.reading), group, reader)

            kept[key] = rulings.setdefault(spans(of_name), len(rulings))
        return kept[key]

    word = Found(Meaning(PRESCRIBED, PRESCRIBED), 0, 1, 0, 1, (0,))
    by_doctor = replace(asking, reading=replace(asking.reading, found=(word,)))
    for group in groups_of(asking.protocol):
        key = ruling_key(group, asking.protocol)
        ruling = place(group, asking, key)
        prescribed = place(group, by_doctor, (PRESCRIBED, *key))
        taken_for = meant(answer_for(asking, group, reader))
        on_skin = asked_of_skin(group, reader, asking.reading)
        row = (taken_for, ruling, prescribed if prescribed != ruling else None, on_skin)
        rows.setdefault(row, []).extend(group.names)
    found = [
        NameRow(
            names=tuple(sorted(one for one in names if not _is_everyday(one, reader))),
            everyday=tuple(sorted(one for one in names if _is_everyday(one, reader))),
            as_=as_,
            ruling=ruling,
            prescribed=prescribed,
            on_skin=skin,
        )
        for (as_, ruling, prescribed, skin), names in rows.items()
    ]
    return tuple(found), tuple(rulings)


def _is_everyday(name: str, reader: Reader) -> bool:
    return len(name) < SHORTEST or reader.lexicon.plain.issuperset(name.split())


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    found = (" ".join(tokens_of(one)) for one in words if "+" not in one)
    return tuple(dict.fromkeys(one for one in found if one))


def _fillers(lexicon: Lexicon) -> tuple[str, ...]:
    """Words of a question that say nothing of what it is about, nor when, nor how it is used."""
    contents = lexicon.contents
    empty = (contents.can_i, contents.starting, contents.taking_words, contents.gaps)
    telling = (
        contents.before, contents.after, contents.ahead, contents.ago, contents.day_words,
        contents.apply_words, contents.prescribed_words, contents.heart_words,
        contents.low_dose_words, contents.negators, list(contents.numbers), list(contents.units),
    )  # fmt: skip
    # a phrase is told by its other words: "put on", "how many days"
    said = {one for words in telling for one in words if len(tokens_of(one)) == 1}
    found = {token for words in empty for one in words for token in tokens_of(one)}
    return tuple(sorted(found - said))
