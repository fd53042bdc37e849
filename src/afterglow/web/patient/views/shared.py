"""What several views need: the recovery of an address, its reports, the page of a treatment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from afterglow.apps.recoveries import CheckIn, Recovery, advised_by, find
from afterglow.core.answering import suggested
from afterglow.core.errors import InputRefused
from afterglow.core.geography import country_of_zone
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock, wording
from afterglow.web.patient.before import before, days_to_go
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.today import since, today
from afterglow.web.patient.windows import everything


def found(public_id: UUID) -> Recovery:
    kept = find(public_id)
    if kept is None:
        raise Http404
    try:
        kept.treatment  # noqa: B018
    except InputRefused:
        # written by another version that knew other words: not shown half
        raise Http404 from None
    return kept


def reports_of(rows: Sequence[CheckIn], protocol: Protocol) -> tuple[Report, ...]:
    """The reports as the core knows them; two of one instant: the later corrects the earlier."""
    try:
        return tuple({row.at: _report(row, protocol) for row in rows}.values())
    except InputRefused:
        # written by another version that knew other words: not judged by halves
        raise Http404 from None


def _report(row: CheckIn, protocol: Protocol) -> Report:
    try:
        return row.report(protocol.sign_codes)
    except InputRefused:
        old = advised_by(row.protocol_hash)
        if old is None:
            raise
    # a clinic's own sign that its protocol no longer has: it stays in the row, the rest is judged
    told = row.report(old.sign_codes)
    known = {sign: value for sign, value in told.ratings.items() if sign in protocol.sign_codes}
    return told.model_copy(update={"ratings": known})


def urls_of(public_id: UUID | None) -> dict[str, str]:
    """Where a page's own links lead: of one treatment, or of anybody."""
    whose, args = ("recovery_", [public_id]) if public_id else ("", [])
    names = ("unwell", "ask", "numbing", "course", "before_you_go")
    return {
        "back": reverse("patient:recovery" if public_id else "patient:start", args=args),
        **{f"{name}_url": reverse(f"patient:{whose}{name}", args=args) for name in names},
    }


def place_of(treatment: Treatment | None) -> tuple[str, str]:
    """The zone that days and times are meant in, and the country; empty where it is not known."""
    if treatment is not None and treatment.time_zone:
        zone = treatment.time_zone
        return zone, treatment.country or country_of_zone(zone) or ""
    # the machine of a shared site says nothing of where its visitor is
    zone = "UTC" if settings.AFTERGLOW_HOSTED else clock.machine_zone()
    if treatment is not None:
        return zone, treatment.country or ""
    return zone, "" if settings.AFTERGLOW_HOSTED else country_of_zone(zone) or ""


def anybody() -> Treatment:
    # where the server of a hosted site stands tells nothing of where the person is
    zone = "UTC" if settings.AFTERGLOW_HOSTED else clock.machine_zone()
    return Treatment.read(
        {"performed_at": clock.now(), "areas": {"cheeks": 1.0}, "time_zone": zone}
    )


def listed(kept: Recovery) -> dict[str, Any]:
    now = clock.now()
    try:
        treatment = kept.treatment
    except InputRefused:
        return {"id": kept.public_id, "when": "", "state": ""}
    moment = treatment.at_hour(0)
    if treatment.performed_at > now:
        state = days_to_go(moment, now.astimezone(treatment.zone))
    else:
        state = wording.sentence(since(treatment, now))
    return {"id": kept.public_id, "when": wording.full_date(moment), "state": state}


def zone_name(treatment: Treatment) -> str:
    if treatment.time_zone:
        return treatment.time_zone.rsplit("/", 1)[-1].replace("_", " ")
    return treatment.at_hour(0).strftime("UTC%z")


def language() -> str:
    return get_language() or "en"


def page(
    request: HttpRequest,
    treatment: Treatment,
    extra: dict[str, Any],
    reports: Sequence[Report] = (),
    flags_answered: bool = True,
) -> HttpResponse:
    now, protocol = clock.now(), protocol_in_use()
    sign = request.GET.get("sign")
    if sign is not None and sign not in protocol.signs:
        raise Http404
    future = treatment.performed_at > now
    page: dict[str, Any] = {"protocol": protocol, "now": now, "sign": sign, "language": language()}
    if future:
        context = before(treatment, **page)
    else:
        context = today(
            treatment,
            **page,
            reports=reports,
            by=request.GET.get("by"),
            flags_answered=flags_answered,
        )
    context |= {
        "treatment": treatment,
        "zone": zone_name(treatment),
        "suggestions": suggested(
            treatment, now, protocol=protocol, language=language(), made=context.get("plan")
        ),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
        **extra,
    }
    own = context.get("own")
    if own and own.hush:
        # whom to call comes first: nothing beside it that sounds as if all were well
        context["suggestions"] = []
    if future:
        context.pop("check_in_url", None)
    return render(request, "patient/before.html" if future else "patient/today.html", context)


def more_page(request: HttpRequest, treatment: Treatment, extra: dict[str, Any]) -> HttpResponse:
    """All that holds now, beside what Today shows of it."""
    now, protocol = clock.now(), protocol_in_use()
    made = plan(treatment, protocol=protocol, language=language())
    context = {
        "everything": everything(made, now),
        "treatment": treatment,
        "zone": zone_name(treatment),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
    }
    return render(request, "patient/more.html", context | extra)
