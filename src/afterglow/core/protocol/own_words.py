"""What a clinic's own topics are called: their names, and the words that the overlay lists.

In: the lexicon and the guidance of a protocol. Out: the lexicon, knowing every topic of it, so that
`ask` finds what an overlay adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from afterglow.core.protocol.advice import Guidance
from afterglow.core.protocol.lexicon import Lexicon, TopicWords, tokens_of

# whether a name is a medicine's whose own answer another kind of advice would soften
Clashes = Callable[[str, str], bool]
_PARTS = re.compile(r"[,;/()]|\band\b|\by\b|\bor\b")


def with_own_words(
    lexicon: Lexicon,
    guidance: Iterable[Guidance],
    default_topics: Collection[str],
    clashes: Clashes,
) -> Lexicon:
    """The lexicon with the `words` of every entry, and the topics that the default has not."""
    contents = lexicon.contents
    topics = {one.topic: one for one in contents.topics}
    for entry in guidance:
        said = [
            *entry.words,
            *(_names(entry, lexicon) if entry.topic not in default_topics else ()),
        ]
        # `verify` refuses these; a protocol that was never verified must not hide a warning sign
        said = [words for words in said if not taken(words, entry.kind, lexicon, clashes)]
        if not said:
            continue
        answered = [one for one in topics.values() if one.answered_by == entry.topic]
        known = topics.get(entry.topic) or next(iter(answered), None)
        words = list(dict.fromkeys((*(known.words if known else ()), *said)))
        if known:
            topics[known.topic] = known.model_copy(update={"words": words})
        else:
            topics[entry.topic] = TopicWords(topic=entry.topic, kind="activity", words=words)
    return Lexicon(contents.model_copy(update={"topics": list(topics.values())}))


def taken(words: str, kind: str, lexicon: Lexicon, clashes: Clashes) -> str:
    """Why words may not be a topic's: they name a medicine or hold what people feel; "" where they
    may. A topic that took them would answer in place of the medicine, or hide a warning sign."""
    tokens = tokens_of(words)
    if not tokens:
        return ""
    if any(clashes(one, kind) for one in (" ".join(tokens), *tokens)):
        return "names a medicine, and medicines have their own answers"
    contents = lexicon.contents
    felt = [phrase for one in contents.flags for phrase in one.words]
    felt += [phrase for one in contents.floors for phrase in one.words]
    felt += [phrase for one in contents.signs for phrase in one.words]
    felt += [phrase for one in contents.classes for phrase in one.words]
    if any(_stands_in(phrase, tokens) for phrase in felt):
        return "holds what people feel or take, and that has answers of its own"
    return ""


def _stands_in(phrase: str, tokens: list[str]) -> bool:
    """Whether a phrase of the lexicon, or all parts of one in any order, stands in these words."""
    if "+" in phrase or "|" in phrase:
        parts = [part.split("|") for part in phrase.split("+")]
        return all(any(_run(tokens_of(one), tokens) for one in part) for part in parts)
    return _run(tokens_of(phrase), tokens)


def _run(wanted: list[str], tokens: list[str]) -> bool:
    length = len(wanted)
    starts = range(len(tokens) - length + 1)
    return bool(wanted) and any(tokens[at : at + length] == wanted for at in starts)


def _names(entry: Guidance, lexicon: Lexicon) -> list[str]:
    """A topic's name in every language, whole and in parts, one and many, as one word and two."""
    names = [entry.topic.replace("_", " ")]
    for name in entry.name.values():
        names += [name, *_PARTS.split(name)]
    found = []
    for name in names:
        tokens = tokens_of(name)
        says_little = len(tokens) == 1 and (
            len(tokens[0]) < 4 or tokens[0] in lexicon.plain | lexicon.words("gaps")
        )
        if not tokens or len(tokens) > 5 or says_little:
            continue
        found.append(" ".join(tokens))
        if len(tokens) == 2:
            found.append("".join(tokens))
        if tokens[-1].endswith("s") and len(tokens) > 1:
            found.append(" ".join([*tokens[:-1], tokens[-1][:-1]]))
    return found
