"""What is felt now and soon: read once for tabs and first sentence, the same as sign by sign."""

from __future__ import annotations

from typing import Any

import pytest

from afterglow.core.forecasting import forecast
from afterglow.core.protocol import Protocol
from afterglow.web.patient.course import AHEAD, COMMON, MATTERS, felt_by

PROTOCOL = Protocol.default()


@pytest.mark.parametrize("hour", [0.0, 3.0, 31.0, 100.0, 400.0])
@pytest.mark.parametrize("depth", [0.5, 1.0, 2.5])
def test_it_is_the_same_as_sign_by_sign(hour: float, depth: float) -> None:
    told: dict[str, Any] = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": depth}}
    expected = forecast(told, protocol=PROTOCOL)
    now, soon = {}, {}
    for sign in PROTOCOL.signs:
        ahead = [expected.probability(sign, [hour + more], at_most=1)[0] for more in AHEAD]
        now[sign], soon[sign] = 1 - ahead[0], 1 - min(ahead)
    felt = felt_by(expected, hour, PROTOCOL)
    usual = sorted((one for one in now if now[one] >= COMMON), key=lambda one: -now[one])
    assert felt.usual_now() == usual
    many = sorted((one for one in soon if soon[one] >= MATTERS), key=lambda one: -soon[one])
    assert felt.signs_now() == many
    for sign, share in felt.now.items():
        assert share == pytest.approx(now[sign], abs=1e-12)
