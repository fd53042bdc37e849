"""`afterglow ask "can i run tomorrow"`: the answer in a few lines, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import ESTIMATE, bullet, emit_json, heading, say
from afterglow.cli.reading import now_or, read_json, read_moment
from afterglow.core.answering import Answer
from afterglow.core.answering import ask as answer
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency, Verdict
from afterglow.core.wording import day_and_time

STATUS = {Urgency.call_clinic: 10, Urgency.emergency: 11}
URGENCIES = {
    Urgency.expected: "As expected",
    Urgency.watch: "Watch",
    Urgency.call_clinic: "Call your clinic",
    Urgency.emergency: "EMERGENCY",
}
VERDICTS = {
    Verdict.yes: "Yes",
    Verdict.info: "Good to know",
    Verdict.unknown: "Not understood",
    Verdict.ask_clinic: "Ask your clinic",
    Verdict.wait: "Wait",
    Verdict.no: "No",
}


def ask(
    question: Annotated[str, typer.Argument(help="In your own words.")],
    treatment: Annotated[str | None, typer.Option(help="A treatment in JSON; - for stdin.")] = None,
    at: Annotated[str | None, typer.Option(help="The moment to speak of; now unless said.")] = None,
    medicines: Annotated[
        Path | None,
        typer.Option(help="A table of products from `afterglow medicines import`."),
    ] = None,
    overlay: Overlay = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Can I…? Is this normal? Exit 10 call_clinic, 11 emergency, else 0."""
    protocol = protocol_of(overlay)
    if medicines is not None:
        protocol = protocol.with_medicines(medicines)
    read = Treatment.read(read_json(treatment)) if treatment is not None else None
    moment = read_moment(at, field="--at") if at is not None and read is None else None
    if read is not None:
        moment = now_or(at, read.zone)
    result = answer(question, read, at=moment, protocol=protocol)
    if as_json:
        emit_json(result.model_dump(mode="json"))
    else:
        _print(result)
    status = STATUS.get(result.urgency, 0) if result.urgency is not None else 0
    raise typer.Exit(status)


def _print(result: Answer) -> None:
    _print_one(result)
    if result.also:
        heading("Also")
        for one in result.also:
            bullet(f"[{_label(one)}] {one.text}")


def _print_one(result: Answer) -> None:
    until = f" until {day_and_time(result.until)}" if result.until else ""
    say(f"[{_label(result)}{until}]")
    say(result.text)
    if result.why:
        say(f"Why: {result.why}")
    if result.did_you_mean:
        say(f"Did you mean: {', '.join(result.did_you_mean)}?")
    if result.matched:
        taken = "; ".join(f'"{one.words}" as {one.as_}' for one in result.matched)
        say(f"We took {taken}.")
    if result.sources:
        named = ", ".join(source.id for source in result.sources)
        estimate = f" {ESTIMATE}" if any(one.grade == "E" for one in result.sources) else ""
        say(f"Source: {named}.{estimate}")


def _label(result: Answer) -> str:
    if result.urgency is not None:
        return URGENCIES[result.urgency]
    return VERDICTS[result.verdict or Verdict.unknown]
