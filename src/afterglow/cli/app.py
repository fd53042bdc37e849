"""The command's root: registers the commands, turns every refusal into one line and a status."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from afterglow.cli import (
    ask,
    assess,
    batch,
    calibrate,
    course,
    forecast,
    medicines,
    numbing,
    plan,
    protocol,
    site,
    verify,
)
from afterglow.core.errors import AfterglowError, one_line

REFUSED = 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Know what to expect after microneedling, hour by hour. Without a command: the site.",
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the site.", min=1, max=65535)] = 8000,
) -> None:
    if context.invoked_subcommand is None:
        site.site(port=port)


app.command("plan")(plan.plan)
app.command("forecast")(forecast.forecast)
app.command("assess")(assess.assess)
app.command("ask")(ask.ask)
app.command("numbing")(numbing.numbing)
app.command("course")(course.course)
app.command("batch")(batch.batch)
app.command("verify")(verify.verify)
app.command("calibrate")(calibrate.calibrate)
app.command("site")(site.site)
app.add_typer(protocol.app, name="protocol")
app.add_typer(medicines.app, name="medicines")


def main() -> None:
    """Run the command line; exit 2 with one line on stderr whenever the input is refused."""
    try:
        status = app(standalone_mode=False)
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
