"""Check-ins: told, judged at once, corrected, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from afterglow.apps import recoveries as kept_here
from afterglow.apps.recoveries import CheckIn, Recovery, standing
from afterglow.core.answering import suggested
from afterglow.core.forecasting import forecast_recovery
from afterglow.core.treatment import Recovery as Told
from afterglow.web.patient import clock, wording
from afterglow.web.patient.advised import shown_by
from afterglow.web.patient.assessment import assessment_page, judged, urgency_words
from afterglow.web.patient.checking import CheckInForm, values_of
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.offline import late_words
from afterglow.web.patient.questions import questions
from afterglow.web.patient.views.shared import found, language, reports_of


def check_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The check-in of this moment: asked, then judged at once."""
    kept = found(public_id)
    rows = standing(kept_here.check_ins(kept))
    form = CheckInForm(request.POST if request.method == "POST" else None)
    return _check_in(request, kept, form, rows, None)


def check_in_correct(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """The same form with what was told; the correction stands for the same moment."""
    kept = found(public_id)
    rows = kept_here.check_ins(kept)
    row, stands = row_of(rows, check_in_id), standing(rows)
    if row not in stands:
        if request.method != "POST":
            return redirect("patient:assessment", public_id, check_in_id)
        # a form gone back to: what it says now corrects what stands in its place
        row = next((one for one in stands if _corrects(one, row, rows)), row)
    report = row.report(protocol_in_use().sign_codes)
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
    protocol, treatment = protocol_in_use(), kept.treatment
    now = clock.now()
    at = corrects.at if corrects else now
    to_come = treatment.performed_at > now
    earlier = reports_of(rows, protocol)
    if request.method == "POST":
        report = form.read(treatment, at.astimezone(treatment.zone), protocol)
        if report is not None:
            found = judged(treatment, [*earlier, report], protocol=protocol, language=language())
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
        "suggestions": suggested(treatment, now, protocol=protocol, language=language()),
        **questions(
            form,
            treatment,
            earlier,
            forecast_recovery(Told(treatment=treatment, check_ins=earlier), protocol=protocol),
            protocol=protocol,
            at=at,
            language=language(),
        ),
    }
    status = 422 if form.faults else 409 if to_come else 200
    return render(request, "patient/check_in.html", context, status=status)


def assessment(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """What a check-in means; one that was corrected or taken back says so instead."""
    kept, protocol = found(public_id), protocol_in_use()
    rows = kept_here.check_ins(kept)
    row = row_of(rows, check_in_id)
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
    so_far = [one for one in stands if _order(one) <= _order(row)]
    reports = reports_of(so_far, protocol)
    shown = shown_by(so_far, kept, reports, protocol, language())
    context["told_then"] = shown.note
    context |= assessment_page(
        treatment,
        shown.reports,
        row.told,
        protocol=shown.protocol,
        now=clock.now(),
        language=language(),
    )
    context["late"] = late_words(row.told, treatment.zone, clock.now())
    context["latest"] = row == stands[-1]
    context["suggestions"] = suggested(
        treatment, clock.now(), protocol=protocol, language=language()
    )
    return render(request, "patient/assessment.html", context)


def check_in_undo(request: HttpRequest, public_id: UUID, check_in_id: UUID) -> HttpResponse:
    """Take a check-in back, or put it back; its row stays either way."""
    row = row_of(kept_here.check_ins(found(public_id)), check_in_id)
    kept_here.withdraw(row, None if "restore" in request.POST else clock.now())
    return redirect("patient:assessment", public_id, check_in_id)


def row_of(rows: Sequence[CheckIn], check_in_id: UUID) -> CheckIn:
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
