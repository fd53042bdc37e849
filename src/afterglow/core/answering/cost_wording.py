"""A course and its cost in words, for a question without numbers."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.core.answering.cost_results import CostEstimate, PriceRange
from afterglow.core.answering.costs import estimate_cost
from afterglow.core.languages import gettext, ngettext
from afterglow.core.protocol import Protocol, Source


@dataclass(frozen=True)
class CourseFacts:
    """A short text with its sources."""

    text: str
    sources: tuple[Source, ...]


def money(amount: float, currency: str) -> str:
    """1,500 USD: whole amounts without cents, the code behind, never converted."""
    return f"{amount:,.2f} {currency}".replace(".00 ", " ")


def range_words(price: PriceRange, language: str = "en") -> str:
    """100 to 700 USD, mostly around 300."""
    low, usual = (
        money(one, price.currency).removesuffix(" " + price.currency) if one is not None else ""
        for one in (price.low, price.usual)
    )
    values = {"low": low, "high": money(price.high, price.currency), "usual": usual}
    if price.usual is None:
        return gettext("%(low)s to %(high)s", language) % values
    return gettext("%(low)s to %(high)s, mostly around %(usual)s", language) % values


def describe_cost(
    country: str | None = None, *, protocol: Protocol | None = None, language: str = "en"
) -> CourseFacts:
    """What a session costs in a country; where that is not known, what it costs elsewhere."""
    estimate = estimate_cost(country=country, protocol=protocol, language=language)
    prices = (estimate.price,) if estimate.price else estimate.elsewhere
    parts = [one.text for one in prices if one]
    if not estimate.price:
        parts.insert(0, estimate.price_text)
    parts += [one.text for one in estimate.extras if one.share is not None]
    return CourseFacts(" ".join(parts), _sources(*(one.sources for one in prices if one)))


def describe_course(
    goal: str = "texture",
    depth_mm: float | None = None,
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> CourseFacts:
    """How many sessions, how far apart, and when to judge the result."""
    estimate = estimate_cost(goal, depth_mm=depth_mm, protocol=protocol, language=language)
    text = " ".join(
        (session_words(estimate, language), estimate.sessions.text, estimate.spacing.text)
    )
    return CourseFacts(
        f"{text} {estimate.judged[-1].text}",
        _sources(estimate.sessions.sources, estimate.spacing.sources, estimate.judged[-1].sources),
    )


def session_words(estimate: CostEstimate, language: str = "en") -> str:
    """3 to 6 sessions, mostly 4."""
    count = estimate.sessions
    values = {"low": count.fewest, "high": count.most, "usual": count.usual, "n": count.usual}
    if count.fewest == count.most:
        return ngettext("%(n)s session.", "%(n)s sessions.", count.usual, language) % values
    if count.usual in (count.fewest, count.most):
        words = gettext("%(low)s to %(high)s sessions, mostly %(usual)s.", language)
    else:
        words = gettext("%(low)s to %(high)s sessions, often %(usual)s.", language)
    return words % values


def _sources(*groups: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple({(one.id, one.grade): one for group in groups for one in group}.values())
