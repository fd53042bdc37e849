"""What someone beside the person needs: whom to call, what to look for, how today stands.

In: a treatment and its reports. Out: the template's context. Never in it: notes, ratings, flags,
medicines, conditions, or anything that only they would have brought about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from afterglow.core.planning import PlanItem, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn, Treatment, whole_hours
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import wording
from afterglow.web.patient.assessment import judged, stands_from_before, urgency_words
from afterglow.web.patient.own import FRESH
from afterglow.web.patient.unwell import unwell

SHOWN = 8


def beside(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    told: str | None,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """The context of `beside.html`; `told` is the urgency that the last check-in was given."""
    now = now.astimezone(treatment.zone)
    to_come = treatment.performed_at > now
    page = unwell(protocol, treatment, protocol.country(treatment), language, now)
    number = page.emergency_words
    notes: dict[str, list[str]] = {}
    for note in protocol.contents.beside_notes:
        notes.setdefault(note.part, []).append(say(note.text, language, emergency=number))
    moment = treatment.at_hour(0)
    return {
        "treatment": treatment,
        "unwell": page,
        "notes": notes,
        "to_come": to_come,
        "when": wording.full_date(moment),
        "eyebrow": "" if to_come else _since(treatment, now),
        "state": _state(treatment, reports, told, protocol=protocol, now=now, language=language),
        "avoid": _avoid(treatment, protocol=protocol, now=now, language=language),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
    }


def _since(treatment: Treatment, now: datetime) -> str:
    """As the person's own page says it, without "your"."""
    hours = whole_hours(treatment.hour_of(now))
    if hours < 96:
        return gettext("Hour %(n)s after the treatment") % {"n": hours}
    return gettext("Day %(n)s after the treatment") % {"n": hours // 24}


def _state(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    told: str | None,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """The last check-in's urgency and age, without what was told in it."""
    if not reports:
        return {}
    found = judged(treatment, reports, protocol=protocol, language=language)
    # judged anew or as it was told then: the more careful of the two
    urgency = max(found.urgency, Urgency[told]) if told else found.urgency
    at = reports[-1].at.astimezone(treatment.zone)
    return {
        "look": urgency.name,
        "word": urgency_words(urgency.name),
        "when": wording.chip(at, now),
        "old": now - at > FRESH or now < at,
        "act": urgency >= Urgency.call_clinic,
        "before": urgency < Urgency.call_clinic and stands_from_before(found),
    }


def _avoid(
    treatment: Treatment, *, protocol: Protocol, now: datetime, language: str
) -> list[dict[str, str]]:
    """What the person leaves for now, until when: the person's own dates, but only those topics
    that everybody with this treatment has, so that no illness or medicine shows."""
    own = plan(treatment, protocol=protocol, language=language)
    anybodys = plan(_anybodys(treatment), protocol=protocol, language=language)
    usual = {item.id for item in anybodys.items}
    running = [
        item
        for item in own.items
        if item.kind == "avoid" and item.ends and item.runs_at(now) and item.id in usual
    ]
    running = sorted(running, key=lambda item: item.order)[:SHOWN]
    return [_row(item, item.ends, now) for item in running if item.ends]


def _anybodys(treatment: Treatment) -> Treatment:
    """The same treatment of somebody of whom nothing else is known."""
    return Treatment.read(
        {
            "performed_at": treatment.performed_at,
            "areas": dict(treatment.areas),
            "time_zone": treatment.time_zone,
            "device": treatment.device,
        }
    )


def _row(item: PlanItem, ends: datetime, now: datetime) -> dict[str, str]:
    hours = (ends - now) / wording.HOUR
    return {
        "name": item.name,
        "until": wording.chip(ends, now),
        "left": wording.span(hours) if hours > 0 else "",
    }
