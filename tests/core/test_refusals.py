"""Bad treatments, check-ins and recoveries are refused whole, and the field is named."""

from __future__ import annotations

from typing import Any

import pytest

import afterglow as ag
from core.making import check_in, treatment

BAD_TREATMENTS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("naive time", {"performed_at": "2026-11-24T15:00:00"}, ("performed_at", "time zone")),
    ("date only", {"performed_at": "2026-11-24"}, ("performed_at",)),
    ("30 February", {"performed_at": "2026-02-30T10:00:00Z"}, ("performed_at",)),
    ("hour 25", {"performed_at": "2026-02-20T25:00:00Z"}, ("performed_at",)),
    ("a word", {"performed_at": "yesterday"}, ("performed_at",)),
    ("a bare number", {"performed_at": 1764000000}, ("performed_at",)),
    ("nothing", {"performed_at": None}, ("performed_at",)),
    ("year 1900", {"performed_at": "1900-01-01T00:00:00Z"}, ("performed_at",)),
    ("year 9999", {"performed_at": "9999-12-31T23:59:59-12:00"}, ("performed_at",)),
    ("year 1", {"performed_at": "0001-01-01T00:00:00+14:00"}, ("performed_at",)),
    ("no areas", {"areas": {}}, ("areas",)),
    ("areas as list", {"areas": ["cheeks"]}, ("areas",)),
    ("15 mm", {"areas": {"cheeks": 15}}, ("areas.cheeks", "15", "4 mm")),
    ("5 mm with a pen", {"areas": {"cheeks": 5}, "device": "pen"}, ("areas.cheeks", "4 mm")),
    ("5 mm, device unsaid", {"areas": {"cheeks": 5}}, ("areas.cheeks",)),
    ("8.1 mm with rf", {"areas": {"cheeks": 8.1}, "device": "rf"}, ("areas.cheeks", "8 mm")),
    ("0 mm", {"areas": {"cheeks": 0}}, ("areas.cheeks",)),
    ("negative depth", {"areas": {"cheeks": -1}}, ("areas.cheeks",)),
    ("depth NaN", {"areas": {"cheeks": float("nan")}}, ("areas.cheeks",)),
    ("depth infinite", {"areas": {"cheeks": float("inf")}}, ("areas.cheeks",)),
    ("depth true", {"areas": {"cheeks": True}}, ("areas.cheeks",)),
    ("depth as text", {"areas": {"cheeks": "1 mm"}}, ("areas.cheeks",)),
    ("depth of 400 digits", {"areas": {"cheeks": 10**400}}, ("areas.cheeks",)),
    ("unknown area", {"areas": {"cheek": 1}}, ("areas", "cheek", "did you mean cheeks?")),
    ("unknown key", {"skintype": 3}, ("skintype", "did you mean skin_type?")),
    ("unknown inner key", {"clinic": {"fone": "1"}}, ("clinic.fone", "did you mean phone?")),
    ("unknown zone", {"time_zone": "Europe/Londn"}, ("time_zone", "Europe/London")),
    ("zone by city", {"time_zone": "new york"}, ("time_zone", "America/New_York")),
    ("zone as path", {"time_zone": "../../etc/passwd"}, ("time_zone",)),
    ("empty zone", {"time_zone": ""}, ("time_zone",)),
    ("unknown device", {"device": "penn"}, ("device", "did you mean pen?")),
    ("unknown condition", {"conditions": ["cold_sore"]}, ("conditions", "cold_sores")),
    ("unknown cream", {"numbing": {"product": "lidocaine_3"}}, ("numbing.product",)),
    ("skin type 7", {"skin_type": 7}, ("skin_type",)),
    ("skin type 3.5", {"skin_type": 3.5}, ("skin_type",)),
    ("skin type true", {"skin_type": True}, ("skin_type",)),
    ("skin type as text", {"skin_type": "3"}, ("skin_type",)),
    ("no pass", {"passes": 0}, ("passes",)),
    ("age 200", {"age": 200}, ("age",)),
    ("age NaN", {"age": float("nan")}, ("age",)),
    ("weight 0", {"weight_kg": 0}, ("weight_kg",)),
    ("pregnant as number", {"pregnant": 1}, ("pregnant",)),
    ("first, but session 2", {"first_session": True, "session": 2}, ("first_session", "session")),
    ("not first, session 1", {"first_session": False, "session": 1}, ("first_session", "session")),
    ("session 0", {"session": 0}, ("session",)),
    ("country as words", {"country": "United States"}, ("country",)),
    ("medicine without name", {"medicines": [{"last_taken": None}]}, ("medicines.0.name",)),
    ("101 medicines", {"medicines": ["paracetamol"] * 101}, ("medicines",)),
    ("a medicine's name of 10,000 letters", {"medicines": ["a" * 10_000]}, ("medicines.0",)),
    (
        "cream off before on",
        {"numbing": {"product": "other", "applied_at": "2026-03-02T11:00:00Z",
                     "removed_at": "2026-03-02T10:00:00Z"}},
        ("numbing",),
    ),
    (
        "cream after needling",
        {"numbing": {"product": "other", "applied_at": "2026-03-02T13:00:00Z"}},
        ("numbing",),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"), [row[1:] for row in BAD_TREATMENTS], ids=[row[0] for row in BAD_TREATMENTS]
)
def test_a_bad_treatment_is_refused_and_names_its_field(
    changes: dict[str, Any], said: tuple[str, ...]
) -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan(treatment(**changes))
    message = str(refused.value)
    assert all(part in message for part in said), message
    assert "\n" not in message


@pytest.mark.parametrize("missing", ["performed_at", "areas"])
def test_what_is_required_is_named_when_missing(missing: str) -> None:
    given = treatment()
    del given[missing]
    with pytest.raises(ag.InputRefused, match=missing):
        ag.plan(given)


@pytest.mark.parametrize("given", [None, [], "text", 3, True])
def test_what_is_no_object_is_refused(given: Any) -> None:
    with pytest.raises(ag.InputRefused):
        ag.plan(given)


def test_radio_frequency_may_go_to_five_and_to_eight_millimetres() -> None:
    for depth in (5, 8):
        ag.Treatment.read(treatment(areas={"cheeks": depth}, device="rf"))


def test_four_millimetres_is_the_last_that_a_pen_may_go() -> None:
    ag.Treatment.read(treatment(areas={"cheeks": 4.0}))


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan({"performed_at": "soon", "areas": {"cheeks": 1}, "skin_type": 9, "passes": 0})
    assert {fault.field for fault in refused.value.faults} == {
        "performed_at", "skin_type", "passes",
    }  # fmt: skip
    assert str(refused.value).count("; ") >= 2


def test_every_unknown_area_is_named_not_only_the_first() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan(treatment(areas={"cheek": 1.0, "forhead": 1.0}))
    assert "cheeks" in str(refused.value)
    assert "forehead" in str(refused.value)


def test_every_depth_out_of_range_is_named_not_only_the_first() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan(treatment(areas={"cheeks": 15, "chin": 0}))
    assert "areas.cheeks" in str(refused.value)
    assert "areas.chin" in str(refused.value)


def test_an_unknown_key_with_a_capital_is_named() -> None:
    """The path of a fault once dropped every part that began with a capital letter."""
    with pytest.raises(ag.InputRefused, match=r"\bFoo\b"):
        ag.plan(treatment(Foo=1))


def test_a_line_break_in_a_key_does_not_break_the_line() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan(treatment(**{"a\nb": 1}))
    assert "\n" not in str(refused.value)


def test_a_line_is_short_however_long_the_input() -> None:
    for changes in ({"time_zone": "x" * 100_000}, {"k" * 100_000: 1}, {"country": "x" * 100_000}):
        with pytest.raises(ag.InputRefused) as refused:
            ag.plan(treatment(**changes))
        assert len(str(refused.value)) < 1_000


def test_digits_in_quotes_are_no_time() -> None:
    """pydantic reads "1764000000" as seconds since 1970."""
    with pytest.raises(ag.InputRefused, match="performed_at"):
        ag.plan(treatment(performed_at="1764000000"))


def test_a_country_that_does_not_exist_is_refused() -> None:
    for code in ("ZZ", "XX"):
        with pytest.raises(ag.InputRefused, match="country"):
            ag.plan(treatment(country=code))


def test_the_zone_of_whatever_machine_it_runs_on_is_no_zone() -> None:
    with pytest.raises(ag.InputRefused, match="time_zone"):
        ag.plan(treatment(time_zone="localtime"))


BAD_CHECK_INS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("rating 11", check_in(5, redness=11), ("redness", "11", "10")),
    ("rating -1", check_in(5, redness=-1), ("redness",)),
    ("rating 5.5", check_in(5, redness=5.5), ("redness", "5.5")),
    ("rating true", check_in(5, redness=True), ("redness", "True")),
    ("rating as text", check_in(5, redness="5"), ("redness",)),
    ("rating NaN", check_in(5, redness=float("nan")), ("redness",)),
    ("rating infinite", check_in(5, redness=float("inf")), ("redness",)),
    ("rating null", check_in(5, redness=None), ("redness",)),
    ("rating of 400 digits", check_in(5, redness=10**400), ("redness",)),
    ("unknown sign", check_in(5, rednes=5), ("rednes", "did you mean redness?")),
    ("unknown flag", check_in(5, "puss"), ("puss", "did you mean pus?")),
    ("flags as text", {**check_in(5), "flags": "pus"}, ("flags",)),
    ("flags as object", {**check_in(5), "flags": {"pus": True}}, ("flags",)),
    ("naive time", {**check_in(5), "at": "2026-03-02T18:00:00"}, ("at", "time zone")),
    ("before the treatment", check_in(-0.5), ("check_ins", "before the treatment")),
    ("year 9999", {**check_in(5), "at": "9999-12-31T23:59:59Z"}, ("at",)),
    ("no time", {"ratings": {"redness": 3}}, ("at",)),
    ("temperature 98.6", check_in(5, temperature_c=98.6), ("temperature_c",)),
    ("temperature NaN", check_in(5, temperature_c=float("nan")), ("temperature_c",)),
    ("temperature true", check_in(5, temperature_c=True), ("temperature_c",)),
    ("unknown key", {**check_in(5), "temp": 37.0}, ("temp", "temperature_c")),
    ("a note of a million letters", check_in(5, note="x" * 1_000_000), ("note",)),
    ("a note that is a number", check_in(5, note=3), ("note",)),
]


@pytest.mark.parametrize(
    ("given", "said"), [row[1:] for row in BAD_CHECK_INS], ids=[row[0] for row in BAD_CHECK_INS]
)
def test_a_bad_check_in_is_refused_and_names_its_field(
    given: dict[str, Any], said: tuple[str, ...]
) -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.assess(treatment(), [check_in(1, redness=3), given])
    message = str(refused.value)
    assert all(part in message for part in said), message
    assert "\n" not in message
    assert len(message) < 2_000


def test_every_unknown_sign_and_flag_is_named_not_only_the_first() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.assess(treatment(), [check_in(5, "puss", "fevr", rednes=5, swellin=3)])
    message = str(refused.value)
    assert all(hint in message for hint in ("pus?", "fever?", "redness?", "swelling?")), message


def test_a_list_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ag.InputRefused, match="check_ins"):
        ag.assess(treatment(), [check_in(1, redness=3)] * 10_001)


def test_no_check_in_cannot_be_assessed() -> None:
    with pytest.raises(ag.InputRefused, match="check_ins"):
        ag.assess(treatment(), [])


def test_a_check_in_is_refused_while_the_treatment_is_to_come() -> None:
    with pytest.raises(ag.InputRefused, match="before the treatment"):
        ag.assess(treatment(performed_at="2099-06-01T10:00:00Z"), [check_in(5, redness=3)])


def test_an_unknown_key_of_a_check_in_is_refused_with_its_place() -> None:
    with pytest.raises(ag.InputRefused, match=r"check_ins\.1\.rating\b.*did you mean ratings"):
        ag.assess(treatment(), [check_in(1), {"at": check_in(2)["at"], "rating": {}}])
