"""The texts that stand in files of their own: around answers, of suggested questions, of medicines.

In: a protocol. Out: texts with where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.protocol.protocol import Protocol
from afterglow.core.protocol.texts import Path, texts


def texts_beside(protocol: Protocol) -> Iterator[tuple[Path, dict[str, str]]]:
    """The texts that stand in files of their own: around answers, and of classes of medicines."""
    lexicon = protocol.lexicon.contents
    yield from texts(lexicon.texts, ("lexicon", "texts"))
    for place, offered in enumerate(lexicon.suggested):
        yield ("lexicon", "suggested", place, "text"), offered.text
    for one in lexicon.classes:
        yield ("lexicon", "classes", one.class_, "name"), {"en": one.name}
    for code, rule in protocol.medicines.rules.items():
        yield from texts(rule, ("medicines", code))
