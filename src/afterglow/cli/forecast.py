"""`afterglow forecast R.json`: what to expect, hour by hour, with bands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import band_bar, emit_json, estimate, heading, say, width
from afterglow.cli.reading import now_or, read_json, read_moment
from afterglow.cli.speech import Speech, _, counted, spoken
from afterglow.core.errors import refuse
from afterglow.core.protocol import Protocol, SignSpec
from afterglow.core.protocol import say as words
from afterglow.core.treatment import Recovery, read_recovery
from afterglow.core.wording import chance, day_and_time, until_when

if TYPE_CHECKING:
    from afterglow.core.forecasting import Forecast

LIKELY = 0.8
SHOWN_HOURS = (6, 24, 48, 72, 96, 120, 168)


def forecast(
    file: Annotated[str, typer.Argument(help="A treatment or recovery in JSON; - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    by: Annotated[
        str | None, typer.Option(help="Will I look my usual self by then? (a time)")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw a sign's course to a .png or .svg file.")
    ] = None,
    sign: Annotated[str, typer.Option(help="The sign to draw.")] = "redness",
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
    language: Speech = "en",
) -> None:
    """Every sign's expected course, with bands."""
    # NumPy takes longer to load than a plan to make: only this command waits for it
    from afterglow.core.forecasting import forecast as make_forecast

    protocol = protocol_of(overlay)
    recovery = read_recovery(read_json(file), signs=protocol.sign_codes)
    treatment = recovery.treatment
    deadline = read_moment(by, field="--by", zone=treatment.zone) if by is not None else None
    if deadline and deadline < treatment.performed_at:
        raise refuse("--by", "lies before the treatment; ask for a time after it")
    result = make_forecast(treatment, check_ins=recovery.check_ins, protocol=protocol)
    if plot:
        _draw(plot, result, recovery, protocol, sign, now_or(at, treatment.zone))
    if as_json:
        found = result.model_dump()
        if deadline:
            likely = float(result.looks_ordinary([treatment.hour_of(deadline)])[0])
            found["by"] = {"at": deadline.isoformat(), "looks_ordinary": round(likely, 6)}
        emit_json(found)
        return
    now = now_or(at, treatment.zone)
    _print_usual_self(result, recovery, deadline or treatment.at_hour(96), now, protocol)
    for spec in protocol.contents.signs:
        _print_sign(result, spec, recovery)
    say()
    drawn_wide = _(
        "No study has published these signs hour by hour; the bands come from reviews, labels and"
        " clinics' leaflets, and are drawn wide."
    )
    say(f"{estimate()} {drawn_wide}")
    say(_("Key: . 9 in 10 people like you, = half of them, # the middle; from 0 to 10."))


def _print_usual_self(
    result: Forecast, recovery: Recovery, deadline: datetime, now: datetime, protocol: Protocol
) -> None:
    treatment = recovery.treatment
    hour = treatment.hour_of(deadline)
    likely = float(result.looks_ordinary([hour])[0])
    by = until_when(deadline.astimezone(treatment.zone), now, spoken())
    say(_("%(chance)s that you look your usual self by %(when)s.", chance=_in_10(likely), when=by))
    say(_("(Redness, swelling, flakes, bruises, darker look and tiny scabs all 1 or less.)"))
    pink = _first_hour(result, "redness", 1)
    if pink is not None:
        when = until_when(treatment.at_hour(pink), now, spoken())
        say(_("Redness a hint of pink at most: likely (8 in 10) by %(when)s.", when=when))
    told = len(recovery.check_ins)
    if told:
        before = _prior(recovery, protocol)
        was = float(before.looks_ordinary([hour])[0])
        counts = counted(
            "This counts your %(n)s check-in.", "This counts your %(n)s check-ins.", told
        )
        say(counts + " " + _("Before them it was %(chance)s.", chance=_in_10(was)))
        off = _in_10(result.off_course)
        say(_("Something else than the usual course: %(chance)s.", chance=off))


def _prior(recovery: Recovery, protocol: Protocol) -> Forecast:
    from afterglow.core.forecasting import forecast_recovery

    return forecast_recovery(recovery.model_copy(update={"check_ins": ()}), protocol=protocol)


def _first_hour(result: Forecast, sign: str, at_most: float) -> int | None:
    """The first even hour from which the sign is at most so strong with 8 in 10."""
    hours = list(range(0, 337, 2))
    reached = result.probability(sign, hours, at_most) >= LIKELY
    return next((hours[at] for at in range(len(hours)) if reached[at:].all()), None)


def _in_10(probability: float) -> str:
    return chance(probability, spoken())


def _print_sign(result: Forecast, spec: SignSpec, recovery: Recovery) -> None:
    first, last = spec.ask
    hours = [hour for hour in SHOWN_HOURS if first <= hour <= last]
    if not hours:
        return
    bands = result.quantiles(spec.id, hours, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()
    felt = [(hour, row) for hour, row in zip(hours, bands, strict=True) if row[-1] >= 0.5]
    if not felt:
        return
    heading(words(spec.name, spoken()))
    for hour, row in felt:
        moment = recovery.treatment.at_hour(hour)
        stamp = f"{moment:%a %H:%M}" if width() < 50 else f"{day_and_time(moment, spoken()):<16}"
        spread = _("%(low)s to %(high)s", low=f"{row[0]:.0f}", high=f"{row[4]:.0f}")
        typer.echo(f"{stamp} |{band_bar(*row)}| {spread}")


def _draw(
    path: Path, result: Forecast, recovery: Recovery, protocol: Protocol, sign: str, now: datetime
) -> None:
    if path.suffix.lower() not in (".png", ".svg"):
        raise refuse("--plot", f"{path.name!r} must end in .png or .svg")
    # the drawing is not needed for text, and its library takes a while to load
    from afterglow.cli.drawing import draw

    draw(path, result, recovery, protocol, sign, now)
    typer.echo(f"drawn: {path}", err=True)
