"""Judging a check-in: rules first, the more urgent wins."""

from afterglow.core.assessing.assess import assess, assess_recovery
from afterglow.core.assessing.results import Assessment, Reason, UrgencyField
from afterglow.core.assessing.seen import Seen, met_by, rise_of
from afterglow.core.assessing.words import Words

__all__ = [
    "Assessment",
    "Reason",
    "Seen",
    "UrgencyField",
    "Words",
    "assess",
    "assess_recovery",
    "met_by",
    "rise_of",
]
