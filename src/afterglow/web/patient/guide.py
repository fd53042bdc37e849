"""What to read or print before the first visit, and before choosing where to go.

In: the parts of the guide and the courses of signs. Out: the templates' context.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext, ngettext

from afterglow.core.answering import hours_to_usual_self
from afterglow.core.planning import GuideItem, GuidePart, courses, guide
from afterglow.core.protocol import GuidePage, Protocol, Source
from afterglow.core.treatment import Treatment
from afterglow.web.patient import wording

DEPTHS = (0.5, 1.0, 1.5, 2.0)  # mm, as clinics offer them


@dataclass(frozen=True)
class Group:
    """Items of a part under a heading of their own; `folded` where they are many."""

    title: str
    items: list[GuideItem]
    folded: bool


@dataclass(frozen=True)
class Part:
    """A part as a card."""

    id: str
    title: str
    shape: str
    groups: list[Group]


@dataclass(frozen=True)
class Depth:
    """What a depth of needle means on a face: blood, red days, and looking one's usual self."""

    needle: str
    blood: str
    red: str
    usual: str


def guide_page(
    page: GuidePage, *, protocol: Protocol, treatment: Treatment | None, language: str
) -> dict[str, Any]:
    """The context of a page of the guide."""
    made = guide(page, protocol=protocol, treatment=treatment, language=language)
    return {
        "parts": [_part(one) for one in made],
        "depths": depths(protocol) if page == "before_you_go" else (),
        "depth_sources": _depth_sources(protocol) if page == "before_you_go" else (),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
    }


def _part(part: GuidePart) -> Part:
    if part.id == "six_things":
        # the protocol numbers them for lists that do not
        items = [
            one.model_copy(update={"name": one.name.partition(". ")[2] or one.name})
            for one in part.items
        ]
        return Part(part.id, part.title, part.shape, [Group("", items, False)])
    if any(one.name for one in part.items):
        return Part(part.id, part.title, part.shape, [Group("", list(part.items), False)])
    mine = [one for one in part.items if one.because]
    urgent = [one for one in part.items if one.urgent and not one.because]
    others = [one for one in part.items if not one.urgent and not one.because]
    groups = [
        Group(gettext("Because of what you told us"), mine, False),
        Group(gettext("Mostly not treated until this is settled"), urgent, False),
        Group(gettext("Ask your clinic or doctor first"), others, True),
    ]
    return Part(part.id, part.title, part.shape, [one for one in groups if one.items])


def depths(protocol: Protocol) -> tuple[Depth, ...]:
    """A row for each depth, for a face that nothing else is known of."""
    return tuple(_depth(depth, *_figures(protocol, depth)) for depth in DEPTHS)


@cache
def _figures(protocol: Protocol, depth: float) -> tuple[float, float | None, int | None]:
    """How likely drops of blood are, when the red is a hint at most, when one looks oneself."""
    made = Treatment.read({"performed_at": "2026-01-01T12:00:00+00:00", "areas": {"cheeks": depth}})
    found = courses(protocol.facts(made), protocol)
    return (
        found["pinpoint_bleeding"].prevalence,
        found["redness"].when_below(1, 0.8),
        hours_to_usual_self(made, protocol=protocol),
    )


def _depth(depth: float, blood: float, red: float | None, usual: int | None) -> Depth:
    def days(hours: float | None) -> str:
        if hours is None:
            return gettext("we cannot say")
        count = max(-(-int(hours) // 24), 1)
        return ngettext("within %(n)s day", "within %(n)s days", count) % {"n": count}

    return Depth(
        needle=gettext("%(mm)s mm") % {"mm": f"{depth:g}"},
        blood=wording.chance(blood),
        red=days(red),
        usual=days(usual),
    )


def _depth_sources(protocol: Protocol) -> tuple[Source, ...]:
    found = {}
    for sign in ("pinpoint_bleeding", "redness", "swelling", "flaking"):
        for one in protocol.source_list(protocol.signs[sign].sources):
            found[one.id, one.grade] = one
    return tuple(found.values())
