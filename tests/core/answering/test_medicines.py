"""Medicines in questions: what is prescribed is never stopped, what is not found is never fine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.answering import Answer, ask
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.remedies import STRICTEST_FIRST
from afterglow.core.vocabulary import Verdict

PERFORMED = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
TREATMENT: dict[str, Any] = {"performed_at": PERFORMED.isoformat(), "areas": {"cheeks": 1.0}}
BOOK = Protocol.default().medicines
FORBIDDEN = {"nsaid", "aspirin", "salicylate"}


def taking(words: str, hour: float = 10, **changes: Any) -> Answer:
    return ask(words, TREATMENT | changes, at=PERFORMED + timedelta(hours=hour))


def classes(holds: tuple[str, ...]) -> set[str]:
    return {one for code in holds for one in BOOK.ingredients[code].classes}


PRODUCTS = sorted(
    {one.name: one for found in BOOK.products.values() for one in found}.values(),
    key=lambda one: one.name,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PRODUCTS))
def test_no_product_that_holds_or_may_hold_an_anti_inflammatory_is_answered_yes(
    product: Any,
) -> None:
    answer = taking(f"can i take {product.name}")
    if classes(product.holds) & FORBIDDEN:
        assert answer.verdict != Verdict.yes
    # "allergy pill" does not settle which antihistamine it is, but all that it may be are one kind
    one_kind = set.intersection(*(classes((code,)) for code in product.holds))
    if product.unsettled and not one_kind:
        assert answer.verdict != Verdict.yes


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(BOOK.ingredients)))
def test_every_substance_by_its_own_name_is_answered_by_its_strictest_rule(code: str) -> None:
    ingredient = BOOK.ingredients[code]
    strictest = min(
        (BOOK.rules[one].verdict for one in ingredient.classes), key=STRICTEST_FIRST.index
    )
    answer = taking(f"can i take {ingredient.names[0]}")
    if strictest == "keep_taking":
        assert answer.verdict == Verdict.ask_clinic
    elif strictest != "fine":
        assert answer.verdict not in {Verdict.yes, Verdict.info}, ingredient


@pytest.mark.parametrize("name", ["apixaban", "clopidogrel", "warfarin", "xarelto", "plavix"])
@pytest.mark.parametrize("hour", [-100.0, -1.0, 10.0, 500.0])
def test_a_blood_thinner_is_kept_at_every_hour(name: str, hour: float) -> None:
    answer = taking(f"should i stop {name}", hour)
    assert answer.verdict == Verdict.ask_clinic
    assert "Never stop" in answer.text


@pytest.mark.parametrize(
    "words",
    [
        "prescribed meloxicam for arthritis",
        "aspirin 81 mg",
        "baby aspirin",
        "low dose aspirin for my heart",
    ],
)
def test_what_a_doctor_may_have_ordered_is_never_stopped(words: str) -> None:
    assert taking(words).verdict == Verdict.ask_clinic


@pytest.mark.parametrize("name", ["qwertazol", "zorbaline", "xyfenadrux"])
def test_a_name_that_is_not_known_is_never_fine(name: str) -> None:
    assert taking(f"can i take {name}").verdict in {Verdict.unknown, Verdict.ask_clinic}


def test_a_near_miss_between_two_verdicts_is_asked_back() -> None:
    answer = taking("can i take advl")
    assert answer.verdict == Verdict.ask_clinic
    assert any("ibuprofen" in name for name in answer.did_you_mean)


def test_a_name_that_does_not_settle_its_content_is_asked_back() -> None:
    answer = taking("can i take cold and flu relief")
    assert answer.verdict == Verdict.ask_clinic
    assert answer.did_you_mean


def test_a_dose_already_taken_gets_reassurance_and_what_to_watch() -> None:
    answer = taking("took naproxen for my back is that bad")
    assert answer.verdict == Verdict.wait
    assert "very unlikely to spoil your result" in answer.text
    assert "bruising" in answer.text


def test_what_clashes_with_the_numbing_cream_is_said() -> None:
    numbing = {"product": "lidocaine_prilocaine_2.5_2.5"}
    assert "Do not use this numbing cream" in taking("can i take dapsone", numbing=numbing).text
    assert "Do not use this numbing cream" not in taking("can i take dapsone").text


def test_what_makes_skin_burn_sooner_is_fine_with_a_word_about_the_sun() -> None:
    answer = taking("can i take doxycycline")
    assert answer.verdict == Verdict.yes
    assert "sun" in answer.text


def test_a_harmless_medicine_put_on_the_skin_is_another_question() -> None:
    assert taking("can i put calamine on my face").verdict != Verdict.yes


@pytest.mark.parametrize(
    "name",
    ["zirafenac", "Kolbuprofen", "melgicoxib", "Dolonista", "ibuzana", "Aspigrip", "tovoxaban"],
)
def test_an_unknown_name_that_sounds_like_something_is_to_be_asked(name: str) -> None:
    answer = taking(f"can i take {name}")
    assert answer.verdict == Verdict.ask_clinic
    assert answer.did_you_mean


@pytest.mark.parametrize("name", ["Zorrit pain away", "Bolvex cold and flu", "Quorra Rheuma"])
def test_an_unknown_name_with_a_word_for_pain_or_a_cold_is_never_fine(name: str) -> None:
    assert taking(f"can i take {name}").verdict in {Verdict.ask_clinic, Verdict.wait}


@pytest.mark.parametrize("name", ["lipikure gold", "quarnal panadol", "panadol quarnal"])
def test_a_harmless_name_beside_a_strange_word_is_not_taken_for_the_whole(name: str) -> None:
    assert taking(f"can i take {name}").verdict != Verdict.yes


@pytest.mark.parametrize("typed", ["octadom", "painix", "clonoxifen", "probenxol", "atoriss"])
def test_a_near_miss_of_a_brand_that_not_everybody_knows_is_asked_back(typed: str) -> None:
    assert taking(f"can i take {typed}").verdict in {Verdict.ask_clinic, Verdict.unknown}


@pytest.mark.parametrize("typed", ["tylonol", "paracetomol", "benedryl", "amoxicilin", "panadoll"])
def test_a_misspelt_name_that_everybody_knows_is_answered(typed: str) -> None:
    answer = taking(f"can i take {typed}")
    assert answer.verdict == Verdict.yes
    assert "We took" in answer.text


@pytest.mark.parametrize("typed", ["ibuprophen", "iburpofen", "nurofin", "voltarin", "celebrx"])
def test_a_misspelt_anti_inflammatory_that_everybody_knows_is_answered(typed: str) -> None:
    assert taking(f"can i take {typed}").verdict == Verdict.wait


def test_aspirin_in_one_pill_with_a_heart_medicine_is_never_stopped() -> None:
    for product in PRODUCTS:
        held = classes(product.holds)
        if "aspirin" in held and "heart" in held:
            answer = taking(f"can i take {product.name}")
            assert answer.verdict == Verdict.ask_clinic, product


@pytest.mark.parametrize(
    "words",
    [
        "ايبوبروفين", "هل يمكنني تناول إيبوبروفين", "ибупрофен", "можно ибупрофен 400",
        "ацетилсалициловая кислота", "acetylsalicylsäure", "ibuprofène", "布洛芬", "ιβουπροφαίνη",
        "puedo tomar ibuprofeno 600 mg", "diclofenaco sódico 50mg", "kann ich ASS nehmen",
    ],
)  # fmt: skip
def test_an_anti_inflammatory_is_found_in_other_languages_and_letters(words: str) -> None:
    assert taking(words).verdict == Verdict.wait


def test_nothing_is_waved_through_beside_words_in_letters_that_are_not_read() -> None:
    assert taking("парацетамол").verdict == Verdict.yes
    assert taking("парацетамол. гной на лице").verdict != Verdict.yes
    assert taking("باراسيتامول، وجهي فيه صديد").verdict != Verdict.yes


@pytest.mark.parametrize(
    "words",
    [
        "can i take advils", "can i take Advil's", "nurofen forte junior", "ibuprofen lysine 400mg",
        "can i take naproxen-sodium 220mg", "took two advil pm last night ok?",
        "is it ok if i have 2 x ibuprofen 200mg caplets before bed",
    ],
)  # fmt: skip
def test_a_name_is_found_among_doses_salts_plurals_and_forms(words: str) -> None:
    assert taking(words).verdict == Verdict.wait


@pytest.mark.parametrize("name", ["arthritis pain", "childrens pain relief", "pain and fever"])
def test_a_pack_named_after_what_it_is_for_does_not_settle_what_it_holds(name: str) -> None:
    assert taking(f"can i take {name}").verdict == Verdict.ask_clinic


def second_names() -> dict[str, list[tuple[str, bool, str]]]:
    """By class: the name, whether what is said of it is accepted, and what is said."""
    found: dict[str, list[tuple[str, bool, str]]] = {}
    path = Path(__file__).parents[2] / "data" / "medicines_second.jsonl"
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        verdict = str(taking(f"can i take {case['name']}").verdict)
        assert verdict not in case["unsafe"], case["name"]
        found.setdefault(case["cls"], []).append((case["name"], verdict in case["accept"], verdict))
    return found


def test_names_chosen_by_somebody_else_are_answered_as_the_issue_asks() -> None:
    found = second_names()
    for kind in ("nsaid", "typo", "low_dose_aspirin", "thinner", "heart", "ask", "vague"):
        assert [name for name, right, _ in found[kind] if not right] == [], kind
    harmless = found["none"]
    assert sum(said == "yes" for _, _, said in harmless) / len(harmless) >= 0.95
    forbidden = [one for one in (*harmless, *found["lookalike"]) if one[2] in ("no", "wait")]
    assert forbidden == []


@pytest.mark.parametrize("name", ["dafalgan duo", "alvedon combi", "paracetamol complex"])
def test_a_word_for_a_second_substance_after_a_harmless_painkiller_is_asked_back(name: str) -> None:
    assert taking(f"can i take {name}").verdict == Verdict.ask_clinic
    assert taking(f"can i take {name.split()[0]}").verdict == Verdict.yes


def test_a_name_of_two_words_is_found_with_one_misspelt() -> None:
    assert taking("bc poeder for hangover", 60).verdict not in (Verdict.yes, Verdict.unknown)


def test_a_short_word_that_is_not_read_is_not_waved_through_beside_a_harmless_name() -> None:
    assert taking("adderall n iby together ok after?", 20).verdict == Verdict.ask_clinic
    assert taking("sertraline and tea", 20).verdict == Verdict.yes


@pytest.mark.parametrize("words", ["oki bustine", "oki bustine per mal di testa"])
def test_a_word_for_the_form_is_no_symptom(words: str) -> None:
    assert taking(words).verdict == Verdict.wait


KEPT_NAMES = [
    ("valproic acid", {Verdict.yes}),
    ("ácido valproico", {Verdict.yes}),
    ("fenofibric acid", {Verdict.yes}),
    ("mycophenolic acid", {Verdict.ask_clinic}),
    ("folinic acid", {Verdict.ask_clinic}),
]


@pytest.mark.parametrize("hour", [-30, 31])
@pytest.mark.parametrize(("name", "verdicts"), KEPT_NAMES)
def test_a_word_of_skin_care_in_a_prescribed_name_stops_nothing(
    name: str, verdicts: set[Verdict], hour: float
) -> None:
    answer = taking(name, hour)
    assert answer.kind == "medicine"
    assert answer.verdict in verdicts


@pytest.mark.parametrize("name", ["glycolic acid", "lactic acid", "acetic acid", "nitric acid"])
def test_an_acid_for_the_skin_still_waits(name: str) -> None:
    assert taking(name).verdict == Verdict.wait
