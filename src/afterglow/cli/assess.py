"""`afterglow assess R.json`: is what I feel now expected?"""

from __future__ import annotations

from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import ESTIMATE, bullet, emit_json, heading, say
from afterglow.cli.reading import read_json
from afterglow.core.answering import assess_told
from afterglow.core.assessing import Assessment
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, whole_hours
from afterglow.core.vocabulary import Urgency
from afterglow.core.wording import day_and_time

STATUS = {Urgency.call_clinic: 10, Urgency.emergency: 11}
REASONS_SHOWN = 4
WORDS = {
    Urgency.expected: "As expected",
    Urgency.watch: "Watch",
    Urgency.call_clinic: "Call your clinic",
    Urgency.emergency: "EMERGENCY",
}


def assess(
    file: Annotated[str, typer.Argument(help="A recovery in JSON; - for stdin.")],
    overlay: Overlay = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Judge the last check-in. Exit 0 expected or watch, 10 call_clinic, 11 emergency."""
    protocol = protocol_of(overlay)
    recovery = Recovery.read(read_json(file), signs=protocol.sign_codes)
    result = assess_told(recovery, protocol=protocol)
    if as_json:
        emit_json(result.model_dump(mode="json"))
    else:
        _print(result, protocol)
    raise typer.Exit(STATUS.get(result.urgency, 0))


def _print(result: Assessment, protocol: Protocol) -> None:
    say(f"{day_and_time(result.at)} · hour {whole_hours(result.hour)} after your treatment")
    say()
    say(f"[{WORDS[result.urgency]}] {result.title}")
    likely = result.reasons[0].likely
    if likely:
        say(likely)
    heading("What now")
    say(result.next_step)
    if result.next_check_in:
        say(f"Look again: {day_and_time(result.next_check_in)}.")
    heading("Why we say so")
    for reason in result.reasons[:REASONS_SHOWN]:
        grade = f" {ESTIMATE}" if any(source.grade == "E" for source in reason.sources) else ""
        named = ", ".join(source.id for source in reason.sources)
        bullet(reason.text, f"{reason.by.capitalize()} {reason.id}; source: {named}.{grade}")
    hidden = len(result.reasons) - REASONS_SHOWN
    if hidden > 0:
        say(f"And {hidden} more; --json shows all.")
    if result.missing:
        heading("You did not tell us")
        names = [
            protocol.signs[name].name["en"].lower() if name in protocol.signs else name
            for name in result.missing
        ]
        say(", ".join(names).replace("temperature_c", "temperature") + ".")
        say("What is not told is not known: we do not take it for none.")
