"""Someone beside you: links that a patient gives to a partner or friend, and the page they open."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from afterglow.apps import access
from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import standing
from afterglow.core.errors import InputRefused
from afterglow.web.patient import clock, visiting, wording
from afterglow.web.patient.beside import beside as beside_page
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.unwell import unwell
from afterglow.web.patient.views.shared import anybody, found, language, reports_of

NAME_LENGTH = 60


def companions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The links that are open; a new one, shown once; or one stopped."""
    kept, now = found(public_id), clock.now()
    fault, name, made = "", "", None
    if request.method == "POST" and "end" in request.POST:
        with suppress(ValueError):
            access.stop(kept, UUID(request.POST["end"]), now=now)
        return redirect("patient:companions", public_id)
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            made = access.invite_companion(kept, name, now=now)
        except InputRefused:
            fault = _fault(name)
    zone = kept.treatment.zone
    rows = [
        {
            "id": one.public_id,
            "name": one.name,
            "ends": wording.short_day(one.ends.astimezone(zone)),
            "seen": _last_seen([device.seen.astimezone(zone) for device in one.devices.all()], now),
        }
        for one in access.companions(kept, now=now)
    ]
    context = {
        "companions": rows,
        "fault": fault,
        "name": name if fault else "",
        "made": made and made.link.name,
        "link": made and _absolute(request, made.token),
        "only_here": not settings.AFTERGLOW_HOSTED,
        "kept": kept,
        "treatment": kept.treatment,
        "back": reverse("patient:recovery", args=[public_id]),
        "beside_url": reverse("patient:beside", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
    }
    return render(request, "patient/companions.html", context, status=422 if fault else 200)


def _absolute(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("patient:beside_link", args=[token]))


def _fault(name: str) -> str:
    """Why there is no new link, in the person's language."""
    if not name.strip():
        return gettext("Write whom the link is for, like a first name.")
    if len(" ".join(name.split())) > NAME_LENGTH:
        return gettext("That name is too long. A first name is enough.")
    return gettext("No more links can be open at once. Stop one first.")


def _last_seen(moments: Sequence[datetime], now: datetime) -> str:
    return wording.chip(max(moments), now) if moments else ""


def beside_link(request: HttpRequest, token: str) -> HttpResponse:
    """A companion's link is opened: away from its address at once."""
    return visiting.move_to_cookie(token, reverse("patient:beside_enter"))


def beside_enter(request: HttpRequest) -> HttpResponse:
    """The number to call, and a button: what only looks at a link (a mail's scanner) changes
    nothing."""
    protocol, treatment = protocol_in_use(), anybody()
    token = visiting.token_of(request) or ""
    gone = False
    if request.method == "POST":
        link = access.opened(token, role="companion", now=clock.now())
        if link is not None:
            return visiting.let_in(request, link)
        gone = True
    context = {
        "unwell": unwell(protocol, None, protocol.country(treatment), language(), clock.now()),
        "gone": gone or not token,
    }
    return render(request, "patient/beside_enter.html", context, status=404 if gone else 200)


def beside(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How somebody beside the patient can help: emergency first, then today. Read only."""
    kept = found(public_id)
    rows = standing(kept_here.check_ins(kept))
    protocol = protocol_in_use()
    context = beside_page(
        kept.treatment,
        reports_of(rows, protocol),
        rows[-1].urgency if rows else None,
        protocol=protocol,
        now=clock.now(),
        language=language(),
    )
    looking = access.role_of(visiting.secret_of(request), public_id, now=clock.now())
    context |= {"kept": kept, "is_patient": looking != "companion"}
    return render(request, "patient/beside.html", context)
