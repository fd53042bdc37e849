"""The ask box: answers in their own look, nothing kept, nothing logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from web.test_pages import text_of

pytestmark = pytest.mark.django_db
Asked = Callable[[str], str]


@pytest.fixture
def asked(client: Any, page_of: Callable[..., str]) -> Asked:
    address = f"{page_of()}ask/"

    def asked(question: str) -> str:
        response = client.get(address, {"q": question})
        assert response.status_code == 200
        return str(response.content.decode())

    return asked


def test_a_can_i_question_says_until_when(asked: Asked) -> None:
    words = text_of(asked("can i run tomorrow"))
    assert "Wait until tomorrow 15:00." in words
    assert "We took “run” for Exercise and sweat." in words
    assert "Your question is not stored." in words


def test_two_questions_get_two_answers(asked: Asked) -> None:
    page = asked("advil and a glass of wine")
    assert page.index('<h2 class="big">Wait until Tue 15:00.') < page.index(
        '<h3 class="big">Wait until tomorrow 15:00.'
    )
    assert "You also asked" in page
    assert "ibuprofen" in page


def test_a_warning_sign_is_an_emergency_with_the_number_first(asked: Asked) -> None:
    page = asked("my lips are swelling")
    assert 'class="page-sos"' in page
    assert page[page.index('href="tel:') :].startswith('href="tel:911"')
    assert "A check-in is more exact." in text_of(page)


def test_what_is_not_understood_gets_the_clinic_s_number(asked: Asked) -> None:
    page = asked("asdf qwer")
    assert "We do not know." in text_of(page)
    assert "tel:+12125550100" in page


@pytest.mark.parametrize("question", ["", "   ", "x" * 501, "<script>alert(1)</script>", "\x00"])
def test_odd_questions_get_a_page(asked: Asked, question: str) -> None:
    assert "<script>alert" not in asked(question)


def test_anybody_may_ask(client: Any) -> None:
    words = text_of(client.get("/ask/", {"q": "can i run"}).content.decode())
    assert "Wait" in words
    assert "call 911" in words


@pytest.mark.parametrize("end", ["", "unwell/", "ask/", "check-in/", "delete/"])
def test_the_box_stands_once_on_every_page(
    client: Any, page_of: Callable[..., str], end: str
) -> None:
    for address in (page_of(), page_of(date="2026-12-04")):
        page = client.get(address + end).content.decode()
        assert page.count(f'action="{address}ask/"') == 1
        assert page.count('id="q"') == 1


@pytest.mark.parametrize("address", ["/", "/example/", "/unwell/", "/ask/", "/nothing/"])
def test_anybody_s_pages_have_the_box_too(client: Any, address: str) -> None:
    page = client.get(address).content.decode()
    # a page that does not exist belongs to nobody; it leads to the warning signs instead
    assert page.count('action="/ask/"') == (address != "/nothing/")


def typed(client: Any, address: str, words: str, **more: str) -> Any:
    asked = {"q": words, "typing": "1", **more}
    return client.get(f"{address}ask/", asked, headers={"HX-Request": "true"})


def test_while_typing_only_the_answer_comes_and_no_cache_keeps_it(
    client: Any, page_of: Callable[..., str]
) -> None:
    response = typed(client, page_of(), "can i run tomorrow?")
    page = response.content.decode()
    assert "<html" not in page
    assert "Wait until tomorrow 15:00." in page
    assert "“can i run tomorrow?”" in page
    assert "no-store" in response.headers["Cache-Control"]
    assert "HX-Request" in response.headers["Vary"]
    assert "data-pause" not in page


def test_half_a_word_gets_no_alarm_until_a_pause(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    first = typed(client, address, "i see pus").content.decode()
    assert "call_clinic" not in first
    assert "data-pause" in first
    assert "&quot;paused&quot;: &quot;1&quot;" in first
    assert "call_clinic" in typed(client, address, "i see pus", paused="1").content.decode()
    assert "data-alarm" in typed(client, address, "my lips are swelling ").content.decode()


def test_typing_says_how_to_go_on_where_nothing_is_understood(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    assert typed(client, address, "").content.decode().strip() == ""
    words = text_of(typed(client, address, "asdf qwer", paused="1").content.decode())
    assert "Finish your question, or tap Ask." in words
    assert "too long" in typed(client, address, "x" * 501).content.decode()
    assert "<script" not in typed(client, address, "<script>pus ", paused="1").content.decode()


def test_a_question_lands_in_no_log_of_ours(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from afterglow.web.patient.views import asking
    from afterglow.web.site.logs import PrivateFormatter

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("my secret itch")

    address = page_of()
    monkeypatch.setattr(asking, "answer_page", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="django.request"):
        assert client.get(f"{address}ask/", {"q": "my secret itch"}).status_code == 500
    said = "\n".join(PrivateFormatter().format(record) for record in caplog.records)
    assert "ValueError" in said
    assert "secret" not in said


def test_the_server_keeps_no_access_log(monkeypatch: pytest.MonkeyPatch) -> None:
    import granian

    from afterglow.web.site import serve

    told: dict[str, Any] = {}

    class Server:
        def __init__(self, _: str, **options: Any) -> None:
            told.update(options)

        def serve(self) -> None:
            pass

    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(serve, "prepare", lambda: None)
    monkeypatch.setattr(serve, "check_port", lambda *_: None)
    serve.serve(8000)
    assert told["log_enabled"] is False
    assert told["log_access"] is False


def test_a_yes_stands_there_as_one(client: Any, page_of: Callable[..., str]) -> None:
    """Its code is 0, and so the card once said that it was not understood."""
    page = client.get(f"{page_of()}ask/?q=can+i+take+insulin").content.decode()
    assert "Not understood" not in page
    assert "We do not know." not in page


def test_no_complaint_is_answered_more_softly_than_the_last_check_in(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of()
    asked = f"{address}ask/?q=my+face+is+itchy"
    assert "All is as it should be." in client.get(asked).content.decode()
    form = client.get(f"{address}check-in/").content.decode()
    told = {"id": re.search(r'name="id" value="([^"]+)"', form)[1], "flag_pus": "yes"}  # type: ignore[index]
    assert client.post(f"{address}check-in/", told).status_code == 302
    page = client.get(asked).content.decode()
    assert "All is as it should be." not in page
    assert "Call your clinic today." in page
    assert "Your last check-in calls for more care" in page
