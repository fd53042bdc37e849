"""The one permission table: who may do what at which address. What is not here does not exist.

Until the site is shared there is one kind of visitor: whoever sits at this machine, since the
server listens on 127.0.0.1 only and answers to no other host name.
"""

from __future__ import annotations

from typing import Literal

Method = Literal["GET", "POST"]
Who = Literal["this_machine"]

# view name -> method -> who may
TABLE: dict[str, dict[Method, Who]] = {
    "patient:start": {"GET": "this_machine", "POST": "this_machine"},
    "patient:example": {"GET": "this_machine"},
    "patient:unwell": {"GET": "this_machine"},
    "patient:ask": {"GET": "this_machine"},
    "patient:recovery_ask": {"GET": "this_machine"},
    "patient:recovery": {"GET": "this_machine"},
    "patient:recovery_unwell": {"GET": "this_machine"},
    "patient:check_in": {"GET": "this_machine", "POST": "this_machine"},
    "patient:assessment": {"GET": "this_machine"},
    "patient:check_in_correct": {"GET": "this_machine", "POST": "this_machine"},
    "patient:check_in_undo": {"POST": "this_machine"},
    "patient:recovery_delete": {"GET": "this_machine", "POST": "this_machine"},
}


def allowed_methods(view_name: str) -> tuple[str, ...] | None:
    """The methods that a view answers to; None where the table does not know it."""
    row = TABLE.get(view_name)
    if row is None:
        return None
    return (*row, "HEAD") if "GET" in row else tuple(row)
