"""Two checks on every request: the permission table, and pages that no shared cache may keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from afterglow.web.site.permissions import Role, allowed_methods, asks_role, decide

Respond = Callable[[HttpRequest], HttpResponse]


class PermissionTable:
    """Lets through what the table allows: an unlisted view is not found, a method not allowed.

    Who somebody is to a recovery is answered by `request.role_of`, which a face's own middleware
    sets before this one; where none does, everybody is a stranger.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        hosted = bool(settings.AFTERGLOW_HOSTED)
        role: Role | None = None
        if hosted and asks_role(name) and "public_id" in kwargs and hasattr(request, "role_of"):
            role = request.role_of(kwargs["public_id"])
        answer = decide(name, request.method, role, hosted=hosted)
        if answer == 404:
            raise Http404
        if answer == 403:
            raise PermissionDenied
        if answer == 405:
            return HttpResponseNotAllowed(allowed_methods(name) or ())
        return None


class PrivatePages:
    """Health data: no cache keeps a page, and the browser asks again after going back."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response
