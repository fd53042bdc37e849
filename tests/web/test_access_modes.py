"""Alone or hosted: what the environment asks for, and what is refused before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from afterglow.core.errors import InputRefused
from afterglow.web.site.database import database
from afterglow.web.site.hosting import hosting
from afterglow.web.site.serve import where

HOSTED = {"AFTERGLOW_HOSTED": "1", "AFTERGLOW_HOSTS": "skin.example.org, www.example.org"}


def test_without_a_word_the_site_is_for_this_machine_only() -> None:
    for environment in ({}, {"AFTERGLOW_HOSTED": "0"}, {"AFTERGLOW_HOSTS": "skin.example.org"}):
        found = hosting(environment)
        assert not found["AFTERGLOW_HOSTED"]
        assert found["AFTERGLOW_LISTEN"] == "127.0.0.1"
        assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
        assert found["SECURE_HSTS_SECONDS"] == 0


def test_alone_no_variable_opens_the_site_to_the_network() -> None:
    found = hosting({"AFTERGLOW_LISTEN": "0.0.0.0"})
    assert found["AFTERGLOW_LISTEN"] == "127.0.0.1"


def test_behind_a_proxy_the_server_listens_on_this_machine_and_trusts_its_header() -> None:
    found = hosting(HOSTED)
    assert found["ALLOWED_HOSTS"] == ["skin.example.org", "www.example.org"]
    assert found["AFTERGLOW_LISTEN"] == "127.0.0.1"
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert found["SECURE_SSL_REDIRECT"]


def test_with_its_own_certificate_no_header_is_trusted(tmp_path: Path) -> None:
    files = {}
    for name in ("AFTERGLOW_TLS_CERTIFICATE", "AFTERGLOW_TLS_KEY"):
        files[name] = str(tmp_path / name)
        (tmp_path / name).touch()
    found = hosting({**HOSTED, **files, "AFTERGLOW_LISTEN": "0.0.0.0"})
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["AFTERGLOW_TLS"] == tuple(Path(one) for one in files.values())
    assert found["AFTERGLOW_LISTEN"] == "0.0.0.0"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"AFTERGLOW_HOSTED": "maybe"}, "AFTERGLOW_HOSTED"),
        ({"AFTERGLOW_HOSTS": ""}, "AFTERGLOW_HOSTS"),
        ({"AFTERGLOW_HOSTS": "*"}, "AFTERGLOW_HOSTS"),
        ({"AFTERGLOW_HOSTS": ".example.org"}, "AFTERGLOW_HOSTS"),
        ({"AFTERGLOW_HOSTS": "https://skin.example.org"}, "AFTERGLOW_HOSTS"),
        ({"AFTERGLOW_HOSTS": "skin.example.org:8443"}, "AFTERGLOW_HOSTS"),
        ({"AFTERGLOW_TLS_KEY": "key.pem"}, "AFTERGLOW_TLS_CERTIFICATE"),
        ({"AFTERGLOW_TLS_CERTIFICATE": __file__}, "AFTERGLOW_TLS_KEY"),
        ({"AFTERGLOW_TLS_CERTIFICATE": "no.pem", "AFTERGLOW_TLS_KEY": __file__},
         "AFTERGLOW_TLS_CERTIFICATE"),
    ],
)  # fmt: skip
def test_what_is_half_said_is_refused(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        hosting({**HOSTED, **changes})
    assert [one.field for one in refused.value.faults] == [field]


def test_sqlite_unless_a_url_says_otherwise(tmp_path: Path) -> None:
    found = database({}, tmp_path)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == tmp_path / "afterglow.sqlite3"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hush@h/n",
        "hush",
        "postgresql://u:hush@h",
        "postgresql://u:hush@h:port/n",
        "//hush",
    ],
)
def test_a_database_that_cannot_be_is_refused_without_its_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(InputRefused) as refused:
        database({"AFTERGLOW_DATABASE": url}, tmp_path)
    assert str(refused.value).startswith("AFTERGLOW_DATABASE: ")
    assert "hush" not in str(refused.value)


def test_postgresql_needs_its_driver_and_takes_a_url_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from afterglow.web.site import database as module

    url = {
        "AFTERGLOW_DATABASE": "postgresql://me:p%40ss@db.example:5433/after%20glow?sslmode=require"
    }
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(InputRefused, match="needs psycopg"):
        database(url, tmp_path)
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    found = database(url, tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    parts = [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert parts == ["me", "p@ss", "db.example", "5433", "after glow"]
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_what_is_printed_at_the_start(settings: Any) -> None:
    assert where("127.0.0.1", 8000).startswith("Afterglow runs at http://127.0.0.1:8000/")
    settings.AFTERGLOW_HOSTED = True
    settings.ALLOWED_HOSTS = ["skin.example.org"]
    assert "hosted as https://skin.example.org/" in where("127.0.0.1", 8000)
    settings.AFTERGLOW_TLS = (Path("a"), Path("b"))
    assert "runs at https://skin.example.org/ " in where("0.0.0.0", 443)
    assert "runs at https://skin.example.org:8443/ " in where("0.0.0.0", 8443)
