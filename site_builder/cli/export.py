"""``lessons export``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import AUDIENCES
from site_builder.cli.output import printable, progress
from site_builder.diagnostics import counted
from site_builder.exchange.exports.writing import FORMS, write_export

if TYPE_CHECKING:
    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.exports.source import ExportSource
    from site_builder.settings import Audience

_SHOWN = 20


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="json",
    help=f"{', '.join(f'{name} ({form.contents})' for name, form in FORMS.items())}.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="File to write (default: standard output).",
)
@click.option("--private", is_flag=True, help="People too: who took part, and people.yml.")
@click.option(
    "--audience",
    type=AUDIENCES,
    default="team",
    help="For whom it is (default: team, which is everything). What is narrower is left out.",
)
@click.pass_context
def export(
    ctx: click.Context, form: str, output: Path, audience: Audience, *, private: bool
) -> None:
    """Write the whole base as one file, to take it elsewhere.

    Everything but people; `lessons import` makes the same base of it. Where a record cannot be
    read, nothing is written.
    """
    from site_builder.exchange.exports.source import read_source
    from site_builder.library.writing import write_whole

    if private and audience != "team":
        ctx.fail("--private is for the team alone; leave out --audience")
    to_screen = str(output) == "-"
    if to_screen and FORMS[form].packed and sys.stdout.isatty():
        ctx.fail(f"no terminal can show {form}; name a file with -o")
    started = time.monotonic()
    source, lost = read_source(project_of(ctx), audience, private=private)
    if lost:
        _refuse(lost, source.project.root)
        ctx.exit(1)

    def write(stream: IO[bytes]) -> None:
        with progress("Exporting", len(source.records), started) as advance:
            write_export(source, form, stream, advance)

    if to_screen:
        write(sys.stdout.buffer)
        return
    write_whole(output, write)
    _say(source, output)


def _refuse(lost: list[Diagnostic], root: Path) -> None:
    from site_builder.report import text

    for block in text.render(lost[:_SHOWN], root):
        click.echo(f"{printable(block)}\n", err=True)
    if len(lost) > _SHOWN:
        click.echo(f"{len(lost) - _SHOWN} more; `lessons check` shows all", err=True)
    click.echo("Nothing was exported, for this would be lost.", err=True)


def _say(source: ExportSource, output: Path) -> None:
    people = "with people" if source.private else "without people"
    records = counted(len(source.records), "record")
    click.echo(printable(f"{records} in {output}, {people}"), err=True)
