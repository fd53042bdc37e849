"""A checked numbing cream in a frightened person's words: what now, why, when, and danger signs.

In: a `NumbingCheck`, or a product and country. Out: short texts with nothing softened: every passed
limit and everything unknown is said, and the emergency signs stand in every answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from afterglow.core.languages import gettext, ngettext
from afterglow.core.planning import LimitCheck, NumbingCheck, check_numbing
from afterglow.core.protocol import Protocol, Source, say
from afterglow.core.wording import commas, day_and_time


@dataclass(frozen=True)
class NumbingStory:
    """What to read to somebody: the verdict, what now, the reasons, the times, the dangers.

    `reasons` is what is passed, speaks against it or is not known; `kept` the limits that hold.
    """

    title: str
    next_step: str
    reasons: tuple[str, ...]
    kept: tuple[str, ...]
    times: tuple[str, ...]
    remarks: tuple[str, ...]
    dangers: tuple[str, ...]


def explain_numbing(check: NumbingCheck, language: str = "en") -> NumbingStory:
    """The check in words, the worst first."""
    return NumbingStory(
        title=check.title,
        next_step=check.next_step,
        reasons=tuple(_reasons(check, language)),
        kept=tuple(_kept(check, language)),
        times=tuple(_times(check, language)),
        remarks=tuple(one.text for one in check.remarks),
        dangers=tuple(
            f"{_signs(one.signs, language)}? {one.text} {one.next_step}" for one in check.dangers
        ),
    )


def _signs(signs: tuple[str, ...], language: str) -> str:
    words = commas(signs, language)
    return words[:1].upper() + words[1:]


def _reasons(check: NumbingCheck, language: str) -> Iterator[str]:
    for limit in check.limits:
        if limit.ok is False:
            yield f"{_given(limit, language)} {limit.text}"
    yield from (one.text for one in check.against)
    if check.unknown:
        names = {
            "grams": gettext("how many grams", language),
            "area_cm2": gettext("how much skin, in cm²", language),
            "minutes": gettext("how long it stays on", language),
            "age": gettext("your age", language),
            "weight_kg": gettext("the weight", language),
            "occluded": gettext("if it is covered", language),
        }
        words = gettext("You did not tell us: %(what)s. What is not known is not fine.", language)
        yield words % {"what": commas((names[name] for name in check.unknown), language)}


def _kept(check: NumbingCheck, language: str) -> Iterator[str]:
    for limit in check.limits:
        if limit.ok and limit.name != "age" and (limit.name != "occluded" or limit.given):
            given = "" if limit.name == "occluded" else f"{_given(limit, language)} "
            yield given + limit.text


def _given(limit: LimitCheck, language: str) -> str:
    if limit.name == "occluded":
        return gettext("Covered.", language)
    if limit.name == "age":
        return gettext("Age %(n)s.", language) % {"n": f"{limit.given:g}"}
    if limit.name == "minutes" and limit.given is not None:
        return f"{_span(limit.given, language)}."
    return f"{limit.given:g} {limit.unit}."


def _times(check: NumbingCheck, language: str) -> Iterator[str]:
    def moment(at: datetime) -> str:
        return day_and_time(at, language)

    if check.works_from:
        yield gettext("It works from %(when)s.", language) % {"when": moment(check.works_from)}
    elif check.works_after_minutes is not None:
        span = _span(check.works_after_minutes, language)
        yield gettext("It works after %(span)s.", language) % {"span": span}
    if check.wipe_off_by:
        yield gettext("Wipe it off by %(when)s.", language) % {"when": moment(check.wipe_off_by)}
    elif check.wipe_off_after_minutes is not None:
        span = _span(check.wipe_off_after_minutes, language)
        yield gettext("Wipe it off after %(span)s at the latest.", language) % {"span": span}
    if check.feeling_returns:
        first, last = (moment(one) for one in check.feeling_returns)
        words = gettext("Feeling comes back between %(first)s and %(last)s.", language)
        yield words % {"first": first, "last": last}
    elif check.lasts_hours:
        low, high = (f"{one:g}" for one in check.lasts_hours)
        words = gettext("Feeling comes back %(low)s to %(high)s hours after it is off.", language)
        yield words % {"low": low, "high": high}


def _span(minutes: float, language: str) -> str:
    if minutes < 120:
        words = ngettext("%(n)s minute", "%(n)s minutes", round(minutes), language)
        return words % {"n": f"{minutes:g}"}
    hours = minutes / 60
    return ngettext("%(n)s hour", "%(n)s hours", round(hours), language) % {"n": f"{hours:g}"}


@dataclass(frozen=True)
class NumbingFacts:
    """What a label says of a cream, for a question without numbers."""

    text: str
    sources: tuple[Source, ...]


def describe_numbing(
    product: str,
    country: str | None = None,
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> NumbingFacts:
    """How long it takes, how long it may stay, its totals, a cover, and the danger signs.

    `product`: a code or a brand. Without a country the strictest label counts. Raises
    `InputRefused` on a name that is neither.
    """
    check = check_numbing(product, country=country, protocol=protocol, language=language)
    protocol = protocol or Protocol.default()
    spec = next(one for one in protocol.contents.numbing_products if one.product == check.product)
    parts = [say(spec.text, language)]
    if spec.labels:
        # of two limits of a kind the one that asks first is told
        told = {one.name: one.text for one in sorted(check.limits, key=lambda one: -one.beyond)}
        parts += [told[name] for name in ("minutes", "grams", "occluded") if name in told]
    else:
        parts.append(check.next_step)
    danger = check.dangers[0]
    parts.append(f"{_signs(danger.signs, language)}: {danger.next_step}")
    return NumbingFacts(" ".join(parts), check.sources)
