"""Treatment x Protocol -> Plan."""

from afterglow.core.planning.anaesthetic import check_numbing, check_treatment
from afterglow.core.planning.course import (
    ONSET_SHARE,
    PEAK_SHARE,
    SignCourse,
    courses,
)
from afterglow.core.planning.guide import GuideItem, GuidePart, guide
from afterglow.core.planning.numbing_results import LimitCheck, NumbingCheck, NumbingVerdict
from afterglow.core.planning.numbing_use import NumbingUse
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
    "GuideItem",
    "GuidePart",
    "LimitCheck",
    "NumbingCheck",
    "NumbingUse",
    "NumbingVerdict",
    "Plan",
    "PlanItem",
    "PlanMilestone",
    "PlanPhase",
    "PlanWarning",
    "Result",
    "SignCourse",
    "check_numbing",
    "check_treatment",
    "courses",
    "guide",
    "plan",
    "window_of",
]
