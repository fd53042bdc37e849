"""`afterglow recoveries`: inviting, renewing, listing, shutting out, on a hosted server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from conftest import Afterglow, Ran

TREATMENT = json.dumps({"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.5}})
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture
def hosted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hosted server's environment, with a database of its own."""
    given = {"DATA": str(tmp_path / "data"), "HOSTED": "1", "HOSTS": "skin.example.org"}
    for name, value in given.items():
        monkeypatch.setenv(f"AFTERGLOW_{name}", value)


@pytest.fixture
def server(hosted: None, afterglow: Afterglow) -> Callable[..., Ran]:
    """The command on that server; the environment is made before."""
    return partial(afterglow, "recoveries")


def test_a_patient_is_invited_listed_renewed_and_shut_out(server: Callable[..., Ran]) -> None:
    assert "Nobody was invited yet." in server("list").out
    said = server("invite", "-", stdin=TREATMENT)
    assert said.status == 0, said.err
    link = re.search(r"^https://skin\.example\.org/enter/[\w-]{43}/$", said.out, re.M)
    code = re.search(r"^\d{3} \d{3}$", said.out, re.M)
    assert link
    assert code
    found = re.search(UUID, said.out)
    assert found
    [row] = server("list", "--json").json
    assert (row["id"], row["link"], row["devices"]) == (found[0], "open", 0)
    assert link[0] not in server("list").out
    renewed = server("renew", found[0], "--json").json
    assert renewed["link"] != link[0]
    assert re.fullmatch(r"\d{6}", renewed["code"])
    assert server("revoke", found[0]).status == 0
    assert server("list", "--json").json[0]["link"] == "none"


def test_a_treatment_that_cannot_be_keeps_nothing(server: Callable[..., Ran]) -> None:
    refused = server("invite", "-", stdin=TREATMENT.replace("1.5", "15"))
    assert refused.status == 2
    assert "depth 15 mm" in refused.err
    assert server("invite", "-", "--days", "0", stdin=TREATMENT).status == 2
    assert server("list", "--json").json == []


def test_an_id_of_nobody_is_refused(server: Callable[..., Ran]) -> None:
    for command in ("renew", "revoke"):
        refused = server(command, "nobody")
        assert (refused.status, refused.err.count("\n")) == (2, 1)


def test_alone_on_one_s_machine_there_is_nobody_to_invite(afterglow: Afterglow) -> None:
    refused = afterglow("recoveries", "invite", "-", stdin=TREATMENT)
    assert refused.status == 2
    assert "docs/self-hosting.md" in refused.err


def test_a_database_that_is_none_is_said_in_one_line(
    server: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "afterglow.sqlite3").write_text("a letter to my mother")
    said = server("list")
    assert said.status == 2
    assert re.fullmatch(r"afterglow: AFTERGLOW_DATA: .+ cannot be used: .+\n", said.err), said.err
