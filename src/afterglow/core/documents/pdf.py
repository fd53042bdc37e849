"""A person's own record as a PDF, set by typst with the fonts inside its wheel: no other is read.

In: words, as a record. Out: bytes, the same for the same words. A word stays a word: the template
reads all of it as data, and nothing that a person typed can become markup.
"""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

# what the fonts inside typst can draw; the rest would print as boxes
DRAWN = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "DEVANAGARI")


@dataclass(frozen=True)
class Part:
    """A heading with lines and, where there are `rows`, a table; `columns` are shares of width."""

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Record:
    """What the PDF says. `warning` stands in a box below the first lines; empty: none."""

    title: str
    lede: tuple[str, ...]
    foot: str
    parts: tuple[Part, ...]
    warning: str = ""
    language: str = "en"
    rtl: bool = False
    letter: bool = False  # US letter instead of A4


def record_pdf(record: Record, *, made: datetime) -> bytes:
    """The record as a tagged PDF."""
    # typst takes longer to load than most of what is asked of this room
    import json

    import typst

    template = (files("afterglow.core.documents") / "record.typ").read_bytes()
    return bytes(
        typst.compile(
            template,
            format="pdf",
            sys_inputs={"data": json.dumps(asdict(record))},
            ignore_system_fonts=True,
            timestamp=int(made.timestamp()),
        )
    )


def undrawn(words: str) -> str:
    """The letters of a text that would print as boxes, each once."""
    return "".join(sorted({one for one in words if not _is_drawn(one)}))


def _is_drawn(letter: str) -> bool:
    if ord(letter) < 0x250 or unicodedata.category(letter)[0] in "ZC":
        return True
    name = unicodedata.name(letter, "")
    if unicodedata.category(letter)[0] in "LM":
        return name.startswith(DRAWN) or name.startswith("COMBINING")
    return ord(letter) < 0x2600
