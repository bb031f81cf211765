"""The command `onrecord`: its sub-commands, and what becomes of errors.

The modules of the commands import what is heavy inside their functions, so that the help appears at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.cli.check import check
from onrecord.cli.compare import compare
from onrecord.cli.convert import convert
from onrecord.cli.evaluate import evaluate
from onrecord.cli.run import run
from onrecord.cli.schema import schema
from onrecord.cli.tables import tables
from onrecord.cli.train import train
from onrecord.errors import OnrecordError

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from onrecord.version import __version__

        print(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def onrecord(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Who said what about whom, from news text: names, entities, quotes with resolved speakers, relations.

    \b
    Examples:
      onrecord run article.txt
      onrecord run articles.jsonl -o records.jsonl
      onrecord tables records.jsonl
      onrecord check news-small
      onrecord COMMAND --help
    """  # noqa: D301 - \b keeps the lines of the help


for command in (run, tables, evaluate, compare, convert, check, schema, train):
    app.command()(command)


def main() -> None:
    """Entry point of the console script. An error of ours is one line on stderr and exit code 2."""
    try:
        app(prog_name="onrecord")
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(2)
