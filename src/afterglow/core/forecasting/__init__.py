"""What to expect: curves of one sign, a cohort of people like this one, and what check-ins say."""

from afterglow.core.forecasting import calibration, learned
from afterglow.core.forecasting.cohort import Cohort
from afterglow.core.forecasting.comparison import Surprise, Suspicion, Weighed, weigh
from afterglow.core.forecasting.forecast import (
    DEFAULT_HOURS,
    Forecast,
    ForecastResult,
    forecast,
    forecast_recovery,
)

__all__ = [
    "DEFAULT_HOURS",
    "Cohort",
    "Forecast",
    "ForecastResult",
    "Surprise",
    "Suspicion",
    "Weighed",
    "calibration",
    "forecast",
    "forecast_recovery",
    "learned",
    "weigh",
]
