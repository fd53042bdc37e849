"""The whole list: nothing that holds now is left out, each with its reason and its sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from afterglow.apps.recoveries import Recovery
from afterglow.core.planning import plan
from afterglow.web.patient import clock
from afterglow.web.patient.windows import READING
from web.conftest import NOW
from web.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("later", [0, 2, 100, 2000])
def test_all_that_holds_now_stands_on_it_once_and_says_why(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch, later: int
) -> None:
    address = page_of()
    now = NOW + timedelta(hours=later)
    monkeypatch.setattr(clock, "now", lambda: now)
    html = client.get(f"{address}more/").content.decode()
    words = text_of(html)
    found = [
        item
        for item in plan(Recovery.objects.get().treatment).items
        if item.runs_at(now) and (item.kind != "care" or item.topic not in READING)
    ]
    assert len(found) > (10 if later < 200 else 2)
    for item in found:
        assert " ".join(item.text.split()) in words, item.id
        assert " ".join(item.why.split()) in words, item.id
    reasons = re.findall(r'<details class="why">.*?</details>', html, re.S)
    assert len(reasons) == len(found)
    assert all(re.search(r"\(grade [A-E]\)", one) for one in reasons)
    assert "None" not in words


def test_today_leads_to_it_and_it_leads_back(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    today = client.get(address).content.decode()
    more = re.findall(rf'href="({address}more/[^"]*)"', today)
    assert sorted(set(more)) == [f"{address}more/", f"{address}more/#know-h"]
    html = client.get(f"{address}more/").content.decode()
    assert 'id="know-h"' in html
    assert f'href="{address}"' in html
    assert f'href="{address}unwell/"' in html


def test_what_today_counts_is_what_it_adds(client: Any, page_of: Callable[..., str]) -> None:
    address = page_of()
    today = text_of(client.get(address).content.decode())
    count = re.search(r"(\d+) more, asked less often", today)
    assert count
    html = client.get(f"{address}more/").content.decode()
    waits = html.partition('id="helps-h"')[0].count("<h4>")
    assert waits == int(count[1]) + 7


def test_a_treatment_to_come_and_the_example_have_one_too(
    client: Any, page_of: Callable[..., str]
) -> None:
    to_come = page_of(date="2026-12-04")
    assert client.get(f"{to_come}more/").status_code == 200
    example = client.get("/example/").content.decode()
    assert 'href="/example/more/"' in example
    html = client.get("/example/more/").content.decode()
    assert 'href="/example/"' in html
    assert "Exercise and sweat" in html
