"""Who is treated and when they check in: random treatments and check-in times, by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from afterglow.core.protocol import Protocol

SIGNS_ASKED = (
    "redness", "warmth", "swelling", "tightness", "soreness", "itching", "dryness", "flaking",
    "bruising", "darkening",
)  # fmt: skip
FACE = ("forehead", "cheeks", "nose", "upper_lip", "chin", "jawline")


def random_treatment(random: np.random.Generator) -> dict[str, Any]:
    """A treatment of the face, often with the eye area, 0.5 to 2 mm."""
    count = int(random.integers(1, len(FACE) + 1))
    depth = float(random.choice([0.5, 0.75, 1.0, 1.0, 1.25, 1.5, 2.0]))
    areas = {str(area): depth for area in random.choice(FACE, count, replace=False)}
    if random.random() < 0.3:
        areas["periorbital"] = 0.5
    return {
        "performed_at": "2026-03-10T14:00:00+00:00",
        "areas": areas,
        "skin_type": int(random.integers(1, 7)),
        "first_session": bool(random.random() < 0.5),
        "age": int(random.integers(20, 70)),
    }


def schedule(random: np.random.Generator) -> list[float]:
    """Hours of 10 to 14 check-ins: twice a day at first, then once, for ten days."""
    hours, hour = [], float(random.uniform(1, 6))
    while hour < 260:
        hours.append(round(hour, 2))
        hour += float(random.uniform(7, 16) if hour < 80 else random.uniform(22, 40))
    return hours


def as_check_ins(
    treatment: Mapping[str, Any], hours: Sequence[float], rated: Mapping[str, Sequence[int | None]]
) -> list[dict[str, Any]]:
    """Ratings by sign and check-in as JSON; a rating that is None was not given."""
    start = datetime.fromisoformat(treatment["performed_at"])
    return [
        {
            "at": (start + timedelta(hours=hour)).isoformat(),
            "ratings": {s: r[index] for s, r in rated.items() if r[index] is not None},
        }
        for index, hour in enumerate(hours)
    ]


def with_longer_redness(protocol: Protocol, factor: float) -> Protocol:
    """The protocol of a clinic where redness lasts `factor` times as long."""
    signs = []
    for spec in protocol.contents.signs:
        if spec.id == "redness":
            was = spec.resolved
            times = {"median": was.median * factor, "p90": was.p90 * factor}
            spec = spec.model_copy(update={"resolved": was.model_copy(update=times)})
        signs.append(spec)
    return Protocol(protocol.contents.model_copy(update={"signs": signs}), "longer-redness")
