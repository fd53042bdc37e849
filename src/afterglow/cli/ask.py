"""`afterglow ask "can i run tomorrow"`: the answer in a few lines, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.assess import urgency_in_words
from afterglow.cli.printing import bullet, emit_json, estimate, heading, say
from afterglow.cli.reading import now_or, read_json, read_moment
from afterglow.cli.speech import Speech, _, draft_warning, spoken
from afterglow.core.answering import Answer
from afterglow.core.answering import ask as answer
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency, Verdict
from afterglow.core.wording import day_and_time

STATUS = {Urgency.call_clinic: 10, Urgency.emergency: 11}


def ask(
    question: Annotated[str, typer.Argument(help="In your own words.")],
    treatment: Annotated[str | None, typer.Option(help="A treatment in JSON; - for stdin.")] = None,
    at: Annotated[str | None, typer.Option(help="The moment to speak of; now unless said.")] = None,
    medicines: Annotated[
        Path | None,
        typer.Option(help="A table of products from `afterglow medicines import`."),
    ] = None,
    overlay: Overlay = None,
    language: Speech = "en",
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
    result = answer(question, read, at=moment, protocol=protocol, language=language)
    if as_json:
        emit_json(result.model_dump(mode="json"))
    else:
        _print(result)
    status = STATUS.get(result.urgency, 0) if result.urgency is not None else 0
    raise typer.Exit(status)


def _print(result: Answer) -> None:
    _print_one(result)
    if result.also:
        heading(_("Also"))
        for one in result.also:
            bullet(f"[{_label(one)}] {one.text}")


def _print_one(result: Answer) -> None:
    label = _label(result)
    if result.until:
        when = day_and_time(result.until, spoken())
        label = _("%(verdict)s until %(when)s", verdict=label, when=when)
    say(f"[{label}]")
    say(result.text)
    if result.why:
        say(_("Why: %(why)s", why=result.why))
    if result.did_you_mean:
        say(_("Did you mean: %(names)s?", names=", ".join(result.did_you_mean)))
    if result.matched:
        pairs = [
            _('"%(words)s" as %(what)s', words=one.words, what=one.as_) for one in result.matched
        ]
        say(_("We took %(pairs)s.", pairs="; ".join(pairs)))
    if result.sources:
        named = ", ".join(source.id for source in result.sources)
        assumed = f" {estimate()}" if any(one.grade == "E" for one in result.sources) else ""
        say(_("Source: %(named)s.", named=named) + assumed)
    if warning := draft_warning():
        say(warning)


def _label(result: Answer) -> str:
    if result.urgency is not None:
        return urgency_in_words(result.urgency)
    return {
        Verdict.yes: _("Yes"),
        Verdict.info: _("Good to know"),
        Verdict.unknown: _("Not understood"),
        Verdict.ask_clinic: _("Ask your clinic"),
        Verdict.wait: _("Wait"),
        Verdict.no: _("No"),
    }[Verdict.unknown if result.verdict is None else result.verdict]
