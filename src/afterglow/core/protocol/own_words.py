"""What a clinic's own topics are called: their names, and the words that the overlay lists.

In: the lexicon and the guidance of a protocol. Out: the lexicon, knowing every topic of it, so that
`ask` finds what an overlay adds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from afterglow.core.protocol.advice import Guidance
from afterglow.core.protocol.lexicon import Lexicon, TopicWords, tokens_of

_PARTS = re.compile(r"[,;/()]|\band\b|\by\b|\bor\b")


def with_own_words(
    lexicon: Lexicon, guidance: Iterable[Guidance], default_topics: Collection[str]
) -> Lexicon:
    """The lexicon with the `words` of every entry, and the topics that the default has not."""
    contents = lexicon.contents
    topics = {one.topic: one for one in contents.topics}
    for entry in guidance:
        said = [
            *entry.words,
            *(_names(entry, lexicon) if entry.topic not in default_topics else ()),
        ]
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
