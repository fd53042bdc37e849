"""What is said of a fault: English that still knows its template, so that a page can translate it.

In: a template and its values. Out: a plain `str`, word for word what the command line prints, that
also keeps both. `in_words` says it by another template for each; what is no message stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Name(str):
    """The name of a field inside a message: a page puts the field's own label in its place."""

    __slots__ = ()


class Message(str):
    """A message in English. `about` holds its parts by field, where it speaks of several."""

    template: str
    values: Mapping[str, Any]
    about: tuple[tuple[str, Message], ...] = ()


def message(template: str, **values: Any) -> Message:
    """The template, filled in. `afterglow languages update` finds every one that is written out."""
    return _filled(template, values)


def _filled(template: str, values: Mapping[str, Any]) -> Message:
    made = Message(template % values)
    made.template, made.values = template, values
    return made


def joined(parts: Iterable[Message]) -> Message | None:
    """Several messages as one; None where there is none."""
    found: Message | None = None
    for part in parts:
        found = message("%(one)s; %(more)s", one=found, more=part) if found else part
    return found


def about_fields(parts: Iterable[tuple[str, Message]], between: str = ": ") -> Message:
    """What is wrong with each of some fields, for a rule that looks at several at once."""
    kept = tuple(parts)
    made = joined(
        _filled(f"%(name)s{between}%(words)s", {"name": Name(name), "words": words})
        for name, words in kept
    )
    assert made is not None  # a rule that is broken is broken by something
    made.about = kept
    return made


def in_words(
    text: str,
    translate: Callable[[str], str],
    *,
    shown: Callable[[str], str] = str,
    names: Mapping[str, str] | None = None,
) -> str:
    """A message by translated templates. `shown` dresses what was typed; `names` label fields."""

    def said(value: Any) -> str:
        if isinstance(value, Message):
            values = {name: said(one) for name, one in value.values.items()}
            return translate(value.template) % values
        if isinstance(value, Name):
            return str((names or {}).get(value, value))
        if isinstance(value, float) and value.is_integer():
            # 8.0 is how a limit is stored, and 8 how people write it
            value = int(value)
        return shown(str(value)) if value != "" else ""

    return said(text) if isinstance(text, Message) else text
