"""The start page, the example, and deleting: what is kept on this machine."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.apps.recoveries import forget, keep, latest
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock
from afterglow.web.patient.choices import choices
from afterglow.web.patient.form import TreatmentForm, example_treatment
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.entering import welcome
from afterglow.web.patient.views.shared import found, listed, more_page, page, urls_of


def start(request: HttpRequest) -> HttpResponse:
    """The short form, and the treatments that are kept on this machine; hosted, how to come in."""
    if settings.AFTERGLOW_HOSTED:
        return welcome(request)
    form = TreatmentForm(request.POST if request.method == "POST" else None, clock.machine_zone())
    if request.method == "POST":
        treatment = form.read()
        if treatment is not None:
            kept = keep(treatment, protocol=protocol_in_use(), now=clock.now())
            return redirect("patient:recovery", public_id=kept.public_id)
    context = {
        "form": form,
        "choices": choices(form),
        "treatments": [listed(one) for one in latest()],
        "deleted": "deleted" in request.GET,
    }
    return render(request, "patient/start.html", context, status=422 if form.faults else 200)


def example(request: HttpRequest) -> HttpResponse:
    """A made-up person 31 hours after the treatment; nothing is stored."""
    treatment = Treatment.read(example_treatment(clock.now(), clock.machine_zone()))
    urls = {
        "is_example": True,
        "unwell_url": reverse("patient:unwell"),
        "ask_url": reverse("patient:ask"),
        "more_url": reverse("patient:example_more"),
    }
    return page(request, treatment, urls)


def example_more(request: HttpRequest) -> HttpResponse:
    """The whole list of the same person."""
    treatment = Treatment.read(example_treatment(clock.now(), clock.machine_zone()))
    urls = {**urls_of(None), "back": reverse("patient:example")}
    return more_page(request, treatment, urls)


def recovery_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete for good."""
    kept = found(public_id)
    if request.method == "POST":
        forget(public_id)
        return redirect(f"{reverse('patient:start')}?deleted=1")
    return render(request, "patient/delete.html", {"kept": kept, "listed": listed(kept)})
