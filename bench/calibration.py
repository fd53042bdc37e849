"""What calibration buys: does it find what changed, and how fast does it learn?

    python -m bench.calibration              # both tables, some minutes of one core
    python -m bench.calibration --quick      # fewer recoveries

1. Recoveries of which redness lasts 1.5 times as long, and of the unchanged world, in the
   protocol's own world and in two of another make: what the fit says of redness, and whether it is
   accepted.
2. Learning curve. In the world with the longer redness: RPS one check-in ahead, as a share of that
   of the population's ratings by hour (which know 2,000 of the same recoveries), by the protocol
   as it is, after calibrating on 30, 100, 300 recoveries, and by nearest neighbours among the same
   30, 100, 300: the mean of their next ratings, where the nearest are those whose depth and earlier
   ratings at the same hours were most alike.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from afterglow.core.forecasting.calibration import calibrate, sort_recoveries
from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.forecast import Forecast
from afterglow.core.forecasting.learned import Calibrated, adjusted, outcome_line
from afterglow.core.forecasting.posterior import Posterior
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from bench.worlds import (
    SIGNS_ASKED,
    own_recovery,
    random_treatment,
    schedule,
    with_longer_redness,
)
from bench.worlds.strange import GAMMA, PHASES, story

LONGER = 1.5
SIZES = (30, 100, 300)
NEIGHBOURS, CLOSE = 10, 10.0
WORLDS = ("own", "gamma", "phases")
Rated = dict[str, list[tuple[float, int]]]


def simulate(world: str, count: int, protocol: Protocol, seed: int) -> list[Recovery]:
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        treatment, hours = random_treatment(random), schedule(random)
        if world == "own":
            data = own_recovery(treatment, hours, SIGNS_ASKED, protocol, random)
        else:
            make = GAMMA if world == "gamma" else PHASES
            data = story(make, treatment, hours, SIGNS_ASKED, protocol, random).recovery
        found.append(Recovery.read(data))
    return found


def learn(recoveries: list[Recovery], protocol: Protocol) -> Calibrated:
    return calibrate(sort_recoveries(recoveries, protocol), protocol)


def rated_of(recovery: Recovery, until: int | None = None) -> Rated:
    found: Rated = {}
    for check_in in recovery.check_ins[:until]:
        hour = recovery.treatment.hour_of(check_in.at)
        for sign, rating in check_in.ratings.items():
            found.setdefault(sign, []).append((hour, rating))
    return found


def rps(shares: np.ndarray, rating: int) -> float:
    """Ranked probability score of 11 shares."""
    told = (np.arange(11) >= rating).astype(float)
    return float(((np.cumsum(shares) - told)[:-1] ** 2).sum())


def by_forecast(recovery: Recovery, protocol: Protocol) -> list[float]:
    """Score of every rating, forecast from the check-ins before it."""
    cohort = Cohort.of(recovery.treatment, protocol)
    scores = []
    for index, check_in in enumerate(recovery.check_ins):
        posterior = Posterior.given(cohort, rated_of(recovery, index))
        forecast = Forecast(posterior, {"natural": 1.0})
        hour = recovery.treatment.hour_of(check_in.at)
        for sign, rating in check_in.ratings.items():
            scores.append(rps(forecast.ratings(sign, [hour])[0], rating))
    return scores


class Population:
    """Ratings by hour of many recoveries: what everybody gets, whoever they are."""

    def __init__(self, recoveries: list[Recovery]) -> None:
        self.rated = _arrays([rated_of(one) for one in recoveries])

    def scores(self, recovery: Recovery) -> list[float]:
        found = []
        for check_in in recovery.check_ins:
            hour = recovery.treatment.hour_of(check_in.at)
            for sign, rating in check_in.ratings.items():
                hours, ratings, _ = self.rated[sign]
                weight = np.exp(-0.5 * (np.log((hours + 6) / (hour + 6)) / 0.08) ** 2)
                found.append(rps(_histogram(ratings, weight), rating))
        return found


class Neighbours:
    """Nearest neighbours among recoveries: the mean of the next ratings of those most alike.

    Alike: depth, and earlier ratings at the same hours (interpolated). The number of neighbours is
    the best of a few tried on these very worlds: a peer should not be a weak one.
    """

    def __init__(self, recoveries: list[Recovery]) -> None:
        self.depths = np.log([one.treatment.depth for one in recoveries])
        self.each = [
            {sign: np.array(told) for sign, told in rated_of(one).items()} for one in recoveries
        ]

    def scores(self, recovery: Recovery) -> list[float]:
        apart = 4.0 * (self.depths - np.log(recovery.treatment.depth)) ** 2
        found = []
        for check_in in recovery.check_ins:
            hour = recovery.treatment.hour_of(check_in.at)
            nearest = np.argsort(apart, kind="stable")[: max(NEIGHBOURS, len(apart) // 10)]
            closeness = np.exp(-0.5 * (apart[nearest] - apart[nearest[0]]) / CLOSE)
            for sign, rating in check_in.ratings.items():
                near = np.array([self._at(who, sign, hour) for who in range(len(apart))])
                told = near[nearest]
                # an interpolated rating counts for the whole numbers on either side
                low = np.floor(told).astype(int)
                shares = np.bincount(low, weights=closeness * (1 - told + low), minlength=12)
                shares += np.bincount(low + 1, weights=closeness * (told - low), minlength=12)
                found.append(rps(_smooth(shares[:11]), rating))
                apart = apart + (near - rating) ** 2
        return found

    def _at(self, who: int, sign: str, hour: float) -> float:
        told = self.each[who].get(sign)
        return 0.0 if told is None else float(np.interp(hour, told[:, 0], told[:, 1]))


def _arrays(rated: list[Rated]) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    found: dict[str, Any] = {}
    for sign in SIGNS_ASKED:
        rows = [(h, r, who) for who, one in enumerate(rated) for h, r in one.get(sign, ())]
        table = np.array(rows).reshape(-1, 3)
        found[sign] = (table[:, 0], table[:, 1].astype(int), table[:, 2].astype(int))
    return found


def _histogram(ratings: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return _smooth(np.bincount(ratings, weights=weight, minlength=11))


def _smooth(shares: np.ndarray) -> np.ndarray:
    smoothed = shares + 0.02 * shares.sum() / 11 + 1e-9
    return np.asarray(smoothed / smoothed.sum())


def finding(size: int, protocol: Protocol) -> None:
    print(f"redness in {size} recoveries: factor on its time (90 % interval), and the trial")
    for world in WORLDS:
        for factor in (LONGER, 1.0):
            result = learn(
                simulate(world, size, with_longer_redness(protocol, factor), 11), protocol
            )
            (one,) = [one for one in result.learned if (one.sign, one.kind) == ("redness", "time")]
            inside = "holds" if one.low <= factor <= one.high else "misses"
            verdict = "accepted" if result.better else "refused"
            print(
                f"  {world:7} true {factor:.1f}: {one.value:.2f} ({one.low:.2f} to {one.high:.2f},"
                f" {inside} it); {verdict}, {outcome_line(result)}",
                flush=True,
            )


def learning(world: str, tried: int, protocol: Protocol) -> None:
    clinic = with_longer_redness(protocol, LONGER)
    test = simulate(world, tried, clinic, 900)
    train = simulate(world, max(SIZES), clinic, 901)
    everybody = Population(simulate(world, 2000, clinic, 902))
    base = np.mean([score for one in test for score in everybody.scores(one)])

    def share(scores: list[list[float]]) -> float:
        return float(np.mean([score for one in scores for score in one]) / base)

    prior = share([by_forecast(one, protocol) for one in test])
    print(f"{world}: RPS one check-in ahead of {tried} recoveries, population's by hour = 1")
    print(f"  the protocol as it is: {prior:.3f}", flush=True)
    for size in SIZES:
        result = learn(train[:size], protocol)
        own = adjusted(protocol, result.changes)
        after = share([by_forecast(one, own) for one in test])
        nearest = Neighbours(train[:size])
        beside = share([nearest.scores(one) for one in test])
        verdict = "accepted" if result.better else "refused, so the protocol's would stand"
        print(f"  {size:3d} recoveries: calibrated {after:.3f} ({verdict}); nearest neighbours"
              f" {beside:.3f}", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    protocol = Protocol.default()
    finding(100 if options.quick else 300, protocol)
    for world in WORLDS:
        learning(world, 20 if options.quick else 60, protocol)


if __name__ == "__main__":
    main()
