"""`afterglow page T.json -o my-recovery.html`: the whole recovery as one file for one's phone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.printing import say
from afterglow.cli.reading import now_or, read_json
from afterglow.cli.speech import Speech, _
from afterglow.core.errors import refuse
from afterglow.core.treatment import read_recovery


def page(
    file: Annotated[str, typer.Argument(help="A treatment or recovery in JSON; - for stdin.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The .html file to write.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="Speak of this moment instead of now.")] = None,
    overlay: Overlay = None,
    language: Speech = "en",
) -> None:
    """Windows, countdowns, warning signs and answers in one file; no server, no network."""
    protocol = protocol_of(overlay)
    recovery = read_recovery(read_json(file), signs=protocol.sign_codes)
    now = now_or(at, recovery.treatment.zone)
    # the words and the look are those of the site, whose templates Django reads
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afterglow.web.site.settings")
    import django

    django.setup()
    from afterglow.web.patient.onefile import onefile

    content = onefile(recovery, protocol=protocol, now=now, language=language).encode()
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise refuse("--out", f"{out} cannot be written: {error.strerror or error}") from None
    size = f"{len(content) / 1000:.0f}"
    say(_("%(file)s, %(n)s KB. Send it to your phone, and open it there.", file=out, n=size))
