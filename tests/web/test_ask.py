"""The ask box: answers in their own look, nothing kept, nothing logged."""

from __future__ import annotations

import logging
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


@pytest.mark.parametrize("end", ["", "unwell/", "ask/"])
def test_the_box_stands_on_every_page(client: Any, page_of: Callable[..., str], end: str) -> None:
    for address in (page_of(), page_of(date="2026-12-04")):
        page = client.get(address + end).content.decode()
        assert f'action="{address}ask/"' in page


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
