"""How honest the forecast is, one step ahead, in worlds that are not the model's.

`python -m bench.calibre 300`: share of randomised PIT in the central 90 and 50 %, and the ranked
probability score as a share of the population's by hour. Cases where "0" has over 90 % are left
out of the PIT. Peers on the same people: nearest neighbours among other recoveries of that world,
and an ordinal Markov chain (next rating given the last, by third of the course).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

import numpy as np

from afterglow.core.forecasting import Forecast, forecast_recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from bench.worlds import SIGNS_ASKED, own_recovery, random_treatment, schedule
from bench.worlds.strange import GAMMA, PHASES, World, story

THIRDS = (48.0, 110.0)
BIN = 12.0
NEIGHBOURS = 40
RATINGS = np.arange(11)


def draw(world: World | None, protocol: Protocol, random: np.random.Generator) -> dict[str, Any]:
    """An ordinary recovery of a world; None is the model's own."""
    treatment, hours = random_treatment(random), schedule(random)
    if world is None:
        return own_recovery(treatment, hours, SIGNS_ASKED, protocol, random)
    return story(world, treatment, hours, SIGNS_ASKED, protocol, random).recovery


def third(hour: float) -> int:
    return int(np.searchsorted(THIRDS, hour, side="right"))


def score(shares: np.ndarray, rating: int) -> float:
    """Ranked probability score of a distribution over 0..10."""
    return float(((np.cumsum(shares) - (rating <= RATINGS)) ** 2).sum())


class Peers:
    """What simple methods say, learnt from other recoveries of the same world."""

    def __init__(self, recoveries: list[Recovery]) -> None:
        self.by_hour: dict[tuple[str, int], np.ndarray] = defaultdict(lambda: np.full(11, 0.05))
        self.chain: dict[tuple[str, int, int], np.ndarray] = defaultdict(lambda: np.full(11, 0.05))
        grid = np.arange(0, 264, BIN)
        self.grids: dict[str, np.ndarray] = {}
        rows: dict[str, list[np.ndarray]] = defaultdict(list)
        for recovery in recoveries:
            told: dict[str, list[tuple[float, int]]] = defaultdict(list)
            for one in recovery.check_ins:
                hour = recovery.treatment.hour_of(one.at)
                for sign, rating in one.ratings.items():
                    self.by_hour[sign, int(hour // BIN)][rating] += 1
                    if told[sign]:
                        self.chain[sign, third(hour), told[sign][-1][1]][rating] += 1
                    told[sign].append((hour, rating))
            for sign, pairs in told.items():
                rows[sign].append(np.interp(grid, *zip(*pairs, strict=True)))
        self.grids = {sign: np.array(found) for sign, found in rows.items()}

    def population(self, sign: str, hour: float) -> np.ndarray:
        counts = self.by_hour[sign, int(hour // BIN)]
        return counts / counts.sum()

    def markov(self, sign: str, hour: float, past: list[tuple[float, int]]) -> np.ndarray:
        if not past:
            return self.population(sign, hour)
        counts = self.chain[sign, third(hour), past[-1][1]]
        return counts / counts.sum()

    def neighbours(self, sign: str, hour: float, past: list[tuple[float, int]]) -> np.ndarray:
        if not past:
            return self.population(sign, hour)
        others = self.grids[sign]
        columns = [min(round(at / BIN), others.shape[1] - 1) for at, _ in past]
        gaps = np.abs(others[:, columns] - np.array([r for _, r in past])).mean(axis=1)
        nearest = np.argsort(gaps, kind="stable")[:NEIGHBOURS]
        column = min(round(hour / BIN), others.shape[1] - 1)
        counts = np.full(11, 0.05)
        np.add.at(counts, np.rint(others[nearest, column]).astype(int), 1.0)
        return counts / counts.sum()


def measure(world: World | None, people: int, seed: int = 5) -> None:
    protocol, random = Protocol.default(), np.random.default_rng(seed)
    peers = Peers([Recovery.read(draw(world, protocol, random)) for _ in range(1500)])
    totals: dict[str, float] = defaultdict(float)
    pits: dict[tuple[str, int], list[float]] = defaultdict(list)
    for _ in range(people):
        recovery = Recovery.read(draw(world, protocol, random))
        prior = forecast_recovery(recovery.model_copy(update={"check_ins": ()}), protocol=protocol)
        past: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for count, one in enumerate(recovery.check_ins):
            so_far = recovery.model_copy(update={"check_ins": recovery.check_ins[:count]})
            model: Forecast = forecast_recovery(so_far, protocol=protocol)
            hour = recovery.treatment.hour_of(one.at)
            for sign, rating in one.ratings.items():
                shares = model.ratings(sign, [hour])[0]
                totals["population"] += score(peers.population(sign, hour), rating)
                totals["model"] += score(shares, rating)
                totals["prior alone"] += score(prior.ratings(sign, [hour])[0], rating)
                totals["neighbours"] += score(peers.neighbours(sign, hour, past[sign]), rating)
                totals["markov"] += score(peers.markov(sign, hour, past[sign]), rating)
                if shares[0] <= 0.9:
                    below = shares[:rating].sum() + random.random() * shares[rating]
                    pits[sign, third(hour)].append(float(below))
                past[sign].append((hour, rating))
    name = world.name if world else "own"
    print(f"{name}: RPS as a share of the population's by hour, {people} people")
    for method in ("model", "prior alone", "neighbours", "markov"):
        print(f"  {method:12} {totals[method] / totals['population']:.3f}")
    whole = np.concatenate([np.array(values) for values in pits.values()])
    print(f"  PIT inside 90 %: {inside(whole, 0.9):.3f}, inside 50 %: {inside(whole, 0.5):.3f}")
    for sign in SIGNS_ASKED:
        cells = [np.array(pits[sign, part]) for part in range(3)]
        shown = (
            f"{inside(cell, 0.9):.2f} {inside(cell, 0.5):.2f} (n {len(cell):4})"
            if len(cell) >= 50
            else f"too few (n {len(cell):3})    "
            for cell in cells
        )
        print(f"  {sign:11} {' | '.join(shown)}")


def inside(values: np.ndarray, share: float) -> float:
    edge = (1 - share) / 2
    return float(np.mean((values > edge) & (values < 1 - edge)))


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for world in (None, GAMMA, PHASES):
        measure(world, people)


if __name__ == "__main__":
    main()
