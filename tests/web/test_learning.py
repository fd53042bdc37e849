"""Today learns from check-ins, and never says that all is well without being told so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from afterglow.apps.recoveries import Recovery, check_in
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import clock
from web.conftest import NOW
from web.test_pages import text_of

pytestmark = pytest.mark.django_db
CALM = {"rating_redness": "1", "rating_warmth": "0", "rating_tightness": "2"}


@pytest.fixture
def today(page_of: Callable[..., str]) -> str:
    return page_of()


@pytest.fixture
def say(client: Any, today: str) -> Callable[..., str]:
    """Check in; what Today says then."""

    def say(**answers: str) -> str:
        client.post(f"{today}check-in/", {"id": str(uuid4()), **answers})
        return text_of(client.get(today).content.decode())

    return say


def test_on_course_only_after_a_fresh_check_in_as_expected(
    client: Any, today: str, say: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "on course" not in text_of(client.get(today).content.decode())
    words = say(**CALM, flag_pus="no")
    assert "You are on course." in words
    assert "Redness: " in words
    assert "Next one tomorrow 10:00" in words
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=24, minutes=1))
    words = text_of(client.get(today).content.decode())
    assert "on course" not in words
    assert "It is time for the next one." in words


@pytest.mark.parametrize(
    ("answers", "title"),
    [({"flag_pus": "yes"}, "Call your clinic today."), ({"flag_seizure": "yes"}, "Call 911 now.")],
)
def test_what_is_unresolved_stays_on_top_until_a_later_check_in(
    client: Any,
    today: str,
    say: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    answers: dict[str, str],
    title: str,
) -> None:
    words = say(**answers)
    assert words.index(title) < words.index("hour 31")
    assert "on course" not in words
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=9))
    page = client.get(today).content.decode()
    assert title in page, "it does not end by itself"
    assert page.count("<h1") == 1
    words = say(**CALM)
    assert title not in words.partition("hour")[0]
    assert "on course" not in words, "the earlier sign still counts"


def test_a_watch_says_when_to_look_again(say: Callable[..., str]) -> None:
    words = say(rating_itching="6")
    assert "Give it 12 hours, then look again." in words
    assert "on course" not in words
    assert "for 8 in 10 people" not in words.partition("Ask anything")[0]


def test_days_are_counted_as_the_bar_counts_them(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = page_of()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=168 - 31))
    assert "day 7 after your treatment" in text_of(client.get(today).content.decode())


def test_an_empty_check_in_tells_nobody_to_wait(say: Callable[..., str]) -> None:
    words = say()
    assert "We do not know how you are." in words
    assert "Give it 12 hours" not in words


def test_an_alarm_that_was_told_before_is_not_soothed_by_a_calm_check_in(
    client: Any, today: str, say: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(flag_breathing_difficulty="yes")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    words = say(**CALM, flag_breathing_difficulty="no")
    assert "What you told us before still counts." in words
    assert "If we told you to call 911 and you have not been seen, call now." in words
    for soothing in ("Give it 12 hours", "What helps now", "What comes next", "is common now"):
        assert soothing not in words
    beside = text_of(client.get(f"{today}beside/").content.decode())
    assert "An earlier check-in called for help. Ask if someone has seen it." in beside


def test_the_bands_learn_and_say_before_and_after(client: Any, say: Callable[..., str]) -> None:
    words = say(rating_redness="4", rating_warmth="2")
    assert "Before your check-ins: " in words
    assert " Now: " in words


def test_own_points_stand_on_the_chart(client: Any, today: str, say: Callable[..., str]) -> None:
    assert 'class="fan-own"' not in client.get(today).content.decode()
    say(**CALM)
    page = client.get(today).content.decode()
    assert page.count('class="fan-own"') == 1
    assert "you: 1" in page


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("2026-11-28T18:00", "in 10 by Sat 18:00"),
        ("2026-12-24T18:00", "by Thu 24 Dec 18:00"),
        ("2026-11-20T18:00", "That is past."),
        ("soon", "We could not read that date."),
        ("9999-12-31T23:59", "We could not read that date."),
        ("0001-01-01T00:00", "That is past."),
        ("2026-11-28T18:00+99:00", "We could not read that date."),
    ],
)
def test_will_i_look_my_usual_self(client: Any, today: str, by: str, words: str) -> None:
    response = client.get(today, {"by": by})
    assert response.status_code == 200
    assert words in text_of(response.content.decode())


def test_today_with_thirty_check_ins_asks_the_database_twice(
    client: Any, today: str, django_assert_num_queries: Any
) -> None:
    kept = Recovery.objects.get()
    for hour in range(30):
        report = CheckIn(at=kept.treatment.at_hour(hour + 0.5), ratings={"redness": 3})
        check_in(
            kept,
            report,
            public_id=uuid4(),
            urgency=Urgency.expected,
            protocol=Protocol.default(),
            now=NOW,
        )
    with django_assert_num_queries(2):
        page = client.get(today).content.decode()
    assert page.count("/check-in/") >= 30
    assert "26 earlier" in text_of(page)


@pytest.mark.parametrize(
    ("sign", "last"), [("pigment_change", "7 Feb"), ("milia", "3 Jan"), ("breakouts", "Mon")]
)
def test_late_signs_have_a_longer_axis(client: Any, today: str, sign: str, last: str) -> None:
    page = client.get(f"{today}?sign={sign}").content.decode()
    assert f">{last}</text>" in page


def test_before_has_no_check_in(client: Any, page_of: Callable[..., str]) -> None:
    assert "/check-in/" not in client.get(page_of(date="2026-12-04")).content.decode()


def test_forgetting_takes_the_check_ins_too(
    client: Any, today: str, say: Callable[..., str]
) -> None:
    from afterglow.apps.recoveries import CheckIn as Row

    say(**CALM)
    client.post(f"{today}delete/")
    assert Row.objects.count() == 0


def test_stronger_than_usual_is_not_called_on_course(say: Callable[..., str]) -> None:
    words = say(rating_redness="4", flag_pus="no")
    assert "on course" not in words
    assert "No warning sign, but stronger than usual." in words


def test_signs_that_were_passed_by_are_not_called_on_course(say: Callable[..., str]) -> None:
    words = say(**CALM)
    assert "on course" not in words
    assert "What you rated is as expected. You passed by the warning signs" in words
    words = say(rating_redness="4")
    assert "No warning sign" not in words
    assert "What you rated is stronger than usual." in words
