"""A cohort of people like this one: every sign's curves, tied together by two shared traits.

Speed and severity run through a person: the correlation between signs is the protocol's. Given
the two traits the signs are independent, so the traits are integrated by quadrature and each sign
over its own fixed set of curves; a trait only reweights the set:

    weight(curve | trait) = N(x; sqrt(rho) * trait, 1 - rho) / N(x; 0, 1)   for x = speed, height.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from afterglow.core.forecasting.curves import CURVES, Curves, Floats, design
from afterglow.core.planning import SignCourse, courses
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment

TRAIT_NODES = 7  # for each of the two traits


def traits(correlation: float) -> tuple[Floats, Floats]:
    """Prior of the trait nodes (Z,); each curve's weight at each (Z, CURVES), rows summing to 1."""
    return tilts(correlation, TRAIT_NODES, CURVES)


@lru_cache(maxsize=8)
def tilts(correlation: float, count: int, curves: int) -> tuple[Floats, Floats]:
    """`traits` with `count` nodes for each of the two, for the first `curves` of the design."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    weights = weights / weights.sum()
    speed, height = design()[0, :curves], design()[1, :curves]
    by_speed = _tilt(speed, nodes, correlation)
    by_height = _tilt(height, nodes, correlation)
    joint = (by_speed[:, None, :] * by_height[None, :, :]).reshape(-1, curves)
    prior = np.outer(weights, weights).reshape(-1)
    return prior, joint / joint.sum(axis=1, keepdims=True)


def _tilt(values: Floats, nodes: Floats, correlation: float) -> Floats:
    spread = 1.0 - correlation
    centre = np.sqrt(correlation) * nodes[:, None]
    tilted: Floats = np.exp(values**2 / 2 - (values[None, :] - centre) ** 2 / (2 * spread))
    return tilted


@dataclass(frozen=True)
class Cohort:
    """Courses and curves of every sign for one treatment, under one protocol."""

    protocol: Protocol
    courses: dict[str, SignCourse]
    curves: dict[str, Curves]

    @classmethod
    def of(cls, treatment: Treatment, protocol: Protocol) -> Cohort:
        by_sign = courses(protocol.facts(treatment), protocol)
        return cls(
            protocol=protocol,
            courses=by_sign,
            curves={sign: Curves.of(course) for sign, course in by_sign.items()},
        )
