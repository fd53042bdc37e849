"""Days and months as each language writes them, on the pages as in the core."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from afterglow.core.wording import day_and_time
from afterglow.web.patient import wording

NOW = datetime(2026, 12, 10, 22, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("language", "day", "later", "full"),
    [
        ("en", "Thu 22:00", "Thu 7 Jan 2027", "Thursday 10 December, 22:00"),
        # months and days are small in Spanish
        ("es", "jue 22:00", "jue 7 ene 2027", "jueves 10 de diciembre, 22:00"),
        # a day has its article in Arabic, and there is no short form of it
        ("ar", "الخميس 22:00", "الخميس 7 يناير 2027", "الخميس 10 ديسمبر، 22:00"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(
    language: str, day: str, later: str, full: str
) -> None:
    with override(language):
        assert wording.chip(NOW, NOW) == day
        assert wording.chip(NOW + timedelta(days=28), NOW) == later
        assert wording.full_date(NOW) == full


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_pages_name_a_day_as_the_core_does(language: str) -> None:
    with override(language):
        assert wording.day_name(NOW) == day_and_time(NOW, language).split()[0].strip("،,")
