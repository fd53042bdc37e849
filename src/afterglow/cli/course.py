"""`afterglow course`: sessions, dates, cost, and the latest day before an event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import bullet, emit_json, estimate, heading, say
from afterglow.cli.reading import read_json, read_moment
from afterglow.cli.speech import Speech, _, counted, spoken
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
    language: Speech = "en",
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
    found = estimate_cost(
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
        language=language,
    )
    if as_json:
        emit_json(found.model_dump(mode="json"))
    else:
        _print(found)


def _moment(text: str | None, field: str, zone: Any) -> datetime | None:
    return None if text is None else read_moment(text, field=field, zone=zone)


def _quote(text: str) -> dict[str, Any]:
    """450, 450 EUR or 1200/4: an amount, a currency where it is another, for so many sessions."""
    amount, _space, rest = text.strip().partition(" ")
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


def _print(found: CostEstimate) -> None:
    from afterglow.core.answering import session_words

    say(f"{found.name}: {session_words(found, spoken())}")
    if not found.sessions.given:
        say(found.sessions.text)
    say(found.spacing.text)
    if found.event:
        _print_event(found)
    _print_price(found)
    if found.calendar:
        heading(_("Your calendar"))
        for date in found.calendar:
            when = _("from %(first)s to %(last)s", first=_at(date.earliest), last=_at(date.latest))
            if date.earliest == date.latest:
                when = _at(date.earliest)
            warned = _("May still show on your day.") if date.shows_on_event else ""
            bullet(_("Session %(n)s: %(when)s", n=date.session, when=when), warned)
    heading(_("When to judge it"))
    for one in found.judged:
        days = counted(
            "%(n)s day after the last session",
            "%(n)s days after the last session",
            round(one.after_days),
        )
        when = _at(one.at) if one.at else days
        bullet(when, one.text)


def _at(moment: datetime) -> str:
    return day_and_time(moment, spoken())


def _print_event(found: CostEstimate) -> None:
    event = found.event
    assert event is not None  # asked only then
    heading(_("Before %(when)s", when=_at(event.at)))
    if event.treat_by:
        say(_("Be treated by %(when)s at the latest.", when=_at(event.treat_by)))
    say(event.text)
    say(estimate())


def _print_price(found: CostEstimate) -> None:
    from afterglow.core.answering import money, range_words

    heading(_("What it costs"))
    if found.price and found.total:
        say(_("One session: %(price)s.", price=range_words(found.price, spoken())))
        say(_("The whole course: %(price)s.", price=range_words(found.total, spoken())))
        say(found.price.text)
        if found.price.status == "unverified":
            say(_("(Not yet checked against its source.)"))
    say(found.price_text)
    if found.elsewhere:
        prices = " ".join(one.text for one in found.elsewhere)
        say(_("For orientation: %(prices)s", prices=prices))
    for quote in found.quotes:
        name = quote.name or _("Your quote")
        each = money(quote.per_session, quote.currency) if quote.currency else quote.per_session
        bullet(_("%(name)s: %(price)s a session", name=name, price=each), quote.text)
    for extra in found.extras:
        name = extra.name
        if extra.counted:
            name = _("%(name)s (counted above)", name=name)
        bullet(name, extra.text)
