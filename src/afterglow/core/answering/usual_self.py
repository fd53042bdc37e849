"""How long somebody needs until they look their usual self and stay so: for an event in mind.

In: a treatment, past or to come, without check-ins. Out: whole hours from the needling.
"""

from __future__ import annotations

from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment

LIKELY = 0.9  # 9 in 10
LONGEST_HOURS = 1008  # six weeks: what has not settled by then is no matter of days
STEP_HOURS = 6


def hours_to_usual_self(
    treatment: Treatment, *, protocol: Protocol, probability: float = LIKELY
) -> int | None:
    """The first whole hour from which `looks_ordinary` stays at `probability`, within six weeks.

    None where it never does. The same input gives the same hour.
    """
    # NumPy takes longer to load than the rest of an estimate: only an event waits for it
    from afterglow.core.forecasting import forecast

    expected = forecast(treatment, protocol=protocol)
    coarse = list(range(0, LONGEST_HOURS + 1, STEP_HOURS))
    below = [
        hour
        for hour, likely in zip(coarse, expected.looks_ordinary(coarse), strict=True)
        if likely < probability
    ]
    if not below:
        return 0
    if below[-1] == coarse[-1]:
        return None
    fine = list(range(below[-1], below[-1] + STEP_HOURS + 1))
    chances = expected.looks_ordinary(fine)
    last = max(hour for hour, likely in zip(fine, chances, strict=True) if likely < probability)
    return last + 1
