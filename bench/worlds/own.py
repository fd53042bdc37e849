"""Recoveries drawn from the protocol's own model and rating habits: nothing unusual happens."""

from __future__ import annotations

from typing import Any

import numpy as np

from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.curves import SHAPE_SPREAD, THERE_AT_ONCE, Curves
from afterglow.core.planning import ONSET_SHARE, PEAK_SHARE, SignCourse
from afterglow.core.protocol import Protocol, RatingHabits
from afterglow.core.treatment import Treatment
from bench.worlds.people import as_check_ins


def draw_curve(
    course: SignCourse, traits: np.ndarray, correlation: float, random: np.random.Generator
) -> Curves | None:
    """One person's curve of a sign (arrays of length 1), or None where the sign never comes."""
    if random.random() >= course.prevalence:
        return None
    own = random.standard_normal(4)
    mixed = np.sqrt(correlation) * traits + np.sqrt(1 - correlation) * own[:2]
    resolved = course.median * np.exp(course.sigma * mixed[0])
    height = -1.0
    while not 0 < height <= 10:  # the height is a normal held inside the scale
        height = course.height + course.height_sd * mixed[1]
        mixed[1] = np.sqrt(correlation) * traits[1] + np.sqrt(1 - correlation) * (
            random.standard_normal()
        )
    peak = min(course.peak, PEAK_SHARE * resolved)
    onset = min(course.onset * np.exp(course.onset_spread * own[2]), ONSET_SHARE * peak)
    first = THERE_AT_ONCE if course.onset == 0 else 0.0
    values = (onset, peak, resolved, height, np.exp(SHAPE_SPREAD * own[3]))
    return Curves(*(np.array([value]) for value in values), first=first)


def rate(
    levels: np.ndarray, bias: float, habits: RatingHabits, random: np.random.Generator
) -> list[int | None]:
    """Ratings of a person: noise by level, bias once felt, slips, gaps (None)."""
    found: list[int | None] = []
    for level in levels:
        if random.random() < habits.missing:
            found.append(None)
            continue
        spread = habits.noise_at_0 + (habits.noise_at_8 - habits.noise_at_0) * level / 8
        value = level + bias * min(level / 0.5, 1) + spread * random.standard_normal()
        rating = int(np.clip(round(value), 0, 10))
        if random.random() < habits.slips:
            rating += int(random.choice([-1, 1])) * habits.slip_size
        found.append(int(np.clip(rating, 0, 10)))
    return found


def own_recovery(
    treatment: dict[str, Any],
    hours: list[float],
    signs: tuple[str, ...],
    protocol: Protocol,
    random: np.random.Generator,
) -> dict[str, Any]:
    """An ordinary recovery as JSON: ratings of `signs` at `hours`, now and then a temperature."""
    cohort = Cohort.of(Treatment.read(treatment), protocol)
    habits = protocol.contents.rating_habits
    traits, bias = random.standard_normal(2), habits.bias_sd * random.standard_normal()
    times = np.array(hours)
    rated = {}
    for sign in signs:
        curve = draw_curve(cohort.courses[sign], traits, habits.correlation, random)
        levels = curve.levels(times)[0] if curve else np.zeros(len(times))
        rated[sign] = rate(levels, bias, habits, random)
    check_ins = as_check_ins(treatment, hours, rated)
    for check_in in check_ins:
        if random.random() < 0.2:
            check_in["temperature_c"] = round(float(random.normal(36.7, 0.3)), 1)
    return {"treatment": treatment, "check_ins": check_ins}
