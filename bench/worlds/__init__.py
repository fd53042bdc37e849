"""Simulated recoveries: the protocol's own model of a recovery, and others of another make."""

from bench.worlds.own import own_recovery
from bench.worlds.people import SIGNS_ASKED, random_treatment, schedule, with_longer_redness

__all__ = ["SIGNS_ASKED", "own_recovery", "random_treatment", "schedule", "with_longer_redness"]
