"""`afterglow languages`: which there are, what they lack, and bringing their files up to date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from afterglow.cli.printing import heading, say
from afterglow.cli.sentences import sentences
from afterglow.core.errors import refuse
from afterglow.core.languages import LANGUAGES, catalogs, language_of

app = typer.Typer(no_args_is_help=False, help="The languages people are spoken to in.")
FOLDER = Path(catalogs.__file__).parent
WIDTH = 100


@app.callback(invoke_without_command=True)
def languages(context: typer.Context) -> None:
    """Which languages there are, who has reviewed them, and how much of each is translated."""
    if context.invoked_subcommand:
        return
    whole = sentences()
    for one in LANGUAGES:
        lacking = len(missing_in(one.code, whole))
        status = {
            "original": "the language all is written in; no clinician has reviewed it yet",
            "draft": "a draft: no clinician has reviewed it",
            "reviewed": "reviewed by a clinician",
        }[one.status]
        say(f"{one.code}  {one.name}: {status}. {len(whole) - lacking} of {len(whole)} sentences.")


@app.command()
def missing(code: Annotated[str, typer.Argument(help="The language: es.")]) -> None:
    """Every sentence that a language lacks, and where it stands."""
    if language_of(code) is None:
        raise refuse("code", f"no language {code!r}; there are {', '.join(_codes())}")
    whole = sentences()
    lacking = missing_in(code, whole)
    for message in lacking:
        found = whole.get(message)
        place = found.auto_comments[0] if found and found.auto_comments else ""
        typer.echo(f"{place}: {message}")
    heading(f"{len(lacking)} of {len(whole)} sentences are missing")
    raise typer.Exit(1 if lacking else 0)


@app.command()
def update(
    new: Annotated[str | None, typer.Option(help="Start a language with this code: fr.")] = None,
) -> None:
    """Bring the files of a checkout up to date with the house, and compile them."""
    whole = sentences()
    codes = [file.stem for file in sorted(FOLDER.glob("*.po"))]
    for code in sorted({*codes, *([new] if new else [])}):
        catalog = merged(_read(code), whole)
        with (FOLDER / f"{code}.po").open("wb") as stream:
            write_po(stream, catalog, width=WIDTH, sort_by_file=False, omit_header=False)
        compile_into(catalog, FOLDER / "compiled", code)


def merged(catalog: Catalog, whole: Catalog) -> Catalog:
    """A language's catalog with exactly the sentences of the house: what is gone is dropped, and
    what has changed must be translated anew, never guessed from what it was."""
    found = Catalog(
        locale=catalog.locale, project="Afterglow", header_comment=HEAD, charset="utf-8",
        fuzzy=False, creation_date=WRITTEN, revision_date=WRITTEN,
    )  # fmt: skip
    for message in whole:
        if message.id:
            old = catalog.get(message.id, message.context)
            string = old.string if old and not old.fuzzy else ""
            places = message.auto_comments
            found.add(message.id, string, auto_comments=places, context=message.context)
    return found


# a date of now would change every file with every run
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "# Every sentence of Afterglow in one language. How to translate: docs/languages.md."


def compile_into(catalog: Catalog, folder: Path, code: str) -> None:
    """Write the form that programs read."""
    target = folder / code / catalogs.FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, catalog)


def missing_in(code: str, whole: Catalog) -> list[str]:
    """The sentences of the house that a language does not have."""
    if code == "en":
        return []
    catalog = _read(code)
    lacking = []
    for message in whole:
        found = catalog.get(message.id, message.context) if message.id else None
        if message.id and not (found and _all(found.string)):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def _all(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _read(code: str) -> Catalog:
    file = FOLDER / f"{code}.po"
    if not file.exists():
        return Catalog(locale=code, charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale=code)


def _codes() -> list[str]:
    return [one.code for one in LANGUAGES]
