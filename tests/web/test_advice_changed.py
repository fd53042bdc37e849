"""When a clinic's advice changes, running recoveries say what is different, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from afterglow.apps.recoveries import ProtocolKept, advised_by
from afterglow.apps.recoveries.models import CheckIn, Recovery

CLINIC = str(Path(__file__).parents[1] / "data" / "clinic.yaml")
SAME = "As you were told then. The advice has changed since."


@pytest.fixture
def by_the_default(page_of: Callable[..., str]) -> str:
    return page_of()


def told(client: Any, page: str, **answers: str) -> str:
    response = client.post(f"{page}check-in/", {"id": str(uuid4()), **answers})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def text_of(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_nothing_is_said_where_nothing_changed(client: Any, by_the_default: str) -> None:
    assert "The advice changed" not in text_of(client, by_the_default)


def test_today_says_since_when_and_what(client: Any, by_the_default: str, settings: Any) -> None:
    settings.AFTERGLOW_OVERLAYS = [CLINIC]
    text = text_of(client, by_the_default)
    assert "The advice changed on Wednesday 25 November" in text
    assert "Direct sun: was until Tue 15:00, now until Sun 6 Dec." in text
    assert "Face yoga: new, until Fri 15:00." in text
    assert "Pets near the skin: no longer part of the advice." in text


def test_both_protocols_are_kept_and_the_recovery_holds_its_own(
    client: Any, by_the_default: str, settings: Any
) -> None:
    before = Recovery.objects.get().protocol_hash
    settings.AFTERGLOW_OVERLAYS = [CLINIC]
    text_of(client, by_the_default)
    assert Recovery.objects.get().protocol_hash == before
    assert ProtocolKept.objects.count() == 2
    old = advised_by(before)
    assert old is not None
    assert old.id == "afterglow"


def test_an_old_check_in_is_shown_as_it_was_told(
    client: Any, by_the_default: str, settings: Any
) -> None:
    url = told(client, by_the_default, rating_redness="3")
    before = text_of(client, url)
    assert SAME not in before
    settings.AFTERGLOW_OVERLAYS = [CLINIC]
    assert SAME in text_of(client, url)


STRICTER = """overlay: {id: stricter, version: 1.0.0, for: afterglow, why: {en: Ours.}}
rules:
  - {id: bumps_early, urgency: call_clinic, because: {en: We want to see bumps.}}
"""


def test_where_todays_advice_is_more_urgent_that_is_shown(
    client: Any, by_the_default: str, settings: Any, tmp_path: Path
) -> None:
    url = told(client, by_the_default, flag_bumps="yes")
    (tmp_path / "stricter.yaml").write_text(STRICTER)
    settings.AFTERGLOW_OVERLAYS = [str(tmp_path / "stricter.yaml")]
    text = text_of(client, url)
    assert "You were told “Watch” at the time." in text
    assert "today it says “Call your clinic”" in text


def test_what_was_told_stays_where_todays_advice_is_laxer(
    client: Any, page_of: Callable[..., str], settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "stricter.yaml").write_text(STRICTER)
    settings.AFTERGLOW_OVERLAYS = [str(tmp_path / "stricter.yaml")]
    url = told(client, page_of(), flag_bumps="yes")
    settings.AFTERGLOW_OVERLAYS = []
    text = text_of(client, url)
    assert SAME in text
    assert "Call your clinic" in text
    ProtocolKept.objects.all().delete()
    again = text_of(client, url)
    assert "You were told “Call your clinic” at the time, and that still counts." in again


def test_a_sign_of_the_clinics_own_is_asked_told_and_judged(
    client: Any, page_of: Callable[..., str], settings: Any
) -> None:
    settings.AFTERGLOW_OVERLAYS = [CLINIC]
    page = page_of()
    assert "How much does the skin burn?" in text_of(client, f"{page}check-in/")
    url = told(client, page, rating_burning="8")
    assert CheckIn.objects.get().urgency == "call_clinic"
    assert "Burning is 8 after the first day." in text_of(client, url)


def test_a_sign_that_the_clinic_gave_up_loses_no_page(
    client: Any, page_of: Callable[..., str], settings: Any
) -> None:
    settings.AFTERGLOW_OVERLAYS = [CLINIC]
    page = page_of()
    url = told(client, page, rating_burning="8", rating_redness="2")
    settings.AFTERGLOW_OVERLAYS = []
    assert "The advice changed" in text_of(client, page)
    assert "Burning is 8 after the first day." in text_of(client, url)
