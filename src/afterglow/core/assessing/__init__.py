"""Judging a check-in: rules first, the more urgent wins."""

from afterglow.core.assessing.assess import assess, assess_recovery
from afterglow.core.assessing.results import Assessment, Reason, UrgencyField
from afterglow.core.assessing.seen import Seen, met_by, rise_of

__all__ = [
    "Assessment",
    "Reason",
    "Seen",
    "UrgencyField",
    "assess",
    "assess_recovery",
    "met_by",
    "rise_of",
]
