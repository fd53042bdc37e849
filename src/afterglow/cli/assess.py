"""`afterglow assess R.json`: is what I feel now expected?"""

from __future__ import annotations

from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import bullet, emit_json, estimate, heading, say
from afterglow.cli.reading import read_json
from afterglow.cli.speech import Speech, _, counted, draft_warning, spoken
from afterglow.core.answering import assess_told, noted_names, read_note
from afterglow.core.assessing import Assessment
from afterglow.core.protocol import Protocol
from afterglow.core.protocol import say as words
from afterglow.core.treatment import Recovery, whole_hours
from afterglow.core.vocabulary import Urgency
from afterglow.core.wording import day_and_time

STATUS = {Urgency.call_clinic: 10, Urgency.emergency: 11}
REASONS_SHOWN = 4


def assess(
    file: Annotated[str, typer.Argument(help="A recovery in JSON; - for stdin.")],
    overlay: Overlay = None,
    language: Speech = "en",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Judge the last check-in. Exit 0 expected or watch, 10 call_clinic, 11 emergency."""
    protocol = protocol_of(overlay)
    recovery = Recovery.read(read_json(file), signs=protocol.sign_codes)
    result = assess_told(recovery, protocol=protocol, language=language)
    if as_json:
        emit_json(result.model_dump(mode="json"))
    else:
        _print(result, recovery, protocol)
    raise typer.Exit(STATUS.get(result.urgency, 0))


def urgency_in_words(urgency: Urgency) -> str:
    """The urgency as a short label."""
    return {
        Urgency.expected: _("As expected"),
        Urgency.watch: _("Watch"),
        Urgency.call_clinic: _("Call your clinic"),
        Urgency.emergency: _("EMERGENCY"),
    }[urgency]


def _print(result: Assessment, recovery: Recovery, protocol: Protocol) -> None:
    when, hour = day_and_time(result.at, spoken()), whole_hours(result.hour)
    say(_("%(when)s · hour %(n)s after your treatment", when=when, n=hour))
    say()
    say(f"[{urgency_in_words(result.urgency)}] {result.title}")
    likely = result.reasons[0].likely
    if likely:
        say(likely)
    heading(_("What now"))
    say(result.next_step)
    if result.next_check_in:
        say(_("Look again: %(when)s.", when=day_and_time(result.next_check_in, spoken())))
    heading(_("Why we say so"))
    for reason in result.reasons[:REASONS_SHOWN]:
        grade = f" {estimate()}" if any(source.grade == "E" for source in reason.sources) else ""
        named = ", ".join(source.id for source in reason.sources)
        by = _("Rule %(id)s; source: %(named)s.", id=reason.id, named=named)
        if reason.by == "forecast":
            by = _("Forecast %(id)s; source: %(named)s.", id=reason.id, named=named)
        bullet(reason.text, by + grade)
    hidden = len(result.reasons) - REASONS_SHOWN
    if hidden > 0:
        say(
            counted("And %(n)s more; --json shows it.", "And %(n)s more; --json shows all.", hidden)
        )
    last = recovery.check_ins[-1]
    noted = read_note(last.note, recovery.treatment.hour_of(last.at), protocol)
    if names := noted_names(noted, protocol, spoken()):
        say(_("In your note we read: %(signs)s.", signs=", ".join(names)))
    if result.missing:
        heading(_("You did not tell us"))
        names = [
            words(protocol.signs[name].name, spoken()).lower()
            if name in protocol.signs
            else {"temperature_c": _("temperature"), "note": _("note")}.get(name, name)
            for name in result.missing
        ]
        say(", ".join(names) + ".")
        say(_("What is not told is not known: we do not take it for none."))
    if warning := draft_warning():
        say()
        say(warning)
