"""Django's handle on the patient's templates."""

from django.apps import AppConfig


class PatientConfig(AppConfig):
    """Holds no tables."""

    name = "afterglow.web.patient"
    label = "patient"
