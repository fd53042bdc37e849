"""How a level becomes a rating: noise by level, a personal bias, slips, whole numbers 0 to 10.

rating = round(level + bias + sd(level) * e), held in 0..10; e normal; the bias counts once
something is felt; a slip moves the rating by two points. All of it grade E (evidence, 1b).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from afterglow.core.forecasting.curves import Floats, normal_cdf
from afterglow.core.protocol import RatingHabits
from afterglow.core.vocabulary import MAX_RATING

Rows = NDArray[np.intp]

STEP = 0.05  # of the level, in the table
FELT_FROM = 0.5
RATINGS = MAX_RATING + 1

# probabilists' Gauss-Hermite nodes and weights for the personal bias
_NODES = np.polynomial.hermite_e.hermegauss(3)


def biases(habits: RatingHabits) -> tuple[Floats, Floats]:
    """The few values that the personal bias is integrated over, and their weights."""
    nodes, weights = _NODES
    return nodes * habits.bias_sd, weights / weights.sum()


def table(habits: RatingHabits) -> Floats:
    """P(rating | level, bias): array (biases, levels, 11), levels from 0 to 10 by STEP."""
    return _table(
        habits.noise_at_0, habits.noise_at_8, habits.bias_sd, habits.slips, habits.slip_size
    )


@lru_cache(maxsize=32)
def _table(at_0: float, at_8: float, bias_sd: float, slips: float, slip_size: int) -> Floats:
    levels = np.arange(round(MAX_RATING / STEP) + 1) * STEP
    spread = at_0 + (at_8 - at_0) * levels / 8
    found = []
    for bias in _NODES[0] * bias_sd:
        centre = levels + bias * np.clip(levels / FELT_FROM, 0.0, 1.0)
        edges = np.arange(RATINGS - 1) + 0.5
        below = normal_cdf((edges[None, :] - centre[:, None]) / spread[:, None])
        below = np.concatenate([np.zeros((len(levels), 1)), below, np.ones((len(levels), 1))], 1)
        straight = np.diff(below, axis=1)
        found.append((1 - slips) * straight + slips * _slipped(straight, slip_size))
    return np.maximum(np.stack(found), 1e-12)


def _slipped(straight: Floats, size: int) -> Floats:
    """Half of the slips up, half down, held in 0..10."""
    moved = np.zeros_like(straight)
    for rating in range(RATINGS):
        for target in (min(rating + size, MAX_RATING), max(rating - size, 0)):
            moved[:, target] += straight[:, rating] / 2
    return moved


def level_index(levels: Floats) -> Rows:
    """The row of the table that a level falls into."""
    return np.rint(np.clip(levels, 0.0, MAX_RATING) / STEP).astype(np.intp)
