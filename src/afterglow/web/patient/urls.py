"""The addresses of the patient's pages; each stands in the site's permission table."""

from django.urls import path

from afterglow.web.patient.views import (
    asking,
    calendar,
    checking,
    companion,
    costs,
    entering,
    guide,
    numbing,
    own_data,
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
    path("r/<uuid:public_id>/data/", own_data.own_data, name="own_data"),
    path("r/<uuid:public_id>/data.json", own_data.own_data_json, name="own_data_json"),
    path("r/<uuid:public_id>/data.pdf", own_data.own_data_pdf, name="own_data_pdf"),
    path("r/<uuid:public_id>/my-recovery.html", own_data.own_page, name="own_page"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("enter/", entering.enter, name="enter"),
    path("enter/<str:token>/", entering.enter_link, name="enter_link"),
    path("leave/", entering.leave, name="leave"),
    path("r/<uuid:public_id>/devices/", entering.devices, name="devices"),
    path("beside/", companion.beside_enter, name="beside_enter"),
    path("beside/<str:token>/", companion.beside_link, name="beside_link"),
    path("r/<uuid:public_id>/companions/", companion.companions, name="companions"),
    path("r/<uuid:public_id>/beside/", companion.beside, name="beside"),
    path("r/<uuid:public_id>/delete/", starting.recovery_delete, name="recovery_delete"),
]
