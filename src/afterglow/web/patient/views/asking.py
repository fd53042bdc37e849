"""Questions in people's own words, of anybody and about one treatment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from afterglow.apps.recoveries import check_ins, standing
from afterglow.core.answering import suggested
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import clock
from afterglow.web.patient.answers import answer_page, typed_page
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
    kept = found(public_id)
    treatment = kept.treatment
    urls = {
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
    }
    if treatment.performed_at <= clock.now():
        urls["check_in_url"] = reverse("patient:check_in", args=[public_id])
    told = standing(check_ins(kept))
    return _ask(request, treatment, treatment, urls, Urgency[told[-1].urgency] if told else None)


def _ask(
    request: HttpRequest,
    treatment: Treatment | None,
    where: Treatment,
    urls: dict[str, str],
    last: Urgency | None = None,
) -> HttpResponse:
    """The page; or, where htmx asks, only the answers under the box."""
    protocol, now = protocol_in_use(), clock.now()
    question, country = request.GET.get("q", ""), protocol.country(where)
    known: dict[str, Any] = {"protocol": protocol, "now": now, "language": language()}
    known["standing"] = last
    fragment = request.headers.get("HX-Request") == "true"
    if fragment and "typing" in request.GET:
        paused = "paused" in request.GET
        page = typed_page(question, treatment, country, **known, paused=paused)
    else:
        page = answer_page(question, treatment, country, **known)
    context = {"treatment": treatment, **urls, **page}
    if fragment:
        response = render(request, "patient/ask_answers.html", context)
    else:
        context["suggestions"] = suggested(treatment, now, protocol=protocol, language=language())
        response = render(request, "patient/ask.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
