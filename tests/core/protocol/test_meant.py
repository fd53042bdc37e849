"""What English sentences mean: the harmful ones are refused, the ones of true clinics are not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import afterglow as ag
from afterglow.core.errors import BelowFloor
from afterglow.core.protocol import meant, never_said

DATA = Path(__file__).parents[2] / "data" / "clinic_sentences.yaml"
SENTENCES: dict[str, list[str]] = yaml.safe_load(DATA.read_text())
HEAD = 'overlay: {id: my-clinic, version: 1.0.0, for: afterglow, why: {en: "Ours."}}\n'
OWN = """guidance:
  - topic: our_advice
    name: {en: Our advice}
    kind: KIND
    until: 3d
    text: {LANGUAGE}
    why: {en: It is how we do it here.}
    sources: {D: [our leaflet]}
"""
# what is caught of those that it was not made for, at least (as measured)
LEAST = {"harmful_new": 39, "harmful_later": 39, "harmful_last": 15}


def against(sentence: str) -> list[tuple[str, str]]:
    return list(meant(sentence, "Our advice"))


@pytest.mark.parametrize("sentence", SENTENCES["harmful_seen"])
def test_a_harmful_sentence_is_refused_and_says_what_would_be_taken(sentence: str) -> None:
    said = against(sentence)
    assert said
    assert all("write " in reason or "leave it out" in reason for _, reason in said)


@pytest.mark.parametrize("name", LEAST)
def test_most_that_the_net_was_not_made_for_are_refused(name: str) -> None:
    assert len([one for one in SENTENCES[name] if against(one)]) >= LEAST[name]


# refused, and what would be taken instead, as docs/protocol.md shows them
PAIRS = [
    ("Pause your Xarelto.", "Keep taking Xarelto, and tell us."),
    (
        "No ibuprofen for two days.",
        "No ibuprofen for two days, unless a doctor told you to take it.",
    ),
    ("Blisters can come.", "Blisters can come: call us the same day."),
    ("Put on your numbing cream at home.", "We put the numbing cream on for you."),
]


def test_what_the_page_says_would_be_taken_is_taken_and_the_other_is_not() -> None:
    page = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text()
    for refused, taken in PAIRS:
        assert f"| {refused} | {taken} |" in page
        assert against(refused)
        assert against(taken) == []


@pytest.mark.parametrize(
    "sentence", [one for name, many in SENTENCES.items() if "harmless" in name for one in many]
)
def test_a_true_clinics_sentence_is_taken(sentence: str) -> None:
    assert against(sentence) == []


def test_the_default_holds_nothing_that_the_net_refuses(protocol: ag.Protocol) -> None:
    assert list(never_said(protocol.contents)) == []


@pytest.mark.parametrize(
    "hidden",
    [
        "STOP YOUR WARFARIN.",
        "Stop\n  your\n  warfarin.",
        "Stop your war-\n  farin.",
        "St0p your w4rfarin.",
        "S t o p your w.a.r.f.a.r.i.n for a week.",
        "Ｓｔｏｐ your ｗａｒｆａｒｉｎ.",
        "𝐒𝐭𝐨𝐩 your 𝐰𝐚𝐫𝐟𝐚𝐫𝐢𝐧.",
        "Stop your wárfarin.",
        "Stop your Xa\u00adrelto.",
        "St\u200bop your war\u2060farin.",
        "Ѕtор your wаrfаrіn.",
        "S\u0336t\u0336o\u0336p\u0336 your warfarin.",
        "Never mind. Stop your warfarin.",
        "Warfarin? Leave it out.",
        "You take Eliquis. Pause it from Friday.",
    ],
)
def test_nothing_is_hidden_from_the_net(hidden: str) -> None:
    assert against(hidden)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ('en: "Stop your Xa\\u00ADrelto."', "a character that nobody sees (U+00AD)"),
        ('en: "St\\u200Dop it."', "a character that nobody sees (U+200D)"),
        ('en: "S\\u0336top it."', "is no letter of English"),
        ('en: "\\u0405top it."', "mixes two alphabets"),
        ('en: "\\u0251 day."', "is no letter of English"),
        ('en: "Rest.", en-GB: "Stop your Xarelto."', "a prescribed medicine is never stopped"),
        (
            'en: "Rest.", fr: "Arr\\u00EAtez le Xarelto."',
            "names xarelto in fr, which Afterglow can",
        ),
        ('en: "Rest.", es: "Deje el Lixiana."', "never stopped by advice (Spanish)"),
        ('en: "Rest.", fr: "Stop your Xarelto the day before."', "a prescribed medicine is never"),
    ],
)
def test_letters_and_languages_hide_nothing(tmp_path: Path, language: str, said: str) -> None:
    path = tmp_path / "my-clinic.yaml"
    path.write_text(HEAD + OWN.replace("LANGUAGE", language).replace("KIND", "care"))
    with pytest.raises(ag.ProtocolRefused) as error:
        ag.Protocol.load(overlays=[path])
    assert any(
        one.startswith("my-clinic.yaml:7: ") and said in one for one in str(error.value).split("\n")
    ), str(error.value)


def test_a_refused_sentence_names_both_lines_and_what_would_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "my-clinic.yaml"
    text = 'en: "Postpone your morning Xarelto the day before."'
    path.write_text(HEAD + OWN.replace("LANGUAGE", text).replace("KIND", "care"))
    with pytest.raises(BelowFloor) as error:
        ag.Protocol.load(overlays=[path])
    said = str(error.value)
    assert said.startswith("my-clinic.yaml:7: guidance.our_advice.text.en: 'Postpone your")
    assert "(safety floor, net.yaml:" in said
    assert 'write "Keep taking it, and ask the doctor who prescribed it"' in said


def test_what_is_to_be_avoided_is_no_prescribed_medicine(tmp_path: Path) -> None:
    path = tmp_path / "my-clinic.yaml"
    own = OWN.replace("Our advice", "Lixiana").replace("KIND", "avoid")
    path.write_text(HEAD + own.replace("LANGUAGE", 'en: "Not for five days."'))
    with pytest.raises(BelowFloor) as error:
        ag.Protocol.load(overlays=[path])
    assert "my-clinic.yaml:4: guidance.our_advice.name.en: 'Lixiana'" in str(error.value)
