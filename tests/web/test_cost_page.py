"""Sessions and cost: the core's numbers, money never converted, dates on the early side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from afterglow.core.answering import hours_to_usual_self
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.web.patient import clock
from afterglow.web.patient.costs import latest_day, money
from web.conftest import ZONE
from web.fault_boxes import places_of
from web.test_pages import text_of

ASKED: dict[str, Any] = {"goal": "acne_scars", "depth": "1.5", "country": "US"}


@pytest.fixture
def asked(client: Any) -> Callable[..., str]:
    def ask(address: str = "/course/", status: int = 200, **changes: Any) -> str:
        response = client.get(address, {**ASKED, **changes})
        assert response.status_code == status, response.content.decode()
        return text_of(response.content.decode())

    return ask


def test_the_empty_page_answers_already(client: Any) -> None:
    words = text_of(client.get("/course/").content.decode())
    assert "3 to 6 sessions, mostly 3." in words
    assert "100 USD to 700 USD for one session" in words
    assert "Mostly around 300 USD a session." in words
    assert "Tell us the first date, and you get a calendar." in words
    assert "None" not in words


def test_a_course_has_sessions_gaps_prices_and_days_to_judge_it(asked: Callable[..., str]) -> None:
    words = asked(first="2026-12-04", extras=["prp"])
    assert "3 to 6 sessions, often 4." in words
    assert "6 to 8 weeks between sessions at 1.5 mm and more." in words
    assert "125 USD to 875 USD for one session" in words
    assert "375 USD to 5,250 USD for the course" in words
    assert "Fri 4 Dec Session 1 15 Jan 2027 to 29 Jan 2027 Session 2" in words
    assert "6 Oct 2027 Now judge it." in words
    assert "counted above" in words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("$450", "450"), ("2,000", "2,000"), ("1,200.50", "1,200.50"), ("1.200,50", "1,200.50"),
     ("USD 300", "300"), ("\u0664\u0665\u0660", "450")],
)  # fmt: skip
def test_money_is_read_as_people_write_it(
    asked: Callable[..., str], typed: str, shown: str
) -> None:
    assert f"Quote 1: {shown} USD a session" in asked(quote_money_1=typed)


def test_own_quotes_stand_beside_the_range(asked: Callable[..., str]) -> None:
    words = asked(
        quote_money_1="450",
        quote_money_2="2000",
        quote_for_2="4",
        quote_money_3="300 EUR",
    )
    assert "Quote 1: 450 USD a session Within the usual range." in words
    assert "Quote 2: 500 USD a session Within the usual range." in words
    assert "Quote 3: 300 EUR a session This quote is in another currency" in words
    cheap = asked(quote_money_1="60", quote_money_2="900")
    assert "60 USD a session Below the usual range. Ask why" in cheap
    assert "900 USD a session Above the usual range." in cheap


def test_a_country_without_prices_gets_others_unconverted(asked: Callable[..., str]) -> None:
    words = asked(country="IN", quote_money_1="9000")
    assert "We know no prices for your country and device." in words
    assert "dollars" in words
    assert "pounds" in words
    assert "9000 a session" in words


def test_the_latest_day_for_an_event_is_early_enough_at_every_hour(
    asked: Callable[..., str],
) -> None:
    words = asked(event="2026-12-20")
    found = re.search(r"Be treated on \w+ (\d+) Dec at the latest", words)
    assert found
    last = date(2026, 12, int(found[1]))
    zone = ZoneInfo(ZONE)
    made = Treatment.read(
        {"performed_at": datetime(2026, 12, 1, 12, tzinfo=zone), "areas": {"cheeks": 1.5}}
    )
    hours = hours_to_usual_self(made, protocol=Protocol.default())
    assert hours is not None
    end_of_day = datetime(last.year, last.month, last.day, 23, 59, tzinfo=zone)
    assert end_of_day + timedelta(hours=hours) <= datetime(2026, 12, 20, tzinfo=zone)
    assert "9 in 10 people like you" in words
    assert "Informed estimate, not measured." in words


def test_an_event_too_close_says_so(asked: Callable[..., str]) -> None:
    words = asked(event="2026-11-28")
    assert "It is too close for 9 in 10. Have it after your day." in words
    assert "at the latest" not in words


def test_a_session_that_may_still_show_warns(asked: Callable[..., str]) -> None:
    assert "It may still show on your day." in asked(first="2026-12-18", event="2026-12-20")
    assert "It may still show" not in asked(first="2026-12-01", event="2026-12-20")


def test_deeper_needs_an_earlier_day() -> None:
    assert latest_day(datetime(2026, 12, 10, 0, 0)) == date(2026, 12, 9)  # noqa: DTZ001
    assert latest_day(datetime(2026, 12, 10, 23, 0)) == date(2026, 12, 9)  # noqa: DTZ001


def test_a_treatment_brings_its_depth_country_and_date(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of(date="2026-12-04", depth="1.5")
    html = client.get(f"{address}course/").content.decode()
    words = text_of(html)
    assert "6 to 8 weeks between sessions" in words
    assert "Fri 4 Dec Session 1" in words
    assert "USD" in words
    assert 'value="1.5"' in html
    assert f'href="{address}"' in html
    assert f'href="{address}course/"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"depth": "deep"}, "depth"),
        ({"depth": "12"}, "depth"),
        ({"sessions": "99"}, "sessions"),
        ({"goal": "beauty"}, "goal"),
        ({"first": "tomorrow"}, "first"),
        ({"event": "2026-13-01"}, "event"),
        ({"event": "2026-12-20", "depth": ""}, "depth"),
        ({"country": "Atlantis"}, "country"),
        ({"quote_money_2": "cheap"}, "quote_money_2"),
        ({"quote_money_2": "-5"}, "quote_money_2"),
        ({"quote_money_2": "nan"}, "quote_money_2"),
        ({"quote_money_2": "450 DOLLARS"}, "quote_money_2"),
        ({"quote_money_3": "900", "quote_for_3": "0"}, "quote_for_3"),
        ({"extras": ["gold"]}, "extras"),
    ],
)
def test_what_cannot_be_read_is_refused_and_named(
    client: Any, change: dict[str, Any], field: str
) -> None:
    response = client.get("/course/", {**ASKED, **change})
    assert response.status_code == 422
    html = response.content.decode()
    assert places_of(html) == [field]
    assert re.search(r'name="country"', html)


ODD = ["\x00", "<script>alert(1)</script>", "9" * 300, "1e308", "0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["depth", "first", "event", "sessions", "quote_money_1"])
@pytest.mark.parametrize("zone", [ZONE, "Asia/Tokyo"])
def test_odd_words_get_a_page(
    client: Any, monkeypatch: pytest.MonkeyPatch, name: str, odd: str, zone: str
) -> None:
    monkeypatch.setattr(clock, "machine_zone", lambda: zone)
    response = client.get("/course/", {**ASKED, name: odd})
    assert response.status_code in (200, 422)
    assert "<script>alert" not in response.content.decode()


def test_money_keeps_its_code_and_its_cents() -> None:
    assert money(1500, "USD", "en") == "1,500 USD"
    assert money(99.5, "GBP", "en") == "99.50 GBP"
    assert money(1500, "EUR", "de") == "1.500 EUR"
