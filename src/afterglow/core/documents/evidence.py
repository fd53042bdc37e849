"""The protocol as a readable page: every statement with window, grade and sources (Markdown)."""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.protocol import Protocol, Sources, say

GRADES = {
    "A": "controlled study or regulator's label",
    "B": "review or consensus",
    "C": "clinics agreeing",
    "D": "a single source",
    "E": "an informed estimate, not measured",
}


def evidence_page(protocol: Protocol) -> str:
    """The whole page; the same protocol gives the same text."""
    return "\n".join(_lines(protocol)) + "\n"


def _lines(protocol: Protocol) -> Iterator[str]:
    contents = protocol.contents
    yield "# What Afterglow says, and what it rests on"
    yield ""
    yield (
        f"Made from the protocol `{protocol.id}` {protocol.version} by `make docs`; do not edit. "
        f"{say(contents.about.review_note)}"
    )
    yield ""
    yield "Grades: " + "; ".join(f"**{grade}** {words}" for grade, words in GRADES.items()) + "."
    yield from _claims(protocol)
    yield from _guidance(protocol)
    yield from _signs(protocol)
    yield from _rules(protocol)
    yield from _ask_first(protocol)
    yield from _guide(protocol)
    yield from _beside(protocol)
    yield from _sources(protocol)


def _table(title: str, *columns: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)


def _row(*cells: object) -> str:
    return (
        "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in cells) + " |"
    )


def _named(sources: Sources) -> str:
    return "; ".join(f"{grade}: {', '.join(codes)}" for grade, codes in sorted(sources.items()))


def _hours(hours: float | None) -> str:
    if hours is None:
        return "told otherwise"
    if hours and hours % 24 == 0 and abs(hours) >= 72:
        return f"{hours / 24:g} d"
    return f"{hours:g} h"


def _claims(protocol: Protocol) -> Iterator[str]:
    yield from _table(
        "The founding leaflet, claim by claim", "claim", "it says", "verdict", "why", "sources"
    )
    for claim in protocol.contents.claims:
        yield _row(
            claim.claim, say(claim.says), claim.status or "-", say(claim.verdict),
            _named(claim.sources),
        )  # fmt: skip


def _guidance(protocol: Protocol) -> Iterator[str]:
    yield from _table(
        "What to do and avoid",
        "topic",
        "kind",
        "from",
        "until",
        "text",
        "where sources differ",
        "sources",
    )
    for item in protocol.contents.guidance:
        until = _hours(item.until)
        for stricter in item.stricter:
            met = stricter.when.model_dump(exclude_defaults=True)
            asked = ", ".join(f"{name} {value}" for name, value in met.items())
            until += f"; {_hours(None if stricter.forever else stricter.until)} for {asked}"
        yield _row(
            item.key, item.kind, _hours(item.starts), until, say(item.text),
            say(item.says) if item.says else "", _named(item.sources),
        )  # fmt: skip


def _signs(protocol: Protocol) -> Iterator[str]:
    yield from _table(
        "The usual course of every sign (1.0 mm, face)", "sign", "how common", "onset", "peak",
        "gone: median", "gone: 90th percentile", "peak rating", "sources",
    )  # fmt: skip
    for sign in protocol.contents.signs:
        yield _row(
            say(sign.name), f"{sign.prevalence:.0%}", _hours(sign.onset), _hours(sign.peak),
            _hours(sign.resolved.median), _hours(sign.resolved.p90),
            f"{sign.severity.mean:g} ± {sign.severity.sd:g}", _named(sign.sources),
        )  # fmt: skip


def _rules(protocol: Protocol) -> Iterator[str]:
    yield from _table("When to call", "rule", "urgency", "seen", "text", "sources")
    for rule in protocol.contents.rules:
        seen = rule.seen.model_dump(exclude_defaults=True)
        shown = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in seen.items())
        yield _row(rule.id, rule.urgency, shown, say(rule.text), _named(rule.sources))


def _ask_first(protocol: Protocol) -> Iterator[str]:
    yield from _table("Who should ask first", "for", "text", "sources")
    for entry in protocol.contents.ask_first:
        yield _row(entry.id, say(entry.text), _named(entry.sources))


def _guide(protocol: Protocol) -> Iterator[str]:
    yield from _table("Before you go, and choosing where", "point", "text", "why", "sources")
    for point in protocol.contents.guide_points:
        why = say(point.why) if point.why else ""
        yield _row(point.id, say(point.text), why, _named(point.sources))


def _beside(protocol: Protocol) -> Iterator[str]:
    yield from _table("For someone beside the person", "note", "part", "text", "sources")
    for note in protocol.contents.beside_notes:
        yield _row(note.id, note.part.replace("_", " "), say(note.text), _named(note.sources))


def _sources(protocol: Protocol) -> Iterator[str]:
    yield from _table("Sources", "code", "title", "address", "checked")
    for code, source in sorted(protocol.contents.sources.items()):
        checked = "read" if source.read else "not yet checked"
        yield _row(code, source.title, source.url or "-", checked)
