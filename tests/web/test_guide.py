"""Before you go, and choosing where: what they say, to whom, and on what it rests."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from afterglow.core.planning import guide
from afterglow.core.protocol import GuidePage, Protocol
from web.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "address"), [("before_you_go", "/before-you-go/"), ("practitioner", "/practitioner/")]
)
def test_everything_of_the_guide_stands_on_its_page(
    client: Any, page: GuidePage, address: str
) -> None:
    html = client.get(address).content.decode()
    words = text_of(html)
    for part in guide(page, protocol=Protocol.default()):
        assert part.title in words
        for item in part.items:
            assert " ".join(item.text.split()) in words, item.id
            assert " ".join(item.why.split()) in words, item.id
    assert "No clinician has reviewed this yet" in words
    assert "None" not in words
    assert 'href="/unwell/"' in html


def test_each_statement_has_its_sources_with_a_grade(client: Any) -> None:
    for address in ("/before-you-go/", "/practitioner/"):
        html = client.get(address).content.decode()
        reasons = re.findall(r'<details class="why">.*?</details>', html, re.S)
        assert len(reasons) > 20
        for one in reasons:
            assert re.search(r"\(grade [A-E]\)", one), one


def test_what_is_guessed_or_not_checked_says_so(client: Any) -> None:
    words = text_of(client.get("/practitioner/").content.decode())
    assert "Not yet checked against its source." in words
    words = text_of(client.get("/before-you-go/").content.decode())
    assert "An informed estimate, not measured." in words
    assert "No study says how it feels here." in words


def test_the_table_of_depths_never_gets_milder_with_depth(client: Any) -> None:
    html = client.get("/before-you-go/").content.decode()
    rows = re.findall(r"<th scope=\"row\">([\d.]+) mm</th>(.*?)</tr>", html, re.S)
    assert [float(depth) for depth, _ in rows] == [0.5, 1.0, 1.5, 2.0]
    days = [re.findall(r"within (\d+) day", row) for _, row in rows]
    assert all(len(one) == 2 for one in days)
    for column in (0, 1):
        found = [int(one[column]) for one in days]
        assert found == sorted(found)


def test_the_paper_says_whom_to_call(client: Any, page_of: Callable[..., str]) -> None:
    mine = text_of(client.get(f"{page_of(date='2026-12-04')}before-you-go/").content.decode())
    assert "call 911 at once" in mine
    assert "+1 212 555 0100" in mine


def test_a_treatment_shows_its_own_skin_and_puts_what_was_told_first(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of(date="2026-12-04", areas=["nose"], conditions=["cold_sores"])
    words = text_of(client.get(f"{address}before-you-go/").content.decode())
    assert "Because of what you told us You have had cold sores." in words
    assert "Body and scalp" not in words
    assert f'href="{address}before-you-go/"' in client.get(address).content.decode()


def test_a_stranger_s_address_is_not_found(client: Any) -> None:
    nobody = "/r/00000000-0000-4000-8000-000000000000/"
    for end in ("before-you-go/", "numbing/", "course/"):
        assert client.get(nobody + end).status_code == 404


def test_the_first_page_leads_to_all_of_them(client: Any) -> None:
    html = client.get("/").content.decode()
    for address in ("/before-you-go/", "/practitioner/", "/numbing/", "/course/"):
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200
