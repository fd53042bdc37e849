"""The forecast learns from check-ins, and weighs what else a recovery could be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.forecasting import Cohort, forecast, weigh
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery

PROTOCOL = Protocol.default()
START = "2026-03-10T14:00:00+00:00"
TREATMENT = {"performed_at": START, "areas": {"cheeks": 1.0}, "skin_type": 3, "age": 34}
INFLAMED = ("redness", "warmth", "swelling", "soreness")


def at(hour: float, **ratings: int) -> dict[str, Any]:
    moment = np.datetime64("2026-03-10T14:00:00") + np.timedelta64(round(hour * 3600), "s")
    return {"at": f"{moment}+00:00", "ratings": ratings}


def recovery(*check_ins: dict[str, Any]) -> Recovery:
    return Recovery.read({"treatment": TREATMENT, "check_ins": list(check_ins)})


def weighed(*check_ins: dict[str, Any]) -> Any:
    told = recovery(*check_ins)
    return weigh(Cohort.of(told.treatment, PROTOCOL), told.treatment, told.check_ins)


def test_a_calm_check_in_makes_calm_ahead_more_likely() -> None:
    before = forecast(TREATMENT).probability("redness", [48], 1)[0]
    calm = forecast(TREATMENT, check_ins=[at(20, redness=1)]).probability("redness", [48], 1)[0]
    red = forecast(TREATMENT, check_ins=[at(20, redness=7)]).probability("redness", [48], 1)[0]
    assert red < before < calm


def test_one_sign_tells_a_little_about_the_others() -> None:
    """Speed and severity are shared: a strong, slow redness makes soreness last, too."""
    slow = [at(hour, redness=8) for hour in (10, 20, 30, 40)]
    plain = forecast(TREATMENT).quantiles("soreness", [30], (0.5, 0.9))[0]
    shifted = forecast(TREATMENT, check_ins=slow).quantiles("soreness", [30], (0.5, 0.9))[0]
    assert (shifted > plain).all()


def test_bands_narrow_with_check_ins() -> None:
    def width(count: int) -> float:
        falling = ((12, 4), (20, 3), (28, 2), (36, 2), (44, 1))
        told = [at(hour, redness=rating) for hour, rating in falling[:count]]
        low, high = forecast(TREATMENT, check_ins=told).quantiles("redness", [24], (0.05, 0.95))[0]
        return float(high - low)

    assert width(5) < width(2) < width(0)


def test_a_sign_never_felt_becomes_unlikely() -> None:
    none = [at(hour, flaking=0) for hour in (60, 72, 84, 96, 108)]
    assert forecast(TREATMENT, check_ins=none).probability("flaking", [120], 1)[0] > 0.9


def test_the_order_of_the_list_does_not_matter() -> None:
    told = [at(10, redness=5), at(20, redness=3), at(30, redness=2)]
    there = forecast(TREATMENT, check_ins=told).ratings("redness", [40])
    back = forecast(TREATMENT, check_ins=told[::-1]).ratings("redness", [40])
    assert (there == back).all()


def test_without_check_ins_the_explanations_are_the_base_rates() -> None:
    base = {one.id: one.base_rate for one in PROTOCOL.contents.explanations}
    assert forecast(TREATMENT).explanations == base


def test_signs_that_rise_together_after_falling_look_like_an_infection() -> None:
    calm = [
        at(h, redness=r, warmth=w, swelling=1, soreness=1) for h, r, w in ((4, 5, 4), (20, 2, 1))
    ]
    rising = [at(h, **dict.fromkeys(INFLAMED, r)) for h, r in ((44, 1), (56, 3), (68, 6))]
    found = weighed(*calm, *rising)
    assert max(found.explanations, key=found.explanations.__getitem__) == "infection"
    by_id = {one.explanation.id: one.probability for one in found.suspicions}
    assert by_id["infection"] > 0.95


def test_itch_that_surges_with_redness_looks_like_a_reaction_to_a_product() -> None:
    found = weighed(
        at(20, redness=2, itching=0), at(40, redness=1, itching=1), at(56, redness=4, itching=8)
    )
    assert max(found.explanations, key=found.explanations.__getitem__) == "contact_dermatitis"


@pytest.mark.parametrize("rating", [0, 10])
def test_all_zeros_and_all_tens_give_a_finite_answer(rating: int) -> None:
    signs = dict.fromkeys(PROTOCOL.signs, rating)
    told = [at(hour, **signs) for hour in (2, 14, 26, 50, 90)]
    result = forecast(TREATMENT, check_ins=told)
    for sign in PROTOCOL.signs:
        assert np.isfinite(result.ratings(sign, [0, 50, 300])).all()
        assert np.isfinite(result.quantiles(sign, [0, 50, 300])).all()
    assert 0 <= result.off_course <= 1
    assert (result.off_course > 0.5) == (rating == 10)


ratings = st.fixed_dictionaries(
    {}, optional=dict.fromkeys((*INFLAMED, "itching"), st.integers(0, 10))
)


@settings(max_examples=60, deadline=None)
@given(
    past=st.lists(ratings, max_size=5), now=ratings, raised=st.sampled_from((*INFLAMED, "itching"))
)
def test_no_suspicion_falls_when_a_rating_rises(
    past: list[dict[str, int]], now: dict[str, int], raised: str
) -> None:
    now = {raised: 0} | now
    worse = now | {raised: min(now[raised] + 1, 10)}
    earlier = [at(6 + 14 * index, **told) for index, told in enumerate(past)]
    hour = 6 + 14 * len(past)
    before, after = weighed(*earlier, at(hour, **now)), weighed(*earlier, at(hour, **worse))
    for low, high in zip(before.suspicions, after.suspicions, strict=True):
        assert high.probability >= low.probability - 1e-12
    assert before.surprise is not None
    assert after.surprise is not None
    assert after.surprise.tail <= before.surprise.tail + 1e-12
    assert sum(after.explanations.values()) == pytest.approx(1)
