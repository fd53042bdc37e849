"""Django's handle on this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Named with its full path; the label is what the tables start with."""

    name = "afterglow.apps.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
