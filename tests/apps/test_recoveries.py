"""Keeping recoveries: valid ones whole, others not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from afterglow.apps.recoveries import Recovery, find, forget, keep, latest
from afterglow.core.errors import InputRefused
from afterglow.core.protocol import Protocol

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, tzinfo=UTC)
TREATMENT = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.5}}


def test_what_is_kept_comes_back_the_same(protocol: Protocol) -> None:
    kept = keep({**TREATMENT, "medicines": ["ibuprofen"]}, protocol=protocol, now=NOW)
    found = find(kept.public_id)
    assert found is not None
    assert found.treatment == kept.treatment
    assert found.treatment_json["performed_at"] == TREATMENT["performed_at"]
    assert (found.protocol_id, found.protocol_hash) == (protocol.id, protocol.hash)


def test_areas_keep_the_order_that_they_were_told_in(protocol: Protocol) -> None:
    told = {"neck": 0.5, "cheeks": 1.5, "nose": 0.5}
    found = find(keep({**TREATMENT, "areas": told}, protocol=protocol, now=NOW).public_id)
    assert found is not None
    assert list(found.treatment.areas.items()) == list(told.items())


def test_bad_input_is_refused_whole(protocol: Protocol) -> None:
    with pytest.raises(InputRefused, match="depth 15 mm"):
        keep({**TREATMENT, "areas": {"cheeks": 15.0}}, protocol=protocol, now=NOW)
    assert Recovery.objects.count() == 0


def test_forgetting_takes_one_and_only_that(protocol: Protocol) -> None:
    first = keep(TREATMENT, protocol=protocol, now=NOW)
    second = keep(TREATMENT, protocol=protocol, now=NOW)
    assert forget(first.public_id)
    assert not forget(first.public_id)
    assert find(uuid4()) is None
    assert list(latest()) == [second]


def test_a_row_shows_no_health_data_in_a_log(protocol: Protocol) -> None:
    assert "cheeks" not in str(keep(TREATMENT, protocol=protocol, now=NOW))


def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
