"""Start the site on this machine: database, static files, server. `afterglow` calls `serve`."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING

from afterglow.core.errors import InputRefused, refuse

if TYPE_CHECKING:
    from django.conf import LazySettings

SETTINGS = "afterglow.web.site.settings"
PATIENCE = 10  # seconds for what is being answered when the site is stopped


def serve(port: int) -> None:
    """Run the site until Ctrl-C. Raises `InputRefused` (field `port`) where it cannot listen."""
    settings = read_settings()
    host: str = settings.AFTERGLOW_LISTEN
    check_port(port, host)
    prepare()
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols

    certificate, key = settings.AFTERGLOW_TLS or (None, None)
    print(where(host, port), flush=True)
    Granian(
        "afterglow.web.site.wsgi:application",
        address=host,
        port=port,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        # one that does not hear that it should end is ended, else the site would never stop
        workers_kill_timeout=PATIENCE,
        log_enabled=False,
        # a question stands in the address: no log may hold it
        log_access=False,
    ).serve()


def where(host: str, port: int) -> str:
    """What is printed at the start: the address, or what a proxy has to be told."""
    from django.conf import settings

    shown = f"[{host}]" if ":" in host else host
    if not settings.AFTERGLOW_HOSTED:
        return f"Afterglow runs at http://{shown}:{port}/  (Ctrl-C stops it)"
    if settings.AFTERGLOW_TLS:
        at = "" if port == 443 else f":{port}"
        return f"Afterglow runs at https://{settings.ALLOWED_HOSTS[0]}{at}/  (Ctrl-C stops it)"
    return (
        f"Afterglow is hosted as https://{settings.ALLOWED_HOSTS[0]}/ and waits for its TLS proxy"
        f" on http://{shown}:{port}/  (Ctrl-C stops it)"
    )


def check_port(port: int, host: str) -> None:
    """Refuse a port that is no port or that another program holds, before anything is written."""
    if not 0 < port < 65536:
        raise refuse("port", f"{port} is not a port; it must be 1 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = (
                "another program uses it"
                if error.errno == errno.EADDRINUSE
                else str(error.strerror)
            )
            raise refuse(
                "port", f"{port} cannot be used: {why}; try another, as in PORT={port + 1}"
            ) from None


def read_settings() -> LazySettings:
    """The site's settings. Raises `InputRefused` where the environment is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.conf import settings

    return settings


def prepare() -> None:
    """Make the data folder, bring the database up to date, collect the static files, and prove the
    protocol: a site with a faulty overlay does not start. Raises `ProtocolRefused` for one."""
    open_database()
    from django.core.management import call_command

    from afterglow.web.patient.in_use import protocol_in_use

    protocol_in_use()
    # of what django-htmx brings, htmx itself is all that a page asks for
    unused = ["ext", "django-htmx.js", "htmax*", "htmx-2.js", "htmx-4*"]
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=unused)


def unusable(settings: LazySettings, error: Exception) -> InputRefused:
    """What is said of a database that cannot be used, without its password."""
    own = settings.DATABASES["default"]
    # its first line: the driver's hints come after
    why = str(error).strip().partition("\n")[0]
    if own.get("PASSWORD"):
        why = why.replace(own["PASSWORD"], "...")
    if own["ENGINE"].endswith("sqlite3"):
        return refuse("AFTERGLOW_DATA", f"{own['NAME']} cannot be used: {why}")
    return refuse("AFTERGLOW_DATABASE", f"the database cannot be used: {why}")


def open_database() -> None:
    """Make the data folder and bring the database up to date: all that a command needs."""
    settings = read_settings()
    import django
    from django.core.management import call_command

    from afterglow.web.site.folder import made

    try:
        made(settings.DATA)
    except OSError as error:
        where = f"{settings.DATA} cannot be used: {error.strerror}"
        raise refuse("AFTERGLOW_DATA", f"{where}; name a folder that you may write to") from None
    django.setup()
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        raise unusable(settings, error) from None
