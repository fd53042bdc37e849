"""`afterglow calendar T.json -o my-recovery.ics`: the plan's times for a phone's calendar."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import say
from afterglow.cli.reading import now_or, read_json
from afterglow.cli.speech import Speech, _, counted
from afterglow.core.answering import assess_told
from afterglow.core.documents import Looked, happenings, icalendar_file, revise
from afterglow.core.errors import refuse
from afterglow.core.planning import plan
from afterglow.core.protocol import say as words
from afterglow.core.treatment import read_recovery

SEQUENCES_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def calendar(
    file: Annotated[str, typer.Argument(help="A treatment or recovery in JSON; - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The .ics file to write.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--id", help="A name that stays, so that a later file replaces this one."),
    ] = None,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
    language: Speech = "en",
) -> None:
    """The end of each wait, check-ins and milestones as a calendar file (.ics)."""
    protocol = protocol_of(overlay)
    recovery = read_recovery(read_json(file), signs=protocol.sign_codes)
    treatment = recovery.treatment
    now = now_or(at, treatment.zone)
    looked = None
    if recovery.check_ins:
        judged = assess_told(recovery, protocol=protocol)
        looked = Looked(judged.at, judged.next_check_in)
    events = happenings(
        treatment,
        plan(treatment, protocol=protocol, language=language),
        protocol=protocol,
        looked=looked,
        language=language,
    )
    # nothing is remembered between two runs, so a later file is simply the newer one
    sequence = max(int((now - SEQUENCES_FROM).total_seconds() // 60), 0)
    revisions = {
        event: one.model_copy(update={"sequence": sequence})
        for event, one in revise(events, {}, now).items()
    }
    said = protocol.contents.calendar.words
    content = icalendar_file(
        events,
        revisions,
        recovery=name or treatment.performed_at.astimezone(UTC).isoformat(),
        name=words(said.name, language),
        gone=words(said.gone, language),
        time_zone=treatment.time_zone,
        language=language,
    )
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise refuse("--out", f"{out} cannot be written: {error.strerror or error}") from None
    say(_("%(file)s is made.", file=out))
    say(counted("It holds %(n)s event.", "It holds %(n)s events.", len(events)))
