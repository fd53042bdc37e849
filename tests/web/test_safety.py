"""What a stranger gets, what a browser is told, and what the log never holds."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from afterglow.web.site.permissions import TABLE

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# a page of a treatment, and what is kept behind a token: whoever made the address up finds nothing
STRANGER = {name for name, row in TABLE.items() if {"patient", "companion"} & {*row.values()}}
STRANGER |= {"patient:calendar_feed"}


def every_url(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            name = f"{space}{one.namespace}:" if one.namespace else space
            yield from every_url(one, path, name)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", "/" + re.sub("<uuid:[a-z_]+>", str(uuid4()), path)


def test_every_url_stands_in_the_table_and_the_table_has_no_other() -> None:
    assert {name for name, _ in every_url()} == set(TABLE)


@pytest.mark.parametrize("method", METHODS)
def test_the_walk(client: Any, method: str) -> None:
    for name, path in every_url():
        status = client.generic(method, path).status_code
        allowed = {*TABLE[name], *(["HEAD"] if "GET" in TABLE[name] else [])}
        if method not in allowed:
            assert status == 405, (method, path)
        elif name in STRANGER:
            assert status == 404, (method, path)
        else:
            assert status in {200, 302, 404 if "/beside/" in path else 200, 422}, (method, path)


def test_a_view_outside_the_table_does_not_exist(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(TABLE, "patient:unwell")
    assert client.get("/unwell/").status_code == 404


def test_a_form_from_elsewhere_is_refused(typed: dict[str, Any]) -> None:
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/", typed)
    assert response.status_code == 403
    assert "Nothing was stored" in response.content.decode()


@pytest.fixture
def pages(client: Any, page_of: Callable[..., str]) -> dict[str, Any]:
    today, before = page_of(), page_of(date="2026-12-04")
    paths = ["/", "/example/", "/unwell/", today, before, f"{today}unwell/", f"{today}delete/"]
    found = {path: client.get(path) for path in [*paths, "/nothing/"]}
    found["refused"] = client.post("/", {})
    return found


def test_every_page_has_the_strict_headers(pages: dict[str, Any]) -> None:
    for path, response in pages.items():
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "no-store" in response.headers["Cache-Control"]
        assert "Strict-Transport-Security" not in response.headers


def test_no_page_loads_anything_from_elsewhere_or_inline(pages: dict[str, Any]) -> None:
    for path, response in pages.items():
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), path
        scripts = re.findall(r"<script[^>]*>[^<]*", page)
        assert all(re.search(r"\ssrc=\"[^\"]+\" defer>$", one) for one in scripts), path
        loaded = re.findall(r"<(?!a\b)[a-z]+[^>]*?\s(?:src|href|action|srcset)=\"([^\"]+)", page)
        assert loaded
        assert all(one.startswith(("/", "#", "?")) and one[:2] != "//" for one in loaded), path


def test_every_error_page_says_how_to_reach_a_human(client: Any) -> None:
    from django.template.loader import render_to_string

    for code in (400, 403, 404, 500):
        assert "Call your clinic" in render_to_string(f"{code}.html")


def test_another_host_name_is_refused(client: Any) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_log_holds_no_health_data(
    client: Any, page_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from afterglow.web.patient.views import shared
    from afterglow.web.site.logs import PrivateFormatter

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("apixaban, pregnant")

    address = page_of()
    monkeypatch.setattr(shared, "today", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="django.request"):
        response = client.get(address)
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    said = "\n".join(PrivateFormatter().format(record) for record in caplog.records)
    assert "ValueError" in said
    assert "apixaban" not in said
    assert address.split("/")[2] not in said


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    from afterglow.web.site.folder import secret_key

    folder = tmp_path / "data"
    first = secret_key(folder)
    assert len(first) >= 50
    assert secret_key(folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    from afterglow.core.errors import InputRefused
    from afterglow.web.site.serve import check_port

    with pytest.raises(InputRefused, match=r"^port: "):
        check_port(port, "127.0.0.1")


def test_a_taken_port_is_said_in_one_line() -> None:
    import socket

    from afterglow.core.errors import InputRefused
    from afterglow.web.site.serve import check_port

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputRefused) as refused:
            check_port(port, "127.0.0.1")
    assert [one.field for one in refused.value.faults] == ["port"]
    assert "another program uses it" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_data_folder_that_cannot_be_is_said(settings: Any, tmp_path: Path) -> None:
    from afterglow.core.errors import InputRefused
    from afterglow.web.site.serve import prepare

    (tmp_path / "file").write_text("")
    settings.DATA = tmp_path / "file" / "data"
    with pytest.raises(InputRefused, match=r"AFTERGLOW_DATA: .* cannot be used"):
        prepare()
