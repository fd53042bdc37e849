"""`afterglow plan T.json`: what to do and avoid, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import bullet, emit_json, estimate, heading, say
from afterglow.cli.reading import now_or, read_json
from afterglow.cli.speech import Speech, _, counted, draft_warning, spoken
from afterglow.core.planning import Plan, PlanItem
from afterglow.core.planning import plan as make_plan
from afterglow.core.protocol import Protocol
from afterglow.core.protocol import say as words
from afterglow.core.treatment import Treatment, read_recovery, whole_hours
from afterglow.core.wording import chance, day_and_time, facts_in_words, how_long, until_when

DAY = timedelta(days=1)
FAR = timedelta(days=36500)
MOST_ASKED = 8


def plan(
    file: Annotated[str, typer.Argument(help="A treatment in JSON; - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Every item: how, why, how sure.")] = False,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
    language: Speech = "en",
) -> None:
    """What to do and avoid, and until when, for this person."""
    protocol = protocol_of(overlay)
    treatment = read_recovery(read_json(file), signs=protocol.sign_codes).treatment
    result = make_plan(treatment, protocol=protocol, language=language)
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
        say(_("`afterglow plan --why` tells how, why and how sure for each of these."))
    _print_human(treatment, protocol)


def _print_before(result: Plan, now: datetime, why: bool) -> None:
    days = (result.performed_at.date() - now.date()).days
    say(_("Your treatment: %(when)s", when=day_and_time(result.performed_at, spoken())))
    say(counted("%(n)s day to go.", "%(n)s days to go.", days) if days else _("It is today."))
    before = [item for item in result.items if item.starts < result.performed_at]
    heading(_("Stop from"))
    # what should have stopped already stops now
    avoid = [(max(item.starts, now), item) for item in before if item.kind == "avoid"]
    avoid.sort(key=lambda pair: pair[0])
    for start, pairs in groupby(avoid, key=lambda pair: pair[0]):
        items = [item for _, item in pairs]
        _print_group(_("Now") if start <= now else _until(start, now), items, why)
    heading(_("Before you go"))
    _print_most_asked([item for item in before if item.kind != "avoid"], why)
    heading(_("Afterwards, not yet"))
    _print_not_yet(result, result.performed_at, now, why)


def _print_after(result: Plan, treatment: Treatment, now: datetime, why: bool) -> None:
    say(_since(now, treatment.hour_of(now)))
    phase = result.phase_at(now)
    if phase:
        say(f"{phase.name}. {phase.text}")
    heading(_("Not yet"))
    _print_not_yet(result, now, now, why)
    heading(_("What helps now"))
    _print_most_asked([item for item in result.items if _helps(item, result, now)], why)
    heading(_("The next 24 hours"))
    ended = [one for one in result.items if one.kind == "avoid" and one.ends]
    changes = [
        (one.ends, _("Fine again"), one)
        for one in ended
        if one.ends and now < one.ends <= now + DAY
    ]
    changes += [
        (one.starts, _("From then"), one) for one in result.items if now < one.starts <= now + DAY
    ]
    changes.sort(key=lambda change: (change[0], change[1], change[2].order))
    for (moment, what), found in groupby(changes, key=lambda change: change[:2]):
        bullet(f"{_until(moment, now)}. {what}:", "; ".join(one[2].name for one in found) + ".")
    if not changes:
        say(_("Nothing changes."))


def _since(moment: datetime, hour: float) -> str:
    when, hours = day_and_time(moment, spoken()), whole_hours(hour)
    return _("%(when)s · hour %(n)s after your treatment", when=when, n=hours)


def _until(moment: datetime, now: datetime) -> str:
    return until_when(moment, now, spoken())


def _facts(facts: Iterable[str]) -> str:
    return facts_in_words(facts, spoken())


def _helps(item: PlanItem, result: Plan, now: datetime) -> bool:
    return item.kind != "avoid" and item.starts >= result.performed_at and item.runs_at(now)


def _print_not_yet(result: Plan, moment: datetime, now: datetime, why: bool) -> None:
    running = [item for item in result.items if item.kind == "avoid" and item.runs_at(moment)]
    running.sort(key=lambda item: item.ends or result.performed_at + FAR)
    for end, items in groupby(running, key=lambda item: item.ends):
        if end is None:
            _print_group(_("Until your clinic says otherwise"), items, why)
        else:
            when, left = _until(end, now), how_long(end - now, spoken())
            _print_group(_("Until %(when)s (%(left)s)", when=when, left=left), items, why)


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
    return " " + _("(for you: %(facts)s)", facts=_facts(moved)) if moved else ""


def _detail(item: PlanItem) -> str:
    parts = [item.text, _("Why: %(why)s", why=item.why)]
    if item.because:
        parts.append(_("For you because of: %(facts)s.", facts=_facts(item.because)))
    if item.says:
        parts.append(item.says)
    parts.append(_how_sure(item))
    return " ".join(parts)


def _how_sure(item: PlanItem) -> str:
    if item.status == "unverified":
        return _("(Not yet checked against its source.)")
    return {
        "A": _("(Studies or a label.)"),
        "B": _("(Reviews.)"),
        "C": _("(As most clinics say.)"),
        "D": _("(A single source.)"),
        "E": f"({estimate()})",
    }[item.grade]


def _print_milestones(result: Plan, now: datetime) -> None:
    ahead = [one for one in result.milestones if one.at > now]
    if not ahead:
        return
    heading(_("What comes next"))
    for one in ahead[:8]:
        likely = f" ({chance(one.probability, spoken())})" if one.probability else ""
        say(_("by %(when)s: %(what)s", when=_until(one.at, now), what=one.text + likely))
    say(estimate())


def _print_warnings(result: Plan) -> None:
    if result.warnings:
        heading(_("Tell your clinic first"))
        for warning in result.warnings:
            bullet(warning.text, _("Because of: %(facts)s.", facts=_facts(warning.because)))


def _print_human(treatment: Treatment, protocol: Protocol) -> None:
    heading(_("A human"))
    if treatment.clinic and treatment.clinic.phone:
        name = treatment.clinic.name or _("Your clinic")
        say(f"{name}: {treatment.clinic.phone}")
    country = protocol.country(treatment)
    elsewhere = words(protocol.contents.numbers.elsewhere, spoken())
    number = country.emergency if country else elsewhere
    say(
        _(
            "Trouble breathing, swollen lips or tongue, fainting, a fit, blue lips, eye pain or"
            " changed sight: call %(number)s at once.",
            number=number,
        )
    )
    if not protocol.contents.about.reviewed_by_clinician:
        say(
            _("Afterglow informs, it does not diagnose. No clinician has reviewed these words yet.")
        )
    if warning := draft_warning():
        say(warning)
