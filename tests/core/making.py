"""Treatments, check-ins and generated recoveries for the tests of the core."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from afterglow.core.vocabulary import AREAS, CONDITIONS, FLAGS, SIGNS

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def treatment(**changes: Any) -> dict[str, Any]:
    """The least a treatment needs: cheeks at 1 mm, noon UTC; any field may be changed."""
    return {"performed_at": START.isoformat(), "areas": {"cheeks": 1.0}, **changes}


def at_hour(hour: float) -> str:
    return (START + timedelta(hours=hour)).isoformat()


def check_in(hour: float, *flags: str, **rest: Any) -> dict[str, Any]:
    """A check-in so many hours after; ratings by name, and `temperature_c` or `note`."""
    extra = {name: rest.pop(name) for name in ("temperature_c", "note", "at") if name in rest}
    return {"at": at_hour(hour), "ratings": rest, "flags": list(flags), **extra}


MEDICINES = ("ibuprofen", "apixaban", "prednisolone", "methotrexate", "amiodarone")

# hours that lie on, just below and far beyond every threshold of the rules
HOURS = st.one_of(
    st.integers(0, 40_000).map(lambda hundredths: hundredths / 100),
    st.sampled_from([0.0, 1.0, 6.0, 23.99, 24.0, 71.9, 72.0, 167.9, 168.0, 336.0, 672.0, 2000.0]),
)
RATINGS = st.dictionaries(st.sampled_from(SIGNS), st.integers(0, 10), max_size=6)
# the four signs that rises are read from, rated often enough to fall and rise
CARDINAL = st.fixed_dictionaries(
    {},
    optional={sign: st.integers(0, 10) for sign in ("redness", "warmth", "swelling", "soreness")},
)
TEMPERATURES = st.none() | st.sampled_from([36.5, 37.9, 38.0, 39.4, 39.9, 40.0, 41.2])


@st.composite
def check_ins(draw: st.DrawFn, most: int = 5) -> list[dict[str, Any]]:
    hours = sorted(draw(st.lists(HOURS, min_size=1, max_size=most, unique=True)))
    few = st.lists(st.sampled_from(FLAGS), max_size=3, unique=True)
    found = []
    for hour in hours:
        one = check_in(hour, *draw(few), **(draw(RATINGS) | draw(CARDINAL)))
        temperature = draw(TEMPERATURES)
        if temperature is not None:
            one["temperature_c"] = temperature
        found.append(one)
    return found


@st.composite
def treatments(draw: st.DrawFn) -> dict[str, Any]:
    areas = draw(
        st.dictionaries(
            st.sampled_from(AREAS),
            st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0, 2.5]),
            min_size=1,
            max_size=3,
        )
    )
    made = treatment(areas=areas)
    optional = {
        "skin_type": st.none() | st.integers(1, 6),
        "age": st.none() | st.integers(18, 90),
        "device": st.sampled_from(["pen", "roller", "stamp", "rf"]),
        "first_session": st.none() | st.booleans(),
        "passes": st.integers(1, 8),
        "conditions": st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True),
        "medicines": st.lists(st.sampled_from(MEDICINES), max_size=2, unique=True),
    }
    return made | {name: draw(values) for name, values in optional.items()}


def recoveries() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"treatment": treatments(), "check_ins": check_ins()})
