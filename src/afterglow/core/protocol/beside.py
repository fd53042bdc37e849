"""What someone beside the person should look for and do, as data: a partner, a friend.

The red flags themselves are shown from the rules; these notes say what only another sees.
"""

from __future__ import annotations

from typing import Literal

from afterglow.core.protocol.values import Code, Entry, Sources, Text
from afterglow.core.vocabulary import ClaimStatus


class BesideNote(Entry):
    """One thing to see or do. `emergency`, `call_clinic`: seen, so act, whatever they say."""

    id: Code
    part: Literal["emergency", "while_waiting", "call_clinic", "help"]
    text: Text
    status: ClaimStatus | None = None
    sources: Sources
