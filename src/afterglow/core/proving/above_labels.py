"""Above the floor, where labels of numbing creams and numbers to call are concerned.

A limit of the floor is kept where some limit of the protocol counts for everybody it counts for
and is as tight: a cream's verdict is that of all limits that count, so one is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from afterglow.core.protocol import Floor, FloorLimit, NumbingLimit
from afterglow.core.proving.finding import Found, Subject


def labels_above(subject: Subject, lowest: Floor) -> Found:
    yield from _limits(subject, lowest)
    yield from _covers(subject, lowest)
    yield from _cautions(subject, lowest)
    yield from _numbers(subject, lowest)


def _limits(subject: Subject, lowest: Floor) -> Found:
    contents = subject.protocol.contents
    for least in lowest.numbing_limits:
        subject.cells += 1
        if not any(_as_tight(one, least) for one in contents.numbing_limits):
            of = ", ".join(least.products) or "every cream"
            bound = (
                f"at most {least.at_most:g}" if least.at_most else f"at least {least.at_least:g}"
            )
            what = f"{of}: no limit of {least.name} is as tight as the label's ({bound})"
            path = next(
                (("numbing_limits", index) for index, one in enumerate(contents.numbing_limits)
                 if one.products == least.products and one.name == least.name
                 and one.labels == least.labels),
                ("numbing_limits",),
            )  # fmt: skip
            yield subject.against(path, what)


def _covers(subject: Subject, lowest: Floor) -> Found:
    contents = subject.protocol.contents
    for row in lowest.never_covered:
        for product in row.products:
            subject.cells += 1
            said = [one for one in contents.numbing_dressings if product in one.products]
            if not any(
                one.rule == "forbidden" and set(one.labels) >= set(row.labels) for one in said
            ):
                index = contents.numbing_dressings.index(said[0]) if said else 0
                what = f"{product}: a cover is forbidden on the floor"
                yield subject.against(("numbing_dressings", index), what)


def _cautions(subject: Subject, lowest: Floor) -> Found:
    contents = subject.protocol.contents
    cautions = {
        (one.ask_first, product): one.verdict
        for one in contents.numbing_cautions
        for product in _products(one.products)
    }
    for caution in lowest.numbing_cautions:
        for product in _products(caution.products):
            subject.cells += 1
            found = cautions.get((caution.ask_first, product))
            if found not in (caution.verdict, "over_label"):
                what = f"{caution.ask_first}: no longer speaks against {product or 'every cream'}"
                yield subject.against(("numbing_cautions",), what)


def _products(named: Sequence[str]) -> Sequence[str]:
    """The creams that are named; none named is every cream, shown as ""."""
    return named or ("",)


def _as_tight(one: NumbingLimit, least: FloorLimit) -> bool:
    """Whether a limit counts wherever the floor's does, and is as tight."""
    if one.name != least.name or (one.beyond != least.beyond and one.beyond != "over_label"):
        return False
    for mine, its in ((one.products, least.products), (one.labels, least.labels)):
        if mine and (not its or set(its) - set(mine)):
            return False
    narrowed = set(one.conditions_any or ())
    if narrowed and not (least.conditions_any and set(least.conditions_any) <= narrowed):
        return False
    if not _reaches_the_young(one, least):
        return False
    if least.at_most is not None:
        return one.at_most is not None and one.at_most <= least.at_most
    return one.at_least is not None and one.at_least >= (least.at_least or 0)


def _reaches_the_young(one: NumbingLimit, least: FloorLimit) -> bool:
    """Whether everybody young or light enough for the floor's limit is so for this one."""
    if one.under_age is None and one.weight_up_to is None:
        return True
    if least.under_age is None and least.weight_up_to is None:
        return False
    pairs = ((one.under_age, least.under_age), (one.weight_up_to, least.weight_up_to))
    return all(its is None or (mine is not None and mine >= its) for mine, its in pairs)


def _numbers(subject: Subject, lowest: Floor) -> Found:
    countries = subject.protocol.contents.numbers.countries
    for name, table in (("emergency", lowest.emergency_numbers), ("poison", lowest.poison_numbers)):
        for code, number in table.items():
            subject.cells += 1
            if code not in countries or getattr(countries[code], name) != number:
                what = f"{code}: the {name} number is not {number}"
                yield subject.against(("numbers", "countries", code, name), what)
