"""`afterglow numbing`: is this much numbing cream within its label?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import bullet, emit_json, heading, say
from afterglow.cli.reading import now_or, read_json, read_moment
from afterglow.cli.speech import Speech, _, draft_warning, spoken
from afterglow.core.errors import refuse
from afterglow.core.planning import NumbingCheck, NumbingVerdict, check_numbing, check_treatment
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment, read_recovery

NOT_WITHIN = 10


def numbing(
    product: Annotated[
        str | None, typer.Option(help="A code, as lidocaine_4, or a brand, as EMLA.")
    ] = None,
    grams: Annotated[float | None, typer.Option(help="All cream within 24 hours, g.")] = None,
    area: Annotated[float | None, typer.Option(help="Skin, cm²; a face is 200 to 300.")] = None,
    minutes: Annotated[float | None, typer.Option(help="From putting on to wiping off.")] = None,
    applied_at: Annotated[str | None, typer.Option(help="When it goes on.")] = None,
    removed_at: Annotated[str | None, typer.Option(help="When it came off.")] = None,
    needling_at: Annotated[str | None, typer.Option(help="When the needles start.")] = None,
    occluded: Annotated[
        bool | None, typer.Option("--occluded/--not-occluded", help="Covered, by film or dressing.")
    ] = None,
    age: Annotated[float | None, typer.Option(help="Years.")] = None,
    weight: Annotated[float | None, typer.Option(help="kg; asked for the young.")] = None,
    pregnant: Annotated[bool | None, typer.Option("--pregnant/--not-pregnant")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, as US or GB.")] = None,
    medicine: Annotated[
        list[str] | None, typer.Option(help="One you take; may be given again.")
    ] = None,
    condition: Annotated[
        list[str] | None, typer.Option(help="As epilepsy; may be given again.")
    ] = None,
    treatment: Annotated[
        str | None, typer.Option(help="A treatment in JSON with its numbing cream; - for stdin.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
    language: Speech = "en",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """A numbing cream against its label. Exit 0 within it, 10 ask your clinic or do not."""
    protocol = protocol_of(overlay)
    given: dict[str, Any] = {
        "grams": grams, "area_cm2": area, "minutes": minutes, "occluded": occluded, "age": age,
        "weight_kg": weight, "pregnant": pregnant, "country": country,
        "medicines": medicine or [], "conditions": condition or [],
        "applied_at": _moment(applied_at, "--applied-at"),
        "removed_at": _moment(removed_at, "--removed-at"),
        "needling_at": _moment(needling_at, "--needling-at"),
    }  # fmt: skip
    if treatment is not None:
        told = [name for name, value in given.items() if value not in (None, [])]
        if told or product is not None:
            raise refuse("--treatment", "holds all that counts; leave the other options out")
        check, off = _of_treatment(treatment, protocol)
    elif product is None:
        raise refuse("--product", "missing; name the cream, or give --treatment T.json")
    else:
        check = check_numbing(product, protocol=protocol, language=language, **given)
        off = removed_at is not None
    if as_json:
        emit_json(check.model_dump(mode="json"))
    else:
        zone = (check.wipe_off_by.tzinfo if check.wipe_off_by else None) or UTC
        _print(check, protocol, now_or(at, zone), off)
    if check.verdict is not NumbingVerdict.within_label:
        raise typer.Exit(NOT_WITHIN)


def _moment(text: str | None, field: str) -> datetime | None:
    return None if text is None else read_moment(text, field=field)


def _of_treatment(file: str, protocol: Protocol) -> tuple[NumbingCheck, bool]:
    """The check of its own cream, and whether that is off already."""
    read: Treatment = read_recovery(read_json(file), signs=protocol.sign_codes).treatment
    check = check_treatment(read, protocol=protocol, language=spoken())
    if check is None or read.numbing is None:
        raise refuse("numbing", "missing; this treatment names no numbing cream")
    return check, read.numbing.removed_at is not None


def _print(check: NumbingCheck, protocol: Protocol, now: datetime, off: bool) -> None:
    # the words are made by answering, which other commands do without
    from afterglow.core.answering import explain_numbing

    story = explain_numbing(check, spoken())
    label = {
        NumbingVerdict.within_label: _("Within the label"),
        NumbingVerdict.ask_clinic: _("Ask your clinic"),
        NumbingVerdict.over_label: _("DO NOT"),
    }[check.verdict]
    say(check.name)
    say()
    say(f"[{label}] {story.title}")
    heading(_("What now"))
    say(story.next_step)
    heading(_("Feeling ill?"))
    for danger in check.dangers:
        signs = ", ".join(danger.signs)
        asked = _("%(signs)s?", signs=signs[:1].upper() + signs[1:])
        bullet(asked, f"{danger.text} {danger.next_step}")
    if story.times:
        heading(_("When"))
        for one in story.times:
            say(one)
        if check.wipe_off_by and check.wipe_off_by < now and not off:
            say(_("That time has passed. If it is still on, wipe it off now."))
    for title, lines in ((_("Why we say so"), story.reasons), (_("What it keeps to"), story.kept)):
        if lines:
            heading(title)
        for one in lines:
            bullet(one)
    heading(_("Good to know"))
    for one in story.remarks:
        bullet(one)
    sources = {one.id for limit in check.limits for one in limit.sources if one.grade == "A"}
    say()
    say(_("Sources: %(named)s.", named=", ".join(sorted(sources))))
    if not protocol.contents.about.reviewed_by_clinician:
        informs = _("Afterglow informs, it does not prescribe.")
        reviewed = _("No clinician has reviewed these words yet.")
        say(f"{informs} {reviewed}")
    if warning := draft_warning():
        say(warning)
