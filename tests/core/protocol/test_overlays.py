"""A clinic's overlay: merged by id, its origin kept, and never softer than the safety floor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import afterglow as ag
from afterglow.core.errors import BelowFloor
from afterglow.core.protocol import changes

HEAD = 'overlay: {id: my-clinic, version: 1.2.0, for: afterglow, why: {en: "Our leaflet."}}\n'
OWN = """
  - topic: bath_bombs
    name: {en: Bath bombs}
    kind: avoid
    until: 3d
    text: {en: No bath bombs.}
    why: {en: They sting.}
    sources: {D: [our leaflet]}
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(text: str, name: str = "my-clinic.yaml", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + text)
        return path

    return made


def refused(path: Path) -> list[str]:
    with pytest.raises(ag.ProtocolRefused) as error:
        ag.Protocol.load(overlays=[path])
    return str(error.value).splitlines()


def guidance(protocol: ag.Protocol, key: str):
    return next((one for one in protocol.contents.guidance if one.key == key), None)


SUN = "guidance:\n  - topic: sun\n    until: 10d\n    because: {en: Our leaflet.}\n"


def test_a_change_keeps_all_that_it_does_not_name(write: Write, protocol: ag.Protocol) -> None:
    merged = guidance(ag.Protocol.load(overlays=[write(SUN)]), "sun")
    assert merged.until == 240
    assert merged.model_copy(update={"until": 168.0}) == guidance(protocol, "sun")


def test_the_merged_protocol_goes_by_the_overlays_id_and_version(write: Write) -> None:
    merged = ag.Protocol.load(overlays=[write(SUN)])
    assert (merged.id, merged.version) == ("my-clinic", "1.2.0")
    assert merged.hash != ag.Protocol.default().hash
    assert [one.id for one in merged.overlays] == ["my-clinic"]


def test_every_value_knows_where_it_came_from(write: Write, protocol: ag.Protocol) -> None:
    merged = ag.Protocol.load(overlays=[write(SUN)])
    until, text = merged.origin("guidance.sun.until"), merged.origin("guidance.sun.text")
    assert (until.layer, until.file, until.line) == ("my-clinic", "my-clinic.yaml", 4)
    assert (text.layer, text.file) == ("default", "guidance.yaml")
    assert protocol.origin("guidance.sun.text") == text


def test_something_new_is_added_and_something_hidden_is_gone(write: Write) -> None:
    text = f"guidance:{OWN}  - topic: pets\n    hide: true\n    because: {{en: Not ours.}}\n"
    merged = ag.Protocol.load(overlays=[write(text)])
    assert guidance(merged, "bath_bombs")
    assert not guidance(merged, "pets")


def test_a_translation_needs_no_reason(write: Write) -> None:
    text = "guidance:\n  - topic: sun\n    text: {es: Nada de sol.}\n"
    merged = guidance(ag.Protocol.load(overlays=[write(text)]), "sun")
    assert merged.text["es"] == "Nada de sol."
    assert "Shade" in merged.text["en"]


def test_a_new_name_and_a_new_price(write: Write) -> None:
    text = (
        "guidance:\n  - topic: sun\n    name: {en: The sun}\n    because: {en: Shorter.}\n"
        "prices:\n  - id: us\n    low: 150\n    because: {en: Our list.}\n"
    )
    merged = ag.Protocol.load(overlays=[write(text)])
    assert guidance(merged, "sun").name["en"] == "The sun"
    assert merged.contents.prices[0].low == 150


def test_a_second_overlay_lies_over_the_first(write: Write) -> None:
    first = write(SUN)
    head = "overlay: {id: branch, version: 1.0.0, for: my-clinic, why: {en: Our branch.}}\n"
    second = write(SUN.replace("10d", "14d"), "branch.yaml", head)
    merged = ag.Protocol.load(overlays=[first, second])
    assert guidance(merged, "sun").until == 336
    assert merged.origin("guidance.sun.until").layer == "branch"


def test_a_default_that_is_overlaid_by_nothing_is_the_default(protocol: ag.Protocol) -> None:
    assert ag.Protocol.load().contents == protocol.contents
    assert ag.Protocol.load().hash == protocol.hash


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("guidance:\n  - topic: sauna\n    until: 7d\n", 4, "changed without a reason"),
        ("guidance:\n  - topic: pets\n    hide: true\n", 3, "hidden without a reason"),
        ("guidance:\n  - topic: sunn\n    hide: true\n", 3, "did you mean sun?"),
        ("guidance:\n  - topic: sunn\n    until: 7d\n", 3, "the default has no 'sunn'"),
        ("guidance:\n  - topic: sun\n    untill: 7d\n    because: {en: x}\n", 4, "until?"),
        (SUN + "  - topic: sun\n    until: 9d\n", 6, "twice"),
        ("about: {version: 2.0.0}\n", 2, "an overlay has its own"),
        ("guidnce: []\n", 2, "unknown key"),
        (
            "claims:\n  - claim: pineapple\n    hide: true\n    because: {en: x}\n",
            3,
            "unknown claim 'pineapple'",
        ),
    ],
)
def test_a_fault_is_told_with_the_overlays_line(
    write: Write, text: str, line: int, said: str
) -> None:
    found = refused(write(text))
    assert any(one.startswith(f"my-clinic.yaml:{line}: ") and said in one for one in found), found


def test_an_overlay_without_a_header_is_refused(write: Write) -> None:
    (said,) = refused(write(SUN, head=""))
    assert "an overlay begins with id, version, for and why" in said


def test_an_overlay_for_another_protocol_is_refused(write: Write) -> None:
    (said,) = refused(write(SUN, head=HEAD.replace("afterglow", "other")))
    assert said.startswith("my-clinic.yaml:1: ")
    assert "for 'other'" in said


PICKING = "Do not pick, peel or scratch flakes and scabs. Let them fall by themselves."
SCABS = (
    "Pinpoint scabs can come on day 2 or 3 and stay for 3 to 7 days. Leave them; they fall by"
    " themselves. Yellow crust or pus means call your clinic."
)


def rule(code: str, change: str) -> str:
    return f"rules:\n  - id: {code}\n    {change}\n    because: {{en: x}}\n"


def item(key: str, change: str) -> str:
    return f"guidance:\n  - id: {key}\n    {change}\n    because: {{en: x}}\n"


SOFTER = [
    (rule("sepsis", "urgency: call_clinic"), "rules.yaml", "emergency -> call_clinic"),
    (rule("sepsis", "floor: false"), "rules.yaml", "true -> false"),
    (rule("fever", "hide: true"), "rules.yaml", "cannot be hidden"),
    (rule("bleeding_high_late", "hide: true"), "rules.yaml", "cannot be hidden"),
    (rule("eye", "if: {flags_any: [eye_pain]}"), "rules.yaml", "vision_change taken away"),
    (rule("eye", "if: {from_hour: 2h}"), "rules.yaml", "0 -> 2"),
    (rule("eye", "if: {fever: true}"), "rules.yaml", "false -> true"),
    (rule("eye", "if: {person: {age_at_least: 18}}"), "rules.yaml", "everybody"),
    (rule("severe_pain", "if: {ratings_any: {soreness: 8}}"), "rules.yaml", "7 -> 8"),
    (rule("product_stings", "if: {ratings_any: {stinging: 8}}"), "rules.yaml", "6 -> 8"),
    (rule("getting_worse_again", "if: {rise: {by: 3}}"), "rules.yaml", "2 -> 3"),
    (rule("fever_weak_defences", "if: {person: {conditions_any: [cancer_treatment]}}"),
     "rules.yaml", "immunosuppression taken away"),
    (item("plastic_wrap", "until: 30d"), "guidance.yaml", "without an end -> 30d"),
    (item("picking", "kind: care"), "guidance.yaml", "avoid -> care"),
    (item("ice", "hide: true"), "guidance.yaml", "cannot be hidden"),
    (item("prescribed_medicines", "text: {en: As you like.}"), "guidance.yaml", "words"),
    (item("prescribed_medicines", "only_when: {age_at_least: 65}"), "guidance.yaml", "everybody"),
    (item("nsaids", "until: 2h"), "guidance.yaml", "7d -> 2h"),
    (item("plastic_wrap", "status: supported"), "guidance.yaml", "unsafe -> supported"),
    ("limits: {fever_from_c: 38.5, because: {en: x}}\n", "steps.yaml", "38 -> 38.5"),
    ("steps:\n  - {urgency: watch, look_again: 2d, because: {en: x}}\n", "steps.yaml", "12h -> 2d"),
    ("flags:\n  - {id: pus, ask_from: 3d, because: {en: x}}\n", "flags.yaml", "0h -> 3d"),
    ("ask_first:\n  - {id: keloids, urgent: false, because: {en: x}}\n", "ask_first.yaml", "false"),
    ("ask_first:\n  - {id: keloids, hide: true, because: {en: x}}\n", "ask_first.yaml", "hidden"),
    ("numbing_limits:\n  - {products: [tetracaine_4], name: grams, at_most: 9, because: {en: x}}\n",
     "numbing.yaml", "5 -> 9"),
    ("numbing_dressings:\n  - {products: [lidocaine_tetracaine_7_7], rule: allowed,"
     " because: {en: x}}\n", "numbing.yaml", "forbidden -> allowed"),
    ("numbers:\n  countries:\n    US: {emergency: '112', because: {en: x}}\n",
     "numbers.yaml", "911 -> 112"),
    ("claims:\n  - {claim: numbing, status: partly, because: {en: x}}\n", "claims.yaml", "unsafe"),
    # a wait by a slip of the pen, turned around, or for some people only
    (item("sun", "until: 1h"), "guidance.yaml", "7d -> 1h; less than a third"),
    (item("sun", "until: 90min"), "guidance.yaml", "less than a third"),
    (item("sun", "stricter: []"), "guidance.yaml", "28d for some people -> 7d"),
    (item("acids", "from: 6d"), "guidance.yaml", "from 6d 7d; less than a third"),
    (item("swimming", "only_when: {skin_type: [5, 6]}"), "guidance.yaml", "everybody"),
    (item("sauna", "only_when: {areas_any: [nose]}"), "guidance.yaml", "everybody"),
    (item("make_up", "only_when: {depth_at_least: 1.5}"), "guidance.yaml", "everybody"),
    (item("next_session", "until: 2w"), "guidance.yaml", "30d -> 14d"),
    (item("home_rollers", "hide: true"), "guidance.yaml", "on the safety floor"),
    (item("pillowcase", "kind: avoid"), "guidance.yaml", "do -> avoid, and the text still says"),
    ("course_spacing:\n  - {from_depth: 1.5, between: [30d, 8w], because: {en: x}}\n",
     "costs.yaml", "42d -> 30d; sessions may lie further apart, not closer"),
    # words that may be added to, and not replaced
    (item("call_clinic", "text: {en: Call us when you like.}"), "guidance.yaml", "stay as they"),
    (item("call_emergency", "name: {en: Small talk}"), "guidance.yaml", "on the floor"),
    (item("call_emergency", "why: {en: They are rare.}"), "guidance.yaml", "on the floor"),
    (item("call_emergency", "kind: avoid"), "guidance.yaml", "care -> avoid"),
    (item("redness", "text: {en: Red for weeks.}"), "guidance.yaml", "stay as they are"),
    ("beside_notes:\n  - {id: mind, hide: true, because: {en: x}}\n", "beside.yaml", "hidden"),
    ("beside_notes:\n  - {id: mind, part: help, because: {en: x}}\n", "beside.yaml", "-> help"),
    ("beside_notes:\n  - {id: breath, text: {en: Hold hands.}, because: {en: x}}\n",
     "beside.yaml", "stay as they are"),
    ("phases:\n  - {id: settling, text: {en: Red is usual now.}, because: {en: x}}\n",
     "phases.yaml", "stay as they are"),
    ("phases:\n  - {id: settling, hide: true, because: {en: x}}\n", "phases.yaml", "hidden"),
    ("steps:\n  - {urgency: expected, text: {en: Keep well.}, because: {en: x}}\n",
     "steps.yaml", "stay as they are"),
    ("steps:\n  - {urgency: call_clinic, text: {en: Have some tea.}, because: {en: x}}\n",
     "steps.yaml", "stay as they are"),
    (rule("severe_pain", "next_step: {en: Have some tea.}"), "rules.yaml", "stay as they are"),
    # a language that nobody here reads; English of another country is English
    (item("picking", "text: {fr: Gratter.}"), "guidance.yaml", "does not read this language"),
    (item("picking", "text: {en-GB: Pick at will.}"), "guidance.yaml", "has them already"),
    (item("scabs", "text: {fr: Gratter.}"), "guidance.yaml", "stay as they are"),
    ("steps:\n  - {urgency: emergency, title: {fr: 'Attendez {emergency}.'}}\n",
     "steps.yaml", "does not read this language"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "file", "said"), SOFTER)
def test_what_is_softer_is_refused_with_both_lines(
    write: Write, text: str, file: str, said: str
) -> None:
    path = write(text)
    with pytest.raises(BelowFloor):
        ag.Protocol.load(overlays=[path])
    found = refused(path)
    assert any(
        one.startswith("my-clinic.yaml:") and f"({file}:" in one and said in one for one in found
    ), found


@pytest.mark.parametrize(
    "text",
    [
        rule("redness_lasting", "urgency: emergency"),
        rule("severe_pain", "if: {ratings_any: {soreness: 5}, from_hour: 12h}"),
        rule("eye", "if: {flags_any: [eye_pain, vision_change, eye_swollen_shut]}"),
        rule("product_stings", "hide: true"),
        item("nsaids", "until: 2d"),
        item("sun", "until: 3d"),
        # a language that Afterglow does not speak yet may be added; on the floor beside the English
        item("sun", "text: {fr: 'Pas de soleil direct.'}"),
        item("picking", f"text: {{fr: 'On ne gratte pas. (English: {PICKING})'}}"),
        item("scabs", f"text: {{en: '{SCABS} Our number is on your card.'}}"),
        item("scabs", f"text: {{en: 'We are glad to look. {SCABS}'}}"),
        "course_spacing:\n  - {from_depth: 0, between: [6w, 8w], because: {en: x}}\n"
        "  - {from_depth: 1.5, between: [8w, 9w], because: {en: x}}\n",
        item("next_session", "until: 6w"),
        item("pillowcase", "kind: avoid\n    text: {en: No new pillowcase before day 2.}"),
        "limits: {fever_from_c: 37.8, because: {en: x}}\n",
        "numbing_limits:\n  - {products: [tetracaine_4], name: grams, at_most: 4,"
        " because: {en: x}}\n",
        "numbers:\n  your_clinic: {en: our front desk}\n  because: {en: x}\n",
    ],
)
def test_what_is_stricter_or_a_clinics_own_is_taken(write: Write, text: str) -> None:
    assert ag.Protocol.load(overlays=[write(text)]).overlays


def test_changes_are_read_aloud_and_say_what_is_laxer(write: Write, protocol: ag.Protocol) -> None:
    text = """
guidance:
  - topic: sun
    until: 10d
    stricter:
      - {when: {skin_type: [4, 5, 6], unknown_counts: true}, until: 42d}
      - {when: {medicines_any: [photosensitiser]}, until: 28d}
    because: {en: Our leaflet.}
  - {topic: make_up, until: 12h, because: {en: Our leaflet.}}
  - {topic: pets, hide: true, because: {en: Our leaflet.}}
rules:
  - {id: redness_lasting, urgency: call_clinic, because: {en: Our leaflet.}}
"""
    merged = ag.Protocol.load(overlays=[write(text)])
    assert [str(one) for one in changes(protocol.contents, merged.contents)] == [
        "sun: 7 days -> 10 days",
        "sun: 28 days -> 42 days for skin types IV to VI",
        "pets: no longer said (was: avoid 48 hours) (laxer)",
        "make_up: 24 hours -> 12 hours (laxer)",
        "redness_lasting: watch -> call_clinic",
    ]


def test_a_protocol_does_not_differ_from_itself(protocol: ag.Protocol) -> None:
    assert changes(protocol.contents, protocol.contents) == []


def test_what_is_turned_around_is_named(write: Write, protocol: ag.Protocol) -> None:
    text = item("pillowcase", "kind: avoid\n    text: {en: No new pillowcase before day 2.}")
    found = changes(protocol.contents, ag.Protocol.load(overlays=[write(text)]).contents)
    assert "pillowcase: do it (do) -> leave it (avoid)" in [str(one) for one in found]


def test_a_new_price_is_told_with_its_figures(write: Write, protocol: ag.Protocol) -> None:
    text = """
prices:
  - id: au
    countries: [AU]
    currency: AUD
    devices: [pen]
    low: 290
    high: 1350
    text: {en: "Our price for one face."}
    sources: {D: [our price list]}
"""
    found = changes(protocol.contents, ag.Protocol.load(overlays=[write(text)]).contents)
    assert [str(one) for one in found] == ["au: new: 290 to 1,350 AUD in AU"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("rules:\n  - {topic: redness_lasting, urgency: call_clinic, because: {en: x}}\n", 3,
         "'redness_lasting' is a name of rules: write id, not topic"),
        ("guidance:\n  - {topic: washing_wait, until: 8h, because: {en: x}}\n", 3,
         "'washing_wait' is the id of an entry about 'washing'; write id: washing_wait"),
        ("guidance:\n  - {topic: numbing, until: 8h, because: {en: x}}\n", 3,
         "several entries are about 'numbing'; write the id of one: numbing_at_home"),
        ("guidance:\n  - {until: 8h, because: {en: x}}\n", 3, "does not say which entry it is"),
        ("prices:\n  - {country: us, low: 5, because: {en: x}}\n", 3, "write id, not country"),
        ("guidance:\n  - {topic: eat_before, hide: true, because: {en: x}}\n", 3,
         "it is hidden here, and guide_sections.to_bring shows it (guide.yaml:"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_with_the_right_one(
    write: Write, text: str, line: int, said: str
) -> None:
    found = refused(write(text))
    assert any(one.startswith(f"my-clinic.yaml:{line}: ") and said in one for one in found), found
