"""Afterglow: know what to expect after microneedling, hour by hour.

The public surface, and nothing else. Each name is loaded when first asked for, so that a plan
starts without NumPy and nothing here needs Django.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.core.answering import Answer, ask, assess, estimate_cost
    from afterglow.core.assessing import Assessment
    from afterglow.core.errors import AfterglowError, InputRefused, ProtocolRefused
    from afterglow.core.forecasting import Forecast, forecast
    from afterglow.core.planning import Plan, check_numbing, plan
    from afterglow.core.protocol import Protocol
    from afterglow.core.treatment import CheckIn, Recovery, Treatment
    from afterglow.core.vocabulary import Urgency, Verdict

_HOMES = {
    # judged by all that was told: the note too, which is read above the room of triage
    "answering": ("Answer", "ask", "assess", "estimate_cost"),
    "assessing": ("Assessment",),
    "errors": ("AfterglowError", "InputRefused", "ProtocolRefused"),
    "forecasting": ("Forecast", "forecast"),
    "planning": ("Plan", "check_numbing", "plan"),
    "protocol": ("Protocol",),
    "treatment": ("CheckIn", "Recovery", "Treatment"),
    "vocabulary": ("Urgency", "Verdict"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AfterglowError",
    "Answer",
    "Assessment",
    "CheckIn",
    "Forecast",
    "InputRefused",
    "Plan",
    "Protocol",
    "ProtocolRefused",
    "Recovery",
    "Treatment",
    "Urgency",
    "Verdict",
    "ask",
    "assess",
    "check_numbing",
    "estimate_cost",
    "forecast",
    "plan",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.core.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
