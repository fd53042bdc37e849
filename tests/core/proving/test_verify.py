"""The proofs: true for the default, and each faulty overlay is refuted for the right reason."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afterglow as ag
from afterglow.core.assessing import assess_recovery
from afterglow.core.errors import BelowFloor
from afterglow.core.planning import window_of
from afterglow.core.protocol import Facts, Protocol, When
from afterglow.core.proving import PROPERTIES, Verification, verify
from afterglow.core.proving.cells import people
from afterglow.core.proving.scenes import Judge, Scene
from afterglow.core.treatment import Recovery
from core.making import recoveries

OVERLAYS = Path(__file__).parents[2] / "data" / "overlays"


@pytest.fixture(scope="module")
def proven(protocol: ag.Protocol) -> Verification:
    return verify(protocol)


@pytest.mark.parametrize("name", [name for name, _, _ in PROPERTIES])
def test_the_default_protocol_is_proven(proven: Verification, name: str) -> None:
    (proof,) = [one for one in proven.proofs if one.name == name]
    assert proof.counterexamples == ()
    assert proof.cells > 300


def test_what_is_not_proven_is_said(proven: Verification) -> None:
    assert any("forecast is held by a property test" in one for one in proven.not_proven)


# what each of the twelve is refused for: the property (or "unreadable"), its line, words of it
FAULTY = {
    "softer-flag": ("floor", 6, "rules.yaml", "emergency -> call_clinic"),
    "hidden-flag": ("floor", 5, "rules.yaml", "cannot be hidden"),
    "narrowed-rule": ("floor", 6, "rules.yaml", "vision_change taken away"),
    "raised-threshold": ("floor", 6, "rules.yaml", "6 -> 8"),
    "film-over-numbing": ("floor", 6, "guidance.yaml", "avoid -> do"),
    "looser-label": ("floor", 7, "numbing.yaml", "5 -> 30"),
    "stop-blood-thinner": ("floor", 10, "", "never stopped by advice"),
    "contradiction": ("free of conflict", 5, "", "washing is advised (washing) and forbidden"),
    "nobody": ("reachable", 9, "", "deep_needles is for nobody"),
    "broken-promise": ("grounded", 5, "", "fr is promised"),
    "no-reason": ("unreadable", 6, "", "changed without a reason"),
    "wrong-topic": ("unreadable", 5, "", "did you mean make_up?"),
}


def test_there_are_twelve_faulty_overlays() -> None:
    assert {path.stem for path in OVERLAYS.glob("*.yaml")} == set(FAULTY)


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_overlay_is_refused_for_its_fault_at_its_line(name: str) -> None:
    property_, line, other, said = FAULTY[name]
    place = f"{name}.yaml:{line}: "
    if property_ in ("floor", "unreadable"):
        kind = BelowFloor if property_ == "floor" else ag.ProtocolRefused
        with pytest.raises(kind) as refused:
            Protocol.load(overlays=[OVERLAYS / f"{name}.yaml"])
        told = str(refused.value).splitlines()
        assert isinstance(refused.value, BelowFloor) == (property_ == "floor")
        assert any(one.startswith(place) and said in one and other in one for one in told), told
        return
    found = verify(Protocol.load(overlays=[OVERLAYS / f"{name}.yaml"]), only={property_})
    told = [str(one) for proof in found.proofs for one in proof.counterexamples]
    assert any(one.startswith(place) and said in one for one in told), told


def test_a_counterexample_is_told_in_peoples_words() -> None:
    merged = Protocol.load(overlays=[OVERLAYS / "contradiction.yaml"])
    (proof,) = verify(merged, only={"free of conflict"}).proofs
    assert proof.counterexamples[0].case == "anybody, hour 4"


def test_the_judge_is_triage_without_the_forecast(protocol: ag.Protocol) -> None:
    """The most urgent rule that the judge names is the one that `assess` puts first."""
    judge = Judge(protocol)
    for flag, hour in product(protocol.flags, (1.0, 200.0)):
        scene = Scene(hour, (flag,), (("redness", 2),))
        seen = scene.seen(protocol)
        recovery = Recovery(treatment=seen.treatment, check_ins=seen.history)
        told = assess_recovery(recovery, protocol=protocol)
        by_rule = [reason for reason in told.reasons if reason.by == "rule"]
        judged = judge.judge(scene)
        assert judged.rule is not None
        assert (by_rule[0].id, by_rule[0].urgency) == (judged.rule.id, judged.urgency)


WHENS = [
    When(skin_type=[4, 5, 6], unknown_counts=True),
    When(age_at_least=65),
    When(age_below=18),
    When(depth_at_least=1.5),
    When(areas_any=["nose", "periorbital"]),
    When(areas_any=["nose"], device=["rf"]),
    When(conditions_any=["diabetes"], medicines_any=["biologic"]),
    When(session_at_least=3),
    When(first_session=True, unknown_counts=True),
    When(pregnant=True),
    When(numbing_any=["tetracaine_4"]),
]
FACTS = st.builds(
    lambda areas, depth, device, **rest: Facts(
        areas=dict.fromkeys(areas, depth), depth=depth, device=device, **rest
    ),
    areas=st.lists(st.sampled_from(["cheeks", "nose", "periorbital"]), min_size=1, unique=True),
    depth=st.sampled_from([0.25, 1.0, 1.49, 1.5, 3.9]),
    device=st.sampled_from(["pen", "rf", "roller"]),
    skin_type=st.none() | st.integers(1, 6),
    age=st.none() | st.sampled_from([0.0, 17.9, 18.0, 40.0, 64.9, 65.0, 99.0]),
    pregnant=st.none() | st.booleans(),
    session=st.none() | st.integers(1, 9),
    numbing=st.sampled_from([None, "tetracaine_4", "other"]),
    conditions=st.frozensets(st.sampled_from(["diabetes", "acne"])),
    medicines=st.sampled_from([{}, {"biologic": ("x",)}, {"nsaid": ("y",)}]),
)


@settings(max_examples=150, deadline=None)
@given(FACTS, st.lists(st.sampled_from(WHENS), min_size=1, max_size=3, unique_by=id))
def test_every_person_has_a_cell_that_answers_alike(person: Facts, whens: list[When]) -> None:
    """The claim that the proofs rest on: no condition tells a person from their cell."""
    answers = [when.met_by(person) is None for when in whens]
    cells = people(whens)
    assert any([when.met_by(cell) is None for when in whens] == answers for cell in cells)


@settings(max_examples=60, deadline=None)
@given(recoveries())
def test_a_window_of_anybody_is_the_window_of_some_cell(recovery: dict[str, object]) -> None:
    protocol = Protocol.default()
    facts = protocol.facts(Recovery.read(recovery).treatment)
    for entry in protocol.contents.guidance:
        whens = [one.when for one in entry.stricter]
        whens += [entry.only_when] if entry.only_when else []
        windows = {repr((window_of(entry, cell) or [0])[:2]) for cell in people(whens)}
        assert repr((window_of(entry, facts) or [0])[:2]) in windows


def spoilt(protocol: ag.Protocol, section: str, index: int, **changed: object) -> Protocol:
    """The default with one entry changed, past all checks of reading."""
    entries = list(getattr(protocol.contents, section))
    entries[index] = entries[index].model_copy(update=changed)
    made = Protocol(protocol.contents.model_copy(update={section: entries}), "spoilt")
    made.__dict__["medicines"] = protocol.medicines
    return made


def refuted(protocol: Protocol, name: str) -> list[str]:
    (proof,) = verify(protocol, only={name}).proofs
    return [str(one) for one in proof.counterexamples]


def test_a_rule_softened_in_the_default_itself_is_seen(protocol: ag.Protocol) -> None:
    order = list(protocol.rules)
    found = refuted(
        spoilt(protocol, "rules", order.index("eye"), urgency="watch"), "above the floor"
    )
    assert any("the floor asks for emergency" in one and "eye pain" in one for one in found)


def test_a_rule_that_ends_with_the_first_thing_told_is_seen(protocol: ag.Protocol) -> None:
    order = list(protocol.rules)
    index = order.index("nothing_reported")
    found = refuted(spoilt(protocol, "rules", index, urgency="emergency"), "monotone")
    assert any("makes it less urgent" in one for one in found)


def test_a_deeper_needle_with_a_milder_course_is_seen(protocol: ag.Protocol) -> None:
    effect = protocol.contents.modifiers[0].effect
    milder = effect.model_copy(update={"time_exp_per_mm": -0.5})
    found = refuted(spoilt(protocol, "modifiers", 0, effect=milder), "monotone")
    assert any("deeper needling milder" in one for one in found)


def test_a_word_left_open_is_seen(protocol: ag.Protocol) -> None:
    index = list(protocol.rules).index("herpes")
    words = {"en": "It rose by {rise}. Call {clinic}."}
    found = refuted(spoilt(protocol, "rules", index, next_step=words), "complete")
    assert any("leaves 'rise' open" in one for one in found)


def test_a_worse_scene_keeps_all_that_it_does_not_name() -> None:
    scene = Scene(3.0, ("pus",), (("redness", 2),))
    assert scene.worse(hour=4.0) == replace(scene, hour=4.0)
