"""What was wrong with a form, as its page says it: by the label of each field, in the language.

In: the core's faults, or words of the form's own. Out: words by field, for the fields themselves,
and rows in the order of the page, for the box above it. What no field shows stands there alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from afterglow.core.languages import gettext as translate
from afterglow.core.languages import language_of
from afterglow.core.messages import in_words

FORM = "form"
# first strong isolate: what was typed keeps its own order in a line from right to left
ISOLATED = "\u2068%s\u2069"


@dataclass(frozen=True)
class Row:
    """A field of the box: where it is, its label, what is wrong. `place` "": the form itself."""

    place: str
    label: str
    words: str


class Faults(dict[str, list[str]]):
    """Words by field; `labels` are the fields that the page has, in its order."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self.labels = dict(labels)

    def add(self, place: str, problem: str) -> None:
        """One thing that is wrong, once; the core's messages are said in the page's language."""
        place = place if place in self.labels else FORM
        language = get_language() or "en"
        spoken = language_of(language)
        words = in_words(
            problem,
            lambda english: translate(english, language),
            shown=(ISOLATED.__mod__ if spoken and spoken.right_to_left else str),
            names={name: f"“{label}”" for name, label in self.labels.items()},
        )
        if words not in self.setdefault(place, []):
            self[place].append(words)

    @property
    def rows(self) -> list[Row]:
        """For the box above the form; the form's own first."""
        alone = [Row("", "", words) for words in self.get(FORM, ())]
        return alone + [
            Row(place, label, " ".join(map(_closed, self[place])))
            for place, label in self.labels.items()
            if place in self
        ]

    @property
    def lines(self) -> list[str]:
        """The same in plain lines, for what is no page."""
        return [
            gettext("%(label)s: %(words)s") % {"label": row.label, "words": row.words}
            if row.label
            else row.words
            for row in self.rows
        ]


def _closed(words: str) -> str:
    """With a stop, so that two of one field do not run into each other."""
    return words if words.endswith((".", "?", "!", ")")) else f"{words}."


def not_offered() -> str:
    """What to say of a choice that is none of the list: only a page that was tampered with."""
    return gettext("choose one from the list")
