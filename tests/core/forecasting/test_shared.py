"""What is reckoned once and shared, or in another order, gives the very same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import afterglow as ag
from afterglow.core.forecasting import Cohort
from afterglow.core.forecasting.curves import Curves, Floats
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn

PROTOCOL = Protocol.default()
HOURS = [-3.0, 0.0, 0.5, 1.5, 2.0, 7.0, 12.0, 31.0, 55.5, 72.0, 100.0, 168.0, 336.0, 900.0]
CHECK_INS = [
    {"at": "2026-11-24T18:00:00-05:00", "ratings": {"redness": 5, "warmth": 3}},
    {"at": "2026-11-25T09:00:00-05:00", "ratings": {"redness": 3, "flaking": 1}},
]


def treatment(depth: float) -> Any:
    return {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": depth}}


def written_out(curves: Curves, hours: list[float]) -> Floats:
    """The family of curves as planning/course.py writes it, with no care for speed."""
    time = np.array(hours)[None, :]
    onset, peak, height = curves.onset[:, None], curves.peak[:, None], curves.height[:, None]
    since = np.maximum((time - peak) / (curves.resolved[:, None] - peak), 0.0)
    steep = np.maximum(np.log(height), 0.0)
    fall = steep * since ** curves.shape[:, None]
    fall += np.maximum(1.0 - steep, 0.0) * np.maximum(since - 1.0, 0.0)
    share = np.clip((time - onset) / np.maximum(peak - onset, 1e-9), 0.0, 1.0)
    rise = curves.first + (1 - curves.first) * (1 - np.cos(np.pi * share)) / 2
    level = np.where((time < peak) & (peak > 0), height * rise, height * np.exp(-fall))
    return np.where(time < 0, 0.0, level)


@pytest.mark.parametrize("depth", [0.25, 1.0, 2.5])
def test_levels_are_those_of_the_formula_however_many_are_asked(depth: float) -> None:
    cohort = Cohort.of(ag.Treatment.read(treatment(depth)), PROTOCOL)
    for sign, curves in cohort.curves.items():
        found = curves.levels(np.array(HOURS))
        assert np.array_equal(found, written_out(curves, HOURS)), sign
        alone = [curves.levels(np.array([hour]))[:, 0] for hour in HOURS]
        assert np.array_equal(found, np.array(alone).T), sign


def test_check_ins_put_upon_a_forecast_give_what_a_fresh_one_gives() -> None:
    fresh = ag.forecast(treatment(1.0), check_ins=CHECK_INS)
    told = [CheckIn.read(one) for one in CHECK_INS]
    shared = ag.forecast(treatment(1.0)).after(told)
    assert shared.result() == fresh.result()
    assert np.array_equal(shared.looks_ordinary(HOURS), fresh.looks_ordinary(HOURS))
    # and asked twice, the same
    assert shared.result() == fresh.result()


def test_nobody_feels_a_sign_that_does_not_come() -> None:
    for check_ins in ([], CHECK_INS):
        expected = ag.forecast(treatment(1.0), check_ins=check_ins)
        for sign in expected.signs:
            most = float((1 - expected.probability(sign, HOURS, at_most=1)).max())
            assert most <= expected.presence(sign) + 1e-12, sign
    assert expected.presence("redness") > 0.95
    with pytest.raises(ag.InputRefused):
        expected.presence("happiness")


def test_curves_that_are_shared_cannot_be_changed() -> None:
    curves = Cohort.of(ag.Treatment.read(treatment(1.0)), PROTOCOL).curves["redness"]
    with pytest.raises(ValueError, match="read-only"):
        curves.height[0] = 3.0
