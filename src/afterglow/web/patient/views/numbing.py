"""Numbing cream against its label, for anybody and for one treatment. Nothing is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from afterglow.web.patient import clock
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.numbing import numbing_page
from afterglow.web.patient.numbing_form import MINUTE_FORMAT, NumbingForm
from afterglow.web.patient.views.shared import found, language, place_of, urls_of

# a press of a button -> the time that it stands for
PRESSED = {"on": "applied_at", "off": "removed_at"}


def numbing(request: HttpRequest) -> HttpResponse:
    """For anybody."""
    return _numbing(request, None)


def recovery_numbing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For one treatment, with what it tells of the cream and the person."""
    return _numbing(request, public_id)


def _numbing(request: HttpRequest, public_id: UUID | None) -> HttpResponse:
    treatment = found(public_id).treatment if public_id else None
    zone, country = place_of(treatment)
    form = NumbingForm.read(request.GET, treatment, zone, country)
    pressed = PRESSED.get(request.GET.get("now", ""))
    if pressed and "product" in request.GET:
        # the moment goes into the address, so that the page may be read again and again
        query = request.GET.copy()
        del query["now"]
        moment = _now(form.zone)
        if pressed == "removed_at":
            # the times say how long it was on; a begun minute counts
            query.pop("minutes", None)
            moment += timedelta(seconds=59)
        query[pressed] = moment.strftime(MINUTE_FORMAT)
        return redirect(f"{request.path}?{query.urlencode()}")
    context = {
        "treatment": treatment,
        "asked_of": [
            (name, value)
            for name, values in request.GET.lists()
            if name != "now"
            for value in values
        ],
        "here": request.get_full_path(),
        **urls_of(public_id),
        **numbing_page(
            form,
            treatment,
            protocol=protocol_in_use(),
            now=_now(form.zone),
            language=language(),
        ),
    }
    return render(request, "patient/numbing.html", context, status=422 if form.faults else 200)


def _now(zone: str) -> datetime:
    return clock.now().astimezone(ZoneInfo(zone))
