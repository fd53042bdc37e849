"""`afterglow verify` and `afterglow protocol new|check|diff`, as people run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Afterglow

DATA = Path(__file__).parents[1] / "data"
OVERLAYS, EXAMPLES = DATA / "overlays", Path(__file__).parents[2] / "docs" / "examples"


def test_the_default_is_proven_with_status_0(afterglow: Afterglow) -> None:
    ran = afterglow("verify")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count(": proven\n") == 6
    assert "not proven here" in ran.out


def test_a_counterexample_is_status_1_with_file_and_line(afterglow: Afterglow) -> None:
    ran = afterglow("verify", OVERLAYS / "contradiction.yaml")
    assert (ran.status, ran.err) == (1, "")
    assert "contradiction.yaml:5: washing is advised (washing) and forbidden" in ran.out


def test_a_softer_overlay_is_status_1_with_both_lines(afterglow: Afterglow) -> None:
    ran = afterglow("verify", OVERLAYS / "softer-flag.yaml")
    assert (ran.status, ran.err) == (1, "")
    assert "softer-flag.yaml:6: rules.sepsis.urgency" in ran.out
    assert "(rules.yaml:" in ran.out
    told = afterglow("verify", OVERLAYS / "softer-flag.yaml", "--json").json
    assert told["holds"] is False
    assert told["proofs"][0]["counterexamples"][0]["line"] == 6


@pytest.mark.parametrize("name", ["no-reason", "wrong-topic"])
def test_an_unreadable_overlay_is_status_2(afterglow: Afterglow, name: str) -> None:
    ran = afterglow("verify", OVERLAYS / f"{name}.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert f"{name}.yaml:" in ran.err


def test_a_missing_overlay_is_status_2(afterglow: Afterglow) -> None:
    ran = afterglow("verify", "nowhere.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert "cannot be read" in ran.err


def test_json_names_every_property_with_its_cells(afterglow: Afterglow) -> None:
    told = afterglow("verify", EXAMPLES / "skinpen-clinic.yaml", "--json").json
    assert told["holds"] is True
    assert told["overlays"] == ["skinpen-clinic"]
    assert [one["name"] for one in told["proofs"]] == [
        "complete", "free of conflict", "monotone", "reachable", "grounded", "above the floor",
    ]  # fmt: skip
    assert all(one["cells"] > 300 and one["seconds"] >= 0 for one in told["proofs"])


def test_a_new_overlay_is_readable_and_never_written_over(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    assert afterglow("protocol", "new", "my-clinic").status == 0
    checked = afterglow("protocol", "check", "my-clinic.yaml")
    assert (checked.status, "sun: 7 days -> 10 days" in checked.out) == (0, True)
    again = afterglow("protocol", "new", "my-clinic")
    assert (again.status, "is there already" in again.err) == (2, True)
    assert afterglow("protocol", "new", "My Clinic").status == 2


def test_a_diff_says_whom_it_touches(afterglow: Afterglow, tmp_path: Path) -> None:
    recovery = {"treatment": json.loads((EXAMPLES / "treatment.json").read_text())}
    lines = tmp_path / "recoveries.jsonl"
    lines.write_text(json.dumps({"id": "ana", "recovery": recovery}) + "\n")
    arguments = ("protocol", "diff", "--overlay", EXAMPLES / "skinpen-clinic.yaml")
    ran = afterglow(*arguments, "--recoveries", lines, "--at", "2026-11-26T09:00:00-05:00")
    assert ran.status == 0
    assert "* exercise: 48 hours -> 6 days" in ran.out
    assert "* ana" in ran.out
    assert "until Fri 27 Nov 15:00 -> until Mon 30 Nov 15:00" in " ".join(ran.out.split())
    late = afterglow(*arguments, "--recoveries", lines, "--at", "2027-06-01T09:00:00-05:00")
    assert "Running recoveries: 0 touched" in late.out


def test_two_versions_of_an_overlay_are_compared(afterglow: Afterglow, tmp_path: Path) -> None:
    afterglow("protocol", "new", "my-clinic")
    text = (tmp_path / "my-clinic.yaml").read_text()
    (tmp_path / "later.yaml").write_text(text.replace("10d", "14d").replace("1.0.0", "1.1.0"))
    told = afterglow("protocol", "diff", "my-clinic.yaml", "later.yaml", "--json").json
    assert told["changes"] == [
        {"section": "guidance", "key": "sun", "says": "10 days -> 14 days", "laxer": False}
    ]
    assert (told["old"]["version"], told["new"]["version"]) == ("1.0.0", "1.1.0")
    assert afterglow("protocol", "diff").status == 2


def test_what_a_new_overlay_has_in_comments_is_true_as_well(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    afterglow("protocol", "new", "my-clinic")
    path = tmp_path / "my-clinic.yaml"
    head, opening, rest = path.read_text().partition("guidance:\n")
    taken = re.sub(r"^( *)# (?=#|-|  |rules:)", r"\1", rest, flags=re.M)
    assert taken.count("\n  - ") > rest.count("\n  - ")
    path.write_text(head + opening + taken)
    ran = afterglow("protocol", "check", "my-clinic.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert "face_yoga: new: avoid 3 days" in ran.out
    assert "pets: no longer said" in ran.out


def test_an_editor_is_helped_with_an_overlay(afterglow: Afterglow) -> None:
    schema = afterglow("protocol", "schema", "--overlay").json
    assert schema["required"] == ["overlay"]
    guidance = schema["$defs"]["Guidance"]
    assert {"topic", "until", "because", "hide"} <= guidance["properties"].keys()
    assert "required" not in guidance


@pytest.fixture
def own_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERGLOW_DATA", str(tmp_path / "data"))


def test_a_diff_of_the_sites_own_recoveries(own_site: None, afterglow: Afterglow) -> None:
    """From an empty machine to a kept recovery: named by its number, never by what is in it."""
    arguments = ("protocol", "diff", "--overlay", DATA / "clinic.yaml", "--site")
    none = afterglow(*arguments)
    assert (none.status, "no site has kept anything" in none.err) == (2, True)
    fill = (
        "import django, os\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'afterglow.web.site.settings'\n"
        "django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from django.core.management import call_command\n"
        "os.makedirs(os.environ['AFTERGLOW_DATA'])\n"
        "call_command('migrate', verbosity=0)\n"
        "from afterglow.apps.recoveries import keep\n"
        "from afterglow.core.protocol import Protocol\n"
        "keep({'performed_at': '2026-11-24T15:00:00-05:00', 'areas': {'cheeks': 1.0},"
        " 'skin_type': 5}, protocol=Protocol.default(), now=datetime.now(UTC))\n"
    )
    subprocess.run([sys.executable, "-c", fill], check=True, timeout=60)
    told = afterglow(*arguments, "--at", "2026-11-26T09:00:00-05:00")
    assert told.status == 0
    assert "Running recoveries: 1 touched" in told.out
    assert "* recovery 1" in told.out
    assert "face_yoga: nothing -> avoid until Fri 27 Nov 15:00" in told.out


def test_a_touched_window_names_the_persons_own_fact(afterglow: Afterglow, tmp_path: Path) -> None:
    person = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "skin_type": 5}
    (tmp_path / "r.jsonl").write_text(json.dumps({"id": 3, "treatment": person}) + "\n")
    ran = afterglow("protocol", "diff", "--overlay", EXAMPLES / "longer-wait.yaml",
                    "--recoveries", "r.jsonl", "--at", "2026-11-26T09:00:00-05:00")  # fmt: skip
    assert "* sun: 28 days -> 42 days for skin types IV to VI" in ran.out
    flat = " ".join(ran.out.split())
    assert "sun: until Tue 22 Dec 15:00 -> until Tue 5 Jan 15:00, because skin_type 5" in flat
