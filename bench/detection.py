"""How soon complications are called, and how often nothing is wrong when somebody is.

`python -m bench.detection 400 100`: ordinary recoveries and complicated ones of each kind, in two
worlds that are not the model's and in its own. In time: called (call_clinic or more) within 12 h of
being observable, or at the first check-in after that where there was none within 12 h. Beside it
the same for the thresholds of a printed leaflet.
"""

from __future__ import annotations

import sys

import numpy as np

from afterglow.core.assessing import assess_recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn, Recovery
from afterglow.core.vocabulary import Urgency
from bench.worlds import SIGNS_ASKED, own_recovery, random_treatment, schedule
from bench.worlds.strange import GAMMA, KINDS, PHASES, Story, World, story

GRACE = 12.0


def leaflet_calls(check_in: CheckIn, hour: float) -> bool:
    """A flag, 38 °C, redness or swelling 6 from 72 h, soreness 6 from 48 h, redness 4 from 7 d."""
    told = check_in.ratings
    late = hour >= 72 and max(told.get("redness", 0), told.get("swelling", 0)) >= 6
    sore = hour >= 48 and told.get("soreness", 0) >= 6
    lasting = hour >= 168 and told.get("redness", 0) >= 4
    return bool(check_in.flags) or (check_in.temperature_c or 0) >= 38 or late or sore or lasting


def judged(one: Story, protocol: Protocol) -> list[tuple[float, Urgency, bool]]:
    """(hour, urgency, would a leaflet call) of every check-in, each seeing what came before."""
    recovery = Recovery.read(one.recovery)
    found = []
    for count in range(1, len(recovery.check_ins) + 1):
        so_far = recovery.model_copy(update={"check_ins": recovery.check_ins[:count]})
        result = assess_recovery(so_far, protocol=protocol)
        hour = recovery.treatment.hour_of(so_far.check_ins[-1].at)
        found.append((hour, result.urgency, leaflet_calls(so_far.check_ins[-1], hour)))
    return found


def stories(world: World | None, label: str, people: int, protocol: Protocol) -> list[Story]:
    random = np.random.default_rng(sum(map(ord, label)))
    found = []
    for _ in range(people):
        treatment, hours = random_treatment(random), schedule(random)
        if world is None:
            told = own_recovery(treatment, hours, SIGNS_ASKED, protocol, random)
            found.append(Story(told, hours=hours))
        else:
            found.append(story(world, treatment, hours, SIGNS_ASKED, protocol, random, label))
    return found


def in_time(one: Story, calls: list[float]) -> bool:
    assert one.observable is not None
    due = min(hour for hour in one.hours if hour >= one.observable)
    return bool(calls) and calls[0] <= max(one.observable + GRACE, due)


def measure(world: World | None, ordinary: int, complicated: int) -> None:
    protocol = Protocol.default()
    rows = [judged(one, protocol) for one in stories(world, "none", ordinary, protocol)]
    worst = np.array([max(urgency for _, urgency, _ in row) for row in rows])
    alerts = np.mean([urgency >= Urgency.watch for row in rows for _, urgency, _ in row])
    leaflet = np.mean([any(call for *_, call in row) for row in rows])
    print(f"{world.name if world else 'own'}: {ordinary} ordinary recoveries")
    print(
        f"  called {np.mean(worst >= Urgency.call_clinic):.2%} (leaflet {leaflet:.2%}),"
        f" watch at worst {np.mean(worst == Urgency.watch):.1%}, {100 * alerts:.2f} alerts"
        " per 100 check-ins"
    )
    for label in KINDS if world else ():
        found = stories(world, label, complicated, protocol)
        seen = [one for one in found if one.observable and one.observable <= one.hours[-1]]
        ours, theirs, leads = [], [], []
        for one in seen:
            row = judged(one, protocol)
            calls = [hour for hour, urgency, _ in row if urgency >= Urgency.call_clinic]
            ours.append(in_time(one, calls))
            theirs.append(in_time(one, [hour for hour, _, call in row if call]))
            leads.append((one.observable or 0) - calls[0] if calls else -np.inf)
        print(
            f"  {label:19} in time {np.mean(ours):.1%} (leaflet {np.mean(theirs):.1%}),"
            f" median lead {np.median(leads):+.1f} h, n {len(seen)}"
        )


def main() -> None:
    ordinary, complicated = (int(word) for word in (sys.argv[1:] or ["400", "100"]))
    for world in (None, GAMMA, PHASES):
        measure(world, ordinary, complicated)


if __name__ == "__main__":
    main()
