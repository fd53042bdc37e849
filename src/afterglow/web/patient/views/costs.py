"""Being built."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def course(request: HttpRequest) -> HttpResponse:
    raise Http404


def recovery_course(request: HttpRequest, public_id: UUID) -> HttpResponse:
    raise Http404
