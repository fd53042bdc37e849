"""Curves of one sign: a fixed, evenly spread set of possible courses, and their levels by hour.

In: a `SignCourse`. Out: levels, array (curves, hours), 0 to 10. The set is the same for everybody
and for every sign in its standard-normal coordinates (speed, height, onset, shape), so the same
input gives the same output without any random number. The family of curves is written out in
`planning/course.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from afterglow.core.planning import ONSET_SHARE, PEAK_SHARE, SignCourse

Floats = NDArray[np.float64]

CURVES = 2048
# a sign with onset 0 is there when the needling ends, at this share of its peak; assumed (grade E)
THERE_AT_ONCE = 0.8
AT_ONCE = 8  # hours; only the speed depends on it
SHAPE_SPREAD = 0.4  # of ln(shape): how sharply a sign falls; assumed (grade E)


@cache
def _normal_table() -> tuple[Floats, Floats]:
    """The standard normal's cumulative distribution on a fine grid: (z, cdf)."""
    grid = np.linspace(-7.0, 7.0, 5601)
    density = np.exp(-(grid**2) / 2)
    steps = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return grid, steps / steps[-1]


def normal_cdf(values: Floats) -> Floats:
    """Standard normal cumulative distribution, to about 1e-7."""
    grid, cdf = _normal_table()
    return np.interp(values, grid, cdf)


def normal_quantile(shares: Floats) -> Floats:
    """Inverse of `normal_cdf`."""
    grid, cdf = _normal_table()
    inside = (cdf > 0) & (cdf < 1)
    return np.interp(shares, cdf[inside], grid[inside])


@cache
def design() -> Floats:
    """(4, CURVES) standard-normal coordinates: speed, height, onset, shape.

    An additive recurrence of the plastic kind in four dimensions (Roberts, 2018: the fractional
    parts of n * g**-j with g**5 = g + 1), which fills the cube evenly without randomness.
    """
    ratio = 1.1673039782614187
    powers = ratio ** -np.arange(1, 5)
    shares = (0.5 + np.outer(powers, np.arange(1, CURVES + 1))) % 1.0
    return normal_quantile(shares)


@dataclass(frozen=True)
class Curves:
    """The set of curves of one sign: arrays of length CURVES, in hours and ratings.

    `first` is the share of the height that is there at hour 0.
    """

    onset: Floats
    peak: Floats
    resolved: Floats
    height: Floats
    shape: Floats
    first: float = 0.0

    @classmethod
    def of(cls, course: SignCourse) -> Curves:
        return _laid(course)

    def some(self, count: int) -> Curves:
        """The first `count` curves: an evenly spread, coarser set."""
        return Curves(
            onset=self.onset[:count],
            peak=self.peak[:count],
            resolved=self.resolved[:count],
            height=self.height[:count],
            shape=self.shape[:count],
            first=self.first,
        )

    def levels(self, hours: Floats) -> Floats:
        """The sign itself, noise-free: array (CURVES, len(hours)), 0 to 10.

        Few hours at a time and in place, which the processor's own memory can hold: fresh arrays of
        this size cost more than the sums. The result is a view of one laid out hour by hour.
        """
        time = np.asarray(hours, dtype=np.float64)[:, None]
        level = np.empty((len(time), len(self.peak)))
        span = self.resolved - self.peak
        steep = np.maximum(np.log(self.height), 0.0)
        slow = np.maximum(1.0 - steep, 0.0)
        for at in range(0, len(time), AT_ONCE):
            since, fall = time[at : at + AT_ONCE] - self.peak, level[at : at + AT_ONCE]
            since /= span
            np.maximum(since, 0.0, out=since)
            np.power(since, self.shape, out=fall)
            fall *= steep
            since -= 1.0
            np.maximum(since, 0.0, out=since)
            since *= slow
            fall += since
            np.negative(fall, out=fall)
            np.exp(fall, out=fall)
            fall *= self.height
            if time[at : at + AT_ONCE].min() < self.peak.max():
                self._rise(time[at : at + AT_ONCE], fall)
        level[time[:, 0] < 0] = 0.0
        return level.T

    def _rise(self, time: Floats, level: Floats) -> None:
        """Put in the levels of the curves that have not come to their peak, by hour and curve."""
        share = np.clip((time - self.onset) / np.maximum(self.peak - self.onset, 1e-9), 0.0, 1.0)
        rise = self.first + (1 - self.first) * (1 - np.cos(np.pi * share)) / 2
        np.copyto(level, self.height * rise, where=(time < self.peak) & (self.peak > 0))


@lru_cache(maxsize=64)
def _laid(course: SignCourse) -> Curves:
    """The curves of a course; one request asks for those of a person up to three times."""
    speed, size, start, shape = design()
    resolved = course.median * np.exp(course.sigma * speed)
    bounds = normal_cdf((np.array([0.0, 10.0]) - course.height) / course.height_sd)
    shares = bounds[0] + normal_cdf(size) * (bounds[1] - bounds[0])
    height = np.clip(course.height + course.height_sd * normal_quantile(shares), 0.01, 10.0)
    peak = np.minimum(course.peak, PEAK_SHARE * resolved)
    onset = course.onset * np.exp(course.onset_spread * start)
    curves = Curves(
        onset=np.minimum(onset, ONSET_SHARE * peak),
        peak=peak,
        resolved=resolved,
        height=height,
        shape=np.exp(SHAPE_SPREAD * shape),
        first=THERE_AT_ONCE if course.onset == 0 else 0.0,
    )
    for shared in (curves.onset, curves.peak, curves.resolved, curves.height, curves.shape):
        shared.flags.writeable = False
    return curves
