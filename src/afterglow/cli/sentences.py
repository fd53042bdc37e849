"""Every sentence of the house that is said to people: protocol, pages, terminal.

In: the package as it stands on the disk. Out: a Babel catalog of English messages, each with the
places it stands in. What is missing here can never be translated; a test with a pseudo-language
looks for it on the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

import afterglow
from afterglow.core.languages import catalogs
from afterglow.core.protocol import Protocol, texts, texts_beside
from afterglow.core.vocabulary import AREAS, CONDITIONS, Device
from afterglow.core.wording import said

PACKAGE = Path(afterglow.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "message": None}
# people's own facts are told by their codes, and these are the words of the codes
FACTS = (
    "area", "depth", "age", "passes", "device", "session", "numbing", "pregnant", "condition",
    "medicine", "skin_type", "weight_kg", "grams", "area_cm2", "minutes", "occluded",
)  # fmt: skip


def sentences() -> Catalog:
    """All of them, in the order of the places they stand in."""
    catalog = Catalog(project="Afterglow", charset="utf-8")
    for message, where, context in [*_about(), *_protocol(), *_codes(), *_sources()]:
        catalog.add(message, auto_comments=[where], context=context)
    return catalog


Message = tuple[str | tuple[str, ...], str, str | None]


def _about() -> Iterator[Message]:
    for message in (catalogs.NAME, catalogs.STATUS):
        yield message, "the language itself", catalogs.ABOUT


def _protocol() -> Iterator[Message]:
    protocol = Protocol.default()
    for path, text in [*texts(protocol.contents), *texts_beside(protocol)]:
        steps = [str(step) for step in path if not isinstance(step, int)]
        yield text["en"], ".".join(steps), None


def _codes() -> Iterator[Message]:
    for code in (*FACTS, *AREAS, *CONDITIONS, *get_args(Device), "True", "False"):
        yield said(code), "vocabulary", None


def _sources() -> Iterator[Message]:
    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        text = file.read_text("utf-8")
        if file.suffix == ".html":
            text = templatize(text, origin=str(file))
        where = file.relative_to(PACKAGE).as_posix()
        for _, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            yield message, where, context
