"""The calendar page, the file, and the address that calendars follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from afterglow.apps.recoveries import Recovery, check_in
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import clock
from web.conftest import NOW

pytestmark = pytest.mark.django_db


def events(content: bytes) -> dict[str, Any]:
    return {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def titled(content: bytes, title: str) -> Any:
    return next(one for one in events(content).values() if str(one["SUMMARY"]) == title)


def link_of(client: Any, address: str) -> str:
    """Make a new secret address; its path."""
    page = unescape(client.post(f"{address}calendar/", {"start": ""}).content.decode())
    found = re.search(r"http://testserver(/calendar/[\w-]{40,}\.ics)<", page)
    assert found, page
    assert f"webcal://testserver{found[1]}" in page
    return found[1]


def test_the_file_holds_the_plan_s_times(client: Any, page_of: Callable[..., str]) -> None:
    response = client.get(f"{page_of()}calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    over = titled(response.content, "Fine again: Make-up")
    assert over["DTSTART"].dt == Recovery.objects.get().treatment.performed_at + timedelta(hours=24)


def test_page_and_today_and_before_lead_to_it(client: Any, page_of: Callable[..., str]) -> None:
    for changes in ({}, {"date": "2026-12-04"}):
        address = page_of(**changes)
        assert f'href="{address}calendar/"' in client.get(address).content.decode()
        page = client.get(f"{address}calendar/").content.decode()
        assert f'href="{address}calendar.ics"' in page
        assert f'href="{address}unwell/"' in page


def test_nobody_can_follow_before_a_link_is_made(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    client.get(f"{address}calendar/")
    client.get(f"{address}calendar.ics")
    for guess in ("", "None", "x", Recovery.objects.get().public_id):
        assert client.get(f"/calendar/{guess}.ics").status_code == 404


def test_the_secret_is_kept_as_a_hash_and_shown_once(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    path = link_of(client, address)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    recovery = Recovery.objects.get()
    assert token not in str(recovery.calendar.__dict__)
    assert str(recovery.public_id) not in path
    assert token not in client.get(f"{address}calendar/").content.decode()
    assert str(recovery.public_id) not in client.get(path).content.decode()


def test_a_new_link_closes_the_old_one_and_stopping_closes_it(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    first = link_of(client, address)
    assert client.get(first).status_code == 200
    second = link_of(client, address)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert client.post(f"{address}calendar/", {"stop": ""}).status_code == 302
    assert client.get(second).status_code == 404
    assert "Close the link" not in client.get(f"{address}calendar/").content.decode()


def test_deleting_the_treatment_closes_its_link(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    path = link_of(client, address)
    client.post(f"{address}delete/")
    assert client.get(path).status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_of(client, page_of())
    first = client.get(path)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=5))
    again = client.get(path)
    assert again.content == first.content
    assert client.get(path, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    since = client.get(path, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert since.status_code == 304
    assert since.content == b""
    assert "no-store" not in first["Cache-Control"]
    assert "private" in first["Cache-Control"]


def test_a_changed_plan_counts_up_in_the_same_events(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_of(client, page_of(skin_type="2"))
    first = client.get(path)
    recovery = Recovery.objects.get()
    recovery.treatment_json = {**recovery.treatment_json, "skin_type": 5}
    recovery.save()
    later = NOW + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = client.get(path, HTTP_IF_NONE_MATCH=first["ETag"])
    assert second.status_code == 200
    before = titled(first.content, "Fine again: Direct sun")
    after = events(second.content)[str(before["UID"])]
    assert after["DTSTART"].dt > before["DTSTART"].dt
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt == later
    make_up = titled(second.content, "Fine again: Make-up")
    assert make_up["SEQUENCE"] == 0
    assert set(events(first.content)) <= set(events(second.content))


def test_a_check_in_moves_the_next_one(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    path = link_of(client, address)
    report = CheckIn.read({"at": NOW, "ratings": {"redness": 1}})
    check_in(
        Recovery.objects.get(), report, public_id=uuid4(), urgency=Urgency.expected,
        protocol=Protocol.default(), now=NOW,
    )  # fmt: skip
    shown = events(client.get(path).content).values()
    times = [one["DTSTART"].dt for one in shown if str(one["SUMMARY"]).startswith("Check in")]
    assert NOW + timedelta(hours=12) in times
    assert not [at for at in times if NOW < at < NOW + timedelta(hours=12)]


def test_alone_on_a_machine_the_page_says_that_a_phone_cannot_follow(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    says = "runs on this computer only"
    assert says not in client.get(f"{address}calendar/").content.decode()
    here = client.get(f"{address}calendar/", headers={"host": "127.0.0.1:8000"})
    assert says in here.content.decode()


def test_a_feed_asks_the_database_little(
    client: Any, page_of: Callable[..., str], django_assert_max_num_queries: Any
) -> None:
    path = link_of(client, page_of())
    client.get(path)
    with django_assert_max_num_queries(4):
        client.get(path)
