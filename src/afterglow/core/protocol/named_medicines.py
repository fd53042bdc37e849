"""Medicines that a sentence names: by the dictionary's names and brands, or as people call them.

In: a sentence. Out: the names of medicines that are prescribed (`kept`), or that may be (an
anti-inflammatory). The dictionary is read only where a word may be a name of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from afterglow.core.protocol.floor_held import net
from afterglow.core.protocol.letters import flat
from afterglow.core.protocol.medicines import PRODUCT_TABLES, fold
from afterglow.core.protocol.plain_words import MARKS, Sentence

_PARTS = re.compile(r"[|,\"]")
_NO_NAME = re.compile(r"[^\w%/+&.\n]+|_")
LONGEST = 4  # words of a name
SHORTEST = 4  # letters of a name that is looked up by itself


class Named(NamedTuple):
    """A medicine as a sentence calls it."""

    name: str
    kept: bool


class Known(NamedTuple):
    """A name of the dictionary: of a kept medicine, and whether only a brand is called so."""

    kept: bool
    brand: bool


@cache
def named_in(one: Sentence) -> tuple[Named, ...]:
    """The medicines a sentence names, as they are kept or may be."""
    found = [Named(phrase, True) for phrase in net().medicines.by_name if f" {phrase}" in one.plain]
    words = [token for token in one.tokens if token not in MARKS]
    for size in range(LONGEST, 0, -1):
        for at in range(len(words) - size + 1):
            kept = _looked_up(" ".join(words[at : at + size]))
            if kept is not None:
                found.append(Named(" ".join(words[at : at + size]), kept))
    return tuple(found)


def _looked_up(name: str) -> bool | None:
    """Whether a name is a kept medicine's; None where it is none, or an everyday word."""
    if len(name) < SHORTEST or not _may_be_one(name) or name in net().medicines.not_these:
        return None
    found = _names().get(name)
    if found is None or (found.brand and " " not in name and name in _everyday()):
        return None
    return found.kept


def _may_be_one(name: str) -> bool:
    """Whether a cell of the tables is spelt so: quick, and mostly false."""
    return name in _cells()


@cache
def _cells() -> frozenset[str]:
    """All cells of the tables, in small letters."""
    tables = (_folder().joinpath(name) for name in ("ingredients.csv", *PRODUCT_TABLES))
    cells = "\n".join(flat(one.read_text(encoding="utf-8")) for one in tables)
    return frozenset(_NO_NAME.sub(" ", _PARTS.sub("\n", cells)).split("\n"))


@cache
def _names() -> dict[str, Known]:
    kept, told = set(net().medicines.kept_classes), set(net().medicines.told_classes)
    classes: dict[str, set[str]] = {}
    names: dict[str, Known] = {}

    def add(name: str, of: set[str], brand: bool) -> None:
        if of & (kept | told):
            folded = fold(name)
            before = names.get(folded, Known(kept=False, brand=True))
            names[folded] = Known(bool(of & kept) or before.kept, brand and before.brand)

    for code, called, of, _ in _rows("ingredients.csv"):
        if code.replace("_", " ") in net().medicines.not_these:
            continue
        classes[code] = set(of.split("|"))
        for name in (code.replace("_", " "), *called.split("|")):
            add(name, classes[code], brand=False)
    for brand, _, holds, _ in (row for table in PRODUCT_TABLES for row in _rows(table)):
        add(brand, set().union(*(classes.get(one, set()) for one in holds.split("|"))), True)
    return names


def _rows(name: str) -> Iterator[list[str]]:
    with _folder().joinpath(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from (row for row in rows if row)


@cache
def _everyday() -> frozenset[str]:
    """Words of everyday, which the lexicon lists so that no medicine is suspected behind them."""
    folder = files("afterglow.core.protocol").joinpath("data", "lexicon")
    told = (
        folder.joinpath(one).read_text(encoding="utf-8") for one in ("plain.yaml", "common.yaml")
    )
    return frozenset(word for text in told for word in text.split())


def _folder() -> Any:
    return files("afterglow.core.protocol").joinpath("data", "medicines")
