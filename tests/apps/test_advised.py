"""A protocol that somebody was advised by is kept whole, once, and can be asked again."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterglow.apps.recoveries import ProtocolKept, advised_by, keep, keep_protocol
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol, pack, unpack

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TREATMENT = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.5}}


@pytest.fixture(scope="module")
def clinics() -> Protocol:
    return Protocol.load(overlays=[EXAMPLES / "skinpen-clinic.yaml"])


def test_two_people_advised_alike_share_one_row(clinics: Protocol, protocol: Protocol) -> None:
    for _ in range(2):
        keep(TREATMENT, protocol=clinics, now=NOW)
    keep(TREATMENT, protocol=protocol, now=NOW + timedelta(days=1))
    assert [(one.hash, one.first_used) for one in ProtocolKept.objects.all()] == [
        (clinics.hash, NOW), (protocol.hash, NOW + timedelta(days=1)),
    ]  # fmt: skip


def test_the_first_use_stays_the_first(protocol: Protocol) -> None:
    keep_protocol(protocol, now=NOW)
    assert keep_protocol(protocol, now=NOW + timedelta(days=9)).first_used == NOW


def test_what_somebody_was_advised_by_gives_the_same_plan_again(clinics: Protocol) -> None:
    row = keep(TREATMENT, protocol=clinics, now=NOW)
    again = advised_by(row.protocol_hash)
    assert again is not None
    assert (again.id, again.version, again.hash) == (clinics.id, clinics.version, clinics.hash)
    assert plan(row.treatment, protocol=again) == plan(row.treatment, protocol=clinics)
    assert again.origin("guidance.exercise.until") == clinics.origin("guidance.exercise.until")


def test_what_was_never_kept_or_is_read_no_longer_is_none(protocol: Protocol) -> None:
    assert advised_by("0123456789abcdef") is None
    row = keep_protocol(protocol, now=NOW)
    layers = json.loads(zlib.decompress(pack(protocol)))
    layers[0].append(["later.yaml", "a_section_of_another_release: []\n"])
    ProtocolKept.objects.filter(pk=row.pk).update(
        hash="feedfeedfeedfeed", packed=zlib.compress(json.dumps(layers).encode())
    )
    assert advised_by("feedfeedfeedfeed") is None


def test_a_packed_protocol_is_small_and_comes_back_as_it_was(clinics: Protocol) -> None:
    packed = pack(clinics)
    again = unpack(packed)
    assert again.contents == clinics.contents
    assert pack(again) == packed
    assert len(packed) < 100_000
