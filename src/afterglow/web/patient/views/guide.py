"""Before you go, and choosing where: to read and to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.core.protocol import GuidePage
from afterglow.core.treatment import Treatment
from afterglow.web.patient.guide import guide_page
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.unwell import emergency_number
from afterglow.web.patient.views.shared import anybody, found, language, urls_of


def before_you_go(request: HttpRequest) -> HttpResponse:
    """The six things, what it feels like, and who should ask first, for anybody."""
    return _guide(request, "before_you_go", None)


def recovery_before_you_go(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same for one treatment: its skin and depth, and what its person told."""
    return _guide(request, "before_you_go", public_id)


def practitioner(request: HttpRequest) -> HttpResponse:
    """Questions to ask, when to say no, cleared devices, and home rollers."""
    return _guide(request, "practitioner", None)


def _guide(request: HttpRequest, page: GuidePage, public_id: UUID | None) -> HttpResponse:
    treatment: Treatment | None = found(public_id).treatment if public_id else None
    protocol = protocol_in_use()
    country = protocol.country(treatment or anybody())
    context = {
        "treatment": treatment,
        "emergency_words": emergency_number(country, protocol, language()),
        "practitioner_url": reverse("patient:practitioner"),
        **urls_of(public_id),
        **guide_page(page, protocol=protocol, treatment=treatment, language=language()),
    }
    return render(request, f"patient/{page}.html", context)
