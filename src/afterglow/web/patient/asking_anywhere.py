"""The ask box on every page of a patient: where its question goes.

In: a request. Out: `ask_url`, and the folded box that `base.html` puts under a page that has no
box of its own. Pages of other faces get neither.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def ask_box(request: HttpRequest) -> dict[str, str]:
    """What the templates need; a view may say otherwise."""
    match = request.resolver_match
    if match is None or match.app_name != "patient":
        return {}
    public_id = match.kwargs.get("public_id")
    url = reverse("patient:recovery_ask", args=[public_id]) if public_id else reverse("patient:ask")
    return {"ask_url": url, "ask_fold": "patient/ask_fold.html"}
