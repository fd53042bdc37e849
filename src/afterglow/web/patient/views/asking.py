"""Questions in people's own words, of anybody and about one treatment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock
from afterglow.web.patient.answers import answer_page
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.shared import anybody, found, language


def ask(request: HttpRequest) -> HttpResponse:
    """A question of anybody; the country is guessed from this machine's zone."""
    urls = {
        "back": reverse("patient:start"),
        "unwell_url": reverse("patient:unwell"),
        "ask_url": reverse("patient:ask"),
    }
    return _ask(request, None, anybody(), urls)


def recovery_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A question about one treatment, at this hour."""
    treatment = found(public_id).treatment
    urls = {
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
    }
    if treatment.performed_at <= clock.now():
        urls["check_in_url"] = reverse("patient:check_in", args=[public_id])
    return _ask(request, treatment, treatment, urls)


def _ask(
    request: HttpRequest, treatment: Treatment | None, where: Treatment, urls: dict[str, str]
) -> HttpResponse:
    protocol = protocol_in_use()
    page = answer_page(
        request.GET.get("q", ""),
        treatment,
        protocol.country(where),
        protocol=protocol,
        now=clock.now(),
        language=language(),
    )
    return render(request, "patient/ask.html", {"treatment": treatment, **urls, **page})
