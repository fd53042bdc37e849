"""`afterglow page`: one file that holds all it needs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

Afterglow = Any
TREATMENT = {
    "performed_at": "2026-03-02T12:00:00+00:00",
    "areas": {"cheeks": 1.0},
    "country": "GB",
    "clinic": {"name": "</script><b>Skin & Co", "phone": "+44 20 0000 0000"},
}


def made(afterglow: Afterglow, tmp_path: Path, given: dict[str, Any]) -> str:
    ran = afterglow(
        "page", "-", "-o", "me.html", "--at", "2026-03-03T12:00", stdin=json.dumps(given)
    )
    assert ran.status == 0, ran.err
    assert "me.html, " in ran.out
    return (tmp_path / "me.html").read_text(encoding="utf-8")


def test_the_file_asks_for_nothing_and_its_policy_lets_nothing_else_run(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    page = made(afterglow, tmp_path, TREATMENT)
    assert not re.findall(r"<(?:link|img|iframe|object)\b", page)
    assert not re.findall(r'\b(?:src|srcset)="', page)
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert all(one.startswith(("#", "tel:")) for one in links)
    assert "@import" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert not re.findall(r'\sstyle="', page)
    # a clinic's name is text, whatever stands in it
    assert "</script><b>" not in page
    assert "&lt;/script&gt;&lt;b&gt;Skin &amp; Co" in page
    assert len(page.encode()) < 350_000


def test_it_says_how_old_it_is_and_whom_to_call(afterglow: Afterglow, tmp_path: Path) -> None:
    page = made(afterglow, tmp_path, TREATMENT)
    assert "Made on Tue 3 Mar 2026, 12:00" in page
    assert "It does not change by itself" in page
    assert 'href="tel:999"' in page
    assert 'href="tel:+442000000000"' in page
    assert "No clinician has reviewed this yet." in page
    assert "does not replace your clinic" in page


def test_check_ins_are_counted_and_the_same_input_makes_the_same_file(
    afterglow: Afterglow, tmp_path: Path
) -> None:
    check_in = {"at": "2026-03-03T10:00:00+00:00", "ratings": {"redness": 4}}
    recovery = {"treatment": TREATMENT, "check_ins": [check_in]}
    page = made(afterglow, tmp_path, recovery)
    assert "It counts 1 check-in." in page
    assert page == made(afterglow, tmp_path, recovery)


def test_a_file_that_cannot_be_written_is_refused(afterglow: Afterglow) -> None:
    ran = afterglow("page", "-", "-o", "no/such/a.html", stdin=json.dumps(TREATMENT))
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "--out" in ran.err
