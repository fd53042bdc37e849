"""`afterglow batch`: order kept, bad lines told by number and answered, the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Afterglow = Any
TREATMENT = {"performed_at": "2026-03-02T12:00:00+00:00", "areas": {"cheeks": 1.0}}


def recovery(*flags: str, **ratings: int) -> dict[str, Any]:
    check_ins = [
        {"at": "2026-03-03T12:00:00+00:00", "ratings": {"redness": 4}},
        {"at": "2026-03-04T12:00:00+00:00", "flags": list(flags), "ratings": ratings},
    ]
    return {"treatment": TREATMENT, "check_ins": check_ins}


@pytest.fixture
def batch(afterglow: Afterglow, tmp_path: Path) -> Any:
    """Runs a batch over lines; returns (what ran, the output lines as JSON)."""

    def run(lines: list[Any], *options: object) -> tuple[Any, list[Any]]:
        texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        (tmp_path / "in.jsonl").write_text("".join(f"{text}\n" for text in texts))
        ran = afterglow("batch", "in.jsonl", "out.jsonl", "--workers", 1, *options)
        assert "Traceback" not in ran.err, ran.err[-800:]
        out = tmp_path / "out.jsonl"
        strict = {"parse_constant": lambda word: pytest.fail(f"{word} is not JSON")}
        found = [json.loads(line, **strict) for line in out.read_text().splitlines()]
        assert not (tmp_path / "out.jsonl.part").exists()
        return ran, found

    return run


def test_order_is_kept_and_bad_lines_are_told_by_number(batch: Any) -> None:
    ran, out = batch(
        [
            {"id": "a", "recovery": recovery("pus")},
            "not json",
            "",
            {"id": "c", "recovery": recovery(redness=11)},
            {"id": "d", "recovery": recovery("seizure")},
            {"id": "e"},
            "[1]",
            {"id": "f", "recovery": recovery(redness=1)},
        ],
        "--do", "assess",
    )  # fmt: skip
    assert ran.status == 3
    assert [one["id"] for one in out] == ["a", None, "c", "d", "e", None, "f"]
    assert ["error" in one for one in out] == [False, True, True, False, True, True, False]
    assert all(one.keys() in ({"id", "result"}, {"id", "error"}) for one in out)
    assert [out[n]["result"]["urgency"] for n in (0, 3)] == ["call_clinic", "emergency"]
    for number in (2, 4, 6, 7):
        assert f"line {number}: " in ran.err
    assert "line 3: " not in ran.err
    assert "redness" in out[2]["error"]


def test_all_good_lines_end_with_status_0(batch: Any) -> None:
    ran, out = batch([{"id": 1, "treatment": TREATMENT}, "", "   "], "--do", "plan")
    assert ran.status == 0
    assert len(out) == 1
    assert out[0]["result"]["items"]


def test_an_empty_file_is_an_empty_answer(batch: Any) -> None:
    ran, out = batch([], "--do", "assess")
    assert (ran.status, out) == (0, [])


def test_each_check_in_sees_only_what_came_before_it(batch: Any) -> None:
    whole = recovery("pus")
    _, out = batch([{"id": 1, "recovery": whole}], "--do", "assess", "--each-check-in")
    (_, alone) = batch(
        [{"id": 1, "recovery": whole | {"check_ins": whole["check_ins"][:1]}}], "--do", "assess"
    )
    results = out[0]["result"]
    assert [one["at"] for one in results] == ["2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z"]
    assert results[0] == alone[0]["result"]
    assert results[1]["urgency"] == "call_clinic"


def test_a_forecast_has_ratings_and_quantiles_by_sign_and_hour(batch: Any) -> None:
    line = {"id": 1, "recovery": {"treatment": TREATMENT, "check_ins": []},
            "signs": ["redness", "flaking"], "hours": [6, 24.5, 96]}  # fmt: skip
    ran, out = batch([line, line | {"q": [0.05, 0.5]}], "--do", "forecast")
    assert ran.status == 0
    plain, with_q = (one["result"] for one in out)
    assert set(plain["ratings"]) == {"redness", "flaking"}
    assert "quantiles" not in plain
    assert 0 <= plain["off_course"] <= 1
    for rows in plain["ratings"].values():
        assert [len(row) for row in rows] == [11, 11, 11]
        assert all(sum(row) == pytest.approx(1, abs=1e-4) for row in rows)
    assert [len(row) for row in with_q["quantiles"]["redness"]] == [2, 2, 2]


BAD_ASKS: list[dict[str, Any]] = [
    {"signs": ["rednes"]},
    {"signs": "redness"},
    {"signs": [["redness"]]},
    {"hours": ["noon"]},
    {"hours": [True]},
    {"hours": [10**400]},
    {"hours": []},
    {"q": [2]},
    {"q": [10**400]},
    {"q": "all"},
]


def test_a_forecast_that_cannot_be_made_is_answered_with_an_error(batch: Any) -> None:
    good = {"id": "good", "treatment": TREATMENT, "signs": ["redness"], "hours": [6]}
    lines = [good | {"id": n} | bad for n, bad in enumerate(BAD_ASKS)]
    ran, out = batch([*lines, good], "--do", "forecast")
    assert ran.status == 3
    assert [one["id"] for one in out if "error" in one] == list(range(len(BAD_ASKS)))
    assert "result" in out[-1]


def test_an_hour_of_four_hundred_digits_does_not_end_the_batch(batch: Any) -> None:
    bad = {"id": 1, "treatment": TREATMENT, "hours": [10**400]}
    _, out = batch([bad, {"id": 2, "treatment": TREATMENT, "hours": [1]}], "--do", "forecast")
    assert ["error" in one for one in out] == [True, False]


@pytest.mark.parametrize("identity", ['"\\ud800"', "1e999", '"a\\nb"', '{"a": [1]}', "null"])
def test_a_strange_id_does_not_end_the_batch(batch: Any, identity: str) -> None:
    line = f'{{"id": {identity}, "treatment": {json.dumps(TREATMENT)}}}'
    ran, out = batch([line, {"id": 2, "treatment": TREATMENT}], "--do", "plan")
    assert ran.status in (0, 3)
    assert len(out) == 2
    assert "result" in out[1]


@pytest.mark.parametrize("key", ["\\ud800", "a\\nb", "\\u0000"])
def test_a_strange_key_does_not_end_the_batch(batch: Any, key: str) -> None:
    ran, out = batch([f'{{"{key}": 1, "{key}": 2}}', {"id": 2, "treatment": TREATMENT}],
                     "--do", "plan")  # fmt: skip
    assert ran.status == 3
    assert ["error" in one for one in out] == [True, False]
    assert [one for one in ran.err.splitlines() if one] == [
        one for one in ran.err.splitlines() if one.startswith("line 1: ")
    ]


def test_bytes_that_are_no_text_spoil_only_their_line(afterglow: Afterglow, tmp_path: Path) -> None:
    good = json.dumps({"id": 2, "treatment": TREATMENT}).encode()
    (tmp_path / "in.jsonl").write_bytes(b"\xff\x00\xfe\n" + good + b"\n")
    ran = afterglow("batch", "in.jsonl", "out.jsonl", "--do", "plan", "--workers", 1)
    assert ran.status == 3
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


def test_two_workers_answer_as_one_does(afterglow: Afterglow, tmp_path: Path) -> None:
    flags = [(), ("pus",), ("bumps",), ("seizure",)]
    lines = [
        json.dumps({"id": n, "recovery": recovery(*flags[n % 4], redness=n % 12)})
        for n in range(200)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    ran = [
        afterglow("batch", "in.jsonl", f"{n}.jsonl", "--do", "assess", "--workers", n)
        for n in (1, 2)
    ]
    assert [one.status for one in ran] == [3, 3]
    one, two = ((tmp_path / f"{n}.jsonl").read_text() for n in (1, 2))
    assert one == two
    assert [json.loads(line)["id"] for line in one.splitlines()] == list(range(200))


def refused_and_untouched(ran: Any, target: Path) -> None:
    assert ran.status == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    assert target.read_text() == "as it was"
    assert not target.with_name(target.name + ".part").exists()


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("in.jsonl", ("--do", "dance")),
        ("in.jsonl", ()),
        ("in.jsonl", ("--do", "plan", "--workers", "0")),
        ("nothing.jsonl", ("--do", "plan")),
        (".", ("--do", "plan")),
    ],
)
def test_a_refused_batch_leaves_the_output_as_it_was(
    afterglow: Afterglow, tmp_path: Path, source: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "treatment": TREATMENT}))
    target = tmp_path / "out.jsonl"
    target.write_text("as it was")
    refused_and_untouched(afterglow("batch", source, "out.jsonl", *options), target)


def test_an_output_that_cannot_be_written_is_refused(afterglow: Afterglow, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "treatment": TREATMENT}))
    (tmp_path / "folder").mkdir()
    for target in ("no/such/folder/out.jsonl", "folder"):
        ran = afterglow("batch", "in.jsonl", target, "--do", "plan", "--workers", 1)
        assert ran.status == 2
        assert "Traceback" not in ran.err
        assert ran.err.count("\n") == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "in.jsonl"]
