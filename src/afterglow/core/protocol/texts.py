"""Every text in a part of a protocol: what has to be translated, and checked.

In: data of the protocol. Out: texts with where they stand, as often as they stand somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

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
