"""Numbing, course, and the pages to read: every sentence of them can be translated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from web.test_languages import pseudo, untranslated

__all__ = ["pseudo"]
pytestmark = pytest.mark.django_db

CREAM = "product=lidocaine_4&grams=8&minutes=40&areas=cheeks&occluded=no&age=34&country=US"
PAGES = [
    "before-you-go/",
    "numbing/",
    f"numbing/?{CREAM}",
    f"numbing/?{CREAM}&applied_at=2026-11-25T21:50",
    f"numbing/?{CREAM.replace('grams=8', 'grams=45')}&weight_kg=60&areas=periorbital",
    f"numbing/?{CREAM.replace('lidocaine_4', 'other')}",
    f"numbing/?{CREAM.replace('minutes=40', 'age=')}&applied_at=2026-11-25T20:50"
    "&removed_at=2026-11-25T21:20",
    "numbing/?product=&time_zone=Mars&applied_at=now",
    "course/",
    "course/?goal=acne_scars&depth=1.5&country=US&first=2026-12-18&event=2026-12-20&extras=prp"
    "&quote_money_1=450&quote_money_2=2000&quote_for_2=4&quote_money_3=300+EUR",
    "course/?goal=texture&depth=1.5&country=IN&event=2026-11-28&sessions=1&quote_money_1=90",
    "course/?first=tomorrow&quote_money_1=cheap&goal=texture",
]
# names of countries come from the CLDR, currencies are codes, products have their names
NAMES = re.compile(r'<select id="country".*?</select>|\b(USD|EUR|GBP)\b|United States|India', re.S)


@pytest.mark.parametrize("page", [*PAGES, "/practitioner/"])
def test_every_sentence_can_be_translated(
    client: Any, page_of: Callable[..., str], pseudo: str, page: str
) -> None:
    address = page_of(date="2026-12-04", skin_type="5", conditions=["cold_sores"], age="34")
    client.cookies["language"] = pseudo
    html = client.get(page if page.startswith("/") else address + page).content.decode()
    assert untranslated(NAMES.sub(" ", html)) == []
