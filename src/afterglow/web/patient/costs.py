"""A course and its cost, as a page: how many sessions, how far apart, what they cost, and when.

In: an estimate of the core. Out: the template's context. Money stays in its own currency; the code
stands behind the amount, since a sign such as $ has several countries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, get_args

from babel import UnknownLocaleError
from babel.numbers import format_decimal
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, ngettext, pgettext

from afterglow.core.answering import CostEstimate
from afterglow.core.protocol import Protocol, Source, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Device
from afterglow.web.patient import wording
from afterglow.web.patient.choices import Option, country_name, device_words
from afterglow.web.patient.costs_form import ROWS, CostForm
from afterglow.web.patient.unwell import emergency_number

WIDTH = 100.0  # of the drawn range, in per cent


@dataclass(frozen=True)
class Step:
    """A date of the course: a session, or a day to judge it."""

    when: str
    name: str
    text: str
    warning: str


@dataclass(frozen=True)
class Mark:
    """A quote on the drawn range, and in words."""

    name: str
    x: str
    each: str
    place: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Band:
    """The range as drawn: where it starts, how wide it is, where the usual price stands."""

    x: str
    width: str
    usual: str
    low_words: str
    high_words: str


def costs_page(
    form: CostForm, treatment: Treatment | None, *, protocol: Protocol, now: datetime, language: str
) -> dict[str, Any]:
    """The context of `course_cost.html`."""
    estimate = form.estimate(treatment, protocol, language)
    country = protocol.contents.numbers.countries.get(form.values.get("country", ""))
    context: dict[str, Any] = {
        "form": form,
        "estimate": estimate,
        "choices": _choices(form, protocol, language),
        "quote_rows": [
            {
                "n": str(row),
                "money": form.values.get(f"quote_money_{row}", ""),
                "for": form.values.get(f"quote_for_{row}", ""),
                "money_faults": form.faults.get(f"quote_money_{row}", ()),
                "for_faults": form.faults.get(f"quote_for_{row}", ()),
            }
            for row in ROWS
        ],
        "quotes_open": any(form.values.get(f"quote_money_{row}") for row in ROWS),
        "emergency_words": emergency_number(country, protocol, language),
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "protocol": protocol,
    }
    if estimate is not None:
        context |= _shown(estimate, now.astimezone(form.zone), language)
    return context


def _shown(estimate: CostEstimate, now: datetime, language: str) -> dict[str, Any]:
    marks, band = _drawn(estimate, language)
    return {
        "headline": _sessions(estimate),
        "event": _event(estimate, now),
        "each": _range(estimate.price, language) if estimate.price else "",
        "total": _range(estimate.total, language) if estimate.total else "",
        "usual": _usual(estimate, language),
        "band": band,
        "marks": marks,
        "steps": _steps(estimate, now),
        "course_sources": _joined(estimate.sessions.sources, estimate.spacing.sources),
        "judged_sources": _joined(*(one.sources for one in estimate.judged)),
        "price_sources": estimate.price.sources if estimate.price else (),
        "price_unverified": bool(estimate.price and estimate.price.status == "unverified"),
        "where": country_name(estimate.country, language) if estimate.country else "",
    }


def _sessions(estimate: CostEstimate) -> str:
    """ "3 to 6 sessions, often 4." """
    count = estimate.sessions
    figures = {"low": count.fewest, "usual": count.usual, "high": count.most}
    if count.fewest == count.most:
        return ngettext("%(usual)s session.", "%(usual)s sessions.", count.usual) % figures
    if count.usual in (count.fewest, count.most):
        return gettext("%(low)s to %(high)s sessions, mostly %(usual)s.") % figures
    return gettext("%(low)s to %(high)s sessions, often %(usual)s.") % figures


def money(amount: float, currency: str, language: str) -> str:
    """1,500 USD, as the language writes numbers; whole amounts without cents."""
    pattern = "#,##0" if amount == int(amount) else "#,##0.00"
    try:
        figure = format_decimal(amount, format=pattern, locale=language.replace("-", "_"))
    except UnknownLocaleError:
        figure = format_decimal(amount, format=pattern, locale="en")
    return gettext("%(amount)s %(currency)s") % {"amount": figure, "currency": currency}


def _range(price: Any, language: str) -> str:
    return gettext("%(low)s to %(high)s") % {
        "low": money(price.low, price.currency, language),
        "high": money(price.high, price.currency, language),
    }


def _usual(estimate: CostEstimate, language: str) -> str:
    if estimate.price is None or estimate.price.usual is None:
        return ""
    amount = money(estimate.price.usual, estimate.price.currency, language)
    return gettext("Mostly around %(amount)s a session.") % {"amount": amount}


def _drawn(estimate: CostEstimate, language: str) -> tuple[list[Mark], Band | None]:
    """The range of one session with the person's own quotes on it."""
    price = estimate.price
    placed = [one.per_session for one in estimate.quotes if one.place]
    most = max([price.high if price else 1.0, *placed]) * 1.05

    def at(amount: float) -> str:
        return f"{amount / most * WIDTH:.1f}%"

    marks = [
        Mark(
            name=one.name or "",
            x=at(one.per_session) if one.place else "",
            each=gettext("%(amount)s a session")
            % {
                "amount": money(one.per_session, one.currency, language)
                if one.currency
                else f"{one.per_session:g}"
            },
            place=one.place or "none",
            text=one.text,
            sources=one.sources,
        )
        for one in estimate.quotes
    ]
    if price is None:
        return marks, None
    band = Band(
        x=at(price.low),
        width=at(price.high - price.low),
        usual=at(price.usual) if price.usual is not None else "",
        low_words=money(price.low, price.currency, language),
        high_words=money(price.high, price.currency, language),
    )
    return marks, band


def latest_day(treat_by: datetime) -> date:
    """The last day on which every hour is early enough."""
    return treat_by.date() - timedelta(days=1)


def _event(estimate: CostEstimate, now: datetime) -> dict[str, Any] | None:
    event = estimate.event
    if event is None:
        return None
    shown: dict[str, Any] = {"text": event.text, "sources": event.sources, "late": False}
    shown["day"] = wording.short_day(event.at)
    if event.treat_by is None or event.hours_needed is None:
        return shown | {"headline": gettext("We cannot name a day."), "late": True}
    last = latest_day(event.treat_by)
    days = -(-event.hours_needed // 24)
    shown["needs"] = ngettext(
        "You need about %(n)s day.", "You need about %(n)s days.", days
    ) % {"n": days}  # fmt: skip
    if last < now.date():
        words = gettext("It is too close for 9 in 10. Have it after your day.")
        return shown | {"headline": words, "late": True}
    moment = datetime.combine(last, datetime.min.time(), event.at.tzinfo)
    words = gettext("Be treated on %(day)s at the latest.") % {"day": wording.short_day(moment)}
    return shown | {"headline": words}


def _steps(estimate: CostEstimate, now: datetime) -> list[Step]:
    """Sessions by date where a first one is known, then the days to judge it."""
    steps = []
    for one in estimate.calendar:
        when = _day(one.earliest, now)
        if one.latest.date() != one.earliest.date():
            when = gettext("%(first)s to %(last)s") % {"first": when, "last": _day(one.latest, now)}
        warning = gettext("It may still show on your day.") if one.shows_on_event else ""
        name = gettext("Session %(n)s") % {"n": one.session}
        steps.append(Step(when, name, "", warning))
    for judged in estimate.judged:
        if judged.at:
            when = _day(judged.at, now)
        else:
            months = round(judged.after_days / 30)
            words = ngettext("%(n)s month later", "%(n)s months later", months)
            when = words % {"n": months}
        steps.append(Step(when, "", judged.text, ""))
    return steps


def _day(moment: datetime, now: datetime) -> str:
    """As short as it is clear: the year only where it is another one."""
    if moment.year == now.year:
        return wording.short_day(moment)
    return formatted(moment, pgettext("date format", "j M Y"))


def _joined(*groups: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple({(one.id, one.grade): one for group in groups for one in group}.values())


def _choices(form: CostForm, protocol: Protocol, language: str) -> dict[str, list[Option]]:
    contents, get = protocol.contents, form.values.get
    chosen = get("country", "")
    codes = set(contents.numbers.countries) | ({chosen} if chosen else set())
    countries = sorted((country_name(code, language), code) for code in codes)
    return {
        "goals": [
            Option(one.goal, say(one.name, language), get("goal") == one.goal)
            for one in contents.course_goals
        ],
        "extras": [
            Option(one.id, say(one.name, language), one.id in form.extras)
            for one in contents.price_extras
            if one.share is not None
        ],
        "devices": [
            Option(one, device_words(one), get("device") == one) for one in get_args(Device)
        ],
        "countries": [Option(code, name, code == chosen) for name, code in countries],
    }
