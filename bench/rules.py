"""How many ordinary recoveries the rules alone would send to the clinic, rule by rule.

`python -m bench.rules 4000`: recoveries drawn from the protocol's own numbers and rating noise.
"""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np

from afterglow.core.assessing import Seen, met_by
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from bench.worlds import SIGNS_ASKED, own_recovery, random_treatment, schedule


def count_alarms(people: int, seed: int = 7) -> tuple[Counter[str], int]:
    """Recoveries in which each rule of call_clinic or more fired at least once; and any of them."""
    protocol, random = Protocol.default(), np.random.default_rng(seed)
    rules = [rule for rule in protocol.contents.rules if rule.urgency != "watch"]
    found: Counter[str] = Counter()
    anybody = 0
    for _ in range(people):
        treatment = random_treatment(random)
        told = own_recovery(treatment, schedule(random), SIGNS_ASKED, protocol, random)
        recovery = Recovery.read(told)
        facts = protocol.facts(recovery.treatment)
        fired = set()
        for count in range(1, len(recovery.check_ins) + 1):
            seen = Seen(recovery.treatment, recovery.check_ins[:count], protocol, facts)
            fired |= {rule.id for rule in rules if met_by(rule.seen, seen)}
        found.update(fired)
        anybody += bool(fired)
    return found, anybody


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    found, anybody = count_alarms(people)
    print(f"rules alone, {people} ordinary recoveries: {anybody} sent to the clinic")
    print(f"  = 1 in {people / max(anybody, 1):.0f} ({100 * anybody / people:.2f} %)")
    for rule, count in found.most_common():
        print(f"  {rule:28} {count:4}  {100 * count / people:.2f} %")


if __name__ == "__main__":
    main()
