"""The patient's pages. In: a request. Out: a page. All that is told comes from the core."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from afterglow.apps.recoveries import Recovery, find, forget, keep, latest
from afterglow.core.errors import InputRefused
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock, wording
from afterglow.web.patient.before import before
from afterglow.web.patient.choices import choices
from afterglow.web.patient.form import TreatmentForm, example_treatment
from afterglow.web.patient.today import since, today
from afterglow.web.patient.unwell import unwell as unwell_page


def start(request: HttpRequest) -> HttpResponse:
    """The short form, and the treatments that are kept on this machine."""
    form = TreatmentForm(request.POST if request.method == "POST" else None, clock.machine_zone())
    if request.method == "POST":
        treatment = form.read()
        if treatment is not None:
            kept = keep(treatment, protocol=Protocol.default(), now=clock.now())
            return redirect("patient:recovery", public_id=kept.public_id)
    context = {
        "form": form,
        "choices": choices(form),
        "treatments": [_listed(one) for one in latest()],
    }
    return render(request, "patient/start.html", context, status=422 if form.faults else 200)


def example(request: HttpRequest) -> HttpResponse:
    """A made-up person 31 hours after the treatment; nothing is stored."""
    treatment = Treatment.read(example_treatment(clock.now(), clock.machine_zone()))
    return _page(request, treatment, {"is_example": True, "unwell_url": reverse("patient:unwell")})


def recovery(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Before, or Today, of one treatment."""
    kept = _found(public_id)
    url = reverse("patient:recovery_unwell", args=[public_id])
    return _page(request, kept.treatment, {"unwell_url": url, "kept": kept})


def unwell(request: HttpRequest) -> HttpResponse:
    """The emergency page for anybody; the country is guessed from this machine's zone."""
    anybody = Treatment.read(
        {
            "performed_at": clock.now(),
            "areas": {"cheeks": 1.0},
            "time_zone": clock.machine_zone(),
        }
    )
    return _unwell(request, None, anybody, reverse("patient:start"))


def recovery_unwell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The emergency page of one treatment, with the clinic's number and what to say."""
    treatment = _found(public_id).treatment
    back = reverse("patient:recovery", args=[public_id])
    return _unwell(request, treatment, treatment, back)


def recovery_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete for good."""
    kept = _found(public_id)
    if request.method == "POST":
        forget(public_id)
        return redirect("patient:start")
    return render(request, "patient/delete.html", {"kept": kept, "listed": _listed(kept)})


def _page(request: HttpRequest, treatment: Treatment, extra: dict[str, Any]) -> HttpResponse:
    now, protocol = clock.now(), Protocol.default()
    sign = request.GET.get("sign")
    if sign is not None and sign not in protocol.signs:
        raise Http404
    future = treatment.performed_at > now
    build = before if future else today
    context = build(treatment, protocol=protocol, now=now, sign=sign, language=_language())
    context |= {
        "treatment": treatment,
        "zone": _zone_name(treatment),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
        **extra,
    }
    return render(request, "patient/before.html" if future else "patient/today.html", context)


def _unwell(
    request: HttpRequest, treatment: Treatment | None, where: Treatment, back: str
) -> HttpResponse:
    protocol = Protocol.default()
    page = unwell_page(protocol, treatment, protocol.country(where), _language(), clock.now())
    context = {"unwell": page, "treatment": treatment, "back": back}
    return render(request, "patient/unwell.html", context)


def _found(public_id: UUID) -> Recovery:
    kept = find(public_id)
    if kept is None:
        raise Http404
    try:
        kept.treatment  # noqa: B018
    except InputRefused:
        # written by another version that knew other words: not shown half
        raise Http404 from None
    return kept


def _listed(kept: Recovery) -> dict[str, Any]:
    now = clock.now()
    try:
        treatment = kept.treatment
    except InputRefused:
        return {"id": kept.public_id, "when": "", "state": ""}
    moment = treatment.at_hour(0)
    hours = (treatment.performed_at - now) / wording.HOUR
    if hours > 0:
        state = wording.sentence(gettext("in %(span)s") % {"span": wording.span(hours)})
    else:
        state = wording.sentence(since(treatment, now))
    return {"id": kept.public_id, "when": wording.full_date(moment), "state": state}


def _zone_name(treatment: Treatment) -> str:
    if treatment.time_zone:
        return treatment.time_zone.rsplit("/", 1)[-1].replace("_", " ")
    return treatment.at_hour(0).strftime("UTC%z")


def _language() -> str:
    return get_language() or "en"
