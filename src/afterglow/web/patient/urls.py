"""The addresses of the patient's pages; each stands in the site's permission table."""

from django.urls import path

import afterglow.web.patient.views as views

app_name = "patient"
urlpatterns = [
    path("", views.start, name="start"),
    path("example/", views.example, name="example"),
    path("unwell/", views.unwell, name="unwell"),
    path("ask/", views.ask, name="ask"),
    path("r/<uuid:public_id>/", views.recovery, name="recovery"),
    path("r/<uuid:public_id>/unwell/", views.recovery_unwell, name="recovery_unwell"),
    path("r/<uuid:public_id>/ask/", views.recovery_ask, name="recovery_ask"),
    path("r/<uuid:public_id>/check-in/", views.check_in, name="check_in"),
    path("r/<uuid:public_id>/check-in/<uuid:check_in_id>/", views.assessment, name="assessment"),
    path(
        "r/<uuid:public_id>/check-in/<uuid:check_in_id>/correct/",
        views.check_in_correct,
        name="check_in_correct",
    ),
    path(
        "r/<uuid:public_id>/check-in/<uuid:check_in_id>/undo/",
        views.check_in_undo,
        name="check_in_undo",
    ),
    path("r/<uuid:public_id>/delete/", views.recovery_delete, name="recovery_delete"),
]
