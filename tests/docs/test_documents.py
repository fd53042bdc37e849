"""The documents are held true: examples of the README are run, generated pages are fresh."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from afterglow.core.documents import evidence_page
from afterglow.core.protocol import Protocol, json_schema

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def _examples() -> list[tuple[str, str, str]]:
    """(document, command, output) of every `$ afterglow` in a console block."""
    found = []
    for name in ("README.md", "docs/protocol.md", "docs/forecast.md"):
        path = ROOT / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for block in BLOCK.findall(text):
            for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                if command.startswith("afterglow "):
                    found.append((name, command, output))
    return found


@pytest.mark.parametrize(("document", "command", "output"), _examples())
def test_an_example_prints_what_the_document_says(document: str, command: str, output: str) -> None:
    words = shlex.split(command)[1:]
    script = "from afterglow.cli import main; main()"
    environment = os.environ | {"COLUMNS": "64", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said = (ran.stdout + ran.stderr).strip()
    # a line of dots stands for what the document leaves out
    at = 0
    for piece in re.split(r"^\.\.\.\n?", output.strip() + "\n", flags=re.M):
        found = said.find(piece.strip(), at)
        assert found >= 0, f"{document}: not in the output of {command}:\n{piece}\n--\n{said}"
        at = found + len(piece.strip())


def test_the_readme_shows_every_command_a_person_uses() -> None:
    shown = {command.split()[1] for _, command, _ in _examples()}
    assert {"plan", "forecast", "assess"} <= shown


def test_the_evidence_page_is_fresh() -> None:
    written = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
    assert written == evidence_page(Protocol.default()), "run make docs"


def test_the_schema_is_fresh() -> None:
    written = json.loads((ROOT / "docs/protocol.schema.json").read_text(encoding="utf-8"))
    assert written == json_schema(), "run make docs"


def test_every_room_stands_in_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    source = ROOT / "src/afterglow"
    for storey in ("cli", "web", "apps", "core"):
        for room in sorted((source / storey).iterdir()):
            if room.is_dir() and (room / "__init__.py").exists():
                assert f"{room.name}/" in text, f"{storey}/{room.name} is not in the architecture"
