"""`afterglow plan T.json`: what to do and avoid, until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from afterglow.cli.printing import ESTIMATE, bullet, emit_json, heading, say
from afterglow.cli.reading import now_or, read_json
from afterglow.core.planning import Plan, PlanItem
from afterglow.core.planning import plan as make_plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment, read_recovery, whole_hours
from afterglow.core.wording import chance, day_and_time, how_long, until_when

DAY = timedelta(days=1)


def plan(
    file: Annotated[str, typer.Argument(help="A treatment in JSON; - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
) -> None:
    """What to do and avoid, and until when, for this person."""
    protocol = Protocol.default()
    treatment = read_recovery(read_json(file), signs=protocol.sign_codes).treatment
    result = make_plan(treatment, protocol=protocol)
    if as_json:
        emit_json(result.model_dump(mode="json"))
        return
    now = now_or(at, treatment.zone)
    if now < result.performed_at:
        _print_before(result, treatment, now)
    else:
        _print_after(result, treatment, now)
    _print_warnings(result)
    _print_call(treatment, protocol)


def _print_before(result: Plan, treatment: Treatment, now: datetime) -> None:
    days = (result.performed_at.date() - now.date()).days
    say(f"Your treatment: {day_and_time(result.performed_at)}")
    say({0: "It is today.", 1: "1 day to go."}.get(days, f"{days} days to go."))
    before = [item for item in result.items if item.starts < result.performed_at]
    heading("Stop from")
    for item in sorted(before, key=lambda one: one.starts):
        if item.kind == "avoid":
            since = "already" if item.starts <= now else until_when(item.starts, now)
            bullet(f"{since}: {item.name}", _detail(item))
    heading("Before you go")
    for item in before:
        if item.kind != "avoid":
            bullet(item.name, _detail(item))
    heading("Afterwards, you will wait with")
    for item in _by_end(result, result.performed_at):
        bullet(f"{item.name}: {_until(item, now)}", item.text)
    _print_milestones(result, now)


def _print_after(result: Plan, treatment: Treatment, now: datetime) -> None:
    hour = whole_hours(treatment.hour_of(now))
    say(f"{day_and_time(now)} · hour {hour} after your treatment")
    phase = result.phase_at(now)
    if phase:
        say(f"{phase.name}. {phase.text}")
    heading("Not yet")
    for item in _by_end(result, now):
        bullet(f"{item.name}: {_until(item, now)}", _detail(item))
    heading("What helps now")
    for item in result.items:
        if item.kind != "avoid" and item.runs_at(now) and item.starts >= result.performed_at:
            bullet(item.name, _detail(item))
    heading("The next 24 hours")
    soon = [item for item in result.items if item.ends and now < item.ends <= now + DAY]
    soon = [item for item in soon if item.kind == "avoid"]
    begins = [item for item in result.items if now < item.starts <= now + DAY]
    for moment, line in sorted(
        [(item.ends, f"{item.name}: fine again") for item in soon if item.ends]
        + [(item.starts, f"{item.name}: {item.text}") for item in begins]
    ):
        bullet(f"{until_when(moment, now)}: {line}")
    if not soon and not begins:
        say("Nothing changes.")
    _print_milestones(result, now)


def _by_end(result: Plan, moment: datetime) -> list[PlanItem]:
    running = [item for item in result.items if item.kind == "avoid" and item.runs_at(moment)]
    far = result.performed_at + timedelta(days=36500)
    return sorted(running, key=lambda item: item.ends or far)


def _until(item: PlanItem, now: datetime) -> str:
    if item.ends is None:
        return "until your clinic says so"
    return f"until {until_when(item.ends, now)} ({how_long(item.ends - now)})"


def _detail(item: PlanItem) -> str:
    parts = [item.text, f"Why: {item.why}"]
    if item.because:
        parts.append(f"For you because of: {', '.join(item.because).replace('_', ' ')}.")
    if item.says:
        parts.append(item.says)
    parts.append(_how_sure(item))
    return " ".join(parts)


def _how_sure(item: PlanItem) -> str:
    if item.status == "unverified":
        return "(Not yet checked against its source.)"
    return {
        "A": "(Studies or a label.)",
        "B": "(Reviews.)",
        "C": "(As most clinics say.)",
        "D": "(A single source.)",
        "E": f"({ESTIMATE})",
    }[item.grade]


def _print_milestones(result: Plan, now: datetime) -> None:
    ahead = [one for one in result.milestones if one.at > now]
    if not ahead:
        return
    heading("What comes next")
    for one in ahead[:8]:
        likely = f" ({chance(one.probability)})" if one.probability else ""
        bullet(f"by {until_when(one.at, now)}: {one.text}{likely}")
    say(ESTIMATE)


def _print_warnings(result: Plan) -> None:
    if result.warnings:
        heading("Tell your clinic first")
        for warning in result.warnings:
            bullet(warning.text, f"Because of: {', '.join(warning.because).replace('_', ' ')}.")


def _print_call(treatment: Treatment, protocol: Protocol) -> None:
    heading("A human")
    if treatment.clinic and treatment.clinic.phone:
        say(f"{treatment.clinic.name or 'Your clinic'}: {treatment.clinic.phone}")
    country = protocol.country(treatment)
    number = country.emergency if country else protocol.contents.numbers.elsewhere["en"]
    say(
        "Trouble breathing, swollen lips or tongue, fainting, a fit, blue lips, eye pain or"
        f" changed sight: call {number} at once."
    )
    if not protocol.contents.about.reviewed_by_clinician:
        say("Afterglow informs, it does not diagnose. No clinician has reviewed these words yet.")
