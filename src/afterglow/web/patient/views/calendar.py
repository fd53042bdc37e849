"""The calendar: a page about it, a file to take along, and a secret address to subscribe to."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from afterglow.apps import calendars
from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import Recovery, standing
from afterglow.core.treatment import CheckIn as Report
from afterglow.web.patient import clock, wording
from afterglow.web.patient.calendar import file
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.shared import found, language, reports_of

ICS = "text/calendar; charset=utf-8"
HERE = {"127.0.0.1", "localhost", "::1"}


def calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the calendar shows; POST makes a new secret address, or closes the one there is."""
    kept = found(public_id)
    link = ""
    if request.method == "POST":
        if "stop" in request.POST:
            calendars.stop(kept)
            return redirect("patient:calendar", public_id)
        # shown on this page only: what is kept of the secret is a hash
        token = calendars.start(kept, language=language(), now=clock.now())
        link = request.build_absolute_uri(reverse("patient:calendar_feed", args=[token]))
    since = calendars.shared_since(kept)
    treatment = kept.treatment
    context = {
        "treatment": treatment,
        "kept": kept,
        "link": link,
        "webcal": "webcal:" + link.partition(":")[2] if link else "",
        "since": wording.full_date(since.astimezone(treatment.zone)) if since else "",
        "only_here": urlsplit(f"//{request.get_host()}").hostname in HERE,
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
    }
    if treatment.performed_at <= clock.now():
        context["check_in_url"] = reverse("patient:check_in", args=[public_id])
    return render(request, "patient/calendar.html", context)


def calendar_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The calendar as a file, in the language of the page."""
    kept = found(public_id)
    content, _ = file(
        kept,
        _reports(kept),
        protocol=protocol_in_use(),
        now=clock.now(),
        language=language(),
    )
    response = HttpResponse(content, content_type=ICS)
    response.headers["Content-Disposition"] = 'attachment; filename="afterglow.ics"'
    return response


def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a calendar that asks again and again: 304 where nothing has changed."""
    row = calendars.of_token(token)
    if row is None:
        raise Http404
    kept = found(row.recovery.public_id)
    content, changed = file(
        kept,
        _reports(kept),
        protocol=protocol_in_use(),
        now=clock.now(),
        language=row.language,
    )
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=ICS)
    response.headers["Content-Disposition"] = 'inline; filename="afterglow.ics"'
    # one's own calendar may keep it, and asks again before it uses it
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    return get_conditional_response(request, etag, int(changed.timestamp()), response) or response


def _reports(kept: Recovery) -> tuple[Report, ...]:
    return reports_of(standing(kept_here.check_ins(kept)), protocol_in_use())
