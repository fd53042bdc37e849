"""What check-ins say: the posterior over traits, bias and curves, all signs together.

For every sign, trait node z and bias b, with L[b, k] the likelihood of the ratings under curve k:

    evidence(z, b) = (1 - prevalence) * L_absent[b] + prevalence * sum_k W[z, k] * L[b, k]

and the posterior of (z, b) is prior * product of the signs' evidence. With no check-in it is the
prior itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from afterglow.core.forecasting.cohort import Cohort, traits
from afterglow.core.forecasting.curves import CURVES, Floats
from afterglow.core.forecasting.rating import biases, level_index, table

Rated = Sequence[tuple[float, int]]  # (hour, rating) of one sign


@dataclass(frozen=True)
class SignPosterior:
    """For one sign: likelihood of each curve (B, K) and of absence (B,), evidence (Z, B).

    B is 1 where the sign was never rated.
    """

    likelihood: Floats
    absent: Floats
    evidence: Floats


@dataclass(frozen=True)
class Posterior:
    """Weights over trait nodes and bias (Z, B), and each sign's own likelihoods."""

    cohort: Cohort
    weights: Floats
    signs: dict[str, SignPosterior]
    log_evidence: float
    # what `of_sign` has found, since a page asks for it again and again
    _found: dict[str, tuple[Floats, Floats]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @classmethod
    def given(cls, cohort: Cohort, ratings: Mapping[str, Rated]) -> Posterior:
        """Condition the cohort on ratings by sign; none gives the prior."""
        habits = cohort.protocol.contents.rating_habits
        prior, _ = traits(habits.correlation)
        _, bias_weights = biases(habits)
        log_weights = np.log(prior)[:, None] + np.log(bias_weights)[None, :]
        signs = {}
        for sign in cohort.courses:
            signs[sign], log_scale = _sign(cohort, sign, ratings.get(sign, ()))
            log_weights = log_weights + np.log(signs[sign].evidence) + log_scale
        top = log_weights.max()
        weights = np.exp(log_weights - top)
        total = weights.sum()
        return cls(cohort, weights / total, signs, float(top + np.log(total)))

    def of_sign(self, sign: str) -> tuple[Floats, Floats]:
        """Posterior of one sign's curves by bias: (present (B, K), absent (B,)); sums to 1."""
        if sign not in self._found:
            self._found[sign] = self._of_sign(sign)
        return self._found[sign]

    def _of_sign(self, sign: str) -> tuple[Floats, Floats]:
        course, found = self.cohort.courses[sign], self.signs[sign]
        _, tilt = traits(self.cohort.protocol.contents.rating_habits.correlation)
        per_node = self.weights / found.evidence
        present = course.prevalence * (per_node.T @ tilt) * found.likelihood
        absent = (1 - course.prevalence) * per_node.sum(axis=0) * found.absent
        return present, absent

    def chance_by_node(self, sign: str, holds: Floats) -> Floats:
        """P(holds | node, bias) of one sign, for `holds` (K, H) in 0..1: array (Z, B, H).

        An absent sign counts as holding.
        """
        course, found = self.cohort.courses[sign], self.signs[sign]
        _, tilt = traits(self.cohort.protocol.contents.rating_habits.correlation)
        biased = found.likelihood[:, :, None] * holds[None, :, :]
        stacked = biased.transpose(1, 0, 2).reshape(CURVES, -1)
        present = (tilt @ stacked).reshape(tilt.shape[0], biased.shape[0], -1)
        chance = course.prevalence * present
        chance += (1 - course.prevalence) * found.absent[None, :, None]
        return chance / found.evidence[:, :, None]


def _sign(cohort: Cohort, sign: str, rated: Rated) -> tuple[SignPosterior, float]:
    """One sign's likelihoods, scaled by their largest; the log of that scale beside them."""
    habits = cohort.protocol.contents.rating_habits
    course = cohort.courses[sign]
    _, tilt = traits(habits.correlation)
    chances = table(habits)
    biased = chances.shape[0]
    if not rated:
        # the same for every bias: one row serves all
        flat = SignPosterior(np.ones((1, CURVES)), np.ones(1), np.ones((tilt.shape[0], 1)))
        return flat, 0.0
    hours = np.array([hour for hour, _ in rated])
    values = np.array([value for _, value in rated])
    rows = level_index(cohort.curves[sign].levels(hours))
    logs = np.log(chances)
    present = np.zeros((biased, CURVES))
    for bias in range(biased):
        present[bias] = logs[bias][rows, values[None, :]].sum(axis=1)
    absent = logs[:, 0, :][:, values].sum(axis=1)
    # courses are not exactly the model's: each rating counts a little less than a whole one
    present, absent = present * habits.trust, absent * habits.trust
    top = float(max(present.max(), absent.max()))
    likelihood, none = np.exp(present - top), np.exp(absent - top)
    evidence = (1 - course.prevalence) * none[None, :]
    evidence = evidence + course.prevalence * (tilt @ likelihood.T)
    return SignPosterior(likelihood, none, np.maximum(evidence, 1e-300)), top
