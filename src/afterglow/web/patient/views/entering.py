"""Coming in on a hosted site: the first page, a private link and its code, devices, signing out.

Whatever is wrong with a link or a code, the answer is one and the same, so that a guesser learns
nothing from it. Alone on one's machine nobody enters: these addresses lead to the first page.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from afterglow.apps import access
from afterglow.web.patient import clock, visiting, wording
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.views.shared import found, listed


def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of a hosted site: this device's own treatments, and how to come in."""
    seen = access.seen_by(visiting.secret_of(request), now=clock.now())
    mine = [listed(recovery) for recovery, role in seen if role == "patient"]
    others = [listed(recovery) for recovery, role in seen if role == "companion"]
    context = {
        "treatments": mine,
        "beside": others,
        "needs_link": True,
        "deleted": "deleted" in request.GET,
    }
    return render(request, "patient/welcome.html", context)


def enter_link(request: HttpRequest, token: str) -> HttpResponse:
    """A private link is opened: away from its address at once, then the code is asked for."""
    if not settings.AFTERGLOW_HOSTED:
        return redirect("patient:start")
    link = access.opened(token, role="patient", now=clock.now())
    secret = visiting.secret_of(request)
    if link and access.role_of(secret, link.recovery.public_id, now=clock.now()) == "patient":
        # this very device is in already
        response = redirect(visiting.access_page(link))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    return visiting.move_to_cookie(token, reverse("patient:enter"))


def enter(request: HttpRequest) -> HttpResponse:
    """Link and code: both right, and the device is in."""
    if not settings.AFTERGLOW_HOSTED:
        return redirect("patient:start")
    token = visiting.token_of(request) or ""
    faults: dict[str, str] = {}
    if request.method == "POST":
        typed = request.POST.get("link", "").strip()
        token = typed.rstrip("/").rsplit("/", 1)[-1][:200] if typed else token
        code = access.read_code(request.POST.get("code", ""))
        if not token:
            faults["link"] = gettext("Open your private link, or paste it here.")
        if len(code) != access.CODE_DIGITS:
            faults["code"] = gettext("Type the 6 digits of your code.")
        if not faults:
            link = access.with_code(token, code, now=clock.now())
            if link is not None:
                return visiting.let_in(request, link)
            faults["form"] = gettext("This link and code do not open anything.")
    context = {"faults": faults, "needs_link": not visiting.token_of(request)}
    return render(request, "patient/enter.html", context, status=422 if faults else 200)


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out on this device; then what stays on it, and how to come back."""
    if not settings.AFTERGLOW_HOSTED:
        return redirect("patient:start")
    if request.method == "POST":
        response = redirect("patient:leave")
        visiting.let_out(request, response)
        return response
    inside = bool(access.seen_by(visiting.secret_of(request), now=clock.now()))
    return render(request, "patient/leave.html", {"inside": inside})


def devices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where this treatment is open; each device can be signed out, or all at once."""
    kept, now = found(public_id), clock.now()
    secret = visiting.secret_of(request)
    if request.method == "POST":
        mine = next(
            (one for one in access.patients_devices(kept, now=now) if access.is_this(one, secret)),
            None,
        )
        ended = _ended(request)
        if ended is None and "everywhere" not in request.POST:
            return redirect("patient:devices", public_id)
        access.send_out(kept, public_id=ended, now=now)
        if mine and ended in {None, mine.public_id}:
            response = redirect("patient:leave")
            visiting.let_out(request, response)
            return response
        return redirect("patient:devices", public_id)
    zone = kept.treatment.zone
    rows = [
        {
            "id": one.public_id,
            "name": one.name or gettext("A device"),
            "this": access.is_this(one, secret),
            "since": wording.chip(one.created.astimezone(zone), now),
            "seen": wording.chip(one.seen.astimezone(zone), now),
        }
        for one in access.patients_devices(kept, now=now)
    ]
    context = {
        "devices": rows,
        "kept": kept,
        "treatment": kept.treatment,
        "protocol": protocol_in_use(),
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
    }
    return render(request, "patient/devices.html", context)


def _ended(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("end", ""))
    except ValueError:
        return None
