"""Numbing cream on its page: the label's verdict, never leave to exceed it, times, and danger."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.planning import NumbingVerdict
from afterglow.core.protocol import Protocol
from afterglow.core.vocabulary import AREAS, NumbingProduct
from afterglow.web.patient import clock
from afterglow.web.patient.numbing_form import NumbingForm
from web.conftest import NOW, ZONE
from web.fault_boxes import places_of
from web.test_pages import text_of

FINE: dict[str, Any] = {
    "product": "lidocaine_4",
    "grams": "8",
    "minutes": "40",
    "areas": ["cheeks", "nose"],
    "occluded": "no",
    "age": "34",
    "country": "US",
}


@pytest.fixture
def asked(client: Any) -> Callable[..., str]:
    def ask(address: str = "/numbing/", status: int = 200, **changes: Any) -> str:
        response = client.get(address, {**FINE, **changes})
        assert response.status_code == status, response.content.decode()
        return str(response.content.decode())

    return ask


def test_an_empty_page_asks_and_tells_every_danger(client: Any) -> None:
    html = client.get("/numbing/").content.decode()
    words = text_of(html)
    assert "Within the label" not in words
    assert "Blue or gray lips" in words or "Blue or grey lips" in words
    assert 'href="tel:911"' in html
    assert "wipe it off" in words


def test_within_the_label_says_whose_label_and_until_when(asked: Callable[..., str]) -> None:
    words = text_of(asked())
    assert "Within the label" in words
    assert "Judged by the label for: United States." in words
    assert "You: 8 g. At most 10 g." in words
    assert "You: 135 cm². At most 300 cm²." in words
    assert "What you ticked is about 90 to 135 cm²: a guess. We count the larger." in words
    assert "Wipe it off after, at the latest 60 minutes" in words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grams": "41"}, "You: 41 g. At most 40 g."),
        ({"minutes": "61"}, "You: 61 minutes. At most 60 minutes."),
        ({"area_cm2": "901"}, "You: 901 cm². At most 900 cm²."),
        ({"occluded": "yes"}, "two young people died"),
        ({"conditions": ["allergy_lidocaine"]}, "allergic to lidocaine"),
        ({"product": "lidocaine_prilocaine_2.5_2.5", "medicines": "dapsone"}, "dapsone"),
    ],
)
def test_past_the_label_is_never_allowed_and_has_no_times(
    asked: Callable[..., str], change: dict[str, Any], said: str
) -> None:
    html = asked(**change, applied_at="2026-11-25T21:50")
    words = text_of(html)
    assert "Do not use it like this." in words
    assert "Within the label" not in words
    assert "It works from" not in words
    assert "Off at the latest" not in words
    assert "start the times" not in words
    if said != "dapsone":
        assert said in words


@pytest.mark.parametrize("product", ["other", "benzocaine_lidocaine_tetracaine_20_6_4"])
def test_a_cream_without_a_label_is_for_the_clinic(asked: Callable[..., str], product: str) -> None:
    html = asked(product=product, grams="1")
    words = text_of(html)
    assert "Ask your clinic" in words
    assert "No label that we know allows this cream" in words
    assert "It goes on now" not in words
    assert "Blue or gr" in words


def test_what_is_not_told_is_not_fine(asked: Callable[..., str]) -> None:
    words = text_of(asked(age="", occluded=""))
    assert re.search(r"You did not tell us: your age ?, if it is covered What is not known", words)
    assert "Within the label" not in words


def test_film_comes_with_the_rule_of_the_label_and_its_reason(asked: Callable[..., str]) -> None:
    assert "warns against film and dressings" in text_of(asked())
    words = text_of(asked(country="AU"))
    assert "The Australian label allows a dressing or film, with at most 10 grams." in words
    assert "more goes into the blood" in words


def test_an_unknown_country_gets_the_strictest_label(asked: Callable[..., str]) -> None:
    words = text_of(asked(country="", grams="11"))
    assert "the strictest that we know counts" in words
    assert "Do not use it like this." in words


def test_a_press_starts_the_times_at_an_address_that_may_be_read_again(client: Any) -> None:
    pressed = client.get("/numbing/", {**FINE, "now": "on"})
    assert pressed.status_code == 302
    query = parse_qs(urlsplit(pressed["Location"]).query)
    assert query["applied_at"] == ["2026-11-25T22:00"]
    assert "now" not in query
    words = text_of(client.get(pressed["Location"]).content.decode())
    assert "It works from today 22:30 in 30 min" in words
    assert "Wipe it off, as you planned today 22:40 in 40 min" in words
    assert "Off at the latest today 23:00 in 1 h" in words
    assert "Feeling starts to return today 23:40" in words


def test_cream_left_on_past_its_time_is_over_the_label(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {**FINE, "applied_at": "2026-11-25T22:00"}
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=59))
    assert "Within the label" in text_of(client.get("/numbing/", told).content.decode())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=61))
    words = text_of(client.get("/numbing/", told).content.decode())
    assert "You: 61 minutes. At most 60 minutes." in words
    assert "If it is on, wipe it off now, and call your clinic." in words


def test_a_press_ends_them_and_tells_when_feeling_returns(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=41))
    told = {**FINE, "applied_at": "2026-11-25T22:00", "now": "off"}
    pressed = client.get("/numbing/", told)
    words = text_of(client.get(pressed["Location"]).content.decode())
    assert "You: 41 minutes." in words
    assert "Feeling is back by tomorrow 00:41" in words
    assert "It is off now" not in words


def test_a_treatment_s_own_cream_is_judged_at_once(
    client: Any, page_of: Callable[..., str]
) -> None:
    address = page_of(date="2026-12-04", numbing="lidocaine_4", age="34")
    html = client.get(f"{address}numbing/").content.decode()
    words = text_of(html)
    assert "Lidocaine 4 % (LMX4)." in words
    assert "What is not known is not fine." in words
    assert 'value="34"' in html
    assert "+1 212 555 0100" in words
    assert f'href="{address}unwell/"' in html


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grams": "many"}, "grams"),
        ({"grams": "nan"}, "grams"),
        ({"grams": "-1"}, "grams"),
        ({"area_cm2": "1e9"}, "area_cm2"),
        ({"product": "butter"}, "product"),
        ({"product": ""}, "product"),
        ({"applied_at": "yesterday"}, "applied_at"),
        ({"applied_at": "2026-03-08T02:30"}, "applied_at"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"country": "USA"}, "country"),
        ({"applied_at": "2026-11-25T10:00", "removed_at": "2026-11-25T09:00", "minutes": ""},
         "removed_at"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_kept_in_the_form(
    asked: Callable[..., str], change: dict[str, Any], field: str
) -> None:
    html = asked(status=422, **change)
    assert "We have not judged it." in html
    assert places_of(html) == [field]
    assert "Within the label" not in text_of(html)
    assert re.search(r'name="age"[^>]*value="34"', html)


@pytest.mark.parametrize(
    "odd", ["\x00", "<script>alert(1)</script>", "9" * 400, "-0", "1e308", "9999-12-31T23:59"]
)
@pytest.mark.parametrize("name", ["grams", "area_cm2", "minutes", "age", "applied_at", "medicines"])
def test_odd_words_get_a_page(client: Any, name: str, odd: str) -> None:
    response = client.get("/numbing/", {**FINE, name: odd})
    assert response.status_code in (200, 422)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.django_db
def test_nothing_is_stored(asked: Callable[..., str], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        asked()


# ------------------------------------------------------------------ what no form may bring about

NUMBERS = st.sampled_from(["", "0.5", "5", "10", "12,5", "40", "60", "61", "300", "301", "900"])


@st.composite
def filled(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "product": draw(st.sampled_from(get_args(NumbingProduct))),
        "grams": draw(NUMBERS.filter(lambda one: one not in {"900", "901"})),
        "minutes": draw(NUMBERS),
        "area_cm2": draw(NUMBERS),
        "areas": draw(st.lists(st.sampled_from(AREAS), max_size=4, unique=True)),
        "occluded": draw(st.sampled_from(["", "yes", "no"])),
        "age": draw(st.sampled_from(["", "8", "18", "34"])),
        "country": draw(st.sampled_from(["", "US", "GB", "AU", "IE", "DE", "IN"])),
        "applied_at": draw(st.sampled_from(["", "2026-11-25T20:00", "2026-11-25T21:50"])),
    }


def verdict(told: dict[str, Any], minutes_later: float = 0) -> NumbingVerdict | None:
    query = QueryDict(mutable=True)
    for name, value in told.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    form = NumbingForm.read(query, None, ZONE, "")
    found = form.check(Protocol.default(), "en", NOW + timedelta(minutes=minutes_later))
    return found.verdict if found else None


@settings(deadline=None, max_examples=400)
@given(filled(), st.lists(st.sampled_from(AREAS), max_size=3), st.floats(0, 600))
def test_more_skin_and_more_time_never_improve_what_the_form_says(
    told: dict[str, Any], more: list[str], later: float
) -> None:
    before = verdict(told)
    assert before is not None
    assert verdict(told, later) >= before
    if told["areas"] or told["area_cm2"]:
        larger = {**told, "areas": list(dict.fromkeys([*told["areas"], *more]))}
        assert verdict(larger) >= before
    if told["occluded"] == "no":
        assert verdict({**told, "occluded": "yes"}) >= before
