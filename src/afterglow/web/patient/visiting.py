"""Who looks at the patient's pages, told by the browser's cookies: what they are to a recovery.

The session's cookie holds a secret that a device was given at its entry. The link's cookie holds
the token of a private link for a few minutes, so that the address shows it no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse

from afterglow.apps import access
from afterglow.apps.access import Link
from afterglow.apps.recoveries import Recovery
from afterglow.web.patient import clock

LINK_LASTS = timedelta(minutes=20)


class Visiting:
    """Lets the permission table ask what this visitor is to the recovery of an address."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.role_of = partial(_role_of, request)  # type: ignore[attr-defined]
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What was deleted while its page was made is not found, as it will be from now on."""
        if isinstance(exception, Recovery.DoesNotExist):
            raise Http404


def _role_of(request: HttpRequest, public_id: UUID) -> str | None:
    return access.role_of(secret_of(request), public_id, now=clock.now())


def secret_of(request: HttpRequest) -> str | None:
    """The secret of this browser's session, if it has one."""
    return request.COOKIES.get(_name("session"))


def token_of(request: HttpRequest) -> str | None:
    """The token of the private link that was opened a moment ago."""
    return request.COOKIES.get(_name("link"))


def let_in(request: HttpRequest, link: Link) -> HttpResponseRedirect:
    """Sign this browser in by a link, under a new secret, and go to what the link opens."""
    secret = access.admit(
        link,
        secret=secret_of(request),
        name=access.device_name(request.headers.get("User-Agent", "")),
        now=clock.now(),
    )
    rotate_token(request)
    response = HttpResponseRedirect(access_page(link))
    _set(response, "session", secret, access.ABSOLUTE)
    _drop(response, "link")
    return response


def access_page(link: Link) -> str:
    """The address that a link opens."""
    name = "patient:recovery" if link.role == "patient" else "patient:beside"
    return reverse(name, args=[link.recovery.public_id])


def let_out(request: HttpRequest, response: HttpResponse) -> None:
    """Sign this browser out, and have it forget the pages that it kept."""
    access.leave(secret_of(request), now=clock.now())
    rotate_token(request)
    for name in ("session", "link"):
        _drop(response, name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def move_to_cookie(token: str, target: str) -> HttpResponseRedirect:
    """Go to a clean address, with a link's token in a cookie; nobody learns where from."""
    response = HttpResponseRedirect(target)
    _set(response, "link", token, LINK_LASTS)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def hosting(request: HttpRequest) -> dict[str, Any]:
    """For every template: whether the site is hosted, and whom to call where nobody is known."""
    return {"hosted": settings.AFTERGLOW_HOSTED, "site_clinic": settings.AFTERGLOW_CLINIC}


def _name(what: str) -> str:
    return f"{settings.AFTERGLOW_COOKIES}{what}"


def _set(response: HttpResponse, what: str, value: str, lasts: timedelta) -> None:
    # Lax, not Strict: a link in a mail or message must find the session
    flags: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/"}
    response.set_cookie(
        _name(what), value, max_age=lasts, secure=settings.AFTERGLOW_HOSTED, **flags
    )


def _drop(response: HttpResponse, what: str) -> None:
    # the prefix asks for the same flags when a cookie is taken away
    _set(response, what, "", timedelta(0))
