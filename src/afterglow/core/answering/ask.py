"""`ask`: one question in people's words, answered by the protocol for this treatment and hour.

In: text, a treatment and a moment, both optional. Out: `Answer`. The strictest of several topics
is the answer, the others stand in `also`. What is not understood is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.choosing import (
    is_doubtful,
    named_in,
    told_before,
    topics_in,
    wider_topics,
    without_signs,
)
from afterglow.core.answering.doses import (
    doses_told,
    is_needed,
    need_answer,
    with_doses,
    without_a_name,
)
from afterglow.core.answering.doubts import (
    is_far_fetched,
    unclear_beside_name,
    unclear_beside_topic,
)
from afterglow.core.answering.felt import Felt, read_felt
from afterglow.core.answering.intent import (
    about_something_else,
    asks_for_information,
    asks_for_treatment,
    asks_to_have_it_done,
    conditions_told,
    goes_on_the_skin,
    is_strange,
    is_there_now,
)
from afterglow.core.answering.medicines import class_answer, medicine_answer
from afterglow.core.answering.naming import unknown_name
from afterglow.core.answering.people import anyone_answer, infection_answer, suitability_answer
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import GENEROUS_WORDS, Reader, Reading, reader_for
from afterglow.core.answering.results import Answer, rank_of
from afterglow.core.answering.spoken import not_understood, spoken_in
from afterglow.core.answering.symptoms import symptom_answer
from afterglow.core.answering.times import hour_of_symptom
from afterglow.core.answering.topics import forbids_now, topic_answer
from afterglow.core.answering.unknown import not_found
from afterglow.core.errors import refuse
from afterglow.core.protocol import Protocol, say
from afterglow.core.protocol.lexicon import Lexicon, tokens_of
from afterglow.core.treatment import EARLIEST, LATEST, Treatment
from afterglow.core.vocabulary import Urgency, Verdict

MAX_QUESTION = 1_000_000
LONG_NAME = 7
LONGEST_NAME = 80
PREGNANT = "pregnant"
UNKNOWN_RANK = rank_of(Verdict.unknown)


def ask(
    question: str,
    treatment: Treatment | Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
    protocol: Protocol | None = None,
    language: str = "en",
) -> Answer:
    """Answer a question. `at` is an aware moment, also before the treatment; None: the rule itself.

    Raises `InputRefused` where the treatment, the moment or the question is not valid.
    """
    if not isinstance(question, str):
        raise refuse("question", "must be a text")
    if len(question) > MAX_QUESTION:
        raise refuse("question", f"has over {MAX_QUESTION:,} characters")
    if at is not None and at.tzinfo is None:
        raise refuse("at", "has no time zone; write an offset, as in 2026-11-24T15:00:00-05:00")
    if at is not None and not EARLIEST <= at < LATEST:
        raise refuse("at", "is not a plausible time; years 2000 to 2099 are")
    protocol = protocol or Protocol.default()
    read = Treatment.read(treatment) if treatment is not None else None
    reader = _reader(question, protocol, language)
    asking = Asking(question, reader.read(question), read, at, protocol, language)
    answers = sorted(_answers(asking, reader), key=lambda one: one.rank)
    if asking.reading.is_noise:
        answers = [one for one in answers if one.rank <= UNKNOWN_RANK or _is_long_name(one)]
    unclear = not_understood(asking.reading, reader)
    answers = sorted((_careful(asking, one, unclear) for one in answers), key=lambda one: one.rank)
    if not answers:
        answers = _second_thought(asking, reader)
    if not answers:
        return not_found(asking)
    first, *others = _once(answers)
    return first.model_copy(update={"also": tuple(others)})


def _reader(question: str, protocol: Protocol, language: str) -> Reader:
    """The reader of the question's language; a medicine's name alone has none but the page's."""
    spoken = spoken_in(question, language)
    if spoken != language and len(question) <= LONGEST_NAME:
        own = reader_for(protocol, spoken_in("", language))
        if " ".join(tokens_of(question)) in own.names.entries:
            return own
    return reader_for(protocol, spoken)


def _asks(reading: Reading, lexicon: Lexicon, topics: Mapping[str, list[Found]]) -> bool:
    """Whether something is asked about what may be done ("balm on the dry bits"), not only told."""
    if any(reading.has(kind) for kind in ("can_i", "starting", "info_openers")):
        return True
    ends = {one.end for found in topics.values() for one in found}
    onto = lexicon.words("onto")
    return any(end < len(reading.words) and reading.words[end].text in onto for end in ends)


def _is_long_name(answer: Answer) -> bool:
    """A medicine whose name is too long to be met by chance, even with a slip in it."""
    longest = max((len(one.words) for one in answer.matched), default=0)
    return answer.kind == "medicine" and longest >= LONG_NAME


def _second_thought(asking: Asking, reader: Reader) -> list[Answer]:
    """What a generous reading of misspelt words finds, as far as it is stricter than unknown."""
    reading = asking.reading
    asks = reading.has("can_i") or reading.has("starting") or reading.times.says_when
    skin_words = asking.protocol.lexicon.words("skin_words")
    about_skin = any(word.text in skin_words for word in reading.words) or reading.times.loose
    if (
        not (asks or about_skin or "?" in asking.question)
        or len(reading.words) > GENEROUS_WORDS
        or reading.has("about_others")
    ):
        return []
    reading = reader.read(asking.question, generous=True)
    found = _answers(replace(asking, reading=reading), reader)
    return sorted((one for one in found if one.rank < UNKNOWN_RANK), key=lambda one: one.rank)


def _once(answers: list[Answer]) -> list[Answer]:
    """Each topic once; the order of strictness is kept."""
    seen: dict[tuple[str, str | None, str], Answer] = {}
    for one in answers:
        seen.setdefault((one.kind, one.topic, one.text), one)
    return list(seen.values())


def _answers(asking: Asking, reader: Reader) -> Iterator[Answer]:
    reading, lexicon = asking.reading, reader.lexicon
    topics = topics_in(reading, lexicon.topics)
    named, topics, classes = named_in(reading, reader, topics)
    hour = hour_of_symptom(reading.times, asking.now)
    about_product = bool(named or topics or classes)
    name_words = {place for one in named for place in range(one.start, one.end)}
    felt = read_felt(
        reading,
        lexicon,
        hour,
        for_something=about_product,
        not_at=name_words,
        named_by=max((one.end for one in named), default=None),
    )
    topics = without_signs(topics, felt, reading)
    suitability = asking.before or reading.has("treatment_words")
    conditions = conditions_told(reading, felt, asking)

    # with a child on the way nothing else that is asked is answered without that
    expecting = any(one.code == PREGNANT for one in conditions) and not asking.before

    # ---------------------------------------------------------------- symptoms
    symptom = None
    told_only = not felt.grave and asks_for_information(reading, lexicon, hour)
    if felt.anything and asking.before and not _emergency(asking, felt, hour):
        if not is_there_now(felt, reading):
            # "valtrex for cold sores": a history, not something that is there
            conditions = [one for one in reading.found if one.code in ("cold_sore", "cold_sores")]
        elif felt.grave and reading.has("info_openers"):
            # "will it bleed?", asked before: about what may come
            yield topic_answer(asking, lexicon.topics["six_things"], felt.found)
        elif felt.grave:
            yield infection_answer(asking, felt.found)
        elif not (about_product or conditions):
            if reading.has("treatment_words") and not reading.has("info_openers"):
                yield anyone_answer(asking)
            yield from _sign_information(asking, felt)
    elif felt.anything and told_only:
        yield from _sign_information(asking, felt)
    elif felt.anything:
        symptom, topics = _symptom(asking, reader, felt, hour, topics)
        calm = symptom.urgency == Urgency.expected
        if calm and (expecting or is_far_fetched(reading, reader, felt.found)):
            symptom = None
        else:
            yield symptom

    # ---------------------------------------------------------------- medicines
    if reading.has("too_many") and reading.has("medicine_words") and not (named or classes):
        yield without_a_name(asking)
    for one in named:
        others = [other for other in named if other is not one]
        answer = medicine_answer(asking, reader.names, one, others)
        answer = _told_with(asking, lexicon, answer, one.start, expecting)
        yield _careful(asking, answer, unclear_beside_name(reading, reader, one, named))
        if answer.verdict == Verdict.yes and goes_on_the_skin(reading, reader, one):
            yield topic_answer(asking, lexicon.topics["products_not_from_clinic"], [])
    for code, found in classes.items():
        name = next(one.name for one in lexicon.contents.classes if one.class_ == code)
        answer = class_answer(asking, code, name, found)
        answer = _told_with(asking, lexicon, answer, found[0].start, expecting)
        doubtful = all(is_doubtful(one, reading, reader, felt.anything) for one in found)
        if answer.verdict != Verdict.yes or not doubtful:
            yield answer

    # ---------------------------------------------------------------- the person
    if expecting:
        yield suitability_answer(asking, [one for one in conditions if one.code == PREGNANT])
    elif conditions and (suitability or not (symptom or topics or named or classes)):
        yield suitability_answer(asking, conditions)

    # ---------------------------------------------------------------- topics
    if not (named or classes or symptom or conditions) and about_something_else(reading, topics):
        return
    only_told = symptom is not None and not _asks(reading, lexicon, topics)
    for code, found in topics.items():
        answer = topic_answer(asking, lexicon.topics[code], found)
        if only_told and answer.verdict in (Verdict.yes, Verdict.info):
            # "puffy this morning, gone by lunch" asks nothing about lunch
            continue
        if answer.verdict != Verdict.yes:
            yield answer
            continue
        # nothing is waved through on a word that may as well be another
        also_told = bool(felt.anything or conditions)
        if not all(is_doubtful(one, reading, reader, also_told) for one in found):
            yield _careful(asking, answer, unclear_beside_topic(reading, reader, found, named))
        for wider in wider_topics(asking, reader, found):
            yield topic_answer(asking, lexicon.topics[wider.code], [wider])
    if not (named or classes or topics or symptom or felt.anything):
        unknown = unknown_name(reading, reader.names, lexicon)
        if unknown:
            yield medicine_answer(asking, reader.names, unknown)
        elif not conditions and asks_for_treatment(reading):
            yield anyone_answer(asking)
    elif topics and asking.before and not conditions and asks_to_have_it_done(reading):
        yield anyone_answer(asking)


def _careful(asking: Asking, answer: Answer, unclear: list[str]) -> Answer:
    """The answer; a yes turns into asking the clinic where words beside it were not understood."""
    if answer.verdict != Verdict.yes or not unclear:
        return answer
    words = asking.listed(unclear[:3])[:60]
    text = f"{asking.say('ask_clinic')} {asking.say('not_understood', words=words)}"
    return answer.model_copy(update={"verdict": Verdict.ask_clinic, "text": text})


def _told_with(
    asking: Asking, lexicon: Lexicon, answer: Answer, start: int, expecting: bool
) -> Answer:
    """The answer about a medicine at `start`, with doses taken already, a need and a child told."""
    if doses_told(asking.reading, lexicon):
        answer = with_doses(asking, answer)
    elif is_needed(asking.reading, start):
        answer = need_answer(asking, answer)
    if expecting and answer.verdict == Verdict.yes:
        text = asking.say("ask_clinic")
        answer = answer.model_copy(update={"verdict": Verdict.ask_clinic, "text": text})
    return answer


def _emergency(asking: Asking, felt: Felt, hour: float | None) -> bool:
    answer = symptom_answer(asking, felt, hour, least=Urgency.expected, remarks=())
    return answer.urgency == Urgency.emergency


def _symptom(
    asking: Asking,
    reader: Reader,
    felt: Felt,
    hour: float | None,
    topics: dict[str, list[Found]],
) -> tuple[Answer, dict[str, list[Found]]]:
    """The symptom's answer. What was used or done before it is its story, not a question."""
    reading, least, remarks = asking.reading, Urgency.expected, []
    lexicon = asking.protocol.lexicon
    told = {} if reading.has("can_i") else told_before(topics, reading, lexicon)
    if any(forbids_now(asking, lexicon.topics[code]) for code in told):
        least = Urgency.watch
        remarks.append(asking.say("used_early"))
    topics = {code: found for code, found in topics.items() if code not in told}
    about = bool(topics) and reading.has("can_i")
    strange = [] if about else [word.text for word in reading.words if is_strange(word, reader)]
    if strange:
        least = max(least, Urgency.watch)
        remarks.append(asking.say("not_understood", words=asking.listed(strange[:3])[:60]))
    answer = symptom_answer(asking, felt, hour, least=least, remarks=tuple(dict.fromkeys(remarks)))
    return answer, topics


def _sign_information(asking: Asking, felt: Felt) -> Iterator[Answer]:
    """What to expect of a sign, from the leaflet."""
    lexicon = asking.protocol.lexicon
    topics = {one.sign: one.topic for one in lexicon.contents.signs}
    for sign in felt.ratings:
        entry = next(one for one in asking.protocol.contents.guidance if one.topic == topics[sign])
        yield Answer(
            question=asking.question,
            kind="other",
            topic=entry.topic,
            verdict=Verdict.info,
            text=say(entry.text, asking.language),
            why=say(entry.why, asking.language),
            sources=asking.protocol.source_list(entry.sources),
            matched=asking.matches([one for one in felt.found if one.code == sign][:1], sign),
        )
