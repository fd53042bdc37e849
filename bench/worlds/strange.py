"""Two worlds whose curves are not the model's, and complications that happen in them.

`gamma_world`: gamma-shaped curves, a wandering level from day to day, logistic rating noise.
`phases_world`: two phases of fading, warmer evenings, raters who like even numbers, heavy tails.
Both take how often, how long and how strong from the protocol's numbers for the person, each with
a distortion of its own, so that neither is the model with another name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from afterglow.core.planning import SignCourse, courses
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from bench.worlds.people import as_check_ins

Course = Callable[[np.ndarray], np.ndarray]
INFLAMED = ("redness", "warmth", "swelling", "soreness")
OBSERVABLE = 2.5  # points over the natural course
KINDS = ("infection", "contact_dermatitis", "prolonged_redness", "cold_sore", "toxicity")


@dataclass
class Story:
    """A simulated recovery: its JSON, what went wrong, from when, and from when it can be seen."""

    recovery: dict[str, Any]
    label: str = "none"
    onset: float | None = None
    observable: float | None = None
    hours: list[float] = field(default_factory=list)


def gamma_curve(course: SignCourse, speed: float, size: float, rnd: np.random.Generator) -> Course:
    """Rises and falls like t**a * exp(-t/b), scaled to pass 1 near the resolution."""
    resolved = course.median * np.exp(course.sigma * speed)
    height = float(np.clip(course.height + course.height_sd * size, 0.2, 10))
    onset = course.onset * np.exp(course.onset_spread * rnd.standard_normal())
    power = rnd.uniform(0.5, 1.5) if course.peak > 6 else 0.15
    peak = max(min(course.peak, 0.6 * resolved) - onset, 0.05)
    # the rate of fading that brings the curve down to 1 at the resolution
    span = max(resolved - onset, peak * 1.3)
    steep = np.log(max(height, 1.6)) / (span / peak - 1 - np.log(span / peak))
    power = power if height < 1 else steep

    def level(hours: np.ndarray) -> np.ndarray:
        share = np.maximum(hours - onset, 0) / peak
        with np.errstate(divide="ignore"):
            rise = np.exp(power * (np.log(np.maximum(share, 1e-9)) + 1 - share))
        start = np.where((share < 1) & (course.peak <= 6), np.maximum(rise, 0.7), rise)
        return height * np.where(hours < onset, 0, np.minimum(start, 1))

    wander = np.cumsum(rnd.normal(0, 0.12, 60))
    return lambda hours: (
        level(hours) * np.exp(np.clip(np.interp(hours, np.arange(60) * 8.0, wander), -0.5, 0.5))
    )


def phases_curve(course: SignCourse, speed: float, size: float, rnd: np.random.Generator) -> Course:
    """A fast and a slow phase of fading; a little stronger in the evening."""
    resolved = course.median * np.exp(course.sigma * speed)
    height = float(
        np.clip(course.height * np.exp(course.height_sd / course.height * size * 0.8), 0.2, 10)
    )
    onset = course.onset * np.exp(course.onset_spread * rnd.standard_normal())
    peak = max(min(course.peak, 0.6 * resolved), onset + 0.05)
    fast = rnd.uniform(0.3, 0.7)
    span = max(resolved - peak, 0.1)

    def shape(share: np.ndarray, rate: float) -> np.ndarray:
        return fast * np.exp(-3 * rate * share) + (1 - fast) * np.exp(-rate * share)

    low, high = 0.01, 60.0
    for _ in range(40):  # the rate at which it passes 1 at the resolution
        rate = (low + high) / 2
        low, high = (rate, high) if height * shape(np.array(1.0), rate) > 1 else (low, rate)

    def level(hours: np.ndarray) -> np.ndarray:
        up = np.clip((hours - onset) / (peak - onset), 0, 1)
        if course.onset == 0:
            up = 0.7 + 0.3 * up
        down = shape(np.maximum(hours - peak, 0) / span, max(rate, 0.5))
        evening = 1 + 0.08 * np.sin(2 * np.pi * (hours - 2) / 24)
        return height * up * down * evening * (hours >= onset)

    return level


def logistic_rater(rnd: np.random.Generator) -> Callable[[np.ndarray], list[int | None]]:
    bias = rnd.normal(0, 0.3)

    def rate(levels: np.ndarray) -> list[int | None]:
        spread = (0.25 + 0.085 * levels) * 0.6
        felt = levels + bias * (levels > 0.4) + spread * rnd.logistic(size=len(levels))
        return _whole(felt, rnd)

    return rate


def even_rater(rnd: np.random.Generator) -> Callable[[np.ndarray], list[int | None]]:
    bias, likes_even = rnd.normal(0, 0.3), rnd.random() < 0.3

    def rate(levels: np.ndarray) -> list[int | None]:
        spread = 0.3 + 0.08 * levels
        noise = np.clip(rnd.standard_t(5, size=len(levels)), -4, 4) * 0.85
        felt = levels + bias * (levels > 0.4) + spread * noise
        found = _whole(felt, rnd)
        if likes_even:
            found = [
                r if r is None or r < 3 or rnd.random() < 0.6 else 2 * round(r / 2) for r in found
            ]
        return found

    return rate


def _whole(felt: np.ndarray, rnd: np.random.Generator) -> list[int | None]:
    found: list[int | None] = []
    for value in felt:
        rating = int(np.clip(round(value), 0, 10))
        if rnd.random() < 0.015:
            rating = int(np.clip(rating + rnd.choice([-2, 2]), 0, 10))
        found.append(None if rnd.random() < 0.03 else rating)
    return found


@dataclass(frozen=True)
class World:
    """A make of recoveries: its curves, its raters, how far signs hang together."""

    name: str
    curve: Callable[..., Course]
    rater: Callable[[np.random.Generator], Callable[[np.ndarray], list[int | None]]]
    correlation: float


GAMMA = World("gamma", gamma_curve, logistic_rater, 0.45)
PHASES = World("phases", phases_curve, even_rater, 0.3)


def story(
    world: World,
    treatment: dict[str, Any],
    hours: list[float],
    signs: tuple[str, ...],
    protocol: Protocol,
    rnd: np.random.Generator,
    label: str = "none",
) -> Story:
    """One recovery of this world, ordinary or with a complication."""
    by_sign = courses(protocol.facts(Treatment.read(treatment)), protocol)
    shared = rnd.standard_normal(2)
    fine = np.arange(0.0, 300.0, 0.5)
    times = np.array(hours)
    levels, natural = {}, {}
    for sign in signs:
        course = by_sign[sign]
        own = rnd.standard_normal(2)
        speed, size = np.sqrt(world.correlation) * shared + np.sqrt(1 - world.correlation) * own
        if rnd.random() < course.prevalence:
            curve = world.curve(course, speed, size, rnd)
            levels[sign], natural[sign] = np.clip(curve(times), 0, 10), np.clip(curve(fine), 0, 10)
        else:
            levels[sign], natural[sign] = np.zeros(len(times)), np.zeros(len(fine))
    onset, added, flags = _complication(label, signs, rnd)
    observable = _observable(added, flags, natural, fine)
    rate = world.rater(rnd)
    rated = {s: rate(np.clip(levels[s] + added(s, times), 0, 10)) for s in signs}
    check_ins = as_check_ins(treatment, hours, rated)
    for check_in, hour in zip(check_ins, hours, strict=True):
        told = [flag for flag, begins in flags.items() if hour >= begins]
        if told:
            check_in["flags"] = told
    recovery = {"treatment": treatment, "check_ins": check_ins}
    return Story(recovery, label, onset, observable, hours)


def _complication(
    label: str, signs: tuple[str, ...], rnd: np.random.Generator
) -> tuple[float | None, Callable[[str, np.ndarray], np.ndarray], dict[str, float]]:
    """(onset, what it adds to a sign by hour, flags with their hours)."""
    if label == "none":
        return None, lambda sign, hours: np.zeros(len(hours)), {}
    if label == "infection":
        onset, span = rnd.uniform(30, 110), rnd.uniform(20, 50)
        weights = {sign: rnd.uniform(0.5, 1.0) for sign in INFLAMED}
        high = rnd.uniform(4, 7)
        flags = {}
        if rnd.random() < 0.6:
            flags["pus"] = onset + span * rnd.uniform(0.8, 1.8)
        if rnd.random() < 0.4:
            flags["spreading_redness"] = onset + span * rnd.uniform(0.7, 1.5)
    elif label == "contact_dermatitis":
        onset, span, high = rnd.uniform(20, 90), rnd.uniform(10, 30), rnd.uniform(5, 9)
        weights = {"itching": 1.0, "redness": rnd.uniform(0.4, 0.8)}
        flags = {"bumps": onset + span * rnd.uniform(0.7, 1.5)} if rnd.random() < 0.4 else {}
    elif label == "prolonged_redness":
        onset, span, high = rnd.uniform(24, 72), 24.0, rnd.uniform(2.5, 4.5)
        weights, flags = {"redness": 1.0}, {}
    elif label == "cold_sore":
        onset = rnd.uniform(40, 150)
        span, high, weights = 12.0, rnd.uniform(1, 3), {"soreness": 1.0}
        flags = {"cold_sore": onset + rnd.uniform(8, 40)}
    else:
        onset, span, high, weights = rnd.uniform(0.3, 2), 1.0, 0.0, {}
        flags = {str(rnd.choice(["confusion", "metallic_taste", "blue_lips"])): onset}

    def added(sign: str, hours: np.ndarray) -> np.ndarray:
        share = np.clip((hours - onset) / span, 0, 1)
        return weights.get(sign, 0.0) * high * share**1.3

    return onset, added, flags


def _observable(
    added: Callable[[str, np.ndarray], np.ndarray],
    flags: dict[str, float],
    natural: dict[str, np.ndarray],
    fine: np.ndarray,
) -> float | None:
    """The first hour at which a sign stands 2.5 over its natural course, or a flag shows."""
    first = list(flags.values())
    for sign, levels in natural.items():
        over = np.clip(levels + added(sign, fine), 0, 10) - levels >= OBSERVABLE
        if over.any():
            first.append(float(fine[np.argmax(over)]))
    return min(first) if first else None
