"""Many more faulty overlays, as somebody may try them: each refused for its fault, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import afterglow as ag
from afterglow.core.errors import BelowFloor
from afterglow.core.protocol import Protocol
from afterglow.core.proving import verify

DATA = Path(__file__).parents[2] / "data"
MORE = DATA / "overlays" / "more"
FAULTY: dict[str, tuple[str, int, str]] = yaml.safe_load(
    (DATA / "faulty_overlays.yaml").read_text()
)
HEAD = b'overlay: {id: my-clinic, version: 1.0.0, for: afterglow, why: {en: "Ours."}}\n'


def test_every_faulty_overlay_has_its_reason() -> None:
    assert {path.stem for path in MORE.glob("*.yaml")} == set(FAULTY)
    assert len(FAULTY) > 100


@pytest.mark.parametrize("name", FAULTY)
def test_it_is_refused_for_its_fault_at_its_line(name: str) -> None:
    kind, line, said = FAULTY[name]
    place, told = f"{name}.yaml:{line}: ", refused(MORE / f"{name}.yaml", kind)
    assert any(one.startswith(place) and said in one for one in told), told


def refused(path: Path, kind: str) -> list[str]:
    if kind in ("floor", "unreadable"):
        with pytest.raises(ag.ProtocolRefused) as error:
            Protocol.load(overlays=[path])
        assert isinstance(error.value, BelowFloor) == (kind == "floor")
        return str(error.value).splitlines()
    found = verify(Protocol.load(overlays=[path]), only={kind})
    return [str(one) for proof in found.proofs for one in proof.counterexamples]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + b"guidance: [" * 60 + b"]" * 60, "nested deeper than 40 levels"),
        (HEAD + b"# " + b"x" * 10_000_000, "the file has over 2,000,000 bytes"),
        (HEAD + b"guidance:\n  - topic: s\x00un\n", "not YAML"),
        (HEAD + b"guidance:\n  - topic: s\xfeun\n", "not UTF-8"),
        (HEAD.decode().encode("utf-16"), "not UTF-8"),
        (HEAD + b"guidance: &a [*a]\n", "an alias"),
        (HEAD + b"a: &a [x]\nb: &b [*a,*a]\nguidance: [*b,*b]\n", "an alias"),
        (HEAD + b"guidance:\n  - topic: sun\n    <<: {until: 1h}\n", "unknown key"),
        (HEAD + b"? [a, b]\n: 1\n", "a key must be a plain word"),
        (HEAD + b"guidance: []\nguidance: []\n", "stands in"),
        (HEAD[:-1], ""),
        (b"", "a mapping with named sections"),
        (b"- overlay\n", "a mapping with named sections"),
    ],
)
def test_a_file_that_is_no_honest_yaml_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    if not said:  # a header alone changes nothing, and is no fault
        assert Protocol.load(overlays=[path]).overlays
        return
    with pytest.raises(ag.ProtocolRefused) as error:
        Protocol.load(overlays=[path])
    assert said in str(error.value)


def test_a_byte_order_mark_at_the_start_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD)
    assert Protocol.load(overlays=[path]).id == "my-clinic"


def test_a_folder_or_a_device_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(ag.ProtocolRefused):
            Protocol.load(overlays=[path])


CLINICS = DATA / "clinic.yaml"


def test_an_overlay_that_uses_every_power_is_proven() -> None:
    found = verify(Protocol.load(overlays=[CLINICS]))
    assert [one for proof in found.proofs for one in proof.counterexamples] == []
