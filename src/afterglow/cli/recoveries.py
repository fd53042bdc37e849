"""`afterglow recoveries invite T.json` and its fellows: who may come in, on a hosted server.

`invite` makes a recovery with a private link and a code; `renew` gives new ones; `list` shows who
is in; `revoke` shuts everybody out. Runs where the site runs, on its database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from afterglow.cli.printing import bullet, emit_json, heading, say
from afterglow.cli.reading import read_json
from afterglow.cli.speech import _
from afterglow.core.errors import refuse
from afterglow.core.treatment import read_recovery
from afterglow.core.wording import day_and_time

LASTS = 60

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, help="Who may come in, on a hosted server."
)
Id = Annotated[str, typer.Argument(metavar="ID", help="The recovery, as `list` shows it.")]
Days = Annotated[int, typer.Option(help="How many days the link opens.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.callback()
def recoveries() -> None:
    """Who may come in, on a hosted server."""


@app.command()
def invite(
    file: Annotated[str, typer.Argument(help="A treatment in JSON; - for stdin.")],
    days: Days = LASTS,
    as_json: Json = False,
) -> None:
    """Keep a treatment; print the patient's private link and code, which are shown only now."""
    _open_hosted()
    from django.conf import settings

    from afterglow.apps import access
    from afterglow.apps.recoveries import keep
    from afterglow.web.patient.in_use import protocol_in_use

    protocol = protocol_in_use()
    treatment = read_recovery(read_json(file), signs=protocol.sign_codes).treatment
    clinic = {name: value for name, value in settings.AFTERGLOW_CLINIC.items() if value}
    if treatment.clinic is None and clinic:
        # every page tells how to reach a human
        told = treatment.model_dump(exclude_unset=True) | {"clinic": clinic}
        treatment = type(treatment).read(told)
    access.check_days(days)
    now = datetime.now(UTC)
    kept = keep(treatment, protocol=protocol, now=now)
    _print(access.invite(kept, days=days, now=now), as_json)


@app.command()
def renew(
    recovery: Id,
    days: Days = LASTS,
    sign_out: Annotated[
        bool, typer.Option("--sign-out", help="Sign out every device and companion too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A new link and code; the old ones stop. For who lost them, or typed too many wrong codes."""
    kept = _found(recovery)
    from afterglow.apps import access

    now = datetime.now(UTC)
    access.check_days(days)
    if sign_out:
        access.revoke_all(kept, now=now)
    _print(access.invite(kept, days=days, now=now), as_json)


@app.command()
def revoke(recovery: Id) -> None:
    """Stop every link and sign out every device and companion. The treatment itself stays."""
    kept = _found(recovery)
    from afterglow.apps import access

    access.revoke_all(kept, now=datetime.now(UTC))
    say(_("Nobody can see this treatment now. `afterglow recoveries renew` lets the patient in."))


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """Every recovery: its link, its devices and companions. No health data but the date."""
    _open_hosted()
    from afterglow.apps import access

    rows = [_row(one) for one in access.overview(now=datetime.now(UTC))]
    if as_json:
        emit_json(rows)
        return
    for row in rows:
        words = _(
            "%(link)s. Devices: %(devices)s. Companions: %(companions)s. Last seen: %(seen)s."
        )
        bullet(row["id"], words % {**row, "link": _link_words(row), "seen": row["seen"] or "-"})
    if not rows:
        say(_("Nobody was invited yet."))


def _link_words(row: dict[str, Any]) -> str:
    if row["link"] == "open":
        return _("Link open until %(day)s") % {"day": row["ends"][:10]}
    if row["link"] == "locked":
        return _("Link locked after too many wrong codes")
    return _("No link is open")


def _row(one: Any) -> dict[str, Any]:
    return {
        "id": str(one.recovery.public_id),
        "link": one.link,
        "ends": one.ends.isoformat() if one.ends else None,
        "devices": one.devices,
        "companions": one.companions,
        "seen": one.seen.isoformat(timespec="minutes") if one.seen else None,
    }


def _print(made: Any, as_json: bool) -> None:
    from django.conf import settings

    link = f"https://{settings.ALLOWED_HOSTS[0]}/enter/{made.token}/"
    recovery, ends = str(made.link.recovery.public_id), made.link.ends
    if as_json:
        emit_json({"id": recovery, "link": link, "code": made.code, "ends": ends.isoformat()})
        return
    heading(_("For the patient: the link"))
    # never wrapped: it is copied
    typer.echo(link)
    heading(_("For the patient: the code, by another way"))
    typer.echo(f"{made.code[:3]} {made.code[3:]}")
    say()
    say(_("Both are shown only now. Send the link by mail or message; give the code on paper, by"
          " text or by phone, never together. 5 wrong codes lock the link."))  # fmt: skip
    say(_("The link opens until %(when)s UTC.") % {"when": day_and_time(ends)})
    say(_("For `renew` and `revoke`:"))
    typer.echo(recovery)


def _found(text: str) -> Any:
    _open_hosted()
    from afterglow.apps.recoveries import find

    try:
        kept = find(UUID(text))
    except ValueError:
        kept = None
    if kept is None:
        raise refuse("ID", f"{text!r} is no recovery here; `afterglow recoveries list` shows them")
    return kept


def _open_hosted() -> None:
    """The server's own database. Refused where the site is not hosted: nobody could come in."""
    from afterglow.web.site.serve import open_database, read_settings

    if not read_settings().AFTERGLOW_HOSTED:
        raise refuse(
            "AFTERGLOW_HOSTED",
            "is not set; links are for a hosted site: set it as docs/self-hosting.md says",
        )
    open_database()
