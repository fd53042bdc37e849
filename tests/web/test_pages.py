"""Today, Before and Feeling unwell: what they say, and what they never say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from afterglow.apps.recoveries import Recovery
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol
from afterglow.web.patient import clock
from web.conftest import NOW

pytestmark = pytest.mark.django_db


def text_of(page: str) -> str:
    """What a person reads, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_today_says_where_one_is_and_never_that_one_is_on_course(
    client: Any, page_of: Callable[..., str]
) -> None:
    words = text_of(client.get(page_of()).content.decode())
    assert "Wednesday 22:00 · hour 31 after your treatment" in words
    assert "common now." in words
    assert "on course" not in words
    assert "No clinician has reviewed this yet" in words
    assert "does not replace your clinic" in words
    assert "Informed estimate, not measured." in words


def test_today_never_shows_a_bare_percentage(client: Any, page_of: Callable[..., str]) -> None:
    words = text_of(client.get(page_of()).content.decode())
    before_sources = re.sub(r"\(?grade [A-E]\)?", "", words)
    assert not re.findall(r"\b(?:probability|chance) of \d+ ?%", before_sources)
    assert re.search(r"by tomorrow \d\d:00: [1-9] in 10", words)


def test_what_waits_has_its_end_from_the_plan(client: Any, page_of: Callable[..., str]) -> None:
    words = text_of(client.get(page_of()).content.decode())
    made = plan(Recovery.objects.get().treatment)
    for item in made.items:
        if item.kind == "avoid" and item.runs_at(NOW) and item.topic in {"exercise", "sauna"}:
            assert item.ends is not None
            assert f"{item.name} " in words
            assert f"until {item.ends:%a %H:%M}" in words


def test_what_has_just_ended_is_fine_again(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page_of()
    assert "Make-up is fine again since 15:00." in text_of(client.get(address).content.decode())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=12))
    assert "Make-up is fine again" not in text_of(client.get(address).content.decode())


@pytest.mark.parametrize("sign", list(Protocol.default().signs))
def test_every_sign_has_its_chart_and_table(
    client: Any, page_of: Callable[..., str], sign: str
) -> None:
    page = client.get(f"{page_of()}?sign={sign}").content.decode()
    assert page.count('<svg class="fan"') == 1
    assert "<table>" in page
    assert f'href="?sign={sign}#course" aria-current="true"' in page


def test_an_unknown_sign_is_not_found(client: Any, page_of: Callable[..., str]) -> None:
    assert client.get(f"{page_of()}?sign=happiness").status_code == 404


@pytest.mark.parametrize("hours", [0, 1, 5, 23, 24, 47, 95, 96, 167, 169, 335, 400, 2000, 9000])
def test_today_works_at_every_hour(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    address = page_of()
    done = Recovery.objects.get().treatment.performed_at
    monkeypatch.setattr(clock, "now", lambda: done + timedelta(hours=hours, minutes=1))
    page = client.get(address)
    assert page.status_code == 200
    assert "None" not in text_of(page.content.decode())


@pytest.mark.parametrize("ahead", [0, 1, 2, 9, 40, 400])
def test_a_treatment_to_come_shows_before(
    client: Any, page_of: Callable[..., str], ahead: int
) -> None:
    date = (NOW + timedelta(days=ahead)).date().isoformat()
    words = text_of(client.get(page_of(date=date, time="23:00")).content.decode())
    for heading in ("Stop from", "Tell your clinic first", "Bring and prepare", "Six things"):
        assert heading in words
    assert "None" not in words
    to_go = {0: "In 1 h.", 1: "Tomorrow.", 9: "9 days to go."}.get(ahead, "days to go.")
    assert to_go in words
    assert to_go in text_of(client.get("/").content.decode()), "the list counts as the page does"


def test_before_never_says_to_stop_what_was_prescribed(
    client: Any, page_of: Callable[..., str]
) -> None:
    page = client.get(page_of(date="2026-12-04", medicines="apixaban")).content.decode()
    assert "Keep taking what your doctor gave you" in text_of(page)


@pytest.mark.parametrize(
    ("zone", "number"),
    [("America/New_York", "911"), ("Europe/London", "999"), ("Asia/Kolkata", "112")],
)
def test_unwell_puts_the_country_s_number_first(
    client: Any, page_of: Callable[..., str], zone: str, number: str
) -> None:
    page = client.get(f"{page_of(time_zone=zone)}unwell/").content.decode()
    first_call = page.index('href="tel:')
    assert page[first_call:].startswith(f'href="tel:{number}"')
    assert first_call < page.index("Trouble breathing")
    assert "+12125550100" in page


def test_an_unknown_country_gets_the_careful_words(
    client: Any, page_of: Callable[..., str]
) -> None:
    words = text_of(client.get(f"{page_of(time_zone='UTC')}unwell/").content.decode())
    assert "Call 112, 911 or your local number now." in words


def test_unwell_names_every_flag_that_calls_for_someone(client: Any) -> None:
    from afterglow.core.vocabulary import Urgency
    from afterglow.web.patient.unwell import flag_urgencies

    words = text_of(client.get("/unwell/").content.decode()).lower()
    protocol = Protocol.default()
    for flag, urgency in flag_urgencies(protocol, None).items():
        if urgency >= Urgency.call_clinic:
            assert protocol.flags[flag].name["en"].lower() in words


def test_blisters_near_the_eye_are_an_emergency(client: Any, page_of: Callable[..., str]) -> None:
    page = client.get(f"{page_of(areas=['periorbital'])}unwell/").content.decode()
    assert "<li>Blisters</li>" in page[: page.index("clinic-h")]
    page = client.get(f"{page_of(areas=['arms'])}unwell/").content.decode()
    assert "<li>Blisters</li>" in page[page.index("clinic-h") :]


def test_an_example_stores_nothing(client: Any) -> None:
    words = text_of(client.get("/example/").content.decode())
    assert "This is an example." in words
    assert "hour 31" in words
    assert Recovery.objects.count() == 0


def test_a_treatment_is_listed_and_deleted_for_good(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    assert address in client.get("/").content.decode()
    assert "Delete this treatment?" in client.get(f"{address}delete/").content.decode()
    assert Recovery.objects.count() == 1
    assert client.post(f"{address}delete/").status_code == 302
    assert Recovery.objects.count() == 0
    assert client.get(address).status_code == 404


def test_a_change_of_clocks_moves_the_wall_not_the_length(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    now = datetime(2026, 10, 31, 22, 0, tzinfo=ZoneInfo("America/New_York"))
    monkeypatch.setattr(clock, "now", lambda: now)
    words = text_of(client.get(page_of(date="2026-10-31", time="15:00")).content.decode())
    # 48 h from Saturday 15:00 end on Monday at 14:00 by the wall
    assert "until Mon 14:00" in words


def test_the_list_asks_the_database_once(
    client: Any, page_of: Callable[..., str], django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        page_of()
    with django_assert_num_queries(1):
        client.get("/")
