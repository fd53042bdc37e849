"""Own data: what is kept where, all of it to take along, and the whole recovery as one file."""

from __future__ import annotations

import json
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.apps import calendars
from afterglow.apps import recoveries as kept_here
from afterglow.apps.access import Link
from afterglow.apps.recoveries import standing
from afterglow.core.documents import record_pdf
from afterglow.core.treatment import Recovery as Told
from afterglow.web.patient import clock, wording
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.onefile import onefile
from afterglow.web.patient.own_data import export
from afterglow.web.patient.own_record import record
from afterglow.web.patient.views.shared import found, language, listed, reports_of


def own_data(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is kept of this treatment, where, and how to take or delete it."""
    kept = found(public_id)
    rows = kept_here.check_ins(kept)
    treatment = kept.treatment
    since = calendars.shared_since(kept)
    context = {
        "treatment": treatment,
        "kept": kept,
        "listed": listed(kept),
        "check_ins": len(rows),
        "gone": len(rows) - len(standing(rows)),
        "notes": sum(1 for row in rows if row.data.get("note")),
        "shared_since": wording.full_date(since.astimezone(treatment.zone)) if since else "",
        "links": Link.objects.filter(recovery=kept).exists(),
        "hosted": settings.AFTERGLOW_HOSTED,
        "folder": settings.DATA,
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
    }
    if treatment.performed_at <= clock.now():
        context["check_in_url"] = reverse("patient:check_in", args=[public_id])
    return render(request, "patient/own_data.html", context)


def own_data_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All of it for machines; `afterglow assess` reads it back."""
    kept = found(public_id)
    data = export(kept, kept_here.check_ins(kept), now=clock.now())
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _file(text.encode(), "application/json", "afterglow.json")


def own_data_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All of it to read and to print."""
    kept, now = found(public_id), clock.now()
    words = record(
        kept,
        kept_here.check_ins(kept),
        protocol=protocol_in_use(),
        now=now,
        language=language(),
    )
    return _file(record_pdf(words, made=now), "application/pdf", "afterglow.pdf")


def own_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The recovery as one file that needs no server."""
    kept, protocol = found(public_id), protocol_in_use()
    reports = reports_of(standing(kept_here.check_ins(kept)), protocol)
    told = Told(treatment=kept.treatment, check_ins=reports)
    text = onefile(told, protocol=protocol, now=clock.now(), language=language())
    return _file(text.encode(), "text/html; charset=utf-8", "my-recovery.html")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    # never shown by this site: the file has a policy of its own
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
