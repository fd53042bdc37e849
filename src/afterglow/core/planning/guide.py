"""The guide: what to read or print before the first visit, and before choosing where to go.

In: a page of the guide, the protocol, and, where known, the treatment. Out: parts with items, each
with its reason, sources and grade. A treatment leaves out what is not for its skin and depth, and
puts first who should ask because of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterglow.core.planning.results import Result
from afterglow.core.protocol import (
    AskFirst,
    Facts,
    Guidance,
    GuidePage,
    GuidePoint,
    GuideSection,
    GuideShape,
    Protocol,
    Source,
    say,
)
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import ClaimStatus


class GuideItem(Result):
    """One thing to know. `name` is empty for who should ask first; `urgent`: usually not treated.

    `because` holds the person's own facts that make it theirs; empty where nothing is known.
    """

    id: str
    name: str
    text: str
    why: str
    says: str
    urgent: bool
    because: tuple[str, ...]
    estimate: bool
    status: ClaimStatus | None
    sources: tuple[Source, ...]


class GuidePart(Result):
    """A part of a page, in the protocol's order."""

    id: str
    title: str
    shape: GuideShape
    items: tuple[GuideItem, ...]


def guide(
    page: GuidePage,
    *,
    protocol: Protocol,
    treatment: Treatment | None = None,
    language: str = "en",
) -> tuple[GuidePart, ...]:
    """The parts of a page; a part with nothing for this treatment is left out."""
    facts = protocol.facts(treatment) if treatment else None
    parts = []
    for section in protocol.contents.guide_sections:
        if section.page == page:
            items = tuple(_items(section, facts, protocol, language))
            if items:
                title = say(section.title, language)
                parts.append(
                    GuidePart(id=section.id, title=title, shape=section.shape, items=items)
                )
    return tuple(parts)


def _items(
    section: GuideSection, facts: Facts | None, protocol: Protocol, language: str
) -> Iterator[GuideItem]:
    for topic in section.topics:
        for entry in protocol.contents.guidance:
            if entry.topic != topic or entry.key in section.leave_out:
                continue
            if facts and entry.only_when and entry.only_when.met_by(facts) is None:
                continue
            yield _item(entry.key, entry, protocol, language)
    if section.ask_first:
        yield from _ask_first(facts, protocol, language)
    for point in protocol.contents.guide_points:
        elsewhere = facts and point.areas and not set(point.areas) & facts.areas.keys()
        if point.section == section.id and not elsewhere:
            yield _item(point.id, point, protocol, language)


def _ask_first(facts: Facts | None, protocol: Protocol, language: str) -> Iterator[GuideItem]:
    """All who should ask before a treatment; what fits this person first, then the urgent."""
    found = [
        _item(entry.id, entry, protocol, language, entry.when.met_by(facts) if facts else None)
        for entry in protocol.contents.ask_first
        if _of_a_person(entry)
    ]
    yield from sorted(found, key=lambda one: (not one.because, not one.urgent))


def _of_a_person(entry: AskFirst) -> bool:
    """Whether it is about the person alone, not about a cream, a device or a depth."""
    return not entry.when.model_fields_set & {
        "numbing_any", "device", "depth_at_least", "areas_any",
    }  # fmt: skip


def _item(
    code: str,
    entry: Guidance | GuidePoint | AskFirst,
    protocol: Protocol,
    language: str,
    because: Sequence[str] | None = None,
) -> GuideItem:
    def said(name: str) -> str:
        text = getattr(entry, name, None)
        return say(text, language) if text else ""

    return GuideItem(
        id=code,
        name=said("name"),
        text=said("text"),
        why=said("why"),
        says=said("says"),
        urgent=getattr(entry, "urgent", False),
        because=tuple(because or ()),
        estimate=protocol.is_estimate(entry.sources),
        status=getattr(entry, "status", None),
        sources=protocol.source_list(entry.sources),
    )
