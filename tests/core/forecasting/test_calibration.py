"""Calibration: the likelihood against another reading of it, and what is learned from what."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from bench.worlds import own_recovery, random_treatment, schedule

import afterglow as ag
from afterglow.core.errors import InputRefused
from afterglow.core.forecasting import calibration, learned
from afterglow.core.forecasting.calibration import sort_recoveries
from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.learned import Changes, adjusted
from afterglow.core.forecasting.posterior import Posterior
from afterglow.core.planning import courses
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, Treatment

pytest.importorskip("scipy")

DATA = Path(ag.__file__).parent / "core" / "protocol" / "data"
SIGNS = ("redness", "swelling", "flaking")


def recoveries(count: int, world: Protocol, seed: int = 3) -> list[Recovery]:
    random = np.random.default_rng(seed)
    return [
        Recovery.read(
            own_recovery(random_treatment(random), schedule(random)[:9], SIGNS, world, random)
        )
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def longer(protocol: Protocol) -> list[Recovery]:
    """Of a clinic where redness lasts 1.5 times as long."""
    signs = []
    for spec in protocol.contents.signs:
        if spec.id == "redness":
            times = {"median": spec.resolved.median * 1.5, "p90": spec.resolved.p90 * 1.5}
            spec = spec.model_copy(update={"resolved": spec.resolved.model_copy(update=times)})
        signs.append(spec)
    contents = protocol.contents.model_copy(update={"signs": signs})
    return recoveries(160, Protocol(contents, "longer"))


@pytest.fixture(scope="module")
def found(longer: list[Recovery], protocol: Protocol) -> learned.Calibrated:
    return calibration.calibrate(sort_recoveries(longer, protocol), protocol)


def tables(some: list[Recovery], protocol: Protocol, centre: np.ndarray) -> Any:
    return calibration._Tables.lay(sort_recoveries(some, protocol).cases, SIGNS, protocol, centre)


NOTHING = np.zeros(3 * len(SIGNS) + 1)


def test_at_the_protocol_the_likelihood_is_that_of_the_forecast(
    longer: list[Recovery], protocol: Protocol
) -> None:
    trusting = protocol.contents.rating_habits.model_copy(update={"trust": 1.0})
    whole = Protocol(protocol.contents.model_copy(update={"rating_habits": trusting}), "whole")
    some = longer[:12]
    log, _ = tables(some, protocol, NOTHING).at(NOTHING)
    for mine, recovery in zip(log, some, strict=True):
        rated: dict[str, list[tuple[float, int]]] = {}
        for one in recovery.check_ins:
            for sign, rating in one.ratings.items():
                rated.setdefault(sign, []).append((recovery.treatment.hour_of(one.at), rating))
        theirs = Posterior.given(Cohort.of(recovery.treatment, whole), rated).log_evidence
        # a coarser set of curves and fewer trait nodes than the forecast's
        assert mine == pytest.approx(theirs, abs=0.6)


def test_the_slopes_are_those_of_the_likelihood(longer: list[Recovery], protocol: Protocol) -> None:
    laid = tables(longer[:15], protocol, NOTHING)
    here = np.array([0.2, -0.3, 0.4, -0.1, 0.2, 0.1, 0.05, 0.3, -0.5, 0.1])
    _, slopes = laid.at(here)
    for place in range(len(here)):
        step = np.zeros(len(here))
        step[place] = 1e-3
        change = (laid.at(here + step)[0] - laid.at(here - step)[0]) / 2e-3
        assert slopes[:, place] == pytest.approx(change, abs=2e-2)


@pytest.mark.parametrize("place", range(9))
def test_a_reweighted_set_says_what_a_set_laid_anew_says(
    longer: list[Recovery], protocol: Protocol, place: int
) -> None:
    some = longer[:60]
    moved = NOTHING.copy()
    moved[place] = 0.15
    reweighted, _ = tables(some, protocol, NOTHING).at(moved)
    anew, _ = tables(some, protocol, moved).at(moved)
    before, _ = tables(some, protocol, NOTHING).at(NOTHING)
    # the sets differ curve by curve, so single recoveries scatter; together they agree
    assert np.mean(reweighted - before) == pytest.approx(np.mean(anew - before), abs=0.12)


def test_it_finds_redness_that_lasts_longer_and_leaves_the_rest(
    found: learned.Calibrated,
) -> None:
    times = {one.sign: one for one in found.learned if one.kind == "time"}
    assert times["redness"].low <= 1.5 <= times["redness"].high
    assert times["redness"].clear
    assert found.better
    for sign in ("swelling", "flaking"):
        assert abs(math.log(times[sign].value)) < 0.15
    for one in found.learned:
        assert one.low < one.value < one.high


def test_of_the_protocol_s_own_world_it_learns_next_to_nothing(protocol: Protocol) -> None:
    usual = sort_recoveries(recoveries(160, protocol, seed=8), protocol)
    result = calibration.calibrate(usual, protocol)
    (redness,) = [one for one in result.learned if (one.sign, one.kind) == ("redness", "time")]
    assert redness.low <= 1 <= redness.high
    assert abs(math.log(redness.value)) < 0.1
    assert not result.better


def test_the_same_recoveries_give_the_same_answer(
    found: learned.Calibrated, longer: list[Recovery], protocol: Protocol
) -> None:
    again = calibration.calibrate(sort_recoveries(longer, protocol), protocol)
    assert again == found


def test_what_an_interrupted_run_found_is_not_computed_again(
    found: learned.Calibrated,
    longer: list[Recovery],
    protocol: Protocol,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted(Exception):
        pass

    memory: dict[str, list[float]] = {}
    fits: list[str] = []

    def tell(done: int, total: int, what: str) -> None:
        fits.append(what)
        if what.startswith("held back 3"):
            raise Interrupted

    cases = sort_recoveries(longer, protocol)
    with pytest.raises(Interrupted):
        calibration.calibrate(cases, protocol, memory=memory, tell=tell)
    assert {"protocol", "round 1", "curvature", "fold 1", "fold 2"} <= memory.keys()
    assert "fold 3" not in memory
    before = dict(memory)
    fit, made = calibration._Run._fit, []
    monkeypatch.setattr(
        calibration._Run, "_fit", lambda *given: made.append(1) or fit(*given)
    )  # fmt: skip
    assert calibration.calibrate(cases, protocol, memory=memory) == found
    assert len(made) == 3  # the folds that were left
    assert {name: memory[name] for name in before} == before


def test_complicated_and_empty_recoveries_are_left_out_and_counted(
    longer: list[Recovery], protocol: Protocol
) -> None:
    first = longer[0].model_dump(mode="json")
    flagged = first | {"check_ins": [*first["check_ins"][:-1],
                                     first["check_ins"][-1] | {"flags": ["pus"]}]}  # fmt: skip
    hot = first | {"check_ins": [first["check_ins"][0] | {"temperature_c": 38.4}]}
    bare = first | {"check_ins": []}
    some = [Recovery.read(one) for one in (first, flagged, hot, bare)]
    result = sort_recoveries(some, protocol)
    assert len(result.cases) == 1
    assert result.left_out == {"complicated": 2, "without two check-ins": 1}


def test_too_few_are_refused_with_the_numbers(longer: list[Recovery], protocol: Protocol) -> None:
    with pytest.raises(InputRefused, match=r"29 .*too few.* 30"):
        calibration.calibrate(sort_recoveries(longer[:29], protocol), protocol)


@pytest.mark.parametrize("rating", [0, 10])
def test_ratings_all_alike_give_finite_answers(
    longer: list[Recovery], protocol: Protocol, rating: int
) -> None:
    some = []
    for recovery in longer[:30]:
        data = recovery.model_dump(mode="json")
        for one in data["check_ins"]:
            one["ratings"] = dict.fromkeys(one["ratings"], rating)
        some.append(Recovery.read(data))
    result = calibration.calibrate(sort_recoveries(some, protocol), protocol)
    numbers = [n for one in result.learned for n in (one.value, one.low, one.high)]
    assert np.isfinite([*numbers, result.gain, result.gain_error]).all()


def test_the_protocol_itself_is_never_changed(found: learned.Calibrated) -> None:
    fresh = ag.Protocol.default()
    before = fresh.contents.model_dump_json()
    adjusted(fresh, found.changes)
    learned.overlay(found, fresh, "mine")
    assert fresh.contents.model_dump_json() == before


def test_values_that_modifiers_set_outright_move_too(protocol: Protocol) -> None:
    changes = Changes({"flaking": (0.0, 0.0, 1.0), "bruising": (math.log(2), 0.0, 0.0)})
    was, now = (
        {one.id: one.effect for one in one.contents.modifiers}
        for one in (protocol, adjusted(protocol, changes))
    )
    shares = zip(
        (was["depth_flaking"].prevalence_by_depth or {}).values(),
        (now["depth_flaking"].prevalence_by_depth or {}).values(),
        strict=True,
    )
    assert all(after > before for before, after in shares)
    before, after = (one["periorbital_bruising"].resolved_set for one in (was, now))
    assert before is not None
    assert after is not None
    assert after.median == pytest.approx(2 * before.median)
    assert was["passes"] == now["passes"]


def test_the_overlay_says_why_and_from_how_many_and_loads_as_what_was_learned(
    found: learned.Calibrated, protocol: Protocol, tmp_path: Path
) -> None:
    sections = learned.overlay(found, protocol, "mine")
    assert [one["id"] for one in sections["signs"]] == list(SIGNS)
    assert sections.keys() == {"overlay", "signs", "modifiers"}
    for one in (*sections["signs"], *sections["modifiers"]):
        assert "160 finished recoveries" in one["because"]["en"]
        assert "160 finished recoveries" in one["sources"]["E"][0]
    assert "redness lasts 1." in sections["signs"][0]["because"]["en"]
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(sections, sort_keys=False))
    laid = Protocol.load(DATA, overlays=[path])
    assert laid.id == "mine"
    mine = adjusted(protocol, found.changes)
    at = {"areas": {"cheeks": 1.5, "periorbital": 0.5}, "performed_at": "2026-03-02T12:00:00Z"}
    facts = protocol.facts(Treatment.read(at))
    left, right = courses(facts, laid), courses(facts, mine)
    for sign in protocol.signs:
        for name in ("prevalence", "median", "sigma", "height"):
            told, wanted = getattr(left[sign], name), getattr(right[sign], name)
            assert told == pytest.approx(wanted, rel=2e-3), (sign, name)
    assert laid.contents.rating_habits == protocol.contents.rating_habits


def test_a_priori_signs_of_a_clinic_hang_together() -> None:
    covariance = np.linalg.inv(calibration.prior_precision(4))
    time = covariance[0:12:3, 0:12:3]
    own, clinic = calibration.OWN_SD[0] ** 2, calibration.CLINIC_SD[0] ** 2
    assert np.diag(time) == pytest.approx(own + clinic)
    assert time[0, 1] == pytest.approx(clinic)
    assert covariance[0, 1] == pytest.approx(0)
    assert covariance[-1, -1] == pytest.approx(calibration.NOISE_SD**2)
