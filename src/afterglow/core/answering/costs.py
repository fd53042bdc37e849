"""What a course costs and how it goes: sessions, spacing, prices, dates, quotes, an event in mind.

In: a goal, and what is known of the treatment, country, quotes and event. Out: `CostEstimate`.
Money stays in the currency of its country; dates are aware, at the same hour on the wall. The
numbers are the protocol's (`costs.yaml`), from evidence section 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from afterglow.core.answering.cost_question import CostQuestion, Quote, person_of
from afterglow.core.answering.cost_results import (
    CostEstimate,
    CourseDate,
    EventDay,
    ExtraSaid,
    JudgedAt,
    PlacedQuote,
    PriceRange,
    SessionCount,
    SpacingSaid,
)
from afterglow.core.answering.usual_self import LIKELY, hours_to_usual_self
from afterglow.core.errors import nearest, refuse
from afterglow.core.geography import country_of_zone
from afterglow.core.messages import message
from afterglow.core.protocol import CourseGoal, Extra, Price, Protocol, Spacing, say
from afterglow.core.treatment import Treatment


def estimate_cost(
    goal: str = "texture",
    *,
    treatment: Treatment | Mapping[str, Any] | None = None,
    depth_mm: float | None = None,
    device: str | None = None,
    country: str | None = None,
    time_zone: str | None = None,
    sessions: int | None = None,
    extras: Sequence[str] = (),
    quotes: Sequence[float | Mapping[str, Any] | Quote] = (),
    first_at: datetime | str | None = None,
    event_at: datetime | str | None = None,
    protocol: Protocol | None = None,
    language: str = "en",
) -> CostEstimate:
    """Sessions, spacing, price range and dates of a course; raises `InputRefused`.

    A treatment gives depth, device, country, zone and first date where they are not given here.
    With `event_at`, the latest time to be treated so as to look one's usual self by then, 9 in 10.
    """
    protocol = protocol or Protocol.default()
    asked = CostQuestion.read(
        {
            "goal": goal, "treatment": Treatment.read(treatment) if treatment else None,
            "depth_mm": depth_mm, "device": device, "country": country, "time_zone": time_zone,
            "sessions": sessions, "extras": list(extras), "quotes": list(quotes),
            "first_at": first_at, "event_at": event_at,
        }
    )  # fmt: skip
    person = person_of(asked)
    if asked.event_at and asked.treatment is None and asked.depth_mm is None:
        said = message("missing; how long you need depends on the needle's depth")
        raise refuse("depth_mm", said)
    contents = protocol.contents
    aim = next(one for one in contents.course_goals if one.goal == asked.goal)
    added = [_extra(name, protocol) for name in dict.fromkeys(asked.extras)]
    code = person.country or (country_of_zone(person.time_zone) if person.time_zone else None)
    counts = (asked.sessions,) * 3 if asked.sessions else aim.sessions
    spacing = _spacing(asked, person, protocol)
    price = _price(code, person.device, protocol)
    each = _range(price, added, (1, 1, 1), protocol, language) if price else None
    event = _event(asked, person, protocol, language) if asked.event_at else None
    calendar = tuple(_calendar(asked, person, counts[1], spacing, event))
    return CostEstimate(
        goal=asked.goal,
        name=say(aim.name, language),
        country=code,
        sessions=_count(aim, counts, asked.sessions is not None, protocol, language),
        spacing=SpacingSaid(
            least_days=spacing.between[0] / 24,
            most_days=spacing.between[1] / 24,
            text=say(spacing.text, language),
            sources=protocol.source_list(spacing.sources),
        ),
        price=each,
        total=_range(price, added, counts, protocol, language) if price else None,
        elsewhere=() if price else _elsewhere(person.device, protocol, language),
        price_text=say(_words(protocol)["wide" if price else "no_price"].text, language),
        extras=tuple(_said(one, one in added, protocol, language) for one in contents.price_extras),
        quotes=tuple(_placed(one, each, counts[1], protocol, language) for one in asked.quotes),
        calendar=calendar,
        judged=tuple(_judged(calendar, protocol, language)),
        event=event,
    )


def _words(protocol: Protocol) -> dict[str, Any]:
    return {one.id: one for one in protocol.contents.cost_words}


def _extra(name: str, protocol: Protocol) -> Extra:
    known = {one.id: one for one in protocol.contents.price_extras}
    if name not in known:
        raise refuse("extras", f"unknown extra {name[:60]!r}{nearest(name, known)}")
    return known[name]


def _count(
    aim: CourseGoal, counts: tuple[int, ...], fixed: bool, protocol: Protocol, language: str
) -> SessionCount:
    return SessionCount(
        fewest=counts[0],
        usual=counts[1],
        most=counts[2],
        given=fixed,
        text=say(aim.text, language),
        sources=protocol.source_list(aim.sources),
    )


def _spacing(asked: CostQuestion, person: Treatment, protocol: Protocol) -> Spacing:
    """The spacing at this depth; where no depth is known, the longest."""
    spacings = protocol.contents.course_spacing
    if asked.treatment is None and asked.depth_mm is None:
        return spacings[-1]
    return [one for one in spacings if person.depth >= one.from_depth - 1e-9][-1]


def _price(country: str | None, device: str, protocol: Protocol) -> Price | None:
    for price in protocol.contents.prices:
        if country in price.countries and device in price.devices:
            return price
    return None


def _range(
    price: Price,
    extras: Sequence[Extra],
    counts: tuple[int, ...],
    protocol: Protocol,
    language: str,
) -> PriceRange:
    share = 1 + sum(one.share or 0.0 for one in extras)
    fewest, usual, most = counts
    return PriceRange(
        currency=price.currency,
        low=round(price.low * share * fewest, 2),
        usual=None if price.usual is None else round(price.usual * share * usual, 2),
        high=round(price.high * share * most, 2),
        text=say(price.text, language),
        status=price.status,
        sources=protocol.source_list(price.sources),
    )


def _elsewhere(device: str, protocol: Protocol, language: str) -> tuple[PriceRange, ...]:
    """Prices of the countries we know, for orientation only, each in its own currency."""
    return tuple(
        _range(price, (), (1, 1, 1), protocol, language)
        for price in protocol.contents.prices
        if device in price.devices
    )


def _said(extra: Extra, chosen: bool, protocol: Protocol, language: str) -> ExtraSaid:
    return ExtraSaid(
        id=extra.id,
        name=say(extra.name, language),
        share=extra.share,
        counted=chosen and extra.share is not None,
        text=say(extra.text, language),
        sources=protocol.source_list(extra.sources),
    )


def _placed(
    quote: Quote, each: PriceRange | None, usual: int, protocol: Protocol, language: str
) -> PlacedQuote:
    """The quote beside the range of one session with the chosen extras."""
    sessions = (quote.sessions or usual) if quote.per == "course" else 1
    single = quote.amount / sessions
    place: Literal["below", "within", "above"] | None = None
    if each and quote.currency in (None, each.currency):
        place = "below" if single < each.low else "above" if single > each.high else "within"
    word = _words(protocol)[place or "no_conversion"]
    return PlacedQuote(
        name=quote.name,
        amount=quote.amount,
        currency=quote.currency or (each.currency if each else None),
        per=quote.per,
        sessions=sessions if quote.per == "course" else None,
        per_session=round(single, 2),
        place=place,
        text=say(word.text, language),
        sources=protocol.source_list(word.sources),
    )


def _calendar(
    asked: CostQuestion, person: Treatment, usual: int, spacing: Spacing, event: EventDay | None
) -> Iterator[CourseDate]:
    """The sessions from this one on, each between an earliest and a latest date."""
    first = asked.first_at or (asked.treatment.performed_at if asked.treatment else None)
    if first is None:
        return
    zone = person.zone if person.time_zone else first.tzinfo
    start = first.astimezone(zone)
    number = (person.session_number or 1) if asked.treatment else 1
    least, most = (timedelta(hours=hours) for hours in spacing.between)
    for session in range(number, max(usual, number) + 1):
        earliest = _same_clock(start, least * (session - number))
        latest = _same_clock(start, most * (session - number))
        shows = None
        if event:
            shows = earliest <= event.at and (event.treat_by is None or latest > event.treat_by)
        yield CourseDate(
            session=session,
            earliest=earliest,
            latest=latest,
            shows_on_event=shows,
        )


def _same_clock(start: datetime, later: timedelta) -> datetime:
    """So many days later at the same hour on the wall, a real one where the clocks change."""
    return (start + later).astimezone(UTC).astimezone(start.tzinfo)


def _judged(
    calendar: Sequence[CourseDate], protocol: Protocol, language: str
) -> Iterator[JudgedAt]:
    for one in protocol.contents.results_judged:
        last = calendar[-1].earliest if calendar else None
        yield JudgedAt(
            id=one.id,
            after_days=one.after / 24,
            at=_same_clock(last, timedelta(hours=one.after)) if last else None,
            text=say(one.text, language),
            sources=protocol.source_list(one.sources),
        )


def _event(asked: CostQuestion, person: Treatment, protocol: Protocol, language: str) -> EventDay:
    assert asked.event_at is not None  # asked only then
    zone = person.zone if person.time_zone else asked.event_at.tzinfo
    at = asked.event_at.astimezone(zone)
    hours = hours_to_usual_self(person, protocol=protocol)
    word = _words(protocol)["never_yet" if hours is None else "event"]
    treat_by = None
    if hours is not None:
        treat_by = (at.astimezone(UTC) - timedelta(hours=hours)).astimezone(zone)
    return EventDay(
        at=at,
        probability=LIKELY,
        hours_needed=hours,
        treat_by=treat_by,
        text=say(word.text, language),
        sources=protocol.source_list(word.sources),
    )
