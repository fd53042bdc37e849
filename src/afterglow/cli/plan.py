"""`afterglow plan T.json`: what to do and avoid, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import ESTIMATE, bullet, emit_json, heading, say
from afterglow.cli.reading import now_or, read_json
from afterglow.core.planning import Plan, PlanItem
from afterglow.core.planning import plan as make_plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment, read_recovery, whole_hours
from afterglow.core.wording import chance, day_and_time, how_long, until_when

DAY = timedelta(days=1)
FAR = timedelta(days=36500)
MOST_ASKED = 8


def plan(
    file: Annotated[str, typer.Argument(help="A treatment in JSON; - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Every item: how, why, how sure.")] = False,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
) -> None:
    """What to do and avoid, and until when, for this person."""
    protocol = protocol_of(overlay)
    treatment = read_recovery(read_json(file), signs=protocol.sign_codes).treatment
    result = make_plan(treatment, protocol=protocol)
    if as_json:
        emit_json(result.model_dump(mode="json"))
        return
    now = now_or(at, treatment.zone)
    if now < result.performed_at:
        _print_before(result, now, why)
    else:
        _print_after(result, treatment, now, why)
    _print_milestones(result, now)
    _print_warnings(result)
    if not why:
        say()
        say("`afterglow plan --why` tells how, why and how sure for each of these.")
    _print_human(treatment, protocol)


def _print_before(result: Plan, now: datetime, why: bool) -> None:
    days = (result.performed_at.date() - now.date()).days
    say(f"Your treatment: {day_and_time(result.performed_at)}")
    say({0: "It is today.", 1: "1 day to go."}.get(days, f"{days} days to go."))
    before = [item for item in result.items if item.starts < result.performed_at]
    heading("Stop from")
    # what should have stopped already stops now
    avoid = [(max(item.starts, now), item) for item in before if item.kind == "avoid"]
    avoid.sort(key=lambda pair: pair[0])
    for start, pairs in groupby(avoid, key=lambda pair: pair[0]):
        items = [item for _, item in pairs]
        _print_group("Now" if start <= now else until_when(start, now), items, why)
    heading("Before you go")
    _print_most_asked([item for item in before if item.kind != "avoid"], why)
    heading("Afterwards, not yet")
    _print_not_yet(result, result.performed_at, now, why)


def _print_after(result: Plan, treatment: Treatment, now: datetime, why: bool) -> None:
    say(f"{day_and_time(now)} · hour {whole_hours(treatment.hour_of(now))} after your treatment")
    phase = result.phase_at(now)
    if phase:
        say(f"{phase.name}. {phase.text}")
    heading("Not yet")
    _print_not_yet(result, now, now, why)
    heading("What helps now")
    _print_most_asked([item for item in result.items if _helps(item, result, now)], why)
    heading("The next 24 hours")
    ended = [one for one in result.items if one.kind == "avoid" and one.ends]
    changes = [
        (one.ends, "Fine again", one) for one in ended if one.ends and now < one.ends <= now + DAY
    ]
    changes += [
        (one.starts, "From then", one) for one in result.items if now < one.starts <= now + DAY
    ]
    changes.sort(key=lambda change: (change[0], change[1], change[2].order))
    for (moment, what), found in groupby(changes, key=lambda change: change[:2]):
        bullet(f"{until_when(moment, now)}. {what}:", "; ".join(one[2].name for one in found) + ".")
    if not changes:
        say("Nothing changes.")


def _helps(item: PlanItem, result: Plan, now: datetime) -> bool:
    return item.kind != "avoid" and item.starts >= result.performed_at and item.runs_at(now)


def _print_not_yet(result: Plan, moment: datetime, now: datetime, why: bool) -> None:
    running = [item for item in result.items if item.kind == "avoid" and item.runs_at(moment)]
    running.sort(key=lambda item: item.ends or result.performed_at + FAR)
    for end, items in groupby(running, key=lambda item: item.ends):
        if end is None:
            _print_group("Until your clinic says otherwise", items, why)
        else:
            _print_group(f"Until {until_when(end, now)} ({how_long(end - now)})", items, why)


def _print_group(title: str, items: Iterable[PlanItem], why: bool) -> None:
    found = sorted(items, key=lambda one: one.order)
    if why:
        say(title)
        for item in found:
            bullet(item.name, _detail(item))
        return
    bullet(title, "; ".join(item.name + _for_you(item) for item in found) + ".")


def _print_most_asked(items: list[PlanItem], why: bool) -> None:
    for item in items if why else items[:MOST_ASKED]:
        bullet(item.name, _detail(item) if why else item.text)


def _for_you(item: PlanItem) -> str:
    moved = [fact for fact in item.because if not fact.startswith("area ")]
    return f" (for you: {', '.join(moved).replace('_', ' ')})" if moved else ""


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
        say(f"by {until_when(one.at, now)}: {one.text}{likely}")
    say(ESTIMATE)


def _print_warnings(result: Plan) -> None:
    if result.warnings:
        heading("Tell your clinic first")
        for warning in result.warnings:
            bullet(warning.text, f"Because of: {', '.join(warning.because).replace('_', ' ')}.")


def _print_human(treatment: Treatment, protocol: Protocol) -> None:
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
