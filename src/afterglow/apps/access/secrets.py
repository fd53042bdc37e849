"""Tokens, codes and secrets: made at random, and kept as hashes only.

A token or secret has 256 random bits, so a plain SHA-256 is enough and is looked up directly: what
is compared is a hash that nobody can aim at, so its timing tells nothing. A code has 20 bits only:
it goes through Django's slow hasher, which compares in constant time, and is tried five times.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from django.contrib.auth.hashers import check_password, make_password

CODE_DIGITS = 6


def new_token() -> str:
    """256 random bits as 43 letters that may stand in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hash_of(token: str) -> str:
    """What is kept of a token or a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_code(code: str) -> str:
    """What is kept of a code."""
    return make_password(code)


def read_code(typed: str) -> str:
    """The digits of a code as a person types it, in any script, with spaces or dashes."""
    return "".join(str(int(one)) for one in typed[:40] if one.isdecimal())


def is_code(code: str, kept: str | None) -> bool:
    """Whether a code fits; with nothing kept it does the same work and says no."""
    fits = check_password(code, kept or _nobodys())
    return fits and kept is not None


@cache
def _nobodys() -> str:
    return make_password(secrets.token_urlsafe(9))
