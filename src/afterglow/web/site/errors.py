"""Pages for what went wrong, in the look of the site: what happened, and how to reach a human."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no form of ours sends."""
    return render(request, "400.html", status=400)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from our own page, or from one that is too old."""
    return render(request, "403.html", status=403)


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a page of somebody whom one may look after, but that is only their own."""
    return render(request, "not_yours.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not yours."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault."""
    return render(request, "500.html", status=500)
