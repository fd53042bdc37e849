"""Forecast: every sign's expected course with probability bands, sharpened by each check-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from afterglow.core.errors import nearest, refuse
from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.comparison import weigh
from afterglow.core.forecasting.curves import Floats
from afterglow.core.forecasting.posterior import Posterior
from afterglow.core.forecasting.rating import level_index, table
from afterglow.core.planning import SignCourse
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn, Recovery, Treatment
from afterglow.core.vocabulary import VISIBLE_SIGNS

DEFAULT_HOURS = tuple(range(0, 337, 6))
BANDS = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


class SignBands(BaseModel):
    """Quantiles of the sign itself (noise-free, 0 to 10), one per hour."""

    model_config = ConfigDict(frozen=True)

    median: tuple[float, ...]
    q05: tuple[float, ...]
    q25: tuple[float, ...]
    q75: tuple[float, ...]
    q95: tuple[float, ...]


class ForecastResult(BaseModel):
    """The forecast as JSON: hours from the needling, bands by sign, and what else it could be."""

    model_config = ConfigDict(frozen=True)

    hours: tuple[float, ...]
    signs: dict[str, SignBands]
    off_course: float
    explanations: dict[str, float]


class Forecast:
    """The predictive distribution of one recovery. Hours are elapsed hours from the needling."""

    def __init__(self, posterior: Posterior, recovery: Recovery) -> None:
        self._posterior = posterior
        self._cohort = posterior.cohort
        self._recovery = recovery

    @cached_property
    def explanations(self) -> dict[str, float]:
        """Probability of each explanation of this recovery, the natural course first; adds to 1.

        Without check-ins these are the protocol's base rates. Weighed only when asked for.
        """
        if not self._recovery.check_ins:
            listed = self._cohort.protocol.contents.explanations
            return {one.id: one.base_rate for one in listed}
        return weigh(self._cohort, self._recovery.treatment, self._recovery.check_ins).explanations

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that can be asked for."""
        return tuple(self._cohort.courses)

    @property
    def courses(self) -> Mapping[str, SignCourse]:
        """Each sign's course for this person, before any check-in."""
        return self._cohort.courses

    @property
    def off_course(self) -> float:
        """Probability that this recovery is not an uncomplicated one; shown, never used alone."""
        return 1.0 - self.explanations["natural"]

    def after(self, check_ins: Sequence[CheckIn]) -> Forecast:
        """The same person with these check-ins and no others: `forecast_recovery`, without laying
        the person's curves again."""
        treatment = self._recovery.treatment
        return _given(self._cohort, Recovery(treatment=treatment, check_ins=tuple(check_ins)))

    def ratings(self, sign: str, hours: Sequence[float]) -> Floats:
        """Probability of each rating 0..10 this person would give: array (len(hours), 11)."""
        levels, present, absent = self._weighted(sign, hours)
        chances = table(self._cohort.protocol.contents.rating_habits)
        rows = level_index(levels)
        result = np.zeros((levels.shape[1], chances.shape[2]))
        for bias in range(chances.shape[0]):
            result += absent[bias] * chances[bias, 0]
            result += np.einsum("k,khr->hr", present[bias], chances[bias][rows])
        shares: Floats = result / result.sum(axis=1, keepdims=True)
        return shares

    def quantiles(
        self, sign: str, hours: Sequence[float], q: Sequence[float] = (0.05, 0.5, 0.95)
    ) -> Floats:
        """Quantiles of the sign itself, 0 to 10, noise-free: array (len(hours), len(q))."""
        wanted = np.asarray(q, dtype=np.float64)
        if wanted.ndim != 1 or not ((wanted >= 0) & (wanted <= 1)).all():
            raise refuse("q", "quantiles must be numbers from 0 to 1")
        levels, present, absent = self._weighted(sign, hours)
        weights, nothing = present.sum(axis=0), absent.sum()
        by_hour = levels.T
        order = np.argsort(by_hour, axis=1)
        mass = weights[order]
        # each curve stands for its mass, centred; absence is a lump at 0 below all of them
        ranked, middle = np.zeros((2, len(by_hour), levels.shape[0] + 1))
        ranked[:, 1:] = np.take_along_axis(by_hour, order, axis=1)
        middle[:, 0] = nothing
        middle[:, 1:] = nothing + np.cumsum(mass, axis=1) - mass / 2
        result = np.empty((len(by_hour), len(wanted)))
        for hour, (below, level) in enumerate(zip(middle, ranked, strict=True)):
            result[hour] = np.interp(wanted, below, level, left=0.0)
        return result

    def probability(self, sign: str, hours: Sequence[float], at_most: float) -> Floats:
        """Probability that the sign itself is at most `at_most`: array (len(hours),)."""
        if not np.isfinite(at_most):
            raise refuse("at_most", "must be a finite number")
        levels, present, absent = self._weighted(sign, hours)
        nothing = absent.sum() if at_most >= 0 else 0.0
        below: Floats = nothing + present.sum(axis=0) @ (levels <= at_most)
        return below

    def presence(self, sign: str) -> float:
        """Probability that the sign comes at all."""
        self._known(sign)
        _, absent = self._posterior.of_sign(sign)
        return 1.0 - float(absent.sum())

    def looks_ordinary(self, hours: Sequence[float]) -> Floats:
        """Probability that all that others can see is at most 1: array (len(hours),)."""
        moments = self._hours(hours)
        joint = self._posterior.weights[:, :, None]
        for sign in VISIBLE_SIGNS:
            levels = self._cohort.curves[sign].levels(moments)
            holds = (levels <= 1.0).astype(np.float64)
            joint = joint * self._posterior.chance_by_node(sign, holds)
        together: Floats = joint.sum(axis=(0, 1))
        return together

    def result(self, hours: Sequence[float] = DEFAULT_HOURS) -> ForecastResult:
        """Bands of every sign at `hours` (0 to 336 by 6), as plain data."""
        bands = {}
        for sign in self.signs:
            values = self.quantiles(sign, hours, tuple(BANDS.values())).round(3)
            columns = {name: tuple(values[:, at].tolist()) for at, name in enumerate(BANDS)}
            bands[sign] = SignBands(**columns)
        return ForecastResult(
            hours=tuple(float(hour) for hour in hours),
            signs=bands,
            off_course=round(self.off_course, 6),
            explanations={name: round(p, 6) for name, p in self.explanations.items()},
        )

    def model_dump(self, hours: Sequence[float] = DEFAULT_HOURS) -> dict[str, Any]:
        """`result` as a dictionary ready for JSON."""
        return self.result(hours).model_dump(mode="json")

    def _hours(self, hours: Sequence[float]) -> NDArray[np.float64]:
        try:
            moments = np.atleast_1d(np.asarray(hours, dtype=np.float64))
        except (TypeError, ValueError, OverflowError):
            raise refuse("hours", "hours must be a list of numbers") from None
        if moments.ndim != 1 or not np.isfinite(moments).all():
            raise refuse("hours", "hours must be a list of finite numbers")
        return moments

    def _known(self, sign: str) -> None:
        if sign not in self._cohort.courses:
            raise refuse("sign", f"unknown sign {sign!r}{nearest(sign, self._cohort.courses)}")

    def _weighted(self, sign: str, hours: Sequence[float]) -> tuple[Floats, Floats, Floats]:
        self._known(sign)
        levels = self._cohort.curves[sign].levels(self._hours(hours))
        present, absent = self._posterior.of_sign(sign)
        return levels, present, absent


def forecast(
    treatment: Treatment | Mapping[str, Any],
    *,
    check_ins: Sequence[CheckIn | Mapping[str, Any]] = (),
    protocol: Protocol | None = None,
) -> Forecast:
    """What to expect, hour by hour, for this person. Raises `InputRefused` on bad input."""
    protocol = protocol or Protocol.default()
    recovery = Recovery.read(
        {"treatment": Treatment.read(treatment), "check_ins": list(check_ins)},
        signs=protocol.sign_codes,
    )
    return forecast_recovery(recovery, protocol=protocol)


def forecast_recovery(recovery: Recovery, *, protocol: Protocol) -> Forecast:
    """`forecast` for a recovery that has been read already."""
    return _given(Cohort.of(recovery.treatment, protocol), recovery)


def _given(cohort: Cohort, recovery: Recovery) -> Forecast:
    rated: dict[str, list[tuple[float, int]]] = {}
    for check_in in recovery.check_ins:
        hour = recovery.treatment.hour_of(check_in.at)
        for sign, rating in check_in.ratings.items():
            rated.setdefault(sign, []).append((hour, rating))
    return Forecast(Posterior.given(cohort, rated), recovery)
