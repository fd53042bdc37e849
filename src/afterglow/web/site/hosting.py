"""The two ways to run the site: alone on one's machine, or hosted for patients over the network.

In: the environment. Out: Django's settings that differ between the two. AFTERGLOW_HOSTED=1 asks for
the second; docs/self-hosting.md says what each variable means. What is wrong is refused whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from afterglow.core.errors import refuse

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
YEAR = 365 * 24 * 3600


def hosting(environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings of the way that is asked for. Raises `InputRefused`."""
    asked = environment.get("AFTERGLOW_HOSTED", "").strip().lower()
    if asked not in YES | NO:
        raise refuse("AFTERGLOW_HOSTED", f"{asked!r} is neither yes nor no; write 1 or 0")
    if asked in NO:
        return _alone()
    clinic = {
        "name": environment.get("AFTERGLOW_CLINIC_NAME", "").strip(),
        "phone": environment.get("AFTERGLOW_CLINIC_PHONE", "").strip(),
    }
    listen = environment.get("AFTERGLOW_LISTEN", "").strip() or LOOPBACK[0]
    return _hosted(_hosts(environment), _tls(environment), clinic, listen)


def _alone() -> dict[str, Any]:
    return {
        "AFTERGLOW_HOSTED": False,
        "AFTERGLOW_CLINIC": {"name": "", "phone": ""},
        "AFTERGLOW_COOKIES": "",
        "AFTERGLOW_LISTEN": LOOPBACK[0],
        "AFTERGLOW_TLS": None,
        # a foreign name that points at this machine (DNS rebinding) is refused
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        # on 127.0.0.1 it would shut out every other program of the person's own machine
        "SECURE_HSTS_SECONDS": 0,
    }


def _hosted(
    hosts: list[str], tls: tuple[Path, Path] | None, clinic: dict[str, str], listen: str
) -> dict[str, Any]:
    # the browser takes a cookie of this name only from this very host, over TLS, for all its paths
    prefix = "__Host-"
    return {
        "AFTERGLOW_HOSTED": True,
        "AFTERGLOW_CLINIC": clinic,
        "AFTERGLOW_COOKIES": prefix,
        "AFTERGLOW_LISTEN": listen,
        "AFTERGLOW_TLS": tls,
        "ALLOWED_HOSTS": hosts,
        "SECURE_HSTS_SECONDS": YEAR,
        "SECURE_SSL_REDIRECT": True,
        # only behind a proxy of our own, which sets this header itself, is it to be believed
        "SECURE_PROXY_SSL_HEADER": None if tls else ("HTTP_X_FORWARDED_PROTO", "https"),
        "CSRF_COOKIE_NAME": f"{prefix}csrf",
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
    }


def _hosts(environment: Mapping[str, str]) -> list[str]:
    hosts = [one.strip().lower() for one in environment.get("AFTERGLOW_HOSTS", "").split(",")]
    hosts = [one for one in hosts if one]
    if not hosts:
        raise refuse(
            "AFTERGLOW_HOSTS",
            "is empty; a hosted site needs its own name, as in skin.example.org",
        )
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise refuse(
                "AFTERGLOW_HOSTS",
                f"{host!r} is not a host name; write it without https://, port or *,"
                " as in skin.example.org",
            )
    return hosts


def _tls(environment: Mapping[str, str]) -> tuple[Path, Path] | None:
    names = ("AFTERGLOW_TLS_CERTIFICATE", "AFTERGLOW_TLS_KEY")
    given = [environment.get(name, "").strip() for name in names]
    if not any(given):
        return None
    for name, value in zip(names, given, strict=True):
        if not value:
            raise refuse(name, "is empty; certificate and key go together")
        if not Path(value).is_file():
            raise refuse(name, f"{value} is no file that can be read")
    return Path(given[0]), Path(given[1])
