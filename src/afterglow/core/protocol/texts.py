"""Every text of a protocol that a person may read: what has to be translated, and checked.

In: a protocol. Out: texts with where they stand, the same text as often as it stands somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from afterglow.core.protocol.protocol import Protocol

Path = tuple[int | str, ...]


def texts(node: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text below a part of a protocol, with its path."""
    if isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            yield from texts(getattr(node, name), (*path, info.alias or name))
    elif isinstance(node, dict):
        if "en" in node:
            yield path, node
        else:
            for key, value in node.items():
                yield from texts(value, (*path, key))
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from texts(value, (*path, index))


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
