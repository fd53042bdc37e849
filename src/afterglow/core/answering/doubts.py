"""What may stand behind a word that is not understood, so that nothing is waved through beside it.

In: a reading and what was found in it. Out: the words that a yes would have to know. A yes is said
only to what was understood: "aqua cycling class" is not a class, "shampoo soap" not the soap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from afterglow.core.answering.intent import is_strange
from afterglow.core.answering.names import Named
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import Reader, Reading
from afterglow.core.answering.words import Word

# how far an unknown name may stand from the known one that it is joined to ("and", "with")
REACH = 4
SHORT = 3
# how far from a topic a short unknown word may change it
NEAR = 3
# so many words that have nothing to do with skin make nonsense of a lone sign
STRANGERS = 3
JOINED = frozenset({"and", "with", "plus", "n", "or", "mit", "con", "avec", "y", "et", "und", "e"})


def unclear_beside_topic(
    reading: Reading, reader: Reader, found: Sequence[Found], named: Sequence[Named]
) -> list[str]:
    """The words that may make another thing of a topic: unknown ones, and what qualifies a word
    that says little by itself ("black soap")."""
    taken = _places(named) | {place for one in reading.found for place in one.at}
    words = reading.words
    unclear = [
        word.text
        for place, word in enumerate(words)
        if place not in taken and is_strange(word, reader)
    ]
    unclear += [word.text for word in _short_beside(found, words, taken, reader)]
    if all(_is_bare_head(one, words, reader) for one in found):
        for one in found:
            before = one.start - 1
            if before < 0 or words[before].clause != words[one.start].clause:
                continue
            if not _says_nothing(words[before], reader):
                unclear.append(f"{words[before].text} {words[one.start].text}")
    return list(dict.fromkeys(unclear))


def unclear_beside_name(
    reading: Reading, reader: Reader, one: Named, named: Sequence[Named]
) -> list[str]:
    """Unknown words that are joined to a name: "paracetamol and zorbix"."""
    taken = _places(named) | {place for found in reading.found for place in found.at}
    unclear = []
    for place, word in enumerate(reading.words):
        if place in taken or not is_strange(word, reader) or reader.names.on_packs(word.text):
            continue
        low, high = min(place, one.end), max(place, one.start)
        between = reading.words[low:high]
        if len(between) <= REACH and any(other.text in JOINED for other in between):
            unclear.append(word.text)
    return unclear


def is_far_fetched(reading: Reading, reader: Reader, told: Sequence[Found]) -> bool:
    """Whether what seems to be told of the skin stands among words that have nothing to do with it
    ("purple banana dishwasher"), or is a slip of an everyday word in a question about the weather.

    Only for what would be answered softly; a warning sign counts wherever it stands.
    """
    if any(one.length > 1 for one in told):
        return False
    if all(reading.words[one.start].everyday for one in told):
        return reading.has("off_topic")
    taken = {place for one in reading.found for place in one.at}
    lexicon = reader.lexicon
    about = lexicon.words("skin_words") | lexicon.words("there_now")
    if any(not word.meant.isdisjoint(about) for word in reading.words) or reading.times.says_when:
        return False
    small = lexicon.words("gaps") | lexicon.words("small")
    strangers = [
        word.text
        for place, word in enumerate(reading.words)
        if place not in taken and word.text not in small
    ]
    far = (lexicon.common | lexicon.rarer) - lexicon.plain
    enough = len(strangers) >= max(STRANGERS, len(reading.words) / 2)
    return enough and not far.isdisjoint(strangers)


def _short_beside(
    found: Sequence[Found], words: Sequence[Word], taken: set[int], reader: Reader
) -> list[Word]:
    """Unknown words of three letters near a topic: "lke swimming" may be in a lake. A slip of an
    everyday small word ("nwo") and of nothing else makes nothing unclear."""
    near = {
        place
        for one in found
        for place in range(one.start - NEAR, one.end + NEAR)
        if 0 <= place < len(words)
    }
    return [
        words[place]
        for place in sorted(near - taken)
        if not words[place].known
        and len(words[place].text) == SHORT
        and words[place].text.isalpha()
        and not _is_small_word(words[place], reader)
    ]


def _is_small_word(word: Word, reader: Reader) -> bool:
    """Whether all that a short word may be, by one slip, says nothing of what is asked."""
    near = reader.spelling.any_of(word.text)
    return bool(near) and near <= reader.lexicon.words("gaps") | reader.lexicon.words("small")


def _is_bare_head(one: Found, words: Sequence[Word], reader: Reader) -> bool:
    heads = reader.lexicon.words("generic_heads")
    return one.length == 1 and not heads.isdisjoint(words[one.start].meant)


def _says_nothing(word: Word, reader: Reader) -> bool:
    """Whether a word before a general one leaves it general: "my", "plain", "on"."""
    if not word.text.isalpha():
        return True
    lexicon = reader.lexicon
    return not word.meant.isdisjoint(lexicon.words("harmless_before") | lexicon.words("gaps"))


def _places(named: Iterable[Named]) -> set[int]:
    return {place for one in named for place in range(one.start, one.end)}
