"""Two checks on every request: the permission table, and pages that no shared cache may keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from afterglow.web.site.permissions import allowed_methods

Respond = Callable[[HttpRequest], HttpResponse]


class PermissionTable:
    """Lets through what the table allows: an unlisted view is not found, a method not allowed."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        methods = allowed_methods(match.view_name) if match else None
        if methods is None:
            raise Http404
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
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
