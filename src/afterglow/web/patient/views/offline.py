"""Installable, and useful without the server: worker, manifest, answer table, sending late."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import CheckIn, Recovery, standing
from afterglow.core.errors import InputRefused
from afterglow.web.patient import clock
from afterglow.web.patient.assessment import judged
from afterglow.web.patient.checking import CheckInForm, not_whole
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.offline import table_json, table_tag, told_at, worker_script
from afterglow.web.patient.unwell import Number
from afterglow.web.patient.views.shared import found, language, reports_of, zone_name


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for the whole site; the browser asks anew whether it has changed."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(worker_script(), "text/javascript; charset=utf-8", headers=headers)


def manifest(request: HttpRequest) -> HttpResponse:
    """What an installed Afterglow is called and looks like. It holds nothing of anybody."""
    icons = [
        {"src": static(f"afterglow/icon-{size}.png"), "sizes": f"{size}x{size}", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    for icon in icons:
        if icon["purpose"] == "maskable":
            icon["src"] = static("afterglow/icon-maskable.png")
    body = {
        "id": "/",
        "name": gettext("Afterglow"),
        "short_name": gettext("Afterglow"),
        "description": gettext("Know what to expect after microneedling, hour by hour."),
        "lang": language(),
        "start_url": reverse("patient:start"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fffaf6",
        "theme_color": "#fffaf6",
        "icons": [
            {"src": static("afterglow/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(icon | {"type": "image/png"} for icon in icons),
        ],
    }
    return HttpResponse(json.dumps(body), "application/manifest+json")


def offline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page that works without the server: warning signs, ask, and what waits to be sent."""
    kept = found(public_id)
    treatment, protocol = kept.treatment, protocol_in_use()
    country = protocol.country(treatment)
    context = {
        "kept": kept,
        "treatment": treatment,
        "zone": zone_name(treatment),
        "numbers": [Number(one) for one in ([country.emergency] if country else ["112", "911"])],
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "check_in_url": reverse("patient:check_in", args=[public_id]),
        "table_url": reverse("patient:offline_table", args=[public_id]),
    }
    return render(request, "patient/offline.html", context)


def offline_table(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer table of one treatment; unchanged, it costs a line (ETag)."""
    kept, protocol = found(public_id), protocol_in_use()
    of = (kept.treatment.model_dump_json(exclude_none=True), protocol, language())
    tag = table_tag(*of)
    # a compressing step may have made the tag a weak one
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(table_json(*of), "application/json", headers={"ETag": tag})


def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A check-in that was made offline, stored once under its own id; GET gives the form's token.

    200 with its page and urgency; 422 with reasons where it is refused for good.
    """
    kept, now = found(public_id), clock.now()
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "now": now.isoformat()})
    form = CheckInForm(request.POST)
    try:
        told = told_at(request.POST.get("phone_at", ""), request.POST.get("phone_sent", ""), now)
    except InputRefused:
        return _refused([not_whole()])
    protocol, treatment = protocol_in_use(), kept.treatment
    report = form.read(treatment, told.at.astimezone(treatment.zone), protocol)
    if report is None:
        return _refused(form.faults.lines)
    rows = kept_here.check_ins(kept)
    row = next((one for one in rows if one.public_id == form.id), None)
    if row is None:
        before = [one for one in standing(rows) if one.at < told.at]
        reports = [*reports_of(before, protocol), report]
        urgency = judged(treatment, reports, protocol=protocol, language=language()).urgency
        row = kept_here.check_in(
            kept,
            report,
            public_id=form.id,
            urgency=urgency,
            protocol=protocol,
            now=now,
            told=form.told | {"offline": told.as_json()},
        )
    return _stored(kept, row, told.as_json()["apart_seconds"], now.isoformat())


def _stored(kept: Recovery, row: CheckIn, apart: int, now: str) -> HttpResponse:
    page = reverse("patient:assessment", args=[kept.public_id, row.public_id])
    found = {"id": str(row.public_id), "url": page, "urgency": row.urgency}
    return JsonResponse(found | {"apart_seconds": apart, "now": now})


def _refused(reasons: list[str]) -> HttpResponse:
    return JsonResponse({"reasons": list(dict.fromkeys(reasons))}, status=422)
