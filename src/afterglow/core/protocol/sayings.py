"""A net for words: sentences that no text of a protocol may hold, as the floor file lists them.

In: the contents of a protocol. Out: each such sentence with its path and the reason. It is no
proof: what words mean is for a clinician to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from afterglow.core.languages import base_of, language_of
from afterglow.core.protocol.floor_file import NeverSaid
from afterglow.core.protocol.floor_held import floor, floor_line
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.meant import left_out, meant, reads_as_english, unread
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.named_medicines import named_in
from afterglow.core.protocol.plain_words import sentences, unhidden
from afterglow.core.protocol.texts import texts
from afterglow.core.vocabulary import Urgency

_SENTENCE = re.compile(r"(?<=[.!?:؟])\s")
# what is told of others: the founding leaflet's claims, and what sources say where they disagree
TITLES = frozenset({"name", "title"})
# where a text is advice by itself; a rule has its urgency, a question its answers
ADVICE = frozenset({"guidance", "guide_points", "milestones", "phases", "price_extras", "prices"})
KEPT = "@kept"  # in a group of words: any prescribed medicine of the dictionary
QUOTED = frozenset({"says", "verdict"})


def never_said(
    contents: Contents,
    counts: Callable[[Steps], bool] = lambda _: True,
    *,
    own: bool = False,
) -> Iterator[tuple[Steps, str, str]]:
    """Path, sentence and reason of every sentence that stands against the net.

    Only in texts whose path `counts`. `own`: they are a clinic's own, so what is in doubt is
    refused as well, and nothing is told of others.
    """
    for path, text in texts(contents):
        if not counts(path) or (path[-1] in QUOTED and not own):
            continue
        beside, avoids = _name(contents, path), _avoids(contents, path)
        if avoids and path[-1] == "name":
            entry = contents.guidance[int(path[1])]
            if problem := left_out(text["en"], entry.text["en"]):
                yield (*path, "en"), text["en"], problem
        for language, words in text.items():
            yield from (
                ((*path, language), sentence, reason)
                for sentence, reason in _meant(
                    words,
                    language,
                    beside,
                    avoids=avoids,
                    title=path[-1] in TITLES,
                    doubt=own and path[0] in ADVICE,
                )
            )
            yield from (
                ((*path, language), sentence, reason)
                for sentence, reason in _listed(contents, path, words)
            )


def _meant(words: str, language: str, beside: str, **how: bool) -> Iterator[tuple[str, str]]:
    """By the net for English, whatever language it says it is; else by the medicines it names."""
    if base_of(language) == "en" or reads_as_english(words):
        yield from meant(words, beside, **how)
    elif language_of(language) is None:
        yield from unread(words, language)


def _listed(contents: Contents, path: Steps, words: str) -> Iterator[tuple[str, str]]:
    """By the list of words, in every language it has."""
    urgent, avoids = _calls(contents, path), _avoids(contents, path)
    for sentence in _SENTENCE.split(words):
        said = " ".join(unhidden(sentence.replace("’", "'")).split())
        for index, row in enumerate(floor().never_said):
            if (row.urgent and not urgent) or (row.advice and avoids):
                continue
            if _holds(row, said):
                where = f"safety floor, {floor_line('floor.yaml', ('never_said', index))}"
                yield sentence, f"{row.reason} ({where})"


def _holds(row: NeverSaid, said: str) -> bool:
    if any(unhidden(word) in said for word in row.unless):
        return False
    return all(
        _any_of(tuple(group)).search(said) or (KEPT in group and _names_kept(said))
        for group in row.all_of
    )


def _names_kept(said: str) -> bool:
    """Whether a prescribed medicine of the dictionary is named, in whatever language."""
    return any(named.kept for one in sentences(said) for named in named_in(one))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    # Arabic joins "and" and "the" to the word they stand before
    starts = ("" if word[0] >= "\u0590" else r"\b" for word in words)
    folded = (unhidden(word) for word in words)
    found = (start + re.escape(word) for start, word in zip(starts, folded, strict=True))
    return re.compile("|".join(found))


def _calls(contents: Contents, path: Steps) -> bool:
    """Whether the text belongs to a rule or step that calls for the clinic or more."""
    if path[0] not in ("rules", "steps") or path[-1] == "when":
        return False
    entry = getattr(contents, str(path[0]))[path[1]]
    return bool(Urgency[entry.urgency] >= Urgency.call_clinic)


def _avoids(contents: Contents, path: Steps) -> bool:
    return path[0] == "guidance" and contents.guidance[int(path[1])].kind == "avoid"


def _name(contents: Contents, path: Steps) -> str:
    """The name of the entry that a text of guidance stands in: "Warfarin", and then "leave it"."""
    if path[0] == "guidance" and path[-1] != "name":
        return contents.guidance[int(path[1])].name["en"]
    return ""
