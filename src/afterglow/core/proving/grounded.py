"""Grounded: a source and a grade for every statement, no unsafe claim as advice, every language.

Looks at every entry and every text once; there is nothing to enumerate beyond that.
"""

from __future__ import annotations

from string import Formatter

from afterglow.core.protocol import Guidance, texts
from afterglow.core.proving.finding import Found, Path, Subject
from afterglow.core.proving.spoken import is_promised, said, some_of

STEP = frozenset({"emergency", "poison", "clinic", "hours", "temperature"})
SURPRISE = STEP | {"sign", "expected"}
REASON = STEP | {"flags", "sign", "rating", "earlier", "rise", "when"}
# what each text may leave open; what is not named here is shown as it is written
OPEN: dict[tuple[str, str], frozenset[str]] = {
    ("rules", "text"): REASON,
    ("rules", "likely"): REASON,
    ("rules", "next_step"): STEP,
    ("steps", "title"): STEP,
    ("steps", "text"): STEP,
    ("unknown_medicine", "text"): frozenset({"medicine"}),
    ("no_warning_sign", "text"): STEP,
    ("unusual", "text"): SURPRISE,
    ("unusual", "likely"): STEP,
    ("explanations", "text"): SURPRISE | {"rating", "earlier"},
    ("explanations", "text_first"): SURPRISE | {"rating"},
    ("explanations", "text_before"): STEP | {"expected"},
    ("explanations", "likely"): STEP,
    ("calendar", "stop"): frozenset({"what"}),
    ("calendar", "over"): frozenset({"what"}),
    ("calendar", "over_ask"): frozenset({"what"}),
    ("calendar", "chance"): frozenset({"chance"}),
    ("calendar", "human"): frozenset({"emergency"}),
}


def grounded(subject: Subject) -> Found:
    yield from _sources(subject)
    yield from _claims(subject)
    yield from _texts(subject)


def _sources(subject: Subject) -> Found:
    contents = subject.protocol.contents
    for section in type(contents).model_fields:
        found = getattr(contents, section)
        for index, entry in enumerate(found if isinstance(found, list) else [found]):
            if not hasattr(entry, "sources"):
                continue
            subject.cells += 1
            path: Path = (section, index) if isinstance(found, list) else (section,)
            if not any(code.strip() for codes in entry.sources.values() for code in codes):
                yield subject.against((*path, "sources"), "a statement without a source")
            for grade, codes in entry.sources.items():
                if any(len(code.strip()) < 2 for code in codes):
                    yield subject.against((*path, "sources", grade), "a source without a name")
    for code, country in contents.numbers.countries.items():
        subject.cells += 1
        if not country.sources:
            yield subject.against(("numbers", "countries", code), "a number without a source")


def _claims(subject: Subject) -> Found:
    """A claim's status is its statements' status; what is unsafe is never advised."""
    contents = subject.protocol.contents
    status = {claim.claim: claim.status for claim in contents.claims}
    for index, entry in enumerate(contents.guidance):
        subject.cells += 1
        unsafe = entry.status == "unsafe" or (entry.claim and status[entry.claim] == "unsafe")
        if unsafe and entry.kind == "do":
            what = f"{entry.key}: what is unsafe is given as advice"
            yield subject.against(("guidance", index, "kind"), what)
        if entry.claim and entry.status != status[entry.claim]:
            what = (
                f"{entry.key}: it rests on the claim {entry.claim}, which is"
                f" {status[entry.claim] or 'no fact to test'}, and says {entry.status}"
            )
            yield subject.against(("guidance", index, "status"), what)
        yield from _not_for_advice(subject, index, entry)


def _not_for_advice(subject: Subject, index: int, entry: Guidance) -> Found:
    """`ask_first` answers "may I?"; what is to be done or left needs no such answer twice."""
    if entry.kind == "do" and entry.ask_first:
        what = f"{entry.key}: advised, and to be asked about first"
        yield subject.against(("guidance", index, "ask_first"), what)


def _texts(subject: Subject) -> Found:
    contents = subject.protocol.contents
    languages = contents.about.languages
    if "en" not in languages:
        yield subject.against(("about", "languages"), "English is missing among the languages")
    for path, text in texts(contents):
        allowed = OPEN.get((str(path[0]), str(path[-1])), frozenset())
        opened = _open(text["en"])
        if not opened <= allowed:
            what = f"{_named(path)}: {{{min(opened - allowed)}}} is never filled in here"
            yield subject.against((*path, "en"), what)
    lacking: dict[str, list[Path]] = {}
    for path, text, language, words in said(subject.protocol):
        subject.cells += 1
        wanted = _open(text["en"])
        if words is None:
            if is_promised(subject.protocol, path):
                lacking.setdefault(language, []).append(path)
        elif (opened := _open(words)) != wanted:
            what = f"{_named(path)}: the text in {language} leaves out {{{min(wanted ^ opened)}}}"
            yield subject.against((*path, language), what)
    for language, paths in lacking.items():
        some = some_of(subject.protocol, paths)
        what = f"{language} is promised, and {len(paths)} texts lack it: {some}"
        yield subject.against(("about", "languages"), what)


def _named(path: Path) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int))


def _open(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}
