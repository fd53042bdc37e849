"""`afterglow calendar`: a file that a calendar reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from icalendar import Calendar

Afterglow = Any
TREATMENT = {"performed_at": "2026-03-02T12:00:00+00:00", "areas": {"cheeks": 1.0}}


def sequences(content: bytes) -> dict[str, int]:
    return {str(one["UID"]): one["SEQUENCE"] for one in Calendar.from_ical(content).walk("VEVENT")}


def test_a_later_file_replaces_an_earlier_one(afterglow: Afterglow, tmp_path: Path) -> None:
    given = json.dumps(TREATMENT)
    ran = afterglow("calendar", "-", "-o", "a.ics", "--at", "2026-03-02T13:00", stdin=given)
    assert ran.status == 0
    assert "a.ics is made." in ran.out
    deeper = json.dumps(TREATMENT | {"skin_type": 5})
    afterglow("calendar", "-", "-o", "b.ics", "--at", "2026-03-02T14:00", stdin=deeper)
    first, second = (sequences((tmp_path / name).read_bytes()) for name in ("a.ics", "b.ics"))
    assert first.keys() == second.keys()
    assert all(second[uid] > first[uid] for uid in first)


def test_without_a_file_it_goes_to_stdout_and_counts_check_ins(afterglow: Afterglow) -> None:
    check_in = {"at": "2026-03-03T12:34:00+00:00", "ratings": {"redness": 1}}
    given = json.dumps({"treatment": TREATMENT, "check_ins": [check_in]})
    ran = afterglow("calendar", "-", stdin=given)
    assert ran.status == 0
    assert "DTSTART:20260304T003400Z" in ran.out


def test_a_file_that_cannot_be_written_is_refused(afterglow: Afterglow) -> None:
    ran = afterglow("calendar", "-", "-o", "no/such/a.ics", stdin=json.dumps(TREATMENT))
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "--out" in ran.err
