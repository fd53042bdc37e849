"""Own data: what is kept is told, taken along whole, read back, and deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

import afterglow as ag
from afterglow.apps.recoveries import CheckIn, Recovery, check_in, check_ins, withdraw
from afterglow.core.documents import undrawn
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient.own_record import record
from web.conftest import NOW

pytestmark = pytest.mark.django_db
PROTOCOL = Protocol.default()


def tell(hours: float, corrects: CheckIn | None = None, **report: Any) -> CheckIn:
    recovery = Recovery.objects.get()
    at = NOW - timedelta(hours=hours)
    return check_in(
        recovery,
        Report.read({"at": at.isoformat(), **report}),
        public_id=uuid4(),
        urgency=Urgency.watch,
        protocol=PROTOCOL,
        now=at,
        corrects=corrects,
    )


@pytest.fixture
def told(page_of: Callable[..., str]) -> str:
    """A treatment with four check-ins: one corrected, one taken back."""
    address = page_of()
    first = tell(20, ratings={"redness": 9}, note="It burns *a lot* #now $x$")
    tell(20, corrects=first, ratings={"redness": 6}, temperature_c=37.2)
    withdraw(tell(10, ratings={"redness": 1}, flags=["pus"]), NOW)
    tell(2, ratings={"redness": 2, "tightness": 3})
    return address


def test_the_export_is_read_back_by_assess(
    client: Any, told: str, afterglow: Callable[..., Any]
) -> None:
    response = client.get(f"{told}data.json")
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    data = response.json()
    ran = afterglow("assess", "-", "--json", stdin=response.content)
    assert ran.status in (0, 10, 11), ran.err
    direct = ag.assess(data["recovery"]["treatment"], data["recovery"]["check_ins"])
    assert ran.json == direct.model_dump(mode="json")
    for command in ("plan", "forecast", "calendar"):
        assert afterglow(command, "-", stdin=response.content).status == 0


def test_the_export_holds_what_counts_and_all_of_the_history(client: Any, told: str) -> None:
    data = client.get(f"{told}data.json").json()
    assert [one["ratings"]["redness"] for one in data["recovery"]["check_ins"]] == [6, 2]
    history = data["history"]
    assert [one["counts"] for one in history] == [False, True, False, True]
    first, second, third, _ = history
    assert first["check_in"]["note"] == "It burns *a lot* #now $x$"
    assert second["corrects"] == first["id"]
    assert third["taken_back"] == NOW.isoformat()
    for one in history:
        assert one["advised"] == "watch"
        assert one["protocol"]["hash"] == PROTOCOL.hash
    assert history[0]["protocol"]["version"] == PROTOCOL.version
    assert data["afterglow"]["protocol"]["id"] == PROTOCOL.id


def test_an_export_with_anything_else_beside_it_is_refused(
    client: Any, told: str, afterglow: Callable[..., Any]
) -> None:
    data = client.get(f"{told}data.json").json()
    ran = afterglow("assess", "-", stdin=json.dumps(data | {"extra": 1}))
    assert ran.status == 2
    assert ran.err.count("\n") == 1


def test_the_pdf_is_one_for_people(client: Any, told: str) -> None:
    response = client.get(f"{told}data.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in response.content, "tagged, for screen readers"
    assert len(response.content) < 200_000
    assert response.content == client.get(f"{told}data.pdf").content


def words_of(language: str = "en") -> str:
    recovery = Recovery.objects.get()
    made = record(recovery, check_ins(recovery), protocol=PROTOCOL, now=NOW, language=language)
    rows = [row for part in made.parts for row in (part.lines, *part.rows)]
    return "\n".join([*made.lede, made.warning, *(" | ".join(row) for row in rows)])


def test_the_record_says_what_was_told_and_what_was_said(told: str) -> None:
    words = words_of()
    assert "Redness 6, 37.2 °C (99.0 °F) | Watch" in words
    assert "Redness 9, “It burns *a lot* #now $x$” | Watch (corrected later)" in words
    assert "Redness 1, pus | Watch (taken back)" in words
    assert re.search(r"Exercise and sweat \| Thu 26 Nov, 15:00", words)
    assert "No clinician has reviewed this yet." in words
    assert "Call 911" in words


def test_letters_that_no_font_holds_are_owned_up_to(told: str, client: Any) -> None:
    assert "cannot show" not in words_of()
    tell(1, ratings={"redness": 2}, note="赤い 😀")
    assert "cannot show some letters" in words_of()
    assert client.get(f"{told}data.pdf").status_code == 200
    assert undrawn("Grüße, señora, Ελλάδα, العربية؟ עברית, “5 °C” – 1–2 µm…") == ""
    assert undrawn("赤い") == "い赤"


def test_the_page_tells_what_is_kept_and_leads_to_all_of_it(client: Any, told: str) -> None:
    page = client.get(f"{told}data/").content.decode()
    assert "4 check-ins" in page
    assert "1 of them has a note" in page
    assert "2 were corrected or taken back" in page
    for path in ("data.json", "data.pdf", "my-recovery.html", "calendar/", "delete/", "unwell/"):
        assert f'href="{told}{path}"' in page
    assert f'href="{told}data/"' in client.get(told).content.decode()


def test_a_hosted_site_does_not_tell_its_folders(client: Any, told: str, settings: Any) -> None:
    assert str(settings.DATA) in client.get(f"{told}data/").content.decode()
    context = {"hosted": True, "folder": "/secret/place"}
    from django.template.loader import render_to_string

    kept = {"public_id": Recovery.objects.get().public_id}
    assert "/secret/place" not in render_to_string(
        "patient/own_data.html", context | {"kept": kept, "check_ins": 0}
    )


def test_the_page_to_take_along_counts_the_check_ins_that_count(client: Any, told: str) -> None:
    response = client.get(f"{told}my-recovery.html")
    assert "attachment" in response["Content-Disposition"]
    page = response.content.decode()
    assert "It counts 2 check-ins." in page
    # a note is for the clinic; this page lies on a phone that may be lost
    assert "It burns" not in page


def test_nothing_is_left_after_deleting(client: Any, told: str) -> None:
    client.post(f"{told}delete/")
    for path in ("data/", "data.json", "data.pdf", "my-recovery.html", "calendar/", "calendar.ics"):
        assert client.get(f"{told}{path}").status_code == 404
    assert CheckIn.objects.count() == 0
