"""Root urls. Each face brings its own; every one of them stands in the permission table."""

from django.urls import include, path

urlpatterns = [path("", include("afterglow.web.patient.urls"))]

handler400 = "afterglow.web.site.errors.bad_request"
handler403 = "afterglow.web.site.errors.csrf_refused"
handler404 = "afterglow.web.site.errors.not_found"
handler500 = "afterglow.web.site.errors.server_error"
