"""`afterglow` or `afterglow site`: the site on this machine, on SQLite, no account."""

from __future__ import annotations

from typing import Annotated

import typer


def site(
    port: Annotated[int, typer.Option(help="Port of the site.", min=1, max=65535)] = 8000,
) -> None:
    """Start the site on this machine and print its address."""
    # Django takes a third of a second to load; the other commands do without
    from afterglow.web.site.serve import serve

    serve(port=port)
