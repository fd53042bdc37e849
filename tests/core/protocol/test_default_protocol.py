"""The protocol that comes with Afterglow is whole: nothing missing, nothing that cannot be met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import afterglow as ag
from afterglow.core.protocol import Guidance, When
from afterglow.core.vocabulary import CONDITIONS, FLAGS, SIGNS
from core.making import treatment

# a medicine of each class, as a person would name it
NAMED = {
    "anticoagulant": "apixaban",
    "antiplatelet": "clopidogrel",
    "aspirin": "aspirin",
    "nsaid": "ibuprofen",
    "photosensitiser": "doxycycline",
    "immunosuppressant": "methotrexate",
    "biologic": "adalimumab",
    "cancer": "capecitabine",
    "steroid_systemic": "prednisolone",
    "steroid_topical": "clobetasol",
    "antiarrhythmic_class_iii": "amiodarone",
    "methaemoglobin_inducer": "dapsone",
    "retinoid_oral": "isotretinoin",
    "retinoid_topical": "tretinoin",
    "exfoliating_acid": "glycolic acid",
    "supplement_bleeding": "ginkgo",
}


def meeting(when: When) -> dict[str, Any]:
    """A treatment that meets a condition, built from what the condition asks for."""
    made: dict[str, Any] = {}
    if when.skin_type:
        made["skin_type"] = when.skin_type[0]
    if when.areas_any:
        made["areas"] = {when.areas_any[0]: 1.0}
    if when.depth_at_least:
        made["areas"] = dict.fromkeys(made.get("areas", {"cheeks": 1}), when.depth_at_least)
    if when.device:
        made["device"] = when.device[0]
    if when.age_at_least is not None:
        made["age"] = when.age_at_least
    elif when.age_below is not None:
        made["age"] = when.age_below - 1
    if when.pregnant is not None:
        made["pregnant"] = when.pregnant
    if when.first_session is not None:
        made["first_session"] = when.first_session
    if when.session_at_least:
        made["session"] = when.session_at_least
    if when.numbing_any:
        made["numbing"] = {"product": when.numbing_any[0]}
    if when.conditions_any:
        made["conditions"] = [when.conditions_any[0]]
    if when.medicines_any:
        made["medicines"] = [NAMED[when.medicines_any[0]]]
    return treatment(**made)


def texts(entry: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in several languages below an entry, with its path."""
    if isinstance(entry, BaseModel):
        for name in type(entry).model_fields:
            yield from texts(getattr(entry, name), f"{path}.{name}")
    elif isinstance(entry, dict):
        if entry and all(isinstance(v, str) for v in entry.values()) and "sources" not in path:
            yield path, entry
        else:
            for key, value in entry.items():
                yield from texts(value, f"{path}.{key}")
    elif isinstance(entry, list | tuple):
        for index, value in enumerate(entry):
            yield from texts(value, f"{path}.{index}")


def test_every_sign_is_described(protocol: ag.Protocol) -> None:
    assert set(SIGNS) <= set(protocol.signs)


def test_every_flag_is_described_once(protocol: ag.Protocol) -> None:
    assert sorted(one.id for one in protocol.contents.flags) == sorted(FLAGS)


def test_every_claim_of_the_leaflet_is_a_claim(protocol: ag.Protocol, claim_ids: list[str]) -> None:
    assert {one.claim for one in protocol.contents.claims} >= set(claim_ids)


def test_every_claim_of_the_leaflet_is_in_guidance_or_a_milestone(
    protocol: ag.Protocol, claim_ids: list[str]
) -> None:
    contents = protocol.contents
    used = {one.claim for one in (*contents.guidance, *contents.milestones)}
    assert set(claim_ids) - used == set()


VERDICTS = {
    "mechanism": "supported", "six_things": None, "redness": "partly", "sensitivity": "supported",
    "wash_4h": "supported", "nsaid": "partly", "pineapple": "disputed", "peeling": "supported",
    "exercise": "supported", "cool_compress": "supported", "sun": "partly",
    "dryness": "supported", "micro_bruising": "partly", "pain": "supported", "numbing": "unsafe",
    "price": "supported", "practitioner": "supported", "results": "supported",
    "consult": "supported",
}  # fmt: skip


def test_every_claim_carries_the_verdict_of_the_evidence(protocol: ag.Protocol) -> None:
    found = {one.claim: one.status for one in protocol.contents.claims}
    assert {name: found[name] for name in VERDICTS} == VERDICTS


def test_a_guidance_item_carries_the_verdict_of_its_claim(protocol: ag.Protocol) -> None:
    verdicts = {one.claim: one.status for one in protocol.contents.claims}
    for one in protocol.contents.guidance:
        if one.claim and one.status != "unverified":
            assert one.status == verdicts[one.claim], one.key


def test_what_is_unsafe_is_never_advised(protocol: ag.Protocol) -> None:
    for one in protocol.contents.guidance:
        assert not (one.kind == "do" and one.status == "unsafe"), one.key


def test_what_is_disputed_is_never_advised(protocol: ag.Protocol) -> None:
    for one in protocol.contents.guidance:
        assert not (one.kind == "do" and one.status == "disputed"), one.key


@pytest.mark.parametrize("key", [one.key for one in ag.Protocol.default().contents.guidance])
def test_every_guidance_item_is_reachable(protocol: ag.Protocol, key: str) -> None:
    (entry,) = [one for one in protocol.contents.guidance if one.key == key]
    given = meeting(entry.only_when) if entry.only_when else treatment()
    assert key in {one.id for one in ag.plan(given).items}


@pytest.mark.parametrize("key", [one.id for one in ag.Protocol.default().contents.ask_first])
def test_every_warning_is_reachable(protocol: ag.Protocol, key: str) -> None:
    (entry,) = [one for one in protocol.contents.ask_first if one.id == key]
    warnings = {one.id: one for one in ag.plan(meeting(entry.when)).warnings}
    assert key in warnings
    assert warnings[key].because


def stricter() -> list[tuple[str, int]]:
    guidance: list[Guidance] = ag.Protocol.default().contents.guidance
    return [(one.key, at) for one in guidance for at in range(len(one.stricter))]


@pytest.mark.parametrize(("key", "at"), stricter())
def test_every_stricter_window_moves_something_and_says_why(
    protocol: ag.Protocol, key: str, at: int
) -> None:
    (entry,) = [one for one in protocol.contents.guidance if one.key == key]
    plain = {"skin_type": 2, "age": 30}
    changed = treatment(**(plain | meeting(entry.stricter[at].when)))
    (before,) = [one for one in ag.plan(treatment(**plain)).items if one.id == key]
    (after,) = [one for one in ag.plan(changed).items if one.id == key]
    assert (after.starts, after.ends) != (before.starts, before.ends)
    assert after.because


def test_every_text_has_english(protocol: ag.Protocol) -> None:
    found = list(texts(protocol.contents))
    assert len(found) > 500
    for path, text in found:
        if path.startswith((".about.id", ".about.version")):
            continue
        assert text.get("en", "").strip(), path


def test_every_condition_has_someone_to_ask(protocol: ag.Protocol) -> None:
    asked = {
        one for entry in protocol.contents.ask_first for one in entry.when.conditions_any or ()
    }
    assert set(CONDITIONS) - asked == set()


def test_no_rule_ever_ends(protocol: ag.Protocol) -> None:
    """A rule has a hour from which it holds, and none until which."""
    fields = set(type(protocol.contents.rules[0].seen).model_fields)
    assert not {name for name in fields if "until" in name or "before" in name or "below" in name}


def test_every_sign_has_a_grade_e_source_since_its_numbers_are_assumed(
    protocol: ag.Protocol,
) -> None:
    for sign in protocol.contents.signs:
        assert protocol.is_estimate(sign.sources), sign.id


REFERENCE = {  # evidence 1b: prevalence, peak, median, p90, severity
    "redness": (0.98, 1, 24, 60, 5.0, 1.8), "warmth": (0.85, 1, 10, 30, 3.5, 1.8),
    "swelling": (0.50, 24, 30, 64, 2.5, 1.5), "tightness": (0.75, 18, 54, 110, 3.0, 1.6),
    "pinpoint_bleeding": (0.45, 0, 0.2, 2, 2.0, 1.3), "scabs": (0.30, 48, 108, 168, 1.8, 1.2),
    "soreness": (0.70, 4, 20, 60, 2.5, 1.6), "itching": (0.40, 60, 84, 150, 2.0, 1.5),
    "stinging": (0.65, 6, 48, 120, 2.5, 1.5), "dryness": (0.70, 60, 96, 168, 3.0, 1.6),
    "roughness": (0.55, 72, 108, 180, 2.5, 1.5), "flaking": (0.50, 84, 130, 190, 2.5, 1.5),
    "bruising": (0.03, 36, 120, 240, 2.0, 1.3), "darkening": (0.20, 72, 130, 240, 2.0, 1.3),
    "pigment_change": (0.01, 1000, 2000, 5000, 3.5, 1.8),
    "breakouts": (0.07, 110, 168, 336, 2.0, 1.4), "milia": (0.03, 240, 500, 1200, 1.5, 1.0),
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_the_reference_numbers_are_those_of_the_evidence(protocol: ag.Protocol, sign: str) -> None:
    spec = protocol.signs[sign]
    assert (
        spec.prevalence, spec.peak, spec.resolved.median, spec.resolved.p90,
        spec.severity.mean, spec.severity.sd,
    ) == pytest.approx(REFERENCE[sign])  # fmt: skip


def test_explanations_add_up_to_one(protocol: ag.Protocol) -> None:
    assert sum(one.base_rate for one in protocol.contents.explanations) == pytest.approx(1)
