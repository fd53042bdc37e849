"""Competing explanations of a recovery: its natural course against each complication.

In: a cohort and the check-ins, of which the last is judged. Out: `Weighed`: the posterior of every
explanation (shown to people), and for triage the probability of each complication by a reading
that cannot fall when the judged check-in gets worse:

    odds = base odds * evidence of the earlier check-ins
           * sum over paths j of P(j | earlier) * product over signs of
             max over r' <= r of P(r' | j, earlier) / P(r' | benign, earlier)
           * product over the flags told of max(1, rate with it / rate without cause),

where benign is the natural course and what is no more than a nuisance beside it. The running
maximum over lower ratings makes each factor monotone in its rating. Paths are a complication's
beginnings, ramps and heights; a coarser set of curves stands for the natural course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from afterglow.core.forecasting.cohort import Cohort, tilts
from afterglow.core.forecasting.curves import Floats
from afterglow.core.forecasting.rating import RATINGS, Rows, level_index, table
from afterglow.core.protocol import Explanation, Surge
from afterglow.core.treatment import CheckIn, Treatment

COARSE = 384  # curves of the natural course
NODES = 5  # for each shared trait
BEGINNINGS_EVERY = 12.0  # hours
TINY = 1e-300


@dataclass(frozen=True)
class Suspicion:
    """A complication as triage reads it: its probability, and the sign that speaks for it most.

    `lower` is the share of natural courses, given the earlier check-ins, with a lower rating.
    """

    explanation: Explanation
    probability: float
    sign: str | None
    lower: float


@dataclass(frozen=True)
class Surprise:
    """Ratings whose sum is rare, given the earlier check-ins: P(sum this high or higher)."""

    signs: tuple[str, ...]
    tail: float


@dataclass(frozen=True)
class Weighed:
    """Posterior of every explanation (adds to 1), and what triage may read."""

    explanations: dict[str, float]
    suspicions: tuple[Suspicion, ...]
    surprise: Surprise | None


@dataclass(frozen=True)
class _Sign:
    """One sign under one explanation: evidence of earlier ratings (Z, J), and the joint evidence
    with each rating of the judged check-in from 0 to the one told, or to 10: (Z, J, R)."""

    earlier: Floats
    judged: Floats

    @property
    def ratio(self) -> Floats:
        """P(rating | node, path, earlier): (Z, J, R)."""
        return self.judged / self.earlier[:, :, None]


@dataclass(frozen=True)
class _View:
    """The recovery as one explanation sees it: its signs, and logs of prior and evidence of the
    earlier ratings by path (1, J), and by trait node and path (Z, J)."""

    one: Explanation
    signs: dict[str, _Sign]
    path_prior: Floats
    by_path: Floats

    def predicted(self, sign: str) -> Floats:
        """P(rating | explanation, earlier) at the judged check-in: (R,)."""
        weights = np.exp(self.by_path - _log_sum(self.by_path))
        return np.asarray(np.einsum("zj,zjr->r", weights, self.signs[sign].ratio))


def weigh(cohort: Cohort, treatment: Treatment, history: Sequence[CheckIn]) -> Weighed:
    """Weigh every explanation by all of `history`, which must not be empty."""
    return _Scales(cohort, treatment, history).weigh()


class _Scales:
    def __init__(self, cohort: Cohort, treatment: Treatment, history: Sequence[CheckIn]) -> None:
        self.cohort, self.history = cohort, history
        contents = cohort.protocol.contents
        self.explanations, self.unusual = contents.explanations, contents.unusual
        self.habits = contents.rating_habits
        self.told = history[-1].ratings
        self.hours = np.array([treatment.hour_of(one.at) for one in history])
        self.node_prior, self.node_curves = tilts(self.habits.correlation, NODES, COARSE)
        chances = table(self.habits)
        # without the personal bias, which is small beside a surge
        self.chances = chances[chances.shape[0] // 2]
        self.logs = np.log(self.chances)
        surging = [one.surge for one in self.explanations if one.surge]
        names = [sign for surge in surging for sign in surge.signs]
        names += [sign for group in self.unusual.sums for sign in group]
        self.signs = tuple(dict.fromkeys(names))
        self.rows = {sign: self._natural_rows(sign) for sign in self.signs}
        still = np.zeros((1, len(self.hours)))
        self.natural = {sign: self._sign(sign, still, RATINGS) for sign in self.signs}

    def _natural_rows(self, sign: str) -> Rows:
        """Rows of the rating table of the coarse set, by curve and check-in: (M + 1, n).

        The last row stands for absence.
        """
        levels = self.cohort.curves[sign].some(COARSE).levels(self.hours)
        return level_index(np.vstack([levels, np.zeros((1, len(self.hours)))]))

    def _sign(self, sign: str, added: Floats, up_to: int) -> _Sign:
        """The sign with `added` (J, n) on top of its natural course; judged ratings below `up_to`.

        Works in rows of the rating table, so that a path's addition is one of whole numbers.
        Ratings above the one told are never read, which spares most of the work.
        """
        prevalence = self.cohort.courses[sign].prevalence
        weights = np.hstack(
            [prevalence * self.node_curves, np.full((len(self.node_curves), 1), 1 - prevalence)]
        )
        natural, more = self.rows[sign], level_index(added)
        logs = np.zeros((len(natural), len(added)))
        for index, one in enumerate(self.history[:-1]):
            rating = one.ratings.get(sign)
            if rating is not None:
                by_row, plain = self.logs[:, rating], natural[:, index]
                # a path that adds nothing yet is as the natural course: looked up once
                begun = more[:, index] > 0
                logs += by_row[plain][:, None]
                if begun.any():
                    raised = np.minimum(plain[:, None] + more[begun, index], len(by_row) - 1)
                    logs[:, begun] += by_row[raised] - by_row[plain][:, None]
        likelihood = np.exp(logs * self.habits.trust)
        earlier = weights @ likelihood
        if sign not in self.told:
            return _Sign(np.maximum(earlier, TINY), np.zeros((0, 0, 0)))
        last = np.minimum(natural[:, -1][:, None] + more[:, -1], len(self.chances) - 1)
        joint = likelihood[:, :, None] * self.chances[last, :up_to]
        judged = (weights @ joint.reshape(len(joint), -1)).reshape(*earlier.shape, up_to)
        return _Sign(np.maximum(earlier, TINY), np.maximum(judged, TINY))

    def weigh(self) -> Weighed:
        views = [self._view(one) for one in self.explanations]
        flags = dict.fromkeys(flag for one in self.history for flag in one.flags)
        flagged = {view.one.id: sum(self._flag(view.one, flag) for flag in flags) for view in views}
        scores = {
            view.one.id: np.log(view.one.base_rate)
            + _log_sum(self._nodes(view.signs, judged=True) + view.path_prior)
            + flagged[view.one.id]
            for view in views
        }
        top = max(scores.values())
        weights = {name: float(np.exp(score - top)) for name, score in scores.items()}
        total = sum(weights.values())
        natural = views[0].by_path
        benign = [view for view in views if view.one.benign]
        return Weighed(
            explanations={name: weight / total for name, weight in weights.items()},
            suspicions=tuple(
                self._suspicion(view, benign, flagged[view.one.id])
                for view in views
                if view.one.alarm
            ),
            surprise=min(self._surprises(natural), key=lambda one: one.tail, default=None),
        )

    def _view(self, one: Explanation) -> _View:
        if one.surge is None:
            return _View(one, self.natural, np.zeros((1, 1)), self._nodes(self.natural))
        added, prior = self._paths(one.surge)
        signs = {sign: self._taking_part(sign, one.surge, added) for sign in self.signs}
        path_prior = np.log(prior)[None, :]
        return _View(one, signs, path_prior, self._nodes(signs) + path_prior)

    def _nodes(self, signs: dict[str, _Sign], *, judged: bool = False) -> Floats:
        """Log of prior times evidence at every trait node and path: (Z, J)."""
        total = np.log(self.node_prior)[:, None]
        for sign, found in signs.items():
            if judged and sign in self.told:
                total = total + np.log(found.judged[:, :, self.told[sign]])
            else:
                total = total + np.log(found.earlier)
        return np.asarray(total)

    def _paths(self, surge: Surge) -> tuple[Floats, Floats]:
        """What a surge adds to a sign with share 1, by path and check-in (J, n); path prior (J,).

        Path 0 stands for all beginnings that are still to come: it adds nothing.
        """
        first, last = surge.begins
        beginnings = np.arange(first, last, BEGINNINGS_EVERY)
        begun = beginnings[beginnings < self.hours[-1]]
        added, prior = [np.zeros(len(self.hours))], [1 - len(begun) / len(beginnings)]
        each = 1 / len(beginnings) / len(surge.ramps) / len(surge.heights)
        for begins, ramp, height in product(begun, surge.ramps, surge.heights):
            added.append(height * np.clip((self.hours - begins) / ramp, 0.0, 1.0))
            prior.append(each)
        return np.array(added), np.maximum(np.array(prior), 1e-12)

    def _taking_part(self, sign: str, surge: Surge, added: Floats) -> _Sign:
        share = surge.signs.get(sign)
        natural = self.natural[sign]
        if share is None:
            return natural
        up_to = self.told.get(sign, 0) + 1
        with_it, part = self._sign(sign, share * added, up_to), surge.takes_part
        earlier = part * with_it.earlier + (1 - part) * natural.earlier
        if sign not in self.told:
            return _Sign(earlier, natural.judged)
        return _Sign(earlier, part * with_it.judged + (1 - part) * natural.judged[:, :, :up_to])

    def _flag(self, one: Explanation, flag: str) -> float:
        rates: Mapping[str, float] = {str(name): rate for name, rate in one.flags.items()}
        without = {str(name): rate for name, rate in self.unusual.flags_without_cause.items()}
        usual = without.get(flag, self.unusual.flag_without_cause)
        return max(float(np.log(max(rates.get(flag, 0.0), TINY) / usual)), 0.0)

    def _suspicion(self, view: _View, benign: list[_View], flagged: float) -> Suspicion:
        """The monotone reading: see the module's first lines."""
        assert view.one.surge is not None  # what has an alarm has a surge
        harmless = np.array([np.log(one.one.base_rate) + _log_sum(one.by_path) for one in benign])
        odds = np.log(view.one.base_rate) + _log_sum(view.by_path) - _log_sum(harmless) + flagged
        shares = np.exp(harmless - _log_sum(harmless))
        path_log = _log_sum_columns(view.by_path)
        path_share = np.exp(path_log - _log_sum(path_log))
        node = np.exp(view.by_path - path_log[None, :])
        gains = np.zeros(len(path_share))
        strongest, most = None, -np.inf
        for sign in view.one.surge.signs:
            if sign not in self.told:
                continue
            told = self.told[sign]
            predicted = np.einsum("zj,zjr->jr", node, view.signs[sign].ratio)
            usual = shares @ np.array([one.predicted(sign)[: told + 1] for one in benign])
            gain = np.log(predicted[:, : told + 1] / usual).max(axis=1)
            gains += gain
            speaks = float(path_share @ np.exp(gain))
            if speaks > most and told > 0:
                strongest, most = sign, speaks
        odds += np.log(path_share @ np.exp(gains))
        lower = 0.0
        if strongest:
            lower = float(benign[0].predicted(strongest)[: self.told[strongest]].sum())
        return Suspicion(view.one, 1 / (1 + float(np.exp(-odds))), strongest, lower)

    def _surprises(self, natural: Floats) -> list[Surprise]:
        """Tails of the sums of related ratings, traits shared: P(sum >= told | earlier)."""
        node = np.exp(natural[:, 0] - _log_sum(natural))
        found = []
        for group in self.unusual.sums:
            rated = [sign for sign in group if sign in self.told]
            if not rated:
                continue
            tail = 0.0
            for index, weight in enumerate(node):
                spread = np.ones(1)
                for sign in rated:
                    one = self.natural[sign]
                    spread = np.convolve(spread, one.ratio[index, 0])
                tail += weight * spread[sum(self.told[sign] for sign in rated) :].sum()
            found.append(Surprise(tuple(rated), float(tail)))
        return found


def _log_sum(logs: Floats) -> float:
    top = float(logs.max())
    return top + float(np.log(np.exp(logs - top).sum()))


def _log_sum_columns(logs: Floats) -> Floats:
    top = logs.max(axis=0)
    summed: Floats = top + np.log(np.exp(logs - top).sum(axis=0))
    return summed
