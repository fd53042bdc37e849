"""The patient's pages. In: a request. Out: a page. All that is told comes from the core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import CheckIn, Recovery, find, forget, keep, latest, standing
from afterglow.core.errors import InputRefused
from afterglow.core.forecasting import forecast_recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.treatment import Recovery as Told
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock, wording
from afterglow.web.patient.answers import answer_page, suggestions
from afterglow.web.patient.assessment import assessment_page, judged, urgency_words
from afterglow.web.patient.before import before
from afterglow.web.patient.checking import CheckInForm, values_of
from afterglow.web.patient.choices import choices
from afterglow.web.patient.form import TreatmentForm, example_treatment
from afterglow.web.patient.questions import questions
from afterglow.web.patient.today import since, today
from afterglow.web.patient.unwell import unwell as unwell_page

SHOWN = 4  # so many check-ins stand open in the list


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
    urls = {
        "is_example": True,
        "unwell_url": reverse("patient:unwell"),
        "ask_url": reverse("patient:ask"),
    }
    return _page(request, treatment, urls)


def recovery(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Before, or Today, of one treatment."""
    kept = _found(public_id)
    every = kept_here.check_ins(kept)
    rows = standing(every)
    now, zone = clock.now(), kept.treatment.zone

    def in_list(row: CheckIn) -> dict[str, str]:
        return {
            "when": wording.chip(row.at.astimezone(zone), now),
            "look": row.urgency,
            "word": urgency_words(row.urgency),
            "url": reverse("patient:assessment", args=[public_id, row.public_id]),
        }

    listed = [in_list(row) for row in reversed(rows)]
    extra = {
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "check_in_url": reverse("patient:check_in", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
        "kept": kept,
        "check_ins": listed[:SHOWN],
        "older_check_ins": listed[SHOWN:],
        "gone_check_ins": [in_list(row) for row in reversed(every) if row not in rows],
        "last_url": listed[0]["url"] if listed else "",
    }
    return _page(request, kept.treatment, extra, _reports(rows, Protocol.default()))


def unwell(request: HttpRequest) -> HttpResponse:
    """The emergency page for anybody; the country is guessed from this machine's zone."""
    urls = {"back": reverse("patient:start"), "ask_url": reverse("patient:ask")}
    return _unwell(request, None, _anybody(), urls)


def recovery_unwell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The emergency page of one treatment, with the clinic's number and what to say."""
    treatment = _found(public_id).treatment
    urls = {
        "back": reverse("patient:recovery", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
    }
    return _unwell(request, treatment, treatment, urls)


def ask(request: HttpRequest) -> HttpResponse:
    """A question of anybody; the country is guessed from this machine's zone."""
    urls = {
        "back": reverse("patient:start"),
        "unwell_url": reverse("patient:unwell"),
        "ask_url": reverse("patient:ask"),
    }
    return _ask(request, None, _anybody(), urls)


def recovery_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A question about one treatment, at this hour."""
    treatment = _found(public_id).treatment
    urls = {
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
        "ask_url": reverse("patient:recovery_ask", args=[public_id]),
    }
    if treatment.performed_at <= clock.now():
        urls["check_in_url"] = reverse("patient:check_in", args=[public_id])
    return _ask(request, treatment, treatment, urls)


def _ask(
    request: HttpRequest, treatment: Treatment | None, where: Treatment, urls: dict[str, str]
) -> HttpResponse:
    protocol = Protocol.default()
    page = answer_page(
        request.GET.get("q", ""),
        treatment,
        protocol.country(where),
        protocol=protocol,
        now=clock.now(),
        language=_language(),
    )
    return render(request, "patient/ask.html", {"treatment": treatment, **urls, **page})


def _anybody() -> Treatment:
    return Treatment.read(
        {"performed_at": clock.now(), "areas": {"cheeks": 1.0}, "time_zone": clock.machine_zone()}
    )


def recovery_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete for good."""
    kept = _found(public_id)
    if request.method == "POST":
        forget(public_id)
        return redirect("patient:start")
    return render(request, "patient/delete.html", {"kept": kept, "listed": _listed(kept)})


def check_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The check-in of this moment: asked, then judged at once."""
    kept = _found(public_id)
    rows = standing(kept_here.check_ins(kept))
    form = CheckInForm(request.POST if request.method == "POST" else None)
    return _check_in(request, kept, form, rows, None)


def check_in_correct(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """The same form with what was told; the correction stands for the same moment."""
    kept = _found(public_id)
    rows = kept_here.check_ins(kept)
    row, stands = _row(rows, check_in_id), standing(rows)
    if row not in stands:
        if request.method != "POST":
            return redirect("patient:assessment", public_id, check_in_id)
        # a form gone back to: what it says now corrects what stands in its place
        row = next((one for one in stands if _corrects(one, row, rows)), row)
    report = row.report(Protocol.default().sign_codes)
    if request.method == "POST":
        form = CheckInForm(request.POST)
    else:
        form = CheckInForm(earlier=values_of(report, row.told))
    earlier = [one for one in stands if one.at < row.at]
    return _check_in(request, kept, form, earlier, row)


def _check_in(
    request: HttpRequest,
    kept: Recovery,
    form: CheckInForm,
    rows: Sequence[CheckIn],
    corrects: CheckIn | None,
) -> HttpResponse:
    protocol, treatment = Protocol.default(), kept.treatment
    now = clock.now()
    at = corrects.at if corrects else now
    to_come = treatment.performed_at > now
    earlier = _reports(rows, protocol)
    if request.method == "POST":
        report = form.read(treatment, at.astimezone(treatment.zone), protocol)
        if report is not None:
            found = judged(treatment, [*earlier, report], protocol=protocol, language=_language())
            row = kept_here.check_in(
                kept,
                report,
                public_id=form.id,
                urgency=found.urgency,
                protocol=protocol,
                now=now,
                told=form.told,
                corrects=corrects,
            )
            return redirect("patient:assessment", kept.public_id, row.public_id)
    context = {
        "form": form,
        "to_come": to_come,
        "corrects": corrects,
        "treatment": treatment,
        "back": reverse("patient:recovery", args=[kept.public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[kept.public_id]),
        **questions(
            form,
            treatment,
            earlier,
            forecast_recovery(Told(treatment=treatment, check_ins=earlier), protocol=protocol),
            protocol=protocol,
            at=at,
            language=_language(),
        ),
    }
    status = 422 if form.faults else 409 if to_come else 200
    return render(request, "patient/check_in.html", context, status=status)


def assessment(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """What a check-in means; one that was corrected or taken back says so instead."""
    kept, protocol = _found(public_id), Protocol.default()
    rows = kept_here.check_ins(kept)
    row = _row(rows, check_in_id)
    stands = standing(rows)
    treatment = kept.treatment
    context = {
        "treatment": treatment,
        "row": row,
        "kept": kept,
        "back": reverse("patient:recovery", args=[public_id]),
        "unwell_url": reverse("patient:recovery_unwell", args=[public_id]),
    }
    if row not in stands:
        newer = next((one for one in stands if _corrects(one, row, rows)), None)
        words = {"then": urgency_words(row.urgency), "newer": newer}
        words["when"] = wording.full_date(row.at.astimezone(treatment.zone))
        return render(request, "patient/taken_back.html", context | words)
    reports = _reports([one for one in stands if _order(one) <= _order(row)], protocol)
    context |= assessment_page(
        treatment,
        reports,
        row.told,
        protocol=protocol,
        now=clock.now(),
        language=_language(),
    )
    context["latest"] = row == stands[-1]
    return render(request, "patient/assessment.html", context)


def check_in_undo(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """Take a check-in back, or put it back; its row stays either way."""
    row = _row(kept_here.check_ins(_found(public_id)), check_in_id)
    kept_here.withdraw(row, None if "restore" in request.POST else clock.now())
    return redirect("patient:assessment", public_id, check_in_id)


def _row(rows: Sequence[CheckIn], check_in_id: UUID) -> CheckIn:
    found = next((row for row in rows if row.public_id == check_in_id), None)
    if found is None:
        raise Http404
    return found


def _order(row: CheckIn) -> tuple[Any, ...]:
    return (row.at, row.created, row.pk)


def _corrects(newer: CheckIn, row: CheckIn, rows: Sequence[CheckIn]) -> bool:
    """Whether `newer` corrects `row`, itself or by way of other corrections."""
    by_key = {one.pk: one for one in rows}
    key = newer.corrects_id
    while key is not None:
        if key == row.pk:
            return True
        key = by_key[key].corrects_id
    return False


def _reports(rows: Sequence[CheckIn], protocol: Protocol) -> tuple[Report, ...]:
    """The reports as the core knows them; two of one instant: the later corrects the earlier."""
    try:
        return tuple({row.at: row.report(protocol.sign_codes) for row in rows}.values())
    except InputRefused:
        # written by another version that knew other words: not judged by halves
        raise Http404 from None


def _page(
    request: HttpRequest,
    treatment: Treatment,
    extra: dict[str, Any],
    reports: Sequence[Report] = (),
) -> HttpResponse:
    now, protocol = clock.now(), Protocol.default()
    sign = request.GET.get("sign")
    if sign is not None and sign not in protocol.signs:
        raise Http404
    future = treatment.performed_at > now
    page: dict[str, Any] = {"protocol": protocol, "now": now, "sign": sign, "language": _language()}
    if future:
        context = before(treatment, **page)
    else:
        context = today(treatment, **page, reports=reports, by=request.GET.get("by"))
    context |= {
        "treatment": treatment,
        "zone": _zone_name(treatment),
        "suggestions": suggestions(treatment, now),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
        **extra,
    }
    if future:
        context.pop("check_in_url", None)
    return render(request, "patient/before.html" if future else "patient/today.html", context)


def _unwell(
    request: HttpRequest, treatment: Treatment | None, where: Treatment, urls: dict[str, str]
) -> HttpResponse:
    protocol = Protocol.default()
    page = unwell_page(protocol, treatment, protocol.country(where), _language(), clock.now())
    context = {
        "unwell": page,
        "treatment": treatment,
        **urls,
    }
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
