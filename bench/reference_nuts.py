"""The posterior against a reference: the same model in NumPyro, sampled with NUTS.

NumPyro and JAX are large and used here only, so they live in an environment of their own:

    uv venv /tmp/nuts --python 3.11
    uv pip install --python /tmp/nuts numpyro jax numpy pydantic pyyaml tzdata
    PYTHONPATH=src:. /tmp/nuts/bin/python -m bench.reference_nuts            # 20 people, minutes
    PYTHONPATH=src:. /tmp/nuts/bin/python -m bench.reference_nuts --only 9 15

Twenty simulated people with 1 to 12 check-ins of ten signs; four chains of 500 + 1,000 steps each.
Prints, for the quantiles 5, 50 and 95 of every sign at twelve hours, how far the two lie apart and
how far NUTS lies from itself (two of its chains against the other two); then the time of both.

The model is written here a second time, from `planning/course.py`, the design's normal coordinates
and the protocol's rating habits: continuous coordinates, traits and bias where the forecast has a
fixed set of curves and a few nodes. Whether a sign comes at all is summed out.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import ndtr, ndtri
from numpyro.infer import MCMC, NUTS

from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.curves import SHAPE_SPREAD, THERE_AT_ONCE
from afterglow.core.forecasting.forecast import Forecast
from afterglow.core.forecasting.posterior import Posterior
from afterglow.core.forecasting.rating import FELT_FROM
from afterglow.core.planning import ONSET_SHARE, PEAK_SHARE, SignCourse
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, Treatment
from bench.worlds import SIGNS_ASKED, own_recovery, random_treatment, schedule

HOURS = (6, 12, 24, 36, 48, 72, 96, 120, 144, 168, 216, 264)
QUANTILES = (0.05, 0.5, 0.95)
TARGETS = {0.5: 0.25, 0.95: 0.6}  # rating points
MOST_CHECK_INS = 12
CHAINS, WARM_UP, KEPT = 4, 500, 1000


@dataclass(frozen=True)
class Person:
    """One simulated person: ratings by sign for the forecast, and as padded arrays for NUTS."""

    cohort: Cohort
    rated: dict[str, list[tuple[float, int]]]
    check_ins: int

    @classmethod
    def random(cls, check_ins: int, protocol: Protocol, random: np.random.Generator) -> Person:
        treatment = random_treatment(random)
        times = sorted({*schedule(random), *random.uniform(100, 260, MOST_CHECK_INS)})
        hours = [float(hour) for hour in times[:check_ins]]
        recovery = Recovery.read(own_recovery(treatment, hours, SIGNS_ASKED, protocol, random))
        rated: dict[str, list[tuple[float, int]]] = {}
        for check_in in recovery.check_ins:
            for sign, rating in check_in.ratings.items():
                hour = recovery.treatment.hour_of(check_in.at)
                rated.setdefault(sign, []).append((hour, rating))
        return cls(Cohort.of(Treatment.read(treatment), protocol), rated, check_ins)

    def arrays(self) -> dict[str, Any]:
        """Courses (S,) and ratings (S, MOST_CHECK_INS), padded so that all share one program."""
        found = [self.cohort.courses[sign] for sign in SIGNS_ASKED]
        names = ("prevalence", "onset", "onset_spread", "peak", "median", "sigma", "height",
                 "height_sd")  # fmt: skip
        data: dict[str, Any] = {
            name: jnp.array([_of(one, name) for one in found]) for name in names
        }
        shape = (len(SIGNS_ASKED), MOST_CHECK_INS)
        hours, ratings, told = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for row, sign in enumerate(SIGNS_ASKED):
            for column, (hour, rating) in enumerate(self.rated.get(sign, ())):
                hours[row, column], ratings[row, column], told[row, column] = hour, rating, 1
        return data | {
            "hours": jnp.array(hours), "ratings": jnp.array(ratings), "told": jnp.array(told),
        }  # fmt: skip


def _of(course: SignCourse, name: str) -> float:
    return float(getattr(course, name))


def levels(data: dict[str, Any], own: Any, hours: Any) -> Any:
    """Levels (S, hours) of the curves with normal coordinates `own` (4, S)."""
    speed, size, start, shape = own
    resolved = data["median"] * jnp.exp(data["sigma"] * speed)
    low = ndtr(-data["height"] / data["height_sd"])
    high = ndtr((10 - data["height"]) / data["height_sd"])
    height = data["height"] + data["height_sd"] * ndtri(low + ndtr(size) * (high - low))
    height = jnp.clip(height, 0.01, 10.0)[:, None]
    peak = jnp.minimum(data["peak"], PEAK_SHARE * resolved)
    onset = jnp.minimum(data["onset"] * jnp.exp(data["onset_spread"] * start), ONSET_SHARE * peak)[
        :, None
    ]
    first = jnp.where(data["onset"] == 0, THERE_AT_ONCE, 0.0)[:, None]
    resolved, peak = resolved[:, None], peak[:, None]
    after = (hours - peak) / (resolved - peak)
    # the inner `where` keeps the gradient of 0 ** shape finite
    since = jnp.where(after > 0, after, 1.0) ** jnp.exp(SHAPE_SPREAD * shape)[:, None]
    steep = jnp.maximum(jnp.log(height), 0.0)
    fall = steep * since + jnp.maximum(1 - steep, 0.0) * jnp.maximum(after - 1, 0.0)
    share = jnp.clip((hours - onset) / jnp.maximum(peak - onset, 1e-9), 0.0, 1.0)
    rising = height * (first + (1 - first) * (1 - jnp.cos(jnp.pi * share)) / 2)
    return jnp.where(after > 0, height * jnp.exp(-jnp.where(after > 0, fall, 0.0)), rising)


def rating_log(level: Any, bias: Any, ratings: Any, habits: Any) -> Any:
    """Log probability of whole-number ratings, slips in: an analytic twin of `rating.table`."""
    centre = level + bias * jnp.clip(level / FELT_FROM, 0.0, 1.0)
    spread = habits.noise_at_0 + (habits.noise_at_8 - habits.noise_at_0) * level / 8
    edges = jnp.arange(10) + 0.5
    below = ndtr((edges - centre[..., None]) / spread[..., None])
    straight = jnp.diff(below, prepend=0.0, append=1.0)
    moved = np.zeros((11, 11))
    for rating in range(11):
        for target in (min(rating + habits.slip_size, 10), max(rating - habits.slip_size, 0)):
            moved[rating, target] += 0.5
    chances = (1 - habits.slips) * straight + habits.slips * straight @ jnp.array(moved)
    chosen = jnp.take_along_axis(chances, ratings[..., None].astype(int), axis=-1)[..., 0]
    return jnp.log(jnp.maximum(chosen, 1e-12))


def coordinates(draw: dict[str, Any], correlation: float) -> Any:
    """(4, S) normal coordinates of one draw: speed and height share the person's traits."""
    own = draw["own"]
    mixed = jnp.sqrt(correlation) * draw["traits"][:, None] + jnp.sqrt(1 - correlation) * own[:2]
    return jnp.concatenate([mixed, own[2:]])


def both(draw: dict[str, Any], data: dict[str, Any], habits: Any) -> tuple[Any, Any]:
    """Log of prior times likelihood of every sign (S,): present, absent."""
    bias = habits.bias_sd * draw["bias"]
    level = levels(data, coordinates(draw, habits.correlation), data["hours"])
    present = rating_log(level, bias, data["ratings"], habits)
    absent = rating_log(jnp.zeros_like(level), bias, data["ratings"], habits)
    present, absent = ((one * data["told"]).sum(1) * habits.trust for one in (present, absent))
    return jnp.log(data["prevalence"]) + present, jnp.log1p(-data["prevalence"]) + absent


def model(data: dict[str, Any], habits: Any) -> None:
    draw = {
        "traits": numpyro.sample("traits", dist.Normal(0, 1).expand([2]).to_event(1)),
        "bias": numpyro.sample("bias", dist.Normal(0, 1)),
        "own": numpyro.sample("own", dist.Normal(0, 1).expand([4, len(SIGNS_ASKED)]).to_event(2)),
    }
    present, absent = both(draw, data, habits)
    numpyro.factor("ratings", jnp.logaddexp(present, absent).sum())


def predicted(draw: dict[str, Any], data: dict[str, Any], habits: Any) -> tuple[Any, Any]:
    """Of one draw: levels (S, HOURS) where the sign comes, and the probability that it does."""
    present, absent = both(draw, data, habits)
    own = coordinates(draw, habits.correlation)
    return levels(data, own, jnp.array(HOURS, dtype=float)), jax.nn.sigmoid(present - absent)


def quantiles(level: np.ndarray, comes: np.ndarray) -> np.ndarray:
    """(S, HOURS, QUANTILES) of draws (D, S, HOURS) with weights (D, S); absence is a lump at 0."""
    result = np.zeros((*level.shape[1:], len(QUANTILES)))
    for sign in range(level.shape[1]):
        weights = comes[:, sign] / len(comes)
        nothing = 1 - weights.sum()
        for hour in range(level.shape[2]):
            order = np.argsort(level[:, sign, hour])
            mass = weights[order]
            middle = nothing + np.cumsum(mass) - mass / 2
            values = np.concatenate([[0.0], level[order, sign, hour]])
            grid = np.concatenate([[nothing], middle])
            result[sign, hour] = np.interp(QUANTILES, grid, values, left=0.0)
    return result


def ours(person: Person) -> np.ndarray:
    forecast = Forecast(Posterior.given(person.cohort, person.rated), {"natural": 1.0})
    return np.array([forecast.quantiles(sign, HOURS, QUANTILES) for sign in SIGNS_ASKED])


def update_seconds(person: Person) -> tuple[float, float]:
    """CPU seconds of one update of the posterior, least and median of 15."""
    found = []
    for _ in range(15):
        start = time.process_time()
        Posterior.given(person.cohort, person.rated)
        found.append(time.process_time() - start)
    return min(found), float(np.median(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--only", type=int, nargs="*", help="of these people, by their numbers")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--chains", choices=("sequential", "vectorized"), default="sequential")
    options = parser.parse_args()
    jax.config.update("jax_enable_x64", True)
    protocol = Protocol.default()
    habits = protocol.contents.rating_habits
    random = np.random.default_rng(options.seed)
    sampler = MCMC(
        NUTS(lambda data: model(data, habits)),
        num_warmup=WARM_UP,
        num_samples=KEPT,
        num_chains=CHAINS,
        chain_method=options.chains,
        progress_bar=False,
        jit_model_args=True,
    )
    follow = jax.jit(jax.vmap(lambda draw, data: predicted(draw, data, habits), (0, None)))
    apart, itself, nuts_seconds, updates, stuck = [], [], [], [], 0
    numbers: list[int] = []
    for number in range(options.people):
        person = Person.random(1 + number % MOST_CHECK_INS, protocol, random)
        if options.only and number + 1 not in options.only:
            continue
        numbers.append(number)
        data = person.arrays()
        begun = time.process_time()
        sampler.run(jax.random.PRNGKey(number), data, extra_fields=("diverging",))
        draws = sampler.get_samples()
        jax.block_until_ready(draws)
        nuts_seconds.append(time.process_time() - begun)
        stuck += int(np.asarray(sampler.get_extra_fields()["diverging"]).sum())
        level, comes = (np.asarray(one) for one in follow(draws, data))
        half = len(level) // 2  # draws come chain by chain
        reference = quantiles(level, comes)
        apart.append(np.abs(ours(person) - reference))
        itself.append(
            np.abs(quantiles(level[:half], comes[:half]) - quantiles(level[half:], comes[half:]))
        )
        updates.append(update_seconds(person))
        worst = apart[-1].max(axis=(0, 1))
        place = np.unravel_index(apart[-1][..., 2].argmax(), apart[-1].shape[:2])
        print(
            f"person {number + 1:2d}, {person.check_ins:2d} check-ins: apart at most"
            f" {worst[0]:.2f} {worst[1]:.2f} {worst[2]:.2f}"
            f" (95: {SIGNS_ASKED[place[0]]} at {HOURS[place[1]]} h);"
            f" NUTS {nuts_seconds[-1]:.1f} s, one update {updates[-1][1] * 1000:.1f} ms",
            flush=True,
        )
    _table(numbers, np.array(apart), np.array(itself))
    warm = nuts_seconds[1:] or nuts_seconds
    ratio = np.median(warm) / np.median([median for _, median in updates])
    full = [
        update
        for update, number in zip(updates, numbers, strict=True)
        if 1 + number % MOST_CHECK_INS == MOST_CHECK_INS
    ]
    print(f"divergent steps of NUTS: {stuck} of {len(numbers) * CHAINS * KEPT}")
    print(
        f"NUTS, {CHAINS} chains of {WARM_UP} + {KEPT} ({options.chains}): first with compilation"
        f" {nuts_seconds[0]:.1f} s, then median {np.median(warm):.1f} s; ratio to one update:"
        f" {ratio:,.0f}"
    )
    for least, median in full:
        print(f"one update, 12 check-ins, 10 signs rated: {median * 1000:.1f} ms"
              f" (least {least * 1000:.1f} ms) of one core")  # fmt: skip


def _table(numbers: list[int], apart: np.ndarray, itself: np.ndarray) -> None:
    """`apart` and `itself`: (people, signs, hours, quantiles)."""
    print("\nquantile | ours against NUTS: max, 99 in 100, mean | NUTS against itself: max, mean")
    for index, share in enumerate(QUANTILES):
        one, other = apart[..., index], itself[..., index]
        print(
            f"{share:8.2f} | {one.max():.3f} {np.quantile(one, 0.99):.3f} {one.mean():.3f} |"
            f" {other.max():.3f} {other.mean():.3f}"
        )
    for index, target in ((1, TARGETS[0.5]), (2, TARGETS[0.95])):
        one = apart[..., index]
        inside = 100 * (one <= target).mean()
        print(f"\n{QUANTILES[index]:.2f} within {target}: {inside:.2f} in 100; the farthest:")
        for place in np.argsort(one, axis=None)[::-1][:5]:
            who, sign, hour = (int(at) for at in np.unravel_index(place, one.shape))
            print(f"  person {numbers[who] + 1}, {SIGNS_ASKED[sign]} at {HOURS[hour]} h:"
                  f" {one[who, sign, hour]:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
