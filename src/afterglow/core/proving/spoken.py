"""Which texts a protocol says in which of its languages, and what is shown in English instead.

A promise binds whoever made it: the default promises its own texts; a clinic's, where its overlay
names languages itself. A clinic that writes in English only is told which texts stay English.
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.languages import translated
from afterglow.core.protocol import Protocol, texts, texts_beside

Path = tuple[int | str, ...]
SOME = 3


def said(protocol: Protocol) -> Iterator[tuple[Path, dict[str, str], str, str | None]]:
    """Every text in every promised language, and in others it has: path, text, language, words."""
    languages = protocol.contents.about.languages
    for path, text in [*texts(protocol.contents), *texts_beside(protocol)]:
        for language in dict.fromkeys((*text, *languages)):
            yield path, text, language, text.get(language) or translated(text["en"], language)


def is_promised(protocol: Protocol, path: Path) -> bool:
    """Whether the promise of languages binds this text: see above."""
    promised_by = protocol.origin(("about", "languages")).layer
    return promised_by != "default" or protocol.origin(path).layer == "default"


def some_of(protocol: Protocol, paths: list[Path]) -> str:
    """A few of them with file and line, and how many more."""
    some = [f"{_where(path)} ({protocol.origin(path)})" for path in paths[:SOME]]
    return ", ".join(some) + (f", and {len(paths) - SOME} more" if len(paths) > SOME else "")


def left_in_english(protocol: Protocol) -> list[str]:
    """For people: a clinic's own texts that other languages show in English."""
    lacking: dict[str, list[Path]] = {}
    for path, _, language, words in said(protocol):
        if words is None and not is_promised(protocol, path):
            lacking.setdefault(language, []).append(path)
    return [
        f"{len(paths)} texts of the clinic's own are shown in English to who reads {language}:"
        f" {some_of(protocol, paths)}."
        for language, paths in lacking.items()
    ]


def _where(path: Path) -> str:
    return ".".join(str(step) for step in path)
