"""One's own rating beside those of people like oneself at the same hour, in words.

In: a report, and the forecast from before any check-in. Out: a sentence, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from afterglow.core.forecasting import Forecast
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn, Treatment, whole_hours
from afterglow.web.patient import wording

CALMER, MORE, USUAL = 0.35, 0.65, 0.05


@dataclass(frozen=True)
class Compared:
    """The sentence, and whether so strong a rating is still among the usual ones."""

    text: str = ""
    usual: bool = True


def compared(
    treatment: Treatment, report: CheckIn, prior: Forecast, *, protocol: Protocol, language: str
) -> Compared:
    """ "Redness: calmer than 6 in 10 at hour 31." Redness if rated, else the strongest sign."""
    if not report.ratings:
        return Compared()
    strongest = max(report.ratings, key=lambda one: report.ratings[one])
    sign = "redness" if "redness" in report.ratings else strongest
    hour, rating = treatment.hour_of(report.at), report.ratings[sign]
    shares = prior.ratings(sign, [hour])[0]
    above, below = float(shares[rating + 1 :].sum()), float(shares[:rating].sum())
    usual = 1 - below >= USUAL
    values = {"sign": say(protocol.signs[sign].name, language), "hour": whole_hours(hour)}
    if above >= CALMER:
        text = gettext("%(sign)s: calmer than %(chance)s at hour %(hour)s.")
        return Compared(text % {**values, "chance": wording.chance(above)})
    if below >= MORE:
        text = gettext("%(sign)s: stronger than in %(chance)s people at hour %(hour)s.")
        if usual:
            text = gettext(
                "%(sign)s: stronger than in %(chance)s people at hour %(hour)s, and still usual."
            )
        return Compared(text % {**values, "chance": wording.chance(below)}, usual)
    return Compared(gettext("%(sign)s: much as in most people at hour %(hour)s.") % values)
