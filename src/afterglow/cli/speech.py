"""The language of the terminal: `--language es`, else AFTERGLOW_LANGUAGE, else English.

One run speaks one language, so it is set once, by the option's callback, and read by `_`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from afterglow.core.errors import nearest, refuse
from afterglow.core.languages import LANGUAGES, base_of, gettext, language_of, ngettext

_chosen = ["en"]


def _choose(code: str) -> str:
    """Raises `InputRefused` for a language that there is no file of."""
    if language_of(code) is None:
        known = [one.code for one in LANGUAGES]
        hint = nearest(code, known)
        raise refuse("--language", f"no language {code!r}{hint}; there are {', '.join(known)}")
    _chosen[0] = base_of(code)
    return _chosen[0]


Speech = Annotated[
    str,
    typer.Option(
        "--language",
        envvar="AFTERGLOW_LANGUAGE",
        callback=_choose,
        metavar="CODE",
        help="The language to speak: en, es or ar.",
    ),
]


def spoken() -> str:
    """The language of this run."""
    return _chosen[0]


def _(english: str, **values: object) -> str:
    """A sentence of the terminal in the language of this run, its places filled."""
    said = gettext(english, spoken())
    return said % values if values else said


def counted(one: str, many: str, n: int) -> str:
    """A sentence with a number in it; each language has its own plurals."""
    return ngettext(one, many, n, spoken()) % {"n": n}


def draft_warning() -> str:
    """What to say below words that no clinician has reviewed in this language; "" for none."""
    found = language_of(spoken())
    if found is None or found.status != "draft":
        return ""
    return _(
        "This translation is a draft: no clinician has reviewed it. Where a word matters, ask your"
        " clinic."
    )
