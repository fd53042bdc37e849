"""What kind of question it is: about what is there now, what may come, or having it done at all.

In: a reading. Out: yes or no. These only choose between answers; none of them makes one softer
where a warning sign was told.
"""

from __future__ import annotations

from collections.abc import Collection

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.felt import Felt
from afterglow.core.answering.names import Named
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import Reader, Reading
from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import Lexicon

# from here on a sign that is asked about is judged as one that is there
LATE = 72.0


def asks_for_information(reading: Reading, lexicon: Lexicon, hour: float | None) -> bool:
    """ "How long will it be red": about what to expect, not about what is there now."""
    if not reading.has("info_openers") or (hour is not None and hour >= LATE):
        return False
    return not any(word.text in lexicon.words("there_now") for word in reading.words)


def about_something_else(reading: Reading, topics: Collection[str]) -> bool:
    """A question that is not about the person's skin: one activity word in it means nothing."""
    if reading.has("off_topic") and not (reading.has("can_i") and topics):
        return True
    return reading.has("about_others") and not reading.has("can_i") and len(topics) <= 1


def asks_for_treatment(reading: Reading) -> bool:
    named = any(
        word.text
        in (
            "microneedling",
            "needling",
            "microneedle",
            "needled",
            "treatment",
            "procedure",
            "skinpen",
            "dermapen",
        )
        for word in reading.words
    )
    return named and reading.has("can_i")


def asks_to_have_it_done(reading: Reading) -> bool:
    """ "Can I do it": whatever else is understood, the question is whether to be treated."""
    return reading.has("can_i") and any(
        "it" in reading.words_at(one).split() for one in reading.of("treatment_words")
    )


def is_strange(word: Word, reader: Reader) -> bool:
    """A word that nothing is known of, and that may hide a warning sign."""
    if word.known or not word.text.isalpha():
        return False
    return len(word.text) > 3 or not word.perhaps.isdisjoint(reader.spelling.urgent)


def is_there_now(felt: Felt, reading: Reading) -> bool:
    """Whether what is told before the treatment is there now; only cold sores may be past."""
    if felt.flags != ("cold_sore",) or felt.floors or felt.temperature_c is not None:
        return True
    present = {"have", "got", "now", "today", "active", "tingling", "coming", "current", "is"}
    return any(word.text in present for word in reading.words)


def goes_on_the_skin(reading: Reading, reader: Reader, named: Named) -> bool:
    """Whether a harmless medicine is asked about as something to put on, not to take."""
    lexicon = reader.lexicon
    if any(word.text in lexicon.words("taking_words") for word in reading.words):
        return False
    if reading.has("apply_words"):
        return True
    book = reader.names.book
    classes = {
        code
        for content in named.contents
        for ingredient in content.holds
        for code in book.ingredients[ingredient].classes
    }
    return not classes.isdisjoint(lexicon.contents.skin_classes)


def conditions_told(reading: Reading, felt: Felt, asking: Asking) -> list[Found]:
    """Conditions; where a symptom is told after the treatment, it is judged as a symptom."""
    found = [
        one for one in reading.of("condition") if not (one.slips and reading.has("about_others"))
    ]
    if asking.before or not felt.grave:
        return found
    told = [set(one.at) for one in felt.found]
    return [one for one in found if not any(set(one.at) & places for places in told)]
