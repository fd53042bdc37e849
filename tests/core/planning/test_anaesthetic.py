"""Numbing cream against its label: cases worked by hand, and what no input may ever bring about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import afterglow as ag
from afterglow.core.planning import NumbingCheck, NumbingVerdict
from afterglow.core.vocabulary import CONDITIONS, NumbingProduct
from core.making import treatment

LMX, EMLA, AMETOP = "lidocaine_4", "lidocaine_prilocaine_2.5_2.5", "tetracaine_4"
PLIAGLIS, BLT = "lidocaine_tetracaine_7_7", "benzocaine_lidocaine_tetracaine_20_6_4"
PRODUCTS = get_args(NumbingProduct)
ADULT: dict[str, Any] = {"age": 34, "occluded": False}
NOTHING_UNKNOWN = {"grams": 5.0, "area_cm2": 100.0, "minutes": 30.0, **ADULT}

within, ask, over = NumbingVerdict


def check(product: str, grams: Any = 5, area: Any = 100, minutes: Any = 30, **more: Any) -> Any:
    told = {"grams": grams, "area_cm2": area, "minutes": minutes, **ADULT, **more}
    return ag.check_numbing(product, **told)


# By hand from the labels in evidence section 5: each number on its limit, and just past it.
CASES = [
    # lidocaine 4 %, US: 30 to 60 min, from 2 years, no film; no totals, so others' ask or stop
    (LMX, "US", {"grams": 10, "area": 300, "minutes": 60}, within),
    (LMX, "US", {"minutes": 60.5}, over),
    (LMX, "US", {"grams": 10.1}, ask),
    (LMX, "US", {"grams": 40}, ask),
    (LMX, "US", {"grams": 40.1}, over),
    (LMX, "US", {"area": 301}, ask),
    (LMX, "US", {"area": 901}, over),
    (LMX, "US", {"occluded": True}, over),
    (LMX, "US", {"occluded": None}, ask),
    (LMX, "US", {"age": 1.9, "weight_kg": 12}, over),
    (LMX, "US", {"age": 9, "weight_kg": 10, "area": 101}, over),
    (LMX, "PR", {"minutes": 61}, over),
    # lidocaine 4 %, UK: 900 cm², a face 30 to 40 g, 30 to 60 min, never over 5 h, any cover
    (LMX, "GB", {"grams": 40, "area": 900, "minutes": 60, "occluded": True}, within),
    (LMX, "GB", {"grams": 41}, ask),
    (LMX, "GB", {"grams": 181}, over),
    (LMX, "GB", {"area": 901}, over),
    (LMX, "GB", {"minutes": 61}, ask),
    (LMX, "GB", {"minutes": 301}, over),
    (LMX, "UK", {"minutes": 301}, over),
    (LMX, "GB", {"age": 0.9, "weight_kg": 8, "grams": 1.1}, over),
    (LMX, "GB", {"age": 0.9, "weight_kg": 8, "grams": 1, "minutes": 60}, ask),
    (LMX, "GB", {"age": 0.2, "weight_kg": 5, "grams": 1, "minutes": 61}, over),
    # lidocaine 4 %, Australia: at most 10 g, film allowed
    (LMX, "AU", {"grams": 10, "occluded": True}, within),
    (LMX, "AU", {"grams": 10.5}, over),
    # no country, or one without a label: the strictest
    (LMX, None, {"grams": 10, "area": 300, "minutes": 60}, within),
    (LMX, None, {"grams": 10.5}, over),
    (LMX, None, {"occluded": True}, over),
    (LMX, "IN", {"grams": 10.5}, over),
    # EMLA, UK and EU: 60 g, 600 cm², 1 to 5 h, with its dressing; eczema 30 min
    (EMLA, "GB", {"grams": 60, "area": 600, "minutes": 300, "occluded": True}, within),
    (EMLA, "DE", {"grams": 60, "area": 600, "minutes": 300}, within),
    (EMLA, "DE", {"grams": 60.5}, over),
    (EMLA, "DE", {"area": 601}, over),
    (EMLA, "DE", {"minutes": 301}, over),
    (EMLA, "GB", {"minutes": 31, "conditions": ["eczema"]}, over),
    (EMLA, "GB", {"minutes": 30, "conditions": ["eczema"]}, ask),
    # EMLA, US: children by age and weight
    (EMLA, "US", {"grams": 60, "area": 600, "minutes": 180, "occluded": True}, within),
    (EMLA, "US", {"minutes": 181}, ask),
    (EMLA, "US", {"grams": 60.5}, over),
    (EMLA, "US", {"age": 8, "weight_kg": 30, "grams": 20, "area": 200, "minutes": 240}, ask),
    (EMLA, "US", {"age": 8, "weight_kg": 30, "grams": 20.5}, over),
    (EMLA, "US", {"age": 8, "weight_kg": 20, "grams": 11}, over),
    (EMLA, "US", {"age": 3, "weight_kg": 14, "grams": 10, "area": 100}, ask),
    (EMLA, "US", {"age": 3, "weight_kg": 14, "area": 101}, over),
    (EMLA, "US", {"age": 3, "weight_kg": 10, "grams": 2.1}, over),
    (EMLA, "US", {"age": 0.2, "weight_kg": 5, "grams": 1, "area": 10, "minutes": 61}, over),
    (EMLA, None, {"minutes": 181}, ask),
    # Ametop, UK and Ireland: 5 g, 30 to 45 min; 1 g for about 30 cm²
    (AMETOP, "GB", {"grams": 5, "area": 150, "minutes": 45, "occluded": True}, within),
    (AMETOP, "GB", {"grams": 5.1}, over),
    (AMETOP, "GB", {"area": 151}, ask),
    (AMETOP, "GB", {"minutes": 46}, over),
    (AMETOP, "IE", {"minutes": 46}, ask),
    (AMETOP, "IE", {"minutes": 121}, over),
    (AMETOP, None, {"minutes": 46}, over),
    # Pliaglis: a doctor's choice; 60 min, 400 cm², never covered
    (PLIAGLIS, "US", {"area": 400, "minutes": 60}, ask),
    (PLIAGLIS, "US", {"area": 401}, over),
    (PLIAGLIS, "US", {"minutes": 61}, over),
    (PLIAGLIS, "US", {"occluded": True}, over),
    # every other number, on it and just past it, with all else small enough not to matter
    (LMX, "GB", {"age": 17.9, "weight_kg": 60}, ask),
    (LMX, "GB", {"age": 18}, within),
    (LMX, "US", {"age": 2, "weight_kg": 12}, ask),
    (LMX, "US", {"area": 900}, ask),
    (LMX, "US", {"age": 5, "weight_kg": 18, "area": 600}, ask),
    (LMX, "US", {"age": 5, "weight_kg": 18, "area": 601}, over),
    (LMX, "US", {"age": 2, "weight_kg": 10, "area": 100}, ask),
    (LMX, "AU", {"minutes": 60}, within),
    (LMX, "AU", {"minutes": 61}, ask),
    (LMX, "AU", {"minutes": 300}, ask),
    (LMX, "AU", {"minutes": 301}, over),
    (LMX, "GB", {"grams": 180}, ask),
    (LMX, "GB", {"minutes": 300}, ask),
    (LMX, "GB", {"age": 0.5, "weight_kg": 7, "grams": 1, "minutes": 240}, ask),
    (LMX, "GB", {"age": 0.5, "weight_kg": 7, "grams": 1, "minutes": 241}, over),
    (LMX, "GB", {"age": 0.2, "weight_kg": 5, "grams": 1, "minutes": 60}, ask),
    (LMX, "GB", {"age": 0.0834, "weight_kg": 4, "grams": 1}, ask),
    (LMX, "GB", {"age": 0.08, "weight_kg": 4, "grams": 1}, over),
    (EMLA, "US", {"area": 601}, over),
    (EMLA, "US", {"minutes": 300}, ask),
    (EMLA, "US", {"minutes": 301}, over),
    (EMLA, "US", {"age": 8, "weight_kg": 30, "area": 201}, over),
    (EMLA, "US", {"age": 8, "weight_kg": 30, "minutes": 241}, over),
    (EMLA, "US", {"age": 0.5, "weight_kg": 7, "grams": 2, "area": 20}, ask),
    (EMLA, "US", {"age": 0.5, "weight_kg": 7, "grams": 2.1, "area": 20}, over),
    (EMLA, "US", {"age": 0.5, "weight_kg": 7, "grams": 2, "area": 21}, over),
    (EMLA, "US", {"age": 0.2, "weight_kg": 4, "grams": 1, "area": 10, "minutes": 60}, ask),
    (EMLA, "US", {"age": 0.2, "weight_kg": 4, "grams": 1.1, "area": 10}, over),
    (EMLA, "US", {"age": 0.2, "weight_kg": 4, "grams": 1, "area": 11}, over),
    (AMETOP, "IE", {"minutes": 45}, within),
    (AMETOP, "IE", {"minutes": 120}, ask),
    (PLIAGLIS, "US", {"grams": 40}, ask),
    (PLIAGLIS, "US", {"grams": 41}, over),
    (BLT, "US", {"grams": 10, "area": 300, "minutes": 60}, ask),
    (BLT, "US", {"grams": 10.1}, over),
    (BLT, "US", {"area": 301}, over),
    # no label at all: ask, however little; past any weaker cream's label: do not
    ("lidocaine_5", "US", {"grams": 1}, ask),
    ("lidocaine_5", "GB", {"grams": 1}, ask),
    (BLT, "US", {"grams": 1, "minutes": 15}, ask),
    (BLT, "US", {"grams": 15, "minutes": 20}, over),
    (BLT, "US", {"occluded": True}, over),
    ("other", None, {"grams": 1}, ask),
    ("other", None, {"minutes": 61}, over),
]


@pytest.mark.parametrize(("product", "country", "told", "verdict"), CASES)
def test_the_labels_worked_by_hand(
    product: str, country: str | None, told: dict[str, Any], verdict: NumbingVerdict
) -> None:
    assert check(product, country=country, **told).verdict is verdict


@pytest.mark.parametrize(
    ("product", "more", "verdict"),
    [
        (LMX, {"conditions": ["allergy_lidocaine"]}, over),
        (EMLA, {"conditions": ["allergy_lidocaine"]}, over),
        (AMETOP, {"conditions": ["allergy_lidocaine"]}, ask),
        (AMETOP, {"conditions": ["allergy_ester_anaesthetic"]}, over),
        (LMX, {"conditions": ["allergy_ester_anaesthetic"]}, ask),
        (EMLA, {"conditions": ["g6pd_deficiency"]}, over),
        (LMX, {"conditions": ["g6pd_deficiency"]}, ask),
        (EMLA, {"medicines": ["dapsone"]}, over),
        (EMLA, {"medicines": ["nitrofurantoin"]}, over),
        (LMX, {"medicines": ["dapsone"]}, within),
        (LMX, {"medicines": ["amiodarone"]}, ask),
        (LMX, {"medicines": ["paracetamol"]}, within),
        (LMX, {"medicines": ["Xyzzyprofenol"]}, ask),
        (AMETOP, {"conditions": ["epilepsy"]}, over),
        (LMX, {"conditions": ["epilepsy"]}, ask),
        (LMX, {"conditions": ["heart_rhythm"]}, ask),
        (LMX, {"conditions": ["liver_disease"]}, ask),
        (LMX, {"conditions": ["active_infection"]}, ask),
        (AMETOP, {"pregnant": True}, over),
        (LMX, {"pregnant": True}, ask),
        (AMETOP, {"conditions": ["breastfeeding"]}, over),
        (LMX, {"conditions": ["breastfeeding"]}, ask),
        (LMX, {"areas": ["periorbital"]}, ask),
        (LMX, {"age": 17, "weight_kg": 60}, ask),
    ],
)
def test_what_speaks_against_a_cream(
    product: str, more: dict[str, Any], verdict: NumbingVerdict
) -> None:
    result = check(product, country="GB", **more)
    assert result.verdict is verdict
    if verdict is not within and "age" not in more:
        assert max(one.verdict for one in result.against) is verdict


@pytest.mark.parametrize("name", ["grams", "area_cm2", "minutes", "age"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_missing_number_is_never_fine(product: str, name: str) -> None:
    result = ag.check_numbing(product, country="GB", **(NOTHING_UNKNOWN | {name: None}))
    assert result.verdict >= ask
    assert name in result.unknown


def test_a_childs_weight_is_asked_for() -> None:
    assert "weight_kg" in check(EMLA, country="US", age=8).unknown
    assert check(EMLA, country="US", age=34).unknown == ()


def test_times_are_told_in_the_zone_they_were_given_in() -> None:
    result = ag.check_numbing(
        "EMLA",
        grams=20,
        area_cm2=200,
        age=34,
        occluded=True,
        country="GB",
        applied_at="2026-11-25T10:00:00+00:00",
        needling_at="2026-11-25T12:00:00+00:00",
    )
    assert result.product == EMLA
    assert result.verdict is within
    assert result.works_from == datetime.fromisoformat("2026-11-25T11:00:00+00:00")
    # the needles come before the label's five hours are over
    assert result.wipe_off_by == datetime.fromisoformat("2026-11-25T12:00:00+00:00")
    assert result.feeling_returns == (
        datetime.fromisoformat("2026-11-25T13:00:00+00:00"),
        datetime.fromisoformat("2026-11-25T14:00:00+00:00"),
    )


def test_minutes_are_elapsed_across_a_change_of_clocks() -> None:
    """00:30 to 03:30 in London on 29 March 2026 is two hours, not three."""
    result = ag.check_numbing(
        "EMLA",
        **NOTHING_UNKNOWN | {"minutes": None},
        country="GB",
        time_zone="Europe/London",
        applied_at="2026-03-29T00:30:00+00:00",
        removed_at="2026-03-29T03:30:00+01:00",
    )
    (minutes,) = {one.given for one in result.limits if one.name == "minutes"}
    assert minutes == 120
    assert result.works_from
    assert result.works_from.isoformat() == "2026-03-29T02:30:00+01:00"


def test_layers_and_dressings_are_remarks_and_never_touch_the_verdict() -> None:
    thin = check(LMX, grams=5, area=300, country="GB")
    thick = check(LMX, grams=40, area=20, country="GB")
    bare = check(EMLA, country="GB", occluded=False)
    assert {thin.verdict, thick.verdict, bare.verdict} == {within}
    assert "thin" in {one.id for one in thin.remarks}
    assert "thick" in {one.id for one in thick.remarks}
    assert "no_dressing" in {one.id for one in bare.remarks}


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_danger_signs_stand_in_every_answer(product: str) -> None:
    result = check(product, country="US")
    told = {one.id: one for one in result.dangers}
    assert "anaesthetic_toxicity" in told
    assert "wipe it off" in told["anaesthetic_toxicity"].next_step
    assert "911" in told["anaesthetic_toxicity"].next_step
    holds = product in (EMLA, BLT, "other")
    assert ("methaemoglobinaemia" in told) == holds
    elsewhere = check(product, country=None).dangers[0].next_step
    assert "112, 911 or your local number" in elsewhere


def test_a_cream_without_a_label_gets_no_time_that_could_be_read_as_leave() -> None:
    result = check("other", applied_at="2026-11-25T10:00:00+00:00")
    assert result.wipe_off_by is None
    assert result.wipe_off_after_minutes is None
    assert "no_label" in {one.id for one in result.remarks}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"product": "lidocain_4"}, "did you mean lidocaine_4?"),
        ({"product": LMX, "grams": -1}, "grams"),
        ({"product": LMX, "grams": float("nan")}, "grams"),
        ({"product": LMX, "area_cm2": 0}, "area_cm2"),
        ({"product": LMX, "minutes": -1}, "minutes"),
        ({"product": LMX, "country": "USA"}, "country"),
        ({"product": LMX, "conditions": ["epilepsi"]}, "did you mean epilepsy?"),
        ({"product": LMX, "applied_at": "2026-11-25T10:00:00"}, "no time zone"),
        ({"product": LMX, "tubes": 3}, "unknown key"),
        ({}, "product"),
        ({"product": LMX, "weight_kg": 0}, "weight_kg"),
        (
            {"product": LMX, "minutes": 90, "applied_at": "2026-11-25T10:00:00Z",
             "removed_at": "2026-11-25T10:30:00Z"},
            "contradicts",
        ),
        (
            {"product": LMX, "applied_at": "2026-11-25T10:00:00Z",
             "needling_at": "2026-11-25T09:00:00Z"},
            "needling_at",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(told: dict[str, Any], said: str) -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.check_numbing(told)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_nothing_said_beside_a_whole_use_is_lost() -> None:
    with pytest.raises(ag.InputRefused, match="whole use"):
        ag.check_numbing({"product": LMX, "grams": 5}, grams=500)


# ------------------------------------------------------------------ what no input may bring about

COUNTRIES = st.sampled_from([None, "US", "GB", "IE", "AU", "DE", "IN", "PR"])
AMOUNTS = st.none() | st.one_of(
    st.floats(0.1, 500), st.sampled_from([1, 2, 5, 10, 20, 40, 60, 180, 500])
)
AREAS_CM2 = st.none() | st.one_of(
    st.floats(1, 2000), st.sampled_from([10, 100, 150, 200, 300, 400, 600, 900])
)
MINUTES = st.none() | st.one_of(
    st.floats(0, 700), st.sampled_from([30, 45, 60, 120, 180, 240, 300])
)
AGES = st.none() | st.sampled_from(
    [0, 0.05, 0.2, 0.25, 0.9, 1, 2, 6.9, 7, 12, 13, 17.9, 18, 34, 90]
)


@st.composite
def uses(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "product": draw(st.sampled_from(PRODUCTS)),
        "grams": draw(AMOUNTS),
        "area_cm2": draw(AREAS_CM2),
        "minutes": draw(MINUTES),
        "occluded": draw(st.none() | st.booleans()),
        "age": draw(AGES),
        "weight_kg": draw(st.none() | st.sampled_from([3, 5, 9, 10, 15, 20, 40, 62])),
        "country": draw(COUNTRIES),
        "pregnant": draw(st.none() | st.booleans()),
        "conditions": draw(st.lists(st.sampled_from(CONDITIONS), max_size=2, unique=True)),
        "medicines": draw(st.lists(st.sampled_from(["dapsone", "amiodarone"]), max_size=1)),
    }


def judged(use: dict[str, Any]) -> NumbingCheck:
    return ag.check_numbing(use)


def naive_labels(use: dict[str, Any]) -> list[str]:
    """A plain second reading of the data: the names of all limits this use is above."""
    contents = ag.Protocol.default().contents
    (spec,) = [one for one in contents.numbing_products if one.product == use["product"]]
    here = [code for code, where in spec.labels.items() if use["country"] in where]
    labels = here or list(spec.labels)
    broken = []
    for limit in contents.numbing_limits:
        given = use[limit.name]
        if given is None or (limit.products and use["product"] not in limit.products):
            continue
        if limit.labels and not set(limit.labels) & set(labels):
            continue
        if limit.conditions_any and not set(limit.conditions_any) & set(use["conditions"]):
            continue
        if limit.under_age or limit.weight_up_to:
            age, weight = use["age"], use["weight_kg"]
            young = age is not None and limit.under_age and age < limit.under_age
            light = weight is not None and limit.weight_up_to and weight <= limit.weight_up_to
            if not (young or light):
                continue
        if limit.at_most is not None and given > limit.at_most * (1 + 1e-9):
            broken.append(limit.name)
        if limit.at_least is not None and given < limit.at_least * (1 - 1e-9):
            broken.append(limit.name)
    for entry in contents.numbing_dressings:
        if use["product"] in entry.products and entry.rule == "forbidden" and use["occluded"]:
            if not entry.labels or set(entry.labels) & set(labels):
                broken.append("occluded")
    return broken


@settings(deadline=None, max_examples=800)
@given(uses())
@example({**NOTHING_UNKNOWN, "product": LMX, "country": None, "weight_kg": None, "grams": 11,
          "pregnant": None, "conditions": [], "medicines": []})  # fmt: skip
def test_nothing_above_any_label_limit_is_ever_within_it(use: dict[str, Any]) -> None:
    result = judged(use)
    broken = naive_labels(use)
    assert set(result.broken) == set(broken)
    unknown = any(use[name] is None for name in ("grams", "area_cm2", "minutes", "age"))
    if broken or unknown or use["product"] in ("other", BLT, "lidocaine_5"):
        assert result.verdict > within
    if result.verdict is within:
        assert all(one.ok for one in result.limits)


@settings(deadline=None, max_examples=800)
@given(uses(), st.data())
def test_more_of_anything_never_improves_the_verdict(use: dict[str, Any], data: Any) -> None:
    before = judged(use)
    more = dict(use)
    for name, most in (("grams", 500), ("area_cm2", 20000), ("minutes", 10_080)):
        if use[name] is not None:
            more[name] = data.draw(st.floats(use[name], most), label=name)
    if data.draw(st.booleans(), label="cover") and use["occluded"] is False:
        more["occluded"] = True
    # a number that is taken back, and one more illness, do not improve it either
    if data.draw(st.booleans(), label="forget"):
        more[data.draw(st.sampled_from(["grams", "area_cm2", "minutes"]))] = None
        if before.verdict is over:
            return
    assert judged(more).verdict >= before.verdict
    ill = {**use, "conditions": [*use["conditions"], "epilepsy", "allergy_lidocaine"]}
    ill["conditions"] = list(dict.fromkeys(ill["conditions"]))
    assert judged(ill).verdict >= before.verdict


ON = datetime(2026, 3, 2, 9, tzinfo=UTC)
# minutes in whole seconds, on the limits as well
SPANS = st.integers(0, 36_000).map(lambda one: one / 60) | st.sampled_from([30.0, 45.0, 60.0])


@settings(deadline=None, max_examples=400)
@given(uses(), SPANS, SPANS)
def test_times_are_judged_as_minutes_and_a_later_end_never_improves_the_verdict(
    use: dict[str, Any], first: float, second: float
) -> None:
    """By when it went on and came off, and by when the needles start, as by minutes told."""
    short, long = sorted((first, second))
    plain = {name: value for name, value in use.items() if name != "minutes"} | {"applied_at": ON}

    def until(name: str, minutes: float) -> NumbingCheck:
        return judged({**plain, name: ON + timedelta(minutes=minutes)})

    for name in ("removed_at", "needling_at"):
        assert until(name, long).verdict >= until(name, short).verdict
        told = judged({**use, "minutes": short})
        assert until(name, short).verdict == told.verdict
    if use["minutes"] is not None:
        # minutes told beside a start count, wherever the needles are
        assert judged({**use, "applied_at": ON}).verdict == judged(use).verdict


@settings(deadline=None, max_examples=400)
@given(uses(), st.floats(0.1, 500), st.floats(0, 600))
def test_no_time_is_told_past_any_limit_of_its_label(
    use: dict[str, Any], grams: float, dwell: float
) -> None:
    """What a timer counts to is never later than the shortest time that counts for this use."""
    result = judged({**use, "applied_at": ON, "grams": grams})
    limits = [float(one.allowed) for one in result.limits if one.name == "minutes"]
    if result.wipe_off_by is not None:
        assert result.wipe_off_by <= ON + timedelta(minutes=min(limits))
    if result.wipe_off_after_minutes is not None:
        assert result.wipe_off_after_minutes == min(limits)
    needles = ON + timedelta(minutes=dwell)
    sooner = judged({**use, "minutes": None, "applied_at": ON, "needling_at": needles})
    if sooner.wipe_off_by is not None:
        assert sooner.wipe_off_by <= needles


@settings(deadline=None, max_examples=400)
@given(uses(), AGES.filter(lambda age: age is not None))
def test_the_younger_and_lighter_are_never_allowed_more(use: dict[str, Any], age: float) -> None:
    older = {**use, "age": max(age, use["age"] or age), "weight_kg": use["weight_kg"] or 62}
    younger = {**older, "age": min(age, older["age"])}
    assert judged(younger).verdict >= judged(older).verdict
    lighter = {**older, "weight_kg": older["weight_kg"] / 2}
    assert judged(lighter).verdict >= judged(older).verdict


@settings(deadline=None, max_examples=300)
@given(uses(), COUNTRIES)
def test_without_a_country_the_answer_is_at_least_as_strict(
    use: dict[str, Any], country: str | None
) -> None:
    nowhere = judged({**use, "country": None})
    assert nowhere.verdict >= judged({**use, "country": country}).verdict


# ------------------------------------------------------------------ the plan, and the data itself


NEAR = {"product": LMX}


def warned(**numbing: Any) -> dict[str, Any]:
    cream = {"product": LMX, "grams": 5, "area_cm2": 100, **numbing}
    times = {"applied_at": "2026-03-02T11:00:00+00:00", "removed_at": "2026-03-02T11:40:00+00:00"}
    made = treatment(age=34, country="US", numbing={**times, "occluded": False, **cream})
    return {one.id: one for one in ag.plan(made).warnings}


def test_a_treatments_cream_within_its_label_brings_no_warning() -> None:
    assert not [name for name in warned() if name.startswith("numbing")]


@pytest.mark.parametrize(
    ("numbing", "name", "urgent"),
    [
        ({"grams": 20}, "numbing_over_grams", False),
        ({"grams": 50}, "numbing_over_grams", True),
        ({"area_cm2": 400}, "numbing_over_area", False),
        ({"applied_at": "2026-03-02T10:00:00+00:00"}, "numbing_over_time", True),
        ({"occluded": True}, "numbing_covered", True),
        ({"grams": None}, "numbing_unknown", False),
        ({"removed_at": None}, "numbing_unknown", False),
    ],
)
def test_a_passed_limit_warns_in_the_plan(numbing: dict[str, Any], name: str, urgent: bool) -> None:
    warnings = warned(**numbing)
    assert warnings[name].urgent is urgent
    assert warnings[name].sources
    assert [one for one in warnings if one.startswith("numbing_")] == [name]


def test_cream_near_the_eyes_warns_in_the_plan() -> None:
    made = treatment(areas={"periorbital": 0.5}, numbing=NEAR)
    assert "numbing_near_eyes" in {one.id for one in ag.plan(made).warnings}
    assert "numbing_near_eyes" not in {one.id for one in ag.plan(treatment(numbing=NEAR)).warnings}


def test_the_first_timers_twenty_grams_pass_the_strictest_label(
    treatment_cases: dict[str, Any],
) -> None:
    """The given case names no country, so Australia's 10 grams count."""
    told = {one.id: one for one in ag.plan(treatment_cases["first-timer"]).warnings}
    assert told["numbing_over_grams"].urgent
    assert "strictest" in told["numbing_over_grams"].text


def test_limits_of_a_kind_only_get_tighter_for_the_young(protocol: ag.Protocol) -> None:
    """In every label, what counts for a younger child is at most what counts for an older one."""
    for spec in protocol.contents.numbing_products:
        for label in spec.labels:
            for name in ("grams", "area_cm2", "minutes"):
                mine = [
                    (limit.under_age, limit.at_most)
                    for limit in protocol.contents.numbing_limits
                    if spec.product in limit.products
                    and (not limit.labels or label in limit.labels)
                    and limit.name == name
                    and limit.under_age
                ]
                mine.sort()
                assert all(one[1] <= next_[1] for one, next_ in pairwise(mine)), spec.product


def test_every_label_limits_grams_area_and_minutes(protocol: ag.Protocol) -> None:
    for spec in protocol.contents.numbing_products:
        for label in spec.labels or ["none"]:
            names = {
                limit.name
                for limit in protocol.contents.numbing_limits
                if spec.product in limit.products
                and (not limit.labels or label in limit.labels)
                and not (limit.under_age or limit.conditions_any)
            }
            assert {"grams", "area_cm2", "minutes"} <= names, (spec.product, label)
