"""Which topics and medicines a question is about, where words may belong to either.

In: a reading. Out: topics by code, classes by code, and names, none claiming another's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.felt import Felt
from afterglow.core.answering.names import Named
from afterglow.core.answering.naming import medicines_named
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import GENEROUS_WORDS, Reader, Reading
from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import Lexicon, TopicWords, tokens_of

# a misspelt word of so many letters is hardly met by chance
LONG_WORD = 7
COUNTED = frozenset({"how", "sessions", "tip", "pay"})


def topics_in(reading: Reading, known: Mapping[str, TopicWords]) -> dict[str, list[Found]]:
    """Topics in the question, each with its words; what stands inside another topic is left out."""
    topics: dict[str, list[Found]] = {}
    taken: set[int] = set()
    for one in reading.of("topic"):
        if set(one.at) <= taken and not set(one.at).isdisjoint(taken):
            same = any(set(one.at) == set(other.at) for found in topics.values() for other in found)
            if not same:
                continue
        taken |= set(one.at)
        topics.setdefault(one.code, []).append(one)
    info = [code for code in topics if known[code].asks == "info"]
    if len(info) < len(topics):
        # "how much", "how often" before a topic ask about that topic
        for code in info:
            # an occasion is what a question is asked for, not what it is about
            counted = reading.words[topics[code][0].start].text in COUNTED
            if counted or known[code].occasion:
                del topics[code]
    return topics


def named_in(
    reading: Reading, reader: Reader, topics: dict[str, list[Found]]
) -> tuple[list[Named], dict[str, list[Found]], dict[str, list[Found]]]:
    """Medicines, and the topics and classes that are left when names have taken their words."""
    classes: dict[str, list[Found]] = {}
    for one in reading.of("class"):
        classes.setdefault(one.code, []).append(one)
    topics = _without_parts_of_names(reading, reader, topics)
    topics = _without_taking(reading, reader, topics)
    takes = any(word.text in reader.lexicon.words("taking_words") for word in reading.words)
    # after "take", a single misspelt word may be a medicine's name as well as a topic's
    held = {
        place
        for found in (*topics.values(), *classes.values())
        for one in found
        for place in range(one.start, one.end)
        if not (
            one.length == 1 and one.slips and (takes or _is_nearer_a_name(one, reading, reader))
        )
    }
    known = reader.lexicon.topics
    named = medicines_named(reading, reader.names, reader.lexicon, [held])
    named = [one for one in named if takes_part(one, reading, reader)]
    if reading.has("about_others") and not takes:
        named = [one for one in named if one.exact]
    result: list[Named] = []
    left = dict(topics)
    for name in named:
        # "alovera" may be a thing for the skin as well as one to swallow
        for one in _as_topics(name, reader):
            left.setdefault(one.code, []).append(one)
    for name in named:
        places = set(range(name.start, name.end))
        inside = {
            code
            for code, found in topics.items()
            if any(set(phrase.at) & places for phrase in found)
        }
        if inside and not name.exact:
            # the nearer reading counts; where both are as near, both are answered
            nearest = min(one.slips for one in name.contents)
            for code in inside:
                if all(nearest < phrase.slips for phrase in topics[code]):
                    left.pop(code, None)
            result.append(name)
            continue
        if inside and not (
            name.whole
            and takes
            and all(known[code].kind in ("product", "medicine") for code in inside)
        ):
            if takes and name.whole and any(not reader.names.is_fine(one) for one in name.contents):
                # "take body wash": what is asked may be either, and the stricter answer counts
                result.append(name)
            continue
        if classes and name.whole and all(one.unsettled for one in name.contents):
            # a whole class ("antihistamine") says more than a product that is called by its name
            if any(set(phrase.at) & places for found in classes.values() for phrase in found):
                continue
        for code in inside:
            left.pop(code, None)
        for code in list(classes):
            if any(set(phrase.at) & places for phrase in classes[code]):
                if name.whole and name.contents:
                    classes.pop(code)
        result.append(name)
    return result, left, classes


def _as_topics(name: Named, reader: Reader) -> list[Found]:
    """The topics that the names near a misspelt one stand for."""
    if name.exact:
        return []
    at = tuple(range(name.start, name.end))
    tokens = {tuple(tokens_of(content.name)) for content in name.contents}
    return [
        Found(meaning, name.start, name.end, 1, len(words), at)
        for words in sorted(tokens)
        for phrase, meaning in reader.book.phrases.get(words[0], ())
        if meaning.kind == "topic" and phrase == words
    ]


def _without_parts_of_names(
    reading: Reading, reader: Reader, topics: dict[str, list[Found]]
) -> dict[str, list[Found]]:
    """Topics without those whose word is but a part of the name of a medicine that is to be left
    out ("bc powder"), or that is prescribed ("valproic acid")."""

    def counts(name: Named) -> bool:
        strict = any(reader.names.is_strict(content) for content in name.contents)
        kept = bool(name.contents) and all(reader.names.is_kept(one) for one in name.contents)
        return name.length > 1 and (strict or kept)

    names = [set(range(one.start, one.end)) for one in reading.names if counts(one)]
    return {
        code: found
        for code, found in topics.items()
        if not all(any(set(one.at) < name for name in names) for one in found)
    }


def _without_taking(
    reading: Reading, reader: Reader, topics: dict[str, list[Found]]
) -> dict[str, list[Found]]:
    """Topics without those whose word stands for taking a medicine ("pop a tylenol")."""
    taking = reader.lexicon.words("also_taking")
    starts = {one.start for one in reading.names}
    return {
        code: found
        for code, found in topics.items()
        if not all(
            one.length == 1
            and reading.words[one.start].text in taking
            and not starts.isdisjoint(range(one.end, one.end + 4))
            for one in found
        )
    }


def takes_part(one: Named, reading: Reading, reader: Reader) -> bool:
    """Whether a name is asked about: not where its words are what is felt ("I have a fever"), or
    what something is meant against ("for pain"), unless it is what is taken."""
    felt = {
        place
        for found in reading.found
        if found.kind in ("sign", "flag", "floor")
        for place in found.at
    }
    places = set(range(one.start, one.end))
    if _is_purpose(one, reading, reader):
        return False
    if not places <= felt or not all(content.unsettled for content in one.contents):
        return True
    taking = reader.lexicon.words("taking_words")
    before = reading.words[max(one.start - 2, 0) : one.start]
    return any(word.text in taking for word in before)


def _is_purpose(one: Named, reading: Reading, reader: Reader) -> bool:
    """Whether everyday words stand after "for" and another name: "sumatriptan for migraine"."""
    everyday = (reader.lexicon.plain, reader.lexicon.common, reader.book.words)
    words = [word.text for word in reading.words[one.start : one.end]]
    if not all(any(text in known for known in everyday) for text in words):
        return False
    return any(
        0 <= one.start - purpose.end <= 1
        and any(other.end <= purpose.start for other in reading.names)
        for purpose in reading.of("purposes")
    )


def without_signs(
    topics: dict[str, list[Found]], felt: Felt, reading: Reading
) -> dict[str, list[Found]]:
    """Words that are a sign as well ("peel") are a topic only where something may be done."""
    if reading.has("can_i"):
        return topics
    signs = [set(one.at) for one in felt.found]
    return {
        code: found
        for code, found in topics.items()
        if not all(any(set(one.at) <= sign for sign in signs) for one in found)
    }


def told_before(
    topics: Mapping[str, list[Found]], reading: Reading, lexicon: Lexicon
) -> dict[str, list[Found]]:
    """Topics that were used or done before a symptom came, or that it is likened to ("like after
    the beach"): its story, not a question."""
    story_words = lexicon.words("story_words") | lexicon.words("similes")
    story = [
        place for place, word in enumerate(reading.words) if not word.meant.isdisjoint(story_words)
    ]
    return {
        code: found
        for code, found in topics.items()
        if any(place < one.start for place in story for one in found)
    }


def is_doubtful(one: Found, reading: Reading, reader: Reader, also_told: bool) -> bool:
    """Whether a single misspelt word is all there is, which may be an everyday one or a medicine's
    name as well, or stands beside something else that was told."""
    slipped = [reading.words[place] for place in one.at if reading.words[place].distance]
    if any(_may_be_strict(word, reader) for word in slipped):
        return True
    word = reading.words[one.start]
    if one.length > 1 or not one.slips:
        return False
    return word.everyday or (also_told and len(word.text) < LONG_WORD)


def _is_nearer_a_name(one: Found, reading: Reading, reader: Reader) -> bool:
    """Whether a misspelt word is fewer slips from a medicine that is to be left out or kept."""
    word = reading.words[one.start]
    near = reader.names.near(word.text)
    return any(reader.names.is_strict(name) and name.slips < word.distance for name in near)


def _may_be_strict(word: Word, reader: Reader) -> bool:
    """Whether a misspelt word is as near to a medicine that is to be left out ("vltarin")."""
    near = reader.names.near(word.text)
    return any(reader.names.is_strict(name) and name.slips <= word.distance for name in near)


def wider_topics(asking: Asking, reader: Reader, found: list[Found]) -> list[Found]:
    """Longer topics that a misspelt neighbour may make of these words ("pash lift": lash lift)."""
    words = list(asking.reading.words)
    if len(words) > GENEROUS_WORDS:
        return []
    beside = {place for one in found for place in (one.start - 1, one.end)}
    for place in beside & set(range(len(words))):
        word = words[place]
        words[place] = replace(word, meant=word.meant | reader.spelling.any_of(word.text))
    return [
        wide
        for wide in reader.book.find(words)
        if wide.kind == "topic"
        and any(one.inside(wide) and not set(one.at).issuperset(wide.at) for one in found)
    ]
