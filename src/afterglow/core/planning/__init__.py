"""Treatment x Protocol -> Plan."""

from afterglow.core.planning.course import (
    ONSET_SHARE,
    PEAK_SHARE,
    SignCourse,
    courses,
)
from afterglow.core.planning.plan import plan, window_of
from afterglow.core.planning.results import (
    Plan,
    PlanItem,
    PlanMilestone,
    PlanPhase,
    PlanWarning,
    Result,
)

__all__ = [
    "ONSET_SHARE",
    "PEAK_SHARE",
    "Plan",
    "PlanItem",
    "PlanMilestone",
    "PlanPhase",
    "PlanWarning",
    "Result",
    "SignCourse",
    "courses",
    "plan",
    "window_of",
]
