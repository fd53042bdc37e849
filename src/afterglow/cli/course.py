"""`afterglow course`: sessions, dates, cost, and the latest day before an event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import ESTIMATE, bullet, emit_json, heading, say
from afterglow.cli.reading import read_json, read_moment
from afterglow.core.errors import refuse
from afterglow.core.treatment import Treatment, read_recovery
from afterglow.core.wording import day_and_time

if TYPE_CHECKING:
    from afterglow.core.answering import CostEstimate


def course(
    goal: Annotated[
        str, typer.Option(help="glow, texture, acne_scars or stretch_marks.")
    ] = "texture",
    treatment: Annotated[
        str | None, typer.Option(help="The first treatment in JSON; - for stdin.")
    ] = None,
    depth: Annotated[float | None, typer.Option(help="Deepest needle, mm.")] = None,
    device: Annotated[str | None, typer.Option(help="pen, roller, stamp or rf.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, as US or GB.")] = None,
    sessions: Annotated[int | None, typer.Option(help="How many, where agreed.")] = None,
    extra: Annotated[list[str] | None, typer.Option(help="As prp; may be given again.")] = None,
    quote: Annotated[
        list[str] | None,
        typer.Option(help="450 a session, or 1200/4 for four; may be given again."),
    ] = None,
    first: Annotated[str | None, typer.Option(help="When the first one is.")] = None,
    event: Annotated[
        str | None, typer.Option(help="When you want to look your usual self.")
    ] = None,
    overlay: Overlay = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Cost and course: sessions, dates, prices, your quotes, and the latest day before an event."""
    # answering brings more than other commands need: only this one waits for it
    from afterglow.core.answering import estimate_cost

    protocol = protocol_of(overlay)
    read: Treatment | None = None
    if treatment is not None:
        read = read_recovery(read_json(treatment), signs=protocol.sign_codes).treatment
    zone = read.zone if read else None
    estimate = estimate_cost(
        goal,
        treatment=read,
        depth_mm=depth,
        device=device,
        country=country,
        sessions=sessions,
        extras=extra or [],
        quotes=[_quote(one) for one in quote or []],
        first_at=_moment(first, "--first", zone),
        event_at=_moment(event, "--event", zone),
        protocol=protocol,
    )
    if as_json:
        emit_json(estimate.model_dump(mode="json"))
    else:
        _print(estimate)


def _moment(text: str | None, field: str, zone: Any) -> datetime | None:
    return None if text is None else read_moment(text, field=field, zone=zone)


def _quote(text: str) -> dict[str, Any]:
    """450, 450 EUR or 1200/4: an amount, a currency where it is another, for so many sessions."""
    amount, _, rest = text.strip().partition(" ")
    number, slash, count = amount.partition("/")
    found: dict[str, Any] = {}
    try:
        found["amount"] = float(number.replace(",", ""))
        if slash:
            found |= {"per": "course", "sessions": int(count)}
    except ValueError:
        problem = f"{text[:60]!r} is not an amount; write 450, 450 EUR or 1200/4"
        raise refuse("--quote", problem) from None
    if rest.strip():
        found["currency"] = rest.strip().upper()
    return found


def _print(estimate: CostEstimate) -> None:
    from afterglow.core.answering import session_words

    say(f"{estimate.name}: {session_words(estimate)}")
    if not estimate.sessions.given:
        say(estimate.sessions.text)
    say(estimate.spacing.text)
    if estimate.event:
        _print_event(estimate)
    _print_price(estimate)
    if estimate.calendar:
        heading("Your calendar")
        for date in estimate.calendar:
            when = f"from {day_and_time(date.earliest)} to {day_and_time(date.latest)}"
            if date.earliest == date.latest:
                when = day_and_time(date.earliest)
            warned = "May still show on your day." if date.shows_on_event else ""
            bullet(f"Session {date.session}: {when}", warned)
    heading("When to judge it")
    for one in estimate.judged:
        when = day_and_time(one.at) if one.at else f"{one.after_days:g} days after the last session"
        bullet(when, one.text)


def _print_event(estimate: CostEstimate) -> None:
    event = estimate.event
    assert event is not None  # asked only then
    heading(f"Before {day_and_time(event.at)}")
    if event.treat_by:
        say(f"Be treated by {day_and_time(event.treat_by)} at the latest.")
    say(event.text)
    say(ESTIMATE)


def _print_price(estimate: CostEstimate) -> None:
    from afterglow.core.answering import money, range_words

    heading("What it costs")
    if estimate.price and estimate.total:
        say(f"One session: {range_words(estimate.price)}.")
        say(f"The whole course: {range_words(estimate.total)}.")
        if estimate.price.status == "unverified":
            say("(Not yet checked against its source.)")
    say(estimate.price_text)
    if estimate.elsewhere:
        say("For orientation: " + " ".join(one.text for one in estimate.elsewhere))
    for quote in estimate.quotes:
        name = quote.name or "Your quote"
        each = money(quote.per_session, quote.currency) if quote.currency else quote.per_session
        bullet(f"{name}: {each} a session", quote.text)
    for extra in estimate.extras:
        bullet(f"{extra.name}{' (counted above)' if extra.counted else ''}", extra.text)
