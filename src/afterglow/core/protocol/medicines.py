"""The dictionary of medicines, and how a name finds its entry.

In: a name as a person or a label writes it ("Ibuprofen 400mg tablets"). Out: the ingredients it
holds and their classes, or None where the name is not known. Not found is never fine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from afterglow.core.errors import ProtocolRefused
from afterglow.core.protocol.loading import read_folder

_STRENGTH = re.compile(r"\b\d+([.,]\d+)?\s*(mg|mcg|ug|g|ml|iu|%|units?)?(?=\s|/|$)")


def fold(name: str) -> str:
    """Lower case, no accents, no punctuation but separators, single spaces."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    flat = "".join(char for char in flat if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9%/+&,.\u0590-\u06ff ]+", " ", flat).split())


@dataclass(frozen=True)
class MedicineBook:
    """Ingredients with their classes, and products with what they hold."""

    ingredients: dict[str, dict[str, Any]]
    products: dict[str, tuple[dict[str, Any], ...]]
    words: dict[str, frozenset[str]]

    @classmethod
    def read(cls, folder: Any) -> MedicineBook:
        """Read the dictionary's folder; raises `ProtocolRefused` where a file is at fault."""
        read, _ = read_folder(folder, lambda name: name.endswith(".yaml"))
        if read.faults:
            raise ProtocolRefused(read.faults)
        products: dict[str, tuple[dict[str, Any], ...]] = {}
        for product in read.data["products"]:
            key = fold(product["name"])
            products[key] = (*products.get(key, ()), product)
        lists = {name: words for name, words in read.data.items() if isinstance(words, list)}
        words = {
            name: frozenset(fold(str(word)) for word in entries)
            for name, entries in lists.items()
            if name not in ("ingredients", "products", "rules")
        }
        ingredients = {one["id"]: one for one in read.data["ingredients"]}
        return cls(ingredients=ingredients, products=products, words=words)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for code, ingredient in self.ingredients.items():
            for name in (code.replace("_", " "), *ingredient["names"]):
                names.setdefault(fold(name), code)
        return names

    @cached_property
    def _stripped(self) -> frozenset[str]:
        wanted = ("salts", "forms", "strength_words", "store_labels", "filler")
        return frozenset().union(*(self.words.get(name, frozenset()) for name in wanted))

    def holds(self, name: str) -> tuple[str, ...] | None:
        """The ingredients a name stands for (all it may hold, where it does not settle that)."""
        folded = fold(name)
        for candidate in (folded, self._bare(folded)):
            if candidate in self.products:
                held = [code for one in self.products[candidate] for code in one["holds"]]
                return tuple(dict.fromkeys(held))
            if candidate in self._by_name:
                return (self._by_name[candidate],)
        parts = [part for part in re.split(r"\band\b|\bwith\b|\bplus\b|[/+&,]", folded) if part]
        if len(parts) > 1:
            found = [self.holds(part) for part in parts]
            if all(found):
                return tuple(dict.fromkeys(code for one in found if one for code in one))
        return None

    def classes_of(self, name: str) -> tuple[str, ...] | None:
        """The classes of all a name holds, or None where it is not known."""
        held = self.holds(name)
        if held is None:
            return None
        classes = [one for code in held for one in self.ingredients[code]["classes"]]
        return tuple(dict.fromkeys(classes))

    def _bare(self, folded: str) -> str:
        words = _STRENGTH.sub(" ", folded).split()
        return " ".join(word for word in words if word not in self._stripped)
