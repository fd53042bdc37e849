"""Django's handle on this room."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Named with its full path; the label is what the tables start with."""

    name = "afterglow.apps.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"
