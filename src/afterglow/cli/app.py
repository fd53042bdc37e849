"""The command's root: registers the commands, turns every refusal into one line and a status."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException

from afterglow.core.errors import AfterglowError, one_line

REFUSED = 2

COMMANDS = (
    "plan", "forecast", "assess", "ask", "numbing", "course", "batch", "verify", "calibrate",
    "site", "calendar", "page",
)  # fmt: skip
GROUPS = ("protocol", "medicines", "languages", "recoveries")


def _app(asked: str | None) -> typer.Typer:
    """The command line with the one command that is asked for, or with all where none is known.

    A command's module brings what it needs, and for some that takes longer than a plan to make.
    """
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Know what to expect after microneedling, hour by hour. Without a command: the site.",
    )
    app.callback(invoke_without_command=True)(_root)
    known = asked in (*COMMANDS, *GROUPS)
    for name in COMMANDS:
        if not known or name == asked:
            module = import_module(f"afterglow.cli.{name}")
            app.command(name)(getattr(module, name))
    for name in GROUPS:
        if not known or name == asked:
            app.add_typer(import_module(f"afterglow.cli.{name}").app, name=name)
    return app


def _root(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the site.", min=1, max=65535)] = 8000,
) -> None:
    if context.invoked_subcommand is None:
        import_module("afterglow.cli.site").site(port=port)


def main() -> None:
    """Run the command line; exit 2 with one line on stderr whenever the input is refused."""
    try:
        status = _app(sys.argv[1] if len(sys.argv) > 1 else None)(standalone_mode=False)
    except AfterglowError as error:
        _refused(str(error))
    except TyperException as error:
        _refused(error.format_message())
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # the reader of our output has gone; say no more
        sys.stderr.close()
        sys.exit(141)
    sys.exit(status if isinstance(status, int) else 0)


def _refused(message: str) -> None:
    lines = (one_line(line) for line in message.splitlines())
    print("afterglow:", "\n".join(lines), file=sys.stderr)
    sys.exit(REFUSED)
