"""Every command as people run it: exit status, one line for a refusal, and nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Afterglow = Any
TREATMENT = {"performed_at": "2026-03-02T12:00:00+00:00", "areas": {"cheeks": 1.0}}


def recovery(*flags: str, **ratings: int) -> dict[str, Any]:
    last = {"at": "2026-03-04T12:00:00+00:00", "flags": list(flags), "ratings": ratings}
    return {"treatment": TREATMENT, "check_ins": [last]}


def changed(**changes: Any) -> dict[str, Any]:
    return TREATMENT | changes


def refused(ran: Any, *said: str) -> None:
    """Status 2, exactly one line on stderr with these words, nothing on stdout, no traceback."""
    assert ran.status == 2, ran
    assert ran.out == ""
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    assert "Traceback" not in ran.err
    for word in said:
        assert word.lower() in ran.err.lower()


@pytest.mark.parametrize(
    ("flags", "status", "urgency"),
    [
        ((), 0, "expected"),
        (("dark_patches",), 0, "watch"),
        (("pus",), 10, "call_clinic"),
        (("seizure",), 11, "emergency"),
    ],
)
def test_the_exit_status_of_assess_tells_the_urgency(
    afterglow: Afterglow, flags: tuple[str, ...], status: int, urgency: str
) -> None:
    given = json.dumps(recovery(*flags, redness=1))
    told = afterglow("assess", "-", "--json", stdin=given)
    assert told.status == status
    assert told.json["urgency"] == urgency
    assert afterglow("assess", "-", stdin=given).status == status


def test_plan_and_forecast_speak_to_people_and_to_machines(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    (tmp_path / "t.json").write_text(json.dumps(TREATMENT))
    for command in ("plan", "forecast"):
        people = afterglow(command, "t.json")
        assert people.status == 0
        assert people.err == ""
        assert max(map(len, people.out.splitlines())) <= 72
        machine = afterglow(command, "t.json", "--json")
        assert machine.status == 0
        assert isinstance(machine.json, dict)
        assert afterglow(command, "-", "--json", stdin=json.dumps(TREATMENT)).json == machine.json


def test_text_fits_a_terminal_as_narrow_as_a_phone(afterglow: Afterglow) -> None:
    for command, given in (("plan", TREATMENT), ("assess", recovery("pus", redness=3))):
        out = afterglow(command, "-", stdin=json.dumps(given)).out
        assert max(map(len, out.splitlines())) <= 60


def test_the_answer_by_a_date_is_for_machines_too(afterglow: Afterglow) -> None:
    given = json.dumps(TREATMENT)
    told = afterglow("forecast", "-", "--json", "--by", "2026-03-12T12:00:00Z", stdin=given)
    assert told.status == 0
    assert 0 < told.json["by"]["looks_ordinary"] < 1


def test_the_three_given_treatments_can_be_planned_and_forecast(
    afterglow: Afterglow, treatment_cases: dict[str, Any]
) -> None:
    for case in treatment_cases.values():
        assert afterglow("plan", "-", stdin=json.dumps(case)).status == 0
        assert afterglow("forecast", "-", stdin=json.dumps(case)).status == 0


BAD = [
    ("naive", json.dumps(changed(performed_at="2026-03-02T12:00:00")), "performed_at"),
    ("15 mm", json.dumps(changed(areas={"cheeks": 15})), "areas.cheeks"),
    ("unknown area", json.dumps(changed(areas={"cheek": 1})), "did you mean cheeks?"),
    ("empty file", "", "empty"),
    ("only spaces", " \n ", "empty"),
    ("no JSON", "hello", "not JSON"),
    ("cut off", '{"performed_at": ', "not JSON"),
    ("two documents", "{} {}", "not JSON"),
    ("a list", "[]", "list"),
    ("a number", "3", "number"),
    ("null", "null", ""),
    ("NaN", '{"performed_at": "2026-03-02T12:00:00Z", "areas": {"cheeks": NaN}}', "NaN"),
    ("infinite", '{"performed_at": "2026-03-02T12:00:00Z", "areas": {"cheeks": 1e999}}', "cheeks"),
    ("key twice", '{"areas": {"cheeks": 1}, "areas": {"cheeks": 2}}', "areas"),
    ("deep", "[" * 100_000, "deep"),
    ("deep objects", '{"a":' * 100_000, "deep"),
    ("deep, closed", '{"areas":' + "[" * 900 + "]" * 900 + "}", ""),
    ("5,000 digits", '{"performed_at": ' + "1" * 5000 + "}", ""),
    ("a lone surrogate", '{"\\ud800": 1}', ""),
    ("a line break in a key", '{"a\\nb": 1}', ""),
    ("a line break in a key twice", '{"a\\nb": 1, "a\\nb": 2}', ""),
    ("a return in a key twice", '{"a\\rb": 1, "a\\rb": 2}', ""),
    ("an escape in a key twice", '{"\\u001b[2J": 1, "\\u001b[2J": 2}', ""),
]


@pytest.mark.parametrize("command", ["plan", "forecast", "assess"])
@pytest.mark.parametrize(("given", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_refused_in_one_line(
    afterglow: Afterglow, command: str, given: str, said: str
) -> None:
    # a refusal of a whole recovery names its own fields, so only the form is asked of assess
    ran = afterglow(command, "-", stdin=given)
    refused(ran, *([] if command == "assess" else [said]))
    assert "\x1b" not in ran.err
    assert "\r" not in ran.err
    assert len(ran.err) < 2_000


def test_binary_input_is_refused(afterglow: Afterglow) -> None:
    for content in (b"\x00\xff\xfe\x01" * 100, b"\x89PNG\r\n\x1a\n"):
        refused(afterglow("plan", "-", stdin=content), "UTF-8")


def test_a_byte_order_mark_is_read_over(afterglow: Afterglow) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(TREATMENT).encode()
    assert afterglow("plan", "-", stdin=content).status == 0


def test_fifty_megabytes_are_refused(afterglow: Afterglow, tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(50_000_000)
    for command in ("plan", "forecast", "assess"):
        refused(afterglow(command, "huge.json"), "huge.json", "MB")


def test_a_missing_file_and_a_folder_are_refused(afterglow: Afterglow, tmp_path: Path) -> None:
    for command in ("plan", "forecast", "assess"):
        refused(afterglow(command, "nothing.json"), "nothing.json")
        refused(afterglow(command, tmp_path), "cannot be read")


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan",), ("plan", "a", "b"), ("plan", "--nonsense", "-"), ("nonsense",), ("--nonsense",),
        ("forecast", "-", "--by", "someday"), ("forecast", "-", "--by", "2026-01-01T00:00:00Z"),
        ("forecast", "-", "--by", ""), ("forecast", "-", "--by", "9999-01-01T00:00:00Z"),
        ("forecast", "-", "--at", "noon"), ("forecast", "-", "--plot", "chart.pdf"),
        ("forecast", "-", "--plot", "no/such/folder/a.svg"),
        ("forecast", "-", "--plot", "a.svg", "--sign", "rednes"),
        ("batch",), ("batch", "nothing.jsonl", "out.jsonl", "--do", "plan"),
        ("batch", "nothing.jsonl", "out.jsonl"), ("--port", "0"), ("site", "--port", "99999"),
        ("protocol",), ("protocol", "nonsense"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_one_line(
    afterglow: Afterglow, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    refused(afterglow(*arguments, stdin=json.dumps(TREATMENT)))
    assert list(tmp_path.iterdir()) == []


def test_no_check_in_is_refused_by_assess(afterglow: Afterglow) -> None:
    refused(
        afterglow("assess", "-", stdin=json.dumps({"treatment": TREATMENT, "check_ins": []})),
        "check_ins",
    )
    refused(afterglow("assess", "-", stdin=json.dumps({"treatment": TREATMENT})), "check_ins")


def test_a_mistyped_performed_at_is_met_with_the_right_word(afterglow: Afterglow) -> None:
    """Without `performed_at` a treatment was once taken for a recovery, with misleading hints."""
    given = {"performed": TREATMENT["performed_at"], "areas": {"cheeks": 1}}
    refused(afterglow("plan", "-", stdin=json.dumps(given)), "performed_at")


def test_a_chart_is_drawn_to_a_file(afterglow: Afterglow, tmp_path: Path) -> None:
    given = json.dumps(TREATMENT)
    assert afterglow("forecast", "-", "--plot", "a.svg", stdin=given).status == 0
    assert (tmp_path / "a.svg").read_text().lstrip().startswith("<")
    assert afterglow("forecast", "-", "--plot", "a.png", stdin=given).status == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_by_answers_whether_one_looks_ones_usual_self(afterglow: Afterglow) -> None:
    ran = afterglow("forecast", "-", "--by", "2026-03-07T18:00", stdin=json.dumps(TREATMENT))
    assert ran.status == 0
    assert "usual self" in ran.out


def test_help_and_the_documents_of_the_protocol_are_told(afterglow: Afterglow) -> None:
    assert afterglow("--help").status == 0
    assert "properties" in afterglow("protocol", "schema").json
    assert afterglow("protocol", "evidence").out.startswith("#")


def test_a_note_is_read_for_warning_signs(afterglow: Afterglow) -> None:
    told = recovery(redness=1)
    told["check_ins"][-1]["note"] = "there is pus on my chin"
    said = afterglow("assess", "-", stdin=json.dumps(told))
    assert said.status == 10
    assert "In your note we read: pus" in said.out
