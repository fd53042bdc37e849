"""Who is treated and when they check in: random treatments and check-in times, by seed."""

from __future__ import annotations

from typing import Any

import numpy as np

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
