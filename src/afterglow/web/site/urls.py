"""Root urls. Each face brings its own; every one of them stands in the permission table."""

from django.urls import include, path

from afterglow.web.site import languages

own = [path("language/", languages.choose, name="language")]
urlpatterns = [
    path("", include((own, "site"))),
    path("", include("afterglow.web.patient.urls")),
]

handler400 = "afterglow.web.site.errors.bad_request"
handler403 = "afterglow.web.site.errors.not_yours"
handler404 = "afterglow.web.site.errors.not_found"
handler500 = "afterglow.web.site.errors.server_error"
