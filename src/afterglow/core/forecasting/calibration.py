"""A clinic's own parameters, learned from its finished recoveries, shrunk to the protocol's.

In: recoveries and a protocol. Out: `Calibrated`: changes with their uncertainty, and whether they
predict held-back recoveries better than the protocol does. No file, no clock, no random number;
SciPy is imported only where a fit is made.

Learned, for every sign s rated often enough: t[s] = ln(factor on the time to resolution), h[s] =
shift of the height in its own standard deviations, p[s] = shift of the prevalence in log odds; and
for all ratings n = ln(factor on their noise). A priori each of t, h, p is

    x[s] = clinic + own[s],  clinic ~ N(0, CLINIC_SD²),  own[s] ~ N(0, OWN_SD²)
    n ~ N(0, NOISE_SD²)

with the clinic's part, which all signs share, integrated out. The likelihood of a recovery is that
of the forecast: traits and bias by quadrature, each sign over its fixed set of curves. A change
only reweights the set, so that the likelihood is smooth and its gradient exact: with k = 1 / (1 -
rho), x a curve's normal coordinates (speed, height) and T the weights at trait node z,

    evidence(z, b) = (1 - p) L_absent[b] + p sum_k V[z, k] L[b, k],
    V[z, k] ~ T[z, k] exp(k (t / sigma x_speed[k] + h x_height[k])),  rows of V summing to 1.

Noise is not a reweighting: the log likelihood is computed at three noise factors and taken as a
parabola in n. After a fit the curves are laid anew at its centre, until the centre stays. The noise
is fitted and told, never written: how people rate is on the protocol's safety floor, so the trial
on held-back recoveries is without it.

Fitted as maximum a posteriori; the uncertainty is Laplace's (the inverse of the curvature there).
Ratings count whole here (trust 1): the log score must be that of a probability. All of it grade E.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from afterglow.core.errors import refuse
from afterglow.core.forecasting.cohort import tilts
from afterglow.core.forecasting.curves import Curves, Floats, design
from afterglow.core.forecasting.learned import (
    FOLDS,
    KINDS,
    Calibrated,
    Changes,
    Learned,
    adjusted,
    noisier,
    shifted_share,
)
from afterglow.core.forecasting.rating import biases, level_index, table
from afterglow.core.planning import SignCourse, courses
from afterglow.core.protocol import Facts, Protocol
from afterglow.core.treatment import Recovery

CLINIC_SD = np.array([0.25, 0.4, 0.5])
OWN_SD = np.array([0.25, 0.4, 0.7])
NOISE_SD = 0.3
MIN_RECOVERIES = 30
MIN_OF_SIGN = 20  # recoveries that rate a sign at least twice
MOST_RECOVERIES = 2000
Z90 = 1.6449  # half of a 90 % interval, in standard deviations

CURVES, NODES = 384, 5
NOISE_STEP = 0.3
# a fixed set of curves never fits a course quite: ratings of the model's own world look this much
# noisier (ln; measured 0.01 to 0.02 on 1,000 recoveries), so the noise is no surer than that
NOISE_FLOOR = 0.015
ROUNDS, STILL = 4, 0.03
FARTHEST = np.array([0.9, 1.5, 2.0])  # in one round
FARTHEST_NOISE = 0.35
TINY = 1e-30

Tell = Callable[[int, int, str], None]
Memory = MutableMapping[str, list[float]]


@dataclass(frozen=True)
class Case:
    """One finished recovery: the person's facts, and (hour, rating) by sign."""

    facts: Facts
    rated: dict[str, list[tuple[float, int]]]


@dataclass(frozen=True)
class Sorted:
    """Recoveries that can be learned from, and how many were left out, by reason."""

    cases: list[Case]
    left_out: dict[str, int]


def sort_recoveries(recoveries: Sequence[Recovery], protocol: Protocol) -> Sorted:
    """Keep uncomplicated recoveries with ratings; count the others by reason.

    Complicated is one with any flag, or with fever. Past `MOST_RECOVERIES`
    only so many are kept, evenly spread over the list.
    """
    fever = protocol.contents.limits.fever_from_c
    cases: list[Case] = []
    left_out = {"complicated": 0, "without two check-ins": 0, "more than can be used": 0}
    for recovery in recoveries:
        hot = [one.temperature_c for one in recovery.check_ins if one.temperature_c is not None]
        if any(one.flags for one in recovery.check_ins) or max(hot, default=0) >= fever:
            left_out["complicated"] += 1
            continue
        rated: dict[str, list[tuple[float, int]]] = {}
        for check_in in recovery.check_ins:
            hour = recovery.treatment.hour_of(check_in.at)
            for sign, rating in check_in.ratings.items():
                rated.setdefault(sign, []).append((hour, rating))
        if max((len(one) for one in rated.values()), default=0) < 2:
            left_out["without two check-ins"] += 1
            continue
        cases.append(Case(protocol.facts(recovery.treatment), rated))
    if len(cases) > MOST_RECOVERIES:
        left_out["more than can be used"] = len(cases) - MOST_RECOVERIES
        places = np.linspace(0, len(cases) - 1, MOST_RECOVERIES).round().astype(int)
        cases = [cases[place] for place in places]
    return Sorted(cases, {reason: count for reason, count in left_out.items() if count})


@dataclass(frozen=True)
class _Sign:
    """One sign in all recoveries: likelihoods at each noise node (N, R, B, K) and of absence
    (N, R, B), both over exp(scale) (N, R); sigma (R,) and log odds of the prevalence (R,)."""

    likelihood: np.ndarray
    absent: Floats
    scale: Floats
    sigma: Floats
    odds: Floats
    rated: np.ndarray

    def some(self, rows: np.ndarray) -> _Sign:
        return _Sign(
            self.likelihood[:, rows], self.absent[:, rows], self.scale[:, rows],
            self.sigma[rows], self.odds[rows], self.rated[rows],
        )  # fmt: skip


class _Tables:
    """The likelihood of recoveries as a smooth function of the parameters, around a centre."""

    def __init__(self, signs: Sequence[str], centre: Floats, parts: list[_Sign], correlation: float,
                 bias: Floats) -> None:  # fmt: skip
        self.signs, self.centre, self.parts = signs, centre, parts
        self.correlation, self.bias = correlation, bias
        prior, self.tilt = tilts(correlation, NODES, CURVES)
        self.spread = 1 / (1 - correlation)
        self.log_prior = np.log(prior)[:, None] + np.log(bias)[None, :]
        speed, height = design()[0, :CURVES], design()[1, :CURVES]
        self.coordinates = np.stack([speed, height])
        stacked = np.concatenate([self.tilt, self.tilt * speed, self.tilt * height])
        self.stacked = stacked.astype(np.float32)

    @classmethod
    def lay(cls, cases: Sequence[Case], signs: Sequence[str], protocol: Protocol,
            centre: Floats) -> _Tables:  # fmt: skip
        """Lay the curves of every case at `centre`."""
        here = adjusted(protocol, Changes.of(signs, centre))
        habits = here.contents.rating_habits
        logs = [np.log(table(noisier(habits, step))) for step in _steps()]
        _, bias = biases(habits)
        shape = (len(logs), len(cases), len(bias))
        parts = [
            _Sign(
                np.ones((*shape, CURVES), dtype=np.float32), np.ones(shape), np.zeros(shape[:2]),
                np.ones(len(cases)), np.zeros(len(cases)), np.zeros(len(cases), dtype=bool),
            )
            for _ in signs
        ]  # fmt: skip
        for row, case in enumerate(cases):
            found = courses(case.facts, here)
            for sign, part in zip(signs, parts, strict=True):
                _fill(part, row, found[sign], case.rated.get(sign, []), logs)
        return cls(signs, centre, parts, habits.correlation, bias)

    def some(self, rows: np.ndarray) -> _Tables:
        """The same for some of the recoveries."""
        parts = [part.some(rows) for part in self.parts]
        return _Tables(self.signs, self.centre, parts, self.correlation, self.bias)

    def at(self, vector: Floats) -> tuple[Floats, Floats]:
        """Log likelihood of every recovery (R,), and its gradient (R, parameters)."""
        away = vector - self.centre  # the centre's noise is always the protocol's
        moves, noise = away[:-1].reshape(-1, len(KINDS)), float(away[-1])
        weights, slopes = _parabola(noise)
        logs, gradients = [], []
        for node, (weight, by_noise) in enumerate(zip(weights, slopes, strict=True)):
            log, slope = self._at_node(moves, node)
            logs.append(weight * log)
            gradients.append(np.column_stack([slope * weight, log * by_noise]))
        return np.sum(logs, axis=0), np.sum(gradients, axis=0)

    def _at_node(self, moves: Floats, node: int) -> tuple[Floats, Floats]:
        count = len(self.parts[0].sigma)
        joint = np.broadcast_to(self.log_prior, (count, *self.log_prior.shape)).copy()
        scales, slopes = np.zeros(count), []
        for part, move in zip(self.parts, moves, strict=True):
            evidence, slope = self._sign(part, move, node)
            joint += np.log(evidence)
            scales += part.scale[node]
            slopes.append(slope)
        top = joint.max(axis=(1, 2))
        weights = np.exp(joint - top[:, None, None])
        sums = weights.sum(axis=(1, 2))
        weights /= sums[:, None, None]
        gradient = [(weights * one).sum(axis=(1, 2)) for slope in slopes for one in slope]
        return top + np.log(sums) + scales, np.stack(gradient, axis=1)

    def _sign(self, part: _Sign, move: Floats, node: int) -> tuple[Floats, tuple[Floats, ...]]:
        """Evidence (R, Z, B) of one sign, and the slopes of its logarithm for time, severity,
        prevalence."""
        nodes = len(self.tilt)
        by_speed = self.spread * move[0] / part.sigma
        tilted = np.exp(
            by_speed[:, None] * self.coordinates[0] + self.spread * move[1] * self.coordinates[1]
        ).astype(np.float32)
        count, biased = part.absent.shape[1:]
        mixed = (part.likelihood[node] * tilted[:, None, :]).reshape(count * biased, -1)
        told = (self.stacked @ mixed.T).reshape(3, nodes, count, biased).astype(np.float64)
        norm = (self.stacked @ tilted.T).reshape(3, nodes, count, 1).astype(np.float64)
        told, norm = told.transpose(0, 2, 1, 3), norm.transpose(0, 2, 1, 3)
        present = told[0] / norm[0]
        odds = part.odds + move[2]
        share = (1 / (1 + np.exp(-odds)))[:, None, None]
        absent = part.absent[node][:, None, :]
        evidence = np.maximum((1 - share) * absent + share * present, TINY)
        time, severity = (
            self.spread * share * (told[one] / norm[0] - present * norm[one] / norm[0]) / evidence
            for one in (1, 2)
        )
        prevalence = share * (1 - share) * (present - absent) / evidence
        # a sign not rated has evidence 1 everywhere and says nothing
        return evidence, (time / part.sigma[:, None, None], severity, prevalence)


def _steps() -> tuple[float, ...]:
    return (-NOISE_STEP, 0.0, NOISE_STEP)


def _parabola(at: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Lagrange's weights of the three noise nodes at `at`, and their slopes."""
    x = at / NOISE_STEP
    weights = (x * (x - 1) / 2, 1 - x * x, x * (x + 1) / 2)
    slopes = ((2 * x - 1) / 2 / NOISE_STEP, -2 * x / NOISE_STEP, (2 * x + 1) / 2 / NOISE_STEP)
    return weights, slopes


def _fill(part: _Sign, row: int, course: SignCourse, rated: list[tuple[float, int]],
          logs: list[Floats]) -> None:  # fmt: skip
    part.sigma[row] = course.sigma
    share = min(max(course.prevalence, 1e-6), 1 - 1e-6)
    part.odds[row] = np.log(share / (1 - share))
    part.rated[row] = len(rated) > 1
    if not rated:
        return
    values = np.array([value for _, value in rated])
    levels = Curves.of(course).some(CURVES).levels(np.array([hour for hour, _ in rated]))
    rows = level_index(levels)
    for node, chances in enumerate(logs):
        told = chances[:, rows, values[None, :]].sum(axis=2)
        none = chances[:, 0, :][:, values].sum(axis=1)
        top = max(float(told.max()), float(none.max()))
        part.likelihood[node, row] = np.exp(told - top)
        part.absent[node, row] = np.exp(none - top)
        part.scale[node, row] = top


def prior_precision(signs: int) -> Floats:
    """Inverse covariance of the parameters a priori, the clinic's part integrated out."""
    size = signs * len(KINDS) + 1
    precision = np.zeros((size, size))
    for kind in range(len(KINDS)):
        covariance = OWN_SD[kind] ** 2 * np.eye(signs) + CLINIC_SD[kind] ** 2
        places = np.arange(signs) * len(KINDS) + kind
        precision[np.ix_(places, places)] = np.linalg.inv(covariance)
    precision[-1, -1] = NOISE_SD**-2
    return precision


def calibrate(
    found: Sorted,
    protocol: Protocol,
    *,
    memory: Memory | None = None,
    tell: Tell = lambda done, total, what: None,
) -> Calibrated:
    """Fit, and try the fit on held-back recoveries. Raises `InputRefused` when there are too few.

    `memory` keeps the result of every finished stage under its name: one that is kept between
    runs (for the same cases and protocol) lets an interrupted run go on where it stopped.
    """
    cases = found.cases
    if len(cases) < MIN_RECOVERIES:
        left_out = [f"{count} {reason}" for reason, count in found.left_out.items()]
        said = f" (left out: {', '.join(left_out)})" if left_out else ""
        problem = f"{len(cases)} to learn from are too few; at least {MIN_RECOVERIES} are needed"
        raise refuse("recoveries", problem + said)
    counts = {
        sign: sum(len(case.rated.get(sign, ())) > 1 for case in cases) for sign in protocol.signs
    }
    signs = [sign for sign, count in counts.items() if count >= MIN_OF_SIGN]
    if not signs:
        raise refuse("recoveries", f"no sign is rated twice in at least {MIN_OF_SIGN} of them")
    memory = {} if memory is None else memory
    run = _Run(cases, signs, protocol, memory, tell)
    return run.result()


class _Run:
    def __init__(self, cases: list[Case], signs: list[str], protocol: Protocol, memory: Memory,
                 tell: Tell) -> None:  # fmt: skip
        self.cases, self.signs, self.protocol = cases, signs, protocol
        self.memory, self.tell = memory, tell
        self.total = ROUNDS + FOLDS + 2
        self.precision = prior_precision(len(signs))

    def result(self) -> Calibrated:
        vector, tables = self._centre()
        covariance = self._covariance(vector, tables)
        gains = np.concatenate([self._fold(fold, vector, tables) for fold in range(FOLDS)])
        return Calibrated(
            changes=Changes.of(self.signs, vector),
            learned=tuple(_learned(self.signs, vector, covariance, self.protocol)),
            recoveries=len(self.cases),
            gain=float(gains.mean()),
            gain_error=float(gains.std(ddof=1) / np.sqrt(len(gains))),
        )

    def _stage(self, name: str, done: int, what: str, work: Callable[[], Floats]) -> Floats:
        self.tell(done, self.total, what)
        if name not in self.memory:
            self.memory[name] = np.asarray(work()).tolist()
        return np.array(self.memory[name])

    def _lay(self, centre: Floats) -> _Tables:
        still = np.append(centre[:-1], 0.0)
        return _Tables.lay(self.cases, self.signs, self.protocol, still)

    def _centre(self) -> tuple[Floats, _Tables]:
        """Fit, lay the curves anew at the fit, until it stays. Each round starts at the last."""
        vector = np.zeros(len(self.precision))
        tables = None if "round 1" in self.memory else self._lay(vector)
        self._stage("protocol", 0, "the protocol as it is", partial(self._by_protocol, tables))
        for number in range(1, ROUNDS + 1):
            last, name = vector, f"round {number}"
            vector = self._stage(name, number, f"fit, {name}", partial(self._fit, tables, last))
            if np.abs(vector - last).max() < STILL:
                return vector, tables or self._lay(last)
            # of an interrupted run only the last round's curves are needed again
            tables = None if f"round {number + 1}" in self.memory else self._lay(vector)
        return vector, tables or self._lay(vector)

    def _by_protocol(self, tables: _Tables | None) -> Floats:
        """Log likelihood of every recovery under the protocol itself."""
        start = np.zeros(len(self.precision))
        log, _ = (tables or self._lay(start)).at(start)
        return log

    def _fit(self, laid: _Tables | None, start: Floats) -> Floats:
        """The most probable parameters, by L-BFGS in coordinates whitened by the curvature."""
        from scipy.optimize import minimize

        tables = laid or self._lay(start)
        _, slopes = tables.at(start)
        whiten = np.linalg.cholesky(np.linalg.inv(self.precision + slopes.T @ slopes))
        farthest = np.append(np.tile(FARTHEST, len(self.signs)), FARTHEST_NOISE)
        low, high = tables.centre - farthest, tables.centre + farthest

        def objective(white: Floats) -> tuple[float, Floats]:
            vector = start + whiten @ white
            inside = np.clip(vector, low, high)
            log, slope = tables.at(inside)
            pull = self.precision @ inside
            # past the farthest a steep wall, so that the search comes back
            over = vector - inside
            value = -float(log.sum()) + float(inside @ pull) / 2 + 1e4 * float(over @ over)
            gradient = np.where(over == 0, pull - slope.sum(axis=0), 0.0) + 2e4 * over
            return value, whiten.T @ gradient

        found = minimize(
            objective, np.zeros(len(start)), jac=True, method="L-BFGS-B",
            options={"maxiter": 60, "ftol": 1e-8, "gtol": 1e-2},
        )  # fmt: skip
        vector: Floats = np.clip(start + whiten @ found.x, low, high)
        return vector

    def _covariance(self, vector: Floats, tables: _Tables) -> Floats:
        """Laplace: the inverse of the curvature at the most probable, by differences of slopes."""

        def curvature() -> Floats:
            step, rows = 0.02, []
            for place in range(len(vector)):
                moved = np.zeros(len(vector))
                moved[place] = step
                up, down = (tables.at(vector + sign * moved)[1].sum(axis=0) for sign in (1, -1))
                rows.append((down - up) / (2 * step))
            return np.array(rows)

        found = self._stage("curvature", ROUNDS + 1, "how sure it is", curvature)
        precision = (found + found.T) / 2 + self.precision
        values, axes = np.linalg.eigh(precision)
        # nothing can be less sure than the prior alone
        least = float(np.linalg.eigvalsh(self.precision)[0])
        inverse: Floats = (axes / np.maximum(values, least)) @ axes.T
        return inverse

    def _fold(self, fold: int, vector: Floats, tables: _Tables) -> Floats:
        """Gain in log score over the protocol, of the recoveries that this fold holds back."""
        places = np.arange(len(self.cases))
        held, kept = places[places % FOLDS == fold], places[places % FOLDS != fold]

        def gain() -> Floats:
            fitted = np.append(self._fit(tables.some(kept), vector)[:-1], 0.0)
            log, _ = tables.some(held).at(fitted)
            return np.asarray(log - np.array(self.memory["protocol"])[held])

        what = f"held back {fold + 1} of {FOLDS}"
        return self._stage(f"fold {fold + 1}", ROUNDS + 2 + fold, what, gain)


def _learned(
    signs: Sequence[str], vector: Floats, covariance: Floats, protocol: Protocol
) -> Iterator[Learned]:
    variance = np.diag(covariance).copy()
    variance[-1] += NOISE_FLOOR**2
    spread = Z90 * np.sqrt(variance)
    for row, sign in enumerate(signs):
        spec = protocol.signs[sign]
        for kind, name in enumerate(KINDS):
            place = row * len(KINDS) + kind
            ends = [vector[place] + by * spread[place] for by in (0, -1, 1)]
            match name:
                case "time":
                    before, values = 1.0, [float(np.exp(end)) for end in ends]
                case "severity":
                    before, values = 0.0, [float(end * spec.severity.sd) for end in ends]
                case _:
                    before = spec.prevalence
                    values = [shifted_share(before, float(end)) for end in ends]
            yield Learned(sign, name, before, *values)
    ends = [float(np.exp(vector[-1] + by * spread[-1])) for by in (0, -1, 1)]
    yield Learned(None, "noise", 1.0, *ends)
