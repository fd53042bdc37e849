"""The emergency page, of anybody and of one treatment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.core.answering import suggested
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.unwell import unwell as unwell_page
from afterglow.web.patient.views.shared import anybody, found, language


def unwell(request: HttpRequest) -> HttpResponse:
    """The emergency page for anybody; the country is guessed from this machine's zone."""
    urls = {"back": reverse("patient:start"), "ask_url": reverse("patient:ask")}
    return _unwell(request, None, anybody(), urls)


def recovery_unwell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The emergency page of one treatment, with the clinic's number and what to say."""
    treatment = found(public_id).treatment
    urls = {
        "back": reverse("patient:recovery", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
    }
    return _unwell(request, treatment, treatment, urls)


def _unwell(
    request: HttpRequest, treatment: Treatment | None, where: Treatment, urls: dict[str, str]
) -> HttpResponse:
    protocol = protocol_in_use()
    now = clock.now()
    page = unwell_page(protocol, treatment, protocol.country(where), language(), now)
    context = {
        "unwell": page,
        "treatment": treatment,
        "suggestions": suggested(treatment, now, protocol=protocol, language=language()),
        **urls,
    }
    return render(request, "patient/unwell.html", context)
