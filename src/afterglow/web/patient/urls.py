"""The addresses of the patient's pages; each stands in the site's permission table."""

from django.urls import path

from afterglow.web.patient.views import (
    asking,
    calendar,
    checking,
    costs,
    guide,
    numbing,
    recovery,
    starting,
    unwell,
)

app_name = "patient"
urlpatterns = [
    path("", starting.start, name="start"),
    path("example/", starting.example, name="example"),
    path("unwell/", unwell.unwell, name="unwell"),
    path("ask/", asking.ask, name="ask"),
    path("numbing/", numbing.numbing, name="numbing"),
    path("course/", costs.course, name="course"),
    path("before-you-go/", guide.before_you_go, name="before_you_go"),
    path("practitioner/", guide.practitioner, name="practitioner"),
    path("r/<uuid:public_id>/numbing/", numbing.recovery_numbing, name="recovery_numbing"),
    path("r/<uuid:public_id>/course/", costs.recovery_course, name="recovery_course"),
    path(
        "r/<uuid:public_id>/before-you-go/",
        guide.recovery_before_you_go,
        name="recovery_before_you_go",
    ),
    path("r/<uuid:public_id>/", recovery.recovery, name="recovery"),
    path("r/<uuid:public_id>/unwell/", unwell.recovery_unwell, name="recovery_unwell"),
    path("r/<uuid:public_id>/ask/", asking.recovery_ask, name="recovery_ask"),
    path("r/<uuid:public_id>/check-in/", checking.check_in, name="check_in"),
    path("r/<uuid:public_id>/check-in/<uuid:check_in_id>/", checking.assessment, name="assessment"),
    path(
        "r/<uuid:public_id>/check-in/<uuid:check_in_id>/correct/",
        checking.check_in_correct,
        name="check_in_correct",
    ),
    path(
        "r/<uuid:public_id>/check-in/<uuid:check_in_id>/undo/",
        checking.check_in_undo,
        name="check_in_undo",
    ),
    path("r/<uuid:public_id>/calendar/", calendar.calendar, name="calendar"),
    path("r/<uuid:public_id>/calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("r/<uuid:public_id>/delete/", starting.recovery_delete, name="recovery_delete"),
]
