"""One treatment: before it, or today."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import CheckIn, standing
from afterglow.web.patient import clock, wording
from afterglow.web.patient.advised import advice_changed
from afterglow.web.patient.assessment import flags_answered, urgency_words
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.shared import found, language, more_page, page, reports_of, urls_of

SHOWN = 4  # so many check-ins stand open in the list


def recovery(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Before, or Today, of one treatment."""
    kept = found(public_id)
    every = kept_here.check_ins(kept)
    rows = standing(every)
    now, zone = clock.now(), kept.treatment.zone

    def in_list(row: CheckIn) -> dict[str, str]:
        return {
            "when": wording.chip(row.at.astimezone(zone), now),
            "look": row.urgency,
            "word": urgency_words(row.urgency),
            "url": reverse("patient:assessment", args=[public_id, row.public_id]),
        }

    listed = [in_list(row) for row in reversed(rows)]
    protocol = protocol_in_use()
    extra = {
        "advice_changed": advice_changed(kept, protocol, now, language()),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "more_url": reverse("patient:recovery_more", args=[public_id]),
        "check_in_url": reverse("patient:check_in", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
        "kept": kept,
        "check_ins": listed[:SHOWN],
        "older_check_ins": listed[SHOWN:],
        "gone_check_ins": [in_list(row) for row in reversed(every) if row not in rows],
        "last_url": listed[0]["url"] if listed else "",
    }
    reports = reports_of(rows, protocol)
    answered = not reports or flags_answered(reports[-1], rows[-1].told)
    return page(request, kept.treatment, extra, reports, answered)


def more(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All that waits, helps and is good to know now: Today shows what is asked most."""
    kept = found(public_id)
    return more_page(request, kept.treatment, {"kept": kept, **urls_of(public_id)})
