"""What to expect: curves of one sign, a cohort of people like this one, and what check-ins say."""

from afterglow.core.forecasting.forecast import DEFAULT_HOURS, Forecast, ForecastResult, forecast

__all__ = ["DEFAULT_HOURS", "Forecast", "ForecastResult", "forecast"]
