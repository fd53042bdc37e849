"""The one permission table: who may do what at which address. What is not here does not exist.

Two ways to run the site. Alone on one's machine, the server listens on 127.0.0.1 only and answers
to no other host name: whoever sits there may do all of it. Hosted, each row asks for a role, and
`patient` and `companion` are always meant of the very recovery that the address names.
"""

from __future__ import annotations

from typing import Literal

Method = Literal["GET", "POST"]
Role = Literal["patient", "companion"]
# this_machine: only where a person runs the site alone. companion: the patient, or someone whom
# the patient gave a link to look with
Who = Literal["this_machine", "anyone", "patient", "companion"]
Answer = Literal[200, 403, 404, 405]

# view name -> method -> who may
TABLE: dict[str, dict[Method, Who]] = {
    "site:language": {"POST": "anyone"},
    "patient:start": {"GET": "anyone", "POST": "this_machine"},
    "patient:example": {"GET": "anyone"},
    "patient:example_more": {"GET": "anyone"},
    "patient:unwell": {"GET": "anyone"},
    "patient:ask": {"GET": "anyone"},
    "patient:numbing": {"GET": "anyone"},
    "patient:course": {"GET": "anyone"},
    "patient:before_you_go": {"GET": "anyone"},
    "patient:practitioner": {"GET": "anyone"},
    "patient:recovery_numbing": {"GET": "patient"},
    "patient:recovery_course": {"GET": "patient"},
    "patient:recovery_before_you_go": {"GET": "patient"},
    "patient:recovery_ask": {"GET": "patient"},
    "patient:recovery": {"GET": "patient"},
    "patient:recovery_more": {"GET": "patient"},
    "patient:recovery_unwell": {"GET": "patient"},
    "patient:check_in": {"GET": "patient", "POST": "patient"},
    "patient:assessment": {"GET": "patient"},
    "patient:check_in_correct": {"GET": "patient", "POST": "patient"},
    "patient:check_in_undo": {"POST": "patient"},
    # the worker and the manifest hold nothing of anybody
    "patient:worker": {"GET": "anyone"},
    "patient:manifest": {"GET": "anyone"},
    "patient:offline": {"GET": "patient"},
    "patient:offline_table": {"GET": "patient"},
    "patient:check_in_send": {"GET": "patient", "POST": "patient"},
    "patient:calendar": {"GET": "patient", "POST": "patient"},
    "patient:calendar_file": {"GET": "patient"},
    # the secret in the address is the key: a calendar has no cookie
    "patient:calendar_feed": {"GET": "anyone"},
    "patient:enter": {"GET": "anyone", "POST": "anyone"},
    "patient:enter_link": {"GET": "anyone"},
    "patient:leave": {"GET": "anyone", "POST": "anyone"},
    "patient:devices": {"GET": "patient", "POST": "patient"},
    "patient:companions": {"GET": "patient", "POST": "patient"},
    "patient:beside_enter": {"GET": "anyone", "POST": "anyone"},
    "patient:beside_link": {"GET": "anyone"},
    "patient:beside": {"GET": "companion"},
    "patient:own_data": {"GET": "patient"},
    "patient:own_data_json": {"GET": "patient"},
    "patient:own_data_pdf": {"GET": "patient"},
    "patient:own_page": {"GET": "patient"},
    "patient:recovery_delete": {"GET": "patient", "POST": "patient"},
}


def allowed_methods(view_name: str) -> tuple[str, ...] | None:
    """The methods that a view answers to; None where the table does not know it."""
    row = TABLE.get(view_name)
    if row is None:
        return None
    return (*row, "HEAD") if "GET" in row else tuple(row)


def asks_role(view_name: str) -> bool:
    """Whether some method of a view is for certain people only."""
    return not {"patient", "companion"}.isdisjoint(TABLE.get(view_name, {}).values())


def decide(view_name: str, method: str | None, role: Role | None, *, hosted: bool) -> Answer:
    """200: go on. A stranger learns nothing (404), whatever the method; the wrong role gets 403.

    `role` is what this visitor is to the recovery of the address, None for a stranger.
    """
    row = TABLE.get(view_name)
    if row is None:
        return 404
    who = row.get("GET" if method == "HEAD" else method)  # type: ignore[call-overload]
    if not hosted:
        return 200 if who else 405
    people = set(row.values()) - {"this_machine"}
    if not people or who == "this_machine":
        return 404
    if "anyone" not in people:
        if role is None:
            return 404
        if role == "companion" and "companion" not in people:
            return 403
    if who is None:
        return 405
    if who == "anyone" or role == "patient":
        return 200
    if role is None:
        return 404
    return 200 if who == "companion" else 403
