"""What the tests of the site share: a real SQLite file, plain static files, a still clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

ZONE = "America/New_York"
NOW = datetime(2026, 11, 25, 22, 0, tzinfo=ZoneInfo(ZONE))


@pytest.fixture(autouse=True)
def plain_site(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT = str(tmp_path)
    settings.DATA = tmp_path
    settings.SECRET_KEY = "only for tests"
    from afterglow.web.patient import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "machine_zone", lambda: ZONE)


@pytest.fixture
def typed() -> dict[str, Any]:
    """The form as a person fills it in: treated on Tuesday at 15:00."""
    return {
        "date": "2026-11-24",
        "time": "15:00",
        "time_zone": ZONE,
        "areas": ["cheeks", "nose"],
        "depth": "1.0",
        "skin_type": "3",
        "clinic_name": "Example Skin Clinic",
        "clinic_phone": "+1 212 555 0100",
    }


@pytest.fixture
def page_of(client: Any, typed: dict[str, Any], db: None) -> Callable[..., str]:
    """Send the form with changes; the address of the treatment's page."""

    def send(**changes: Any) -> str:
        response = client.post("/", {**typed, **changes})
        assert response.status_code == 302, response.content.decode()
        return str(response.headers["Location"])

    return send
