"""`afterglow calibrate`: an overlay or one clear line, never something half done."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.worlds import own_recovery, random_treatment, schedule, with_longer_redness

from afterglow.core.protocol import Protocol
from afterglow.core.protocol.loading import Read, read_yaml

pytest.importorskip("scipy")

Afterglow = Any
COMMAND = Path(sys.executable).with_name("afterglow")
SIGNS = ("redness", "swelling", "flaking")


def lines(count: int, factor: float, seed: int = 3) -> str:
    """Finished recoveries of a clinic where redness lasts `factor` times as long."""
    world, random = with_longer_redness(Protocol.default(), factor), np.random.default_rng(seed)
    found = []
    for number in range(count):
        recovery = own_recovery(
            random_treatment(random), schedule(random)[:9], SIGNS, world, random
        )
        # both forms that are read: with an id, and bare
        whole = {"id": number, "recovery": recovery} if number % 2 else recovery
        found.append(json.dumps(whole))
    return "\n".join(found) + "\n"


@pytest.fixture(scope="module")
def longer() -> str:
    return lines(160, 1.5)


def refused(ran: Any, *said: str) -> None:
    assert ran.status == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("afterglow: ")
    for word in said:
        assert word in ran.err


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_it_tells_what_it_learned_and_writes_an_overlay(
    afterglow: Afterglow, tmp_path: Path, longer: str
) -> None:
    (tmp_path / "in.jsonl").write_text(longer)
    ran = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml")
    assert ran.status == 0, ran.err
    assert ran.err == ""
    words = " ".join(ran.out.split())
    assert "Learned from 160 finished recoveries." in words
    different, unsure = words.split("Not surely different")
    assert "* Redness lasts 1." in different
    assert "Flaking lasts" in unsure
    assert "log score per held-back recovery" in words
    assert "not measured" in words
    assert "Ratings scatter" in words
    assert names(tmp_path) == ["in.jsonl", "mine.yaml"]
    read = Read()
    read_yaml((tmp_path / "mine.yaml").read_bytes(), "mine.yaml", read)
    assert read.faults == []
    assert read.data.keys() == {"overlay", "signs", "modifiers"}
    assert read.data["overlay"]["id"] == "mine"
    assert [one["id"] for one in read.data["signs"]] == list(SIGNS)
    for one in read.data["signs"]:
        assert "160 finished recoveries" in one["because"]["en"]
        assert list(one["sources"]) == ["E"]


def test_a_second_run_replaces_its_own_overlay_and_json_holds_the_numbers(
    afterglow: Afterglow, tmp_path: Path, longer: str
) -> None:
    (tmp_path / "in.jsonl").write_text(longer)
    (tmp_path / "mine.yaml").write_text("# Written by afterglow calibrate long ago\n")
    ran = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml", "--json")
    assert ran.status == 0, ran.err
    (time_of_redness,) = [
        one for one in ran.json["learned"] if (one["sign"], one["parameter"]) == ("redness", "time")
    ]
    assert time_of_redness["low"] <= 1.5 <= time_of_redness["high"]
    assert ran.json["held_back"]["gain"] > 0
    assert "160 finished" in (tmp_path / "mine.yaml").read_text()


def test_what_does_not_beat_the_protocol_is_refused_with_figures_and_not_written(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text(lines(160, 1.0, seed=8))
    ran = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml")
    refused(ran, "in.jsonl", "held-back", "standard error", "nothing was written")
    assert names(tmp_path) == ["in.jsonl"]


def test_too_few_are_refused_and_what_was_left_out_is_counted(
    afterglow: Afterglow, tmp_path: Path, longer: str
) -> None:
    some = longer.splitlines()[:31]
    for number in (0, 1):
        whole = json.loads(some[number])
        whole.get("recovery", whole)["check_ins"][0]["flags"] = ["pus"]
        some[number] = json.dumps(whole)
    (tmp_path / "in.jsonl").write_text("\n".join(some))
    refused(afterglow("calibrate", "in.jsonl", "--out", "mine.yaml"), "29", "30", "2 complicated")
    assert names(tmp_path) == ["in.jsonl"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 5"),
        ("[1]", "line 5"),
        ('{"id": 4, "recovery": {"treatment": {}}}', "performed_at"),
        ('{"id": "a\\nb", "recovery": null}', "line 5"),
        ('{"id": 1, "treatment": {"performed_at": "2026-03-02T12:00:00Z", "areas": {"chin": 1}}}',
         "line 2 already"),
    ],
)  # fmt: skip
def test_a_bad_line_refuses_the_whole_and_is_named(
    afterglow: Afterglow, tmp_path: Path, longer: str, line: str, said: str
) -> None:
    some = longer.splitlines()[:40]
    (tmp_path / "in.jsonl").write_text("\n".join([*some[:4], line, *some[4:], "also bad"]))
    refused(afterglow("calibrate", "in.jsonl", "--out", "mine.yaml"), said, "line 5", "and 1 more")


def test_a_file_that_somebody_else_wrote_is_left_as_it_was(
    afterglow: Afterglow, tmp_path: Path, longer: str
) -> None:
    (tmp_path / "in.jsonl").write_text(longer)
    (tmp_path / "mine.yaml").write_text("signs: []\n")
    refused(afterglow("calibrate", "in.jsonl", "--out", "mine.yaml"), "--out", "mine.yaml")
    refused(afterglow("calibrate", "in.jsonl", "--out", "no/folder/mine.yaml"), "--out")
    refused(afterglow("calibrate", "in.jsonl", "--out", "."), "--out")
    refused(afterglow("calibrate", "nothing.jsonl", "--out", "new.yaml"), "nothing.jsonl")
    assert (tmp_path / "mine.yaml").read_text() == "signs: []\n"


def test_an_interrupted_run_goes_on_and_ends_as_if_it_had_not_been(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text(lines(200, 2.0, seed=4))
    state = tmp_path / "mine.yaml.state"
    running = subprocess.Popen(
        [str(COMMAND), "calibrate", "in.jsonl", "--out", "mine.yaml"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    ends = time.monotonic() + 60
    while not state.exists():
        assert time.monotonic() < ends
        assert running.poll() is None
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=30)
    kept = json.loads(state.read_text())
    assert "protocol" in kept["stages"]
    assert not (tmp_path / "mine.yaml").exists()
    ran = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml", "--json")
    fresh = afterglow("calibrate", "in.jsonl", "--out", "fresh.yaml", "--json")
    assert ran.status == fresh.status == 0
    assert ran.out == fresh.out
    mine, other = ((tmp_path / f"{name}.yaml").read_text() for name in ("mine", "fresh"))
    assert mine == other.replace("id: fresh", "id: mine")
    assert names(tmp_path) == ["fresh.yaml", "in.jsonl", "mine.yaml"]
    # proof that the kept stage is read: a stage that was tampered with shows in the gain
    kept["stages"]["protocol"] = [log - 5 for log in kept["stages"]["protocol"]]
    state.write_text(json.dumps(kept))
    tampered = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml", "--json")
    gains = [one.json["held_back"]["gain"] for one in (tampered, fresh)]
    assert gains[0] - gains[1] == pytest.approx(5, abs=1e-3)


@pytest.mark.parametrize("kept", ["", "{}", "[]", '{"of": "another", "stages": {"protocol": [0]}}'])
def test_a_state_of_another_run_or_a_broken_one_is_not_used(
    afterglow: Afterglow, tmp_path: Path, kept: str, longer: str
) -> None:
    (tmp_path / "in.jsonl").write_text(longer)
    (tmp_path / "mine.yaml.state").write_text(kept)
    ran = afterglow("calibrate", "in.jsonl", "--out", "mine.yaml")
    assert ran.status == 0, ran.err
    assert names(tmp_path) == ["in.jsonl", "mine.yaml"]


def test_without_scipy_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['scipy'] = None;"
        "from afterglow.cli import main; sys.argv = ['afterglow', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "calibrate", "in.jsonl", "--out", "mine.yaml"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "afterglow[calibrate]" in done.stderr
