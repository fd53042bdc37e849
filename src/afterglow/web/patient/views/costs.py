"""Sessions and cost of a course, for anybody and for one treatment. Nothing is stored."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from afterglow.web.patient import clock
from afterglow.web.patient.costs import costs_page
from afterglow.web.patient.costs_form import CostForm
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.shared import found, language, place_of, urls_of


def course(request: HttpRequest) -> HttpResponse:
    """For anybody."""
    return _course(request, None)


def recovery_course(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For one treatment: its depth, device, country, and its date as the first session."""
    return _course(request, public_id)


def _course(request: HttpRequest, public_id: UUID | None) -> HttpResponse:
    treatment = found(public_id).treatment if public_id else None
    zone, country = place_of(treatment)
    form = CostForm.read(request.GET, treatment, zone, country)
    context = {
        "treatment": treatment,
        "practitioner_url": reverse("patient:practitioner"),
        **urls_of(public_id),
        **costs_page(
            form,
            treatment,
            protocol=protocol_in_use(),
            now=clock.now(),
            language=language(),
        ),
    }
    return render(request, "patient/course_cost.html", context, status=422 if form.faults else 200)
