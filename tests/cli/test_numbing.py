"""`afterglow numbing` and `afterglow course` as people run them."""

from __future__ import annotations

import json
from typing import Any

import pytest

Afterglow = Any
CREAM = {
    "product": "lidocaine_4",
    "grams": 5,
    "area_cm2": 100,
    "applied_at": "2026-03-02T11:00:00+00:00",
    "removed_at": "2026-03-02T11:40:00+00:00",
    "occluded": False,
}
TREATMENT = {
    "performed_at": "2026-03-02T12:00:00+00:00",
    "areas": {"cheeks": 1.0},
    "age": 34,
    "country": "GB",
    "numbing": CREAM,
}
WITHIN = ("--product", "EMLA", "--grams", "20", "--area", "200", "--minutes", "60", "--age", "34",
          "--occluded", "--country", "GB")  # fmt: skip


def refused(ran: Any, *said: str) -> None:
    assert ran.status == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    for word in said:
        assert word in ran.err


def test_within_the_label_ends_with_0_and_still_tells_the_danger_signs(
    afterglow: Afterglow,
) -> None:
    ran = afterglow("numbing", *WITHIN)
    assert ran.status == 0
    assert "Within the label" in ran.out
    assert "999" in ran.out
    assert "wipe it off" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 60


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (("--product", "EMLA"), "ask_clinic"),
        (("--product", "other", *WITHIN[2:]), "over_label"),
        ((*WITHIN, "--grams", "61"), "over_label"),
        ((*WITHIN, "--condition", "epilepsy"), "ask_clinic"),
        ((*WITHIN, "--medicine", "dapsone"), "over_label"),
        ((*WITHIN, "--pregnant"), "ask_clinic"),
        ((*WITHIN, "--age", "9", "--weight", "30"), "ask_clinic"),
    ],
)
def test_anything_else_ends_with_10(
    afterglow: Afterglow, arguments: tuple[str, ...], verdict: str
) -> None:
    ran = afterglow("numbing", *arguments, "--json")
    assert ran.status == 10
    assert ran.err == ""
    assert ran.json["verdict"] == verdict


def test_a_treatments_own_cream_is_judged(afterglow: Afterglow) -> None:
    ran = afterglow("numbing", "--treatment", "-", "--json", stdin=json.dumps(TREATMENT))
    assert ran.status == 0
    assert ran.json["verdict"] == "within_label"
    much = TREATMENT | {"numbing": CREAM | {"grams": 200}}
    ran = afterglow("numbing", "--treatment", "-", "--json", stdin=json.dumps(much))
    assert ran.status == 10
    assert ran.json["broken"] == ["grams"]


def test_a_time_that_has_passed_is_said(afterglow: Afterglow) -> None:
    on = ("--applied-at", "2026-03-02T11:00:00+00:00")
    late = afterglow("numbing", *WITHIN, *on, "--at", "2026-03-02T16:01:00+00:00")
    assert "That time has passed" in late.out
    early = afterglow("numbing", *WITHIN, *on, "--at", "2026-03-02T15:59:00+00:00")
    assert "That time has passed" not in early.out


def test_what_was_not_told_is_said(afterglow: Afterglow) -> None:
    out = " ".join(afterglow("numbing", "--product", "lidocaine_4").out.split())
    for word in ("how many grams", "in cm²", "how long it stays on", "your age", "not fine"):
        assert word in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--product"),
        (("--product", "lidocain_4"), "did you mean lidocaine_4?"),
        (("--product", "EMLA", "--grams", "nan"), "grams"),
        (("--product", "EMLA", "--grams", "much"), "grams"),
        (("--product", "EMLA", "--country", "XYZ"), "country"),
        (("--product", "EMLA", "--applied-at", "noon"), "--applied-at"),
        (("--product", "EMLA", "--applied-at", "2026-03-02T11:00"), "time zone"),
        (("--product", "EMLA", "--treatment", "-"), "--treatment"),
        (("--treatment", "nothing.json"), "nothing.json"),
    ],
)
def test_numbing_refuses_in_one_line(
    afterglow: Afterglow, arguments: tuple[str, ...], said: str
) -> None:
    refused(afterglow("numbing", *arguments), said)


def test_a_treatment_without_cream_is_refused(afterglow: Afterglow) -> None:
    bare = {key: value for key, value in TREATMENT.items() if key != "numbing"}
    refused(afterglow("numbing", "--treatment", "-", stdin=json.dumps(bare)), "numbing")


def test_course_tells_cost_calendar_and_the_latest_day(afterglow: Afterglow) -> None:
    ran = afterglow(
        "course", "--goal", "acne_scars", "--country", "US", "--depth", "1.0",
        "--first", "2026-03-02T15:00:00-05:00", "--event", "2026-05-20T18:00:00-04:00",
        "--quote", "450", "--quote", "200/4", "--quote", "300 EUR", "--extra", "prp",
    )  # fmt: skip
    assert ran.status == 0
    assert ran.err == ""
    assert max(map(len, ran.out.splitlines())) <= 60
    for word in ("Be treated by", "Session 4", "Within the usual range", "Below the usual range",
                 "another currency", "125 to 875 USD",
                 "100 to 700 dollars a session in the US"):  # fmt: skip
        assert word in " ".join(ran.out.split())


def test_course_of_a_treatment_for_machines(afterglow: Afterglow) -> None:
    found = afterglow(
        "course", "--treatment", "-", "--event", "2026-05-20T18:00", "--json",
        stdin=json.dumps(TREATMENT),
    ).json  # fmt: skip
    assert found["country"] == "GB"
    assert found["total"]["currency"] == "GBP"
    assert found["event"]["treat_by"].endswith("Z")
    assert found["calendar"][0]["earliest"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--goal", "acne"), "goal"),
        (("--quote", "cheap"), "--quote"),
        (("--quote", "300/0"), "sessions"),
        (("--quote", "300 dollars"), "currency"),
        (("--event", "2026-05-20T18:00"), "time zone"),
        (("--event", "2026-05-20T18:00:00Z"), "depth_mm"),
        (("--extra", "gold"), "extra"),
        (("--depth", "12"), "depth_mm"),
        (("--treatment", "nothing.json"), "nothing.json"),
    ],
)
def test_course_refuses_in_one_line(
    afterglow: Afterglow, arguments: tuple[str, ...], said: str
) -> None:
    refused(afterglow("course", *arguments), said)
