"""The guide as data: what to read, or print, before the first visit and before choosing a clinic.

A section shows guidance by topic, all who should ask first, or points of its own; what stands in
guidance already is not written a second time. Source: evidence sections 1, 5 and 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from afterglow.core.errors import nearest
from afterglow.core.protocol.values import Code, Entry, Sources, Text
from afterglow.core.vocabulary import Area, ClaimStatus

GuidePage = Literal["before_you_go", "practitioner"]
GuideShape = Literal["numbered", "points", "checklist"]


class GuideSection(Entry):
    """A part of a page; its order is the file's. `topics` are guidance shown in it, as it stands.

    `leave_out`: entries of these topics that another section says. `ask_first`: everybody who
    should ask before a treatment is listed here.
    """

    id: Code
    page: GuidePage
    title: Text
    shape: GuideShape = "points"
    topics: list[Code] = []
    leave_out: list[Code] = []
    ask_first: bool = False


class GuidePoint(Entry):
    """A point of a section. `areas` limits it to some skin, where the treated skin is known."""

    id: Code
    section: Code
    name: Text
    text: Text
    why: Text | None = None
    says: Text | None = None
    areas: list[Area] = []
    status: ClaimStatus | None = None
    sources: Sources

    @model_validator(mode="after")
    def _never_unsafe(self) -> Self:
        if self.status == "unsafe":
            raise ValueError("what is unsafe is no point of a guide; say what to do instead")
        return self


def guide_checks(
    sections: list[GuideSection], points: list[GuidePoint], topics: set[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What only the whole can show: unknown sections and topics, sections with nothing to read."""
    known = {one.id for one in sections}
    for index, section in enumerate(sections):
        for topic in section.topics:
            if topic not in topics:
                hint = nearest(topic, topics)
                yield ("guide_sections", index, "topics"), f"unknown topic {topic!r}{hint}"
        own = any(one.section == section.id for one in points)
        if not (section.topics or section.ask_first or own):
            yield ("guide_sections", index), f"nothing stands in the section {section.id!r}"
    for index, point in enumerate(points):
        if point.section not in known:
            hint = nearest(point.section, known)
            yield ("guide_points", index, "section"), f"unknown section {point.section!r}{hint}"
