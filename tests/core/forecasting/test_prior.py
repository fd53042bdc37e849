"""The prior forecast: shapes, sums, order, and the protocol's own numbers given back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import afterglow as ag
from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.vocabulary import SIGNS, VISIBLE_SIGNS
from core.making import check_in, treatment, treatments

HOURS = [-5, 0, 0.1, 1, 6, 24, 48, 72, 168, 336, 1000]
REFERENCE = treatment(skin_type=3)


@pytest.fixture(scope="module")
def prior() -> ag.Forecast:
    return ag.forecast(REFERENCE)


@pytest.mark.parametrize("sign", SIGNS)
def test_ratings_are_probabilities_of_the_eleven_steps(prior: ag.Forecast, sign: str) -> None:
    chances = prior.ratings(sign, hours=HOURS)
    assert chances.shape == (len(HOURS), 11)
    assert (chances >= 0).all()
    assert chances.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("sign", SIGNS)
def test_quantiles_are_ordered_and_between_0_and_10(prior: ag.Forecast, sign: str) -> None:
    found = prior.quantiles(sign, hours=HOURS, q=[0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])
    assert found.shape == (len(HOURS), 7)
    assert (np.diff(found, axis=1) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 10


@pytest.mark.parametrize("sign", SIGNS)
def test_probability_rises_with_the_level(prior: ag.Forecast, sign: str) -> None:
    found = np.array([prior.probability(sign, hours=HOURS, at_most=n) for n in (0, 1, 3, 7, 10)])
    assert found.shape == (5, len(HOURS))
    assert (np.diff(found, axis=0) >= -1e-12).all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-9
    assert found[-1] == pytest.approx(1)


@pytest.mark.parametrize("sign", SIGNS)
def test_quantiles_and_probability_tell_the_same_story(prior: ag.Forecast, sign: str) -> None:
    for hour in (6, 48, 120):
        (median,) = prior.quantiles(sign, hours=[hour], q=[0.5])[0]
        assert prior.probability(sign, hours=[hour], at_most=median + 0.02)[0] >= 0.48


@pytest.mark.parametrize("sign", SIGNS)
def test_before_the_needling_there_is_nothing(prior: ag.Forecast, sign: str) -> None:
    assert prior.quantiles(sign, hours=[-24, -0.1], q=[0.5, 0.99]) == pytest.approx(0)
    assert prior.probability(sign, hours=[-24], at_most=0) == pytest.approx(1)
    assert prior.ratings(sign, hours=[-24])[0, 0] > 0.9


def test_looks_ordinary_is_a_probability_and_certain_before_the_needling(
    prior: ag.Forecast,
) -> None:
    found = prior.looks_ordinary(hours=HOURS)
    assert found.shape == (len(HOURS),)
    assert found[0] == pytest.approx(1)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-9).all()


def test_looks_ordinary_gets_likelier_from_the_fourth_day_on(prior: ag.Forecast) -> None:
    found = prior.looks_ordinary(hours=list(range(96, 700, 12)))
    assert (np.diff(found) > -0.005).all()
    assert found[-1] > 0.9


@settings(deadline=None, max_examples=12)
@given(given_treatment=treatments())
def test_looking_ordinary_is_never_likelier_than_any_single_sign(
    given_treatment: dict[str, Any],
) -> None:
    made = ag.forecast(given_treatment)
    hours = [0, 1, 12, 48, 96, 168]
    together = made.looks_ordinary(hours=hours)
    for sign in VISIBLE_SIGNS:
        assert (together <= made.probability(sign, hours=hours, at_most=1) + 1e-9).all()


@settings(deadline=None, max_examples=12)
@given(given_treatment=treatments())
def test_the_same_treatment_has_the_same_forecast(given_treatment: dict[str, Any]) -> None:
    assert ag.forecast(given_treatment).model_dump() == ag.forecast(given_treatment).model_dump()


@pytest.mark.parametrize("method", ["ratings", "quantiles", "probability"])
def test_an_unknown_sign_is_refused_with_a_hint(prior: ag.Forecast, method: str) -> None:
    extra = {"at_most": 1} if method == "probability" else {}
    with pytest.raises(ag.InputRefused, match="did you mean redness"):
        getattr(prior, method)("rednes", hours=[1], **extra)


@pytest.mark.parametrize(
    "hours", [[float("nan")], [1, float("inf")], [None], ["noon"], [[1, 2], [3, 4]]]
)
def test_hours_that_are_no_hours_are_refused(prior: ag.Forecast, hours: Any) -> None:
    for ask in (
        lambda: prior.ratings("redness", hours=hours),
        lambda: prior.quantiles("redness", hours=hours, q=[0.5]),
        lambda: prior.probability("redness", hours=hours, at_most=1),
        lambda: prior.looks_ordinary(hours=hours),
    ):
        with pytest.raises(ag.InputRefused, match="hours"):
            ask()


@pytest.mark.parametrize("q", [[-0.1], [1.1], [float("nan")], [[0.5]]])
def test_quantiles_outside_0_to_1_are_refused(prior: ag.Forecast, q: Any) -> None:
    with pytest.raises(ag.InputRefused, match="q"):
        prior.quantiles("redness", hours=[1], q=q)


def test_a_level_that_is_no_number_is_refused(prior: ag.Forecast) -> None:
    with pytest.raises(ag.InputRefused, match="at_most"):
        prior.probability("redness", hours=[24], at_most=float("nan"))


def test_nothing_is_below_zero(prior: ag.Forecast) -> None:
    assert prior.probability("milia", hours=[24], at_most=-1) == pytest.approx(0)


def test_no_hours_give_no_rows(prior: ag.Forecast) -> None:
    assert prior.ratings("redness", hours=[]).shape == (0, 11)


def test_the_json_of_a_forecast_has_the_fields_of_the_design(prior: ag.Forecast) -> None:
    told = json.loads(json.dumps(prior.model_dump()))
    assert told.keys() >= {"hours", "signs", "off_course", "explanations"}
    assert told["hours"] == list(range(0, 337, 6))
    assert set(SIGNS) <= told["signs"].keys()
    for bands in told["signs"].values():
        assert bands.keys() >= {"median", "q05", "q25", "q75", "q95"}
        for q05, q25, median, q75, q95 in zip(
            *(bands[name] for name in ("q05", "q25", "median", "q75", "q95")), strict=True
        ):
            assert 0 <= q05 <= q25 <= median <= q75 <= q95 <= 10
        assert len(bands["median"]) == len(told["hours"])
    assert 0 <= told["off_course"] <= 1
    assert sum(told["explanations"].values()) == pytest.approx(1, abs=1e-4)
    assert told["off_course"] == pytest.approx(1 - told["explanations"]["natural"], abs=1e-5)


def course(cohort: Cohort, sign: str) -> tuple[float, float, float]:
    """Of the simulated curves that peaked above 1: share with the sign, and the median and 90th
    percentile of the time after which they stay at 1 or less, read off their levels."""
    curves = cohort.curves[sign]
    # a grid fine at first and coarser later, so that a fifth of an hour and 7 months both fit
    grid = np.concatenate([[0.0], np.geomspace(0.005, 40_000, 6_000)])
    levels = curves.levels(grid)
    peaked = levels.max(axis=1) > 1.0
    above = levels[peaked] > 1.0
    last = above.shape[1] - 1 - above[:, ::-1].argmax(axis=1)
    resolved = grid[np.minimum(last + 1, len(grid) - 1)]
    median, p90 = np.quantile(resolved, [0.5, 0.9])
    return cohort.courses[sign].prevalence, float(median), float(p90)


@pytest.mark.parametrize("sign", SIGNS)
def test_the_reference_treatment_gives_back_the_numbers_of_the_protocol(
    protocol: ag.Protocol, sign: str
) -> None:
    cohort = Cohort.of(ag.Treatment.read(REFERENCE), protocol)
    prevalence, median, p90 = course(cohort, sign)
    spec = protocol.signs[sign]
    assert prevalence == pytest.approx(spec.prevalence, rel=0.03)
    assert median == pytest.approx(spec.resolved.median, rel=0.03)
    assert p90 == pytest.approx(spec.resolved.p90, rel=0.03)


@pytest.mark.parametrize("sign", SIGNS)
def test_the_share_of_people_who_feel_a_sign_is_its_prevalence(
    prior: ag.Forecast, protocol: ag.Protocol, sign: str
) -> None:
    """Read from the outside: nobody who has the sign is at exactly 0 near the peak."""
    spec = protocol.signs[sign]
    hour = max(spec.peak, 0.01)
    free = prior.probability(sign, hours=[hour], at_most=0)[0]
    assert 1 - free <= spec.prevalence * 1.03
    assert 1 - free >= spec.prevalence * 0.5


def test_deeper_needles_make_redness_last_longer() -> None:
    calm = [
        ag.forecast(treatment(areas={"cheeks": depth}, skin_type=3)).probability(
            "redness", hours=[48], at_most=1
        )[0]
        for depth in (0.5, 1.0, 1.5, 2.0)
    ]
    assert calm == sorted(calm, reverse=True)
    assert calm[0] > calm[-1] + 0.2


@pytest.mark.parametrize(
    ("changes", "sign", "hour"),
    [
        ({"conditions": ["rosacea"]}, "redness", 48),
        ({"medicines": ["apixaban"]}, "bruising", 60),
        ({"areas": {"cheeks": 1.0, "periorbital": 0.5}}, "bruising", 60),
        ({"conditions": ["acne"]}, "breakouts", 120),
        ({"device": "rf"}, "redness", 48),
        ({"passes": 12}, "redness", 48),
        ({"skin_type": 6}, "pigment_change", 1500),
        ({"areas": {"neck": 1.0}}, "redness", 48),
        ({"areas": {"cheeks": 1.0, "forehead": 0.5}}, "soreness", 12),
        ({"areas": {"cheeks": 1.0, "periorbital": 0.5}}, "swelling", 24),
        ({"medicines": ["tretinoin"]}, "dryness", 72),
    ],
)
def test_what_makes_a_sign_likelier_makes_it_likelier(
    prior: ag.Forecast, changes: dict[str, Any], sign: str, hour: float
) -> None:
    changed = ag.forecast(treatment(**({"skin_type": 3} | changes)))
    usual = prior.probability(sign, hours=[hour], at_most=1)[0]
    assert changed.probability(sign, hours=[hour], at_most=1)[0] < usual - 1e-4


def test_a_forecast_is_made_for_a_treatment_to_come() -> None:
    assert ag.forecast(treatment(performed_at="2099-01-01T10:00:00Z")).signs


def test_a_check_in_before_the_treatment_is_refused() -> None:
    with pytest.raises(ag.InputRefused, match="before the treatment"):
        ag.forecast(treatment(), check_ins=[check_in(-1, redness=3)])
