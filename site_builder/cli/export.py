"""``lessons export``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.base import find_project
from site_builder.cli.output import AUDIENCES, fail, print_problems, progress, say
from site_builder.diagnostics import counted
from site_builder.exchange.exports.writing import FORMS, write_export

if TYPE_CHECKING:
    from site_builder.settings import Audience

_SHOWN = 20


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    help=f"{', '.join(f'{name} ({form.contents})' for name, form in FORMS.items())}"
    " (default: as FILE ends, or json).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="File to write (default: standard output).",
)
@click.option("--private", is_flag=True, help="Include people: participants, and people.yml.")
@click.option(
    "--audience",
    type=AUDIENCES,
    default="team",
    help="Leave out what this audience may not see (default: team, which sees everything).",
)
def export(form: str | None, output: Path, audience: Audience, *, private: bool) -> None:
    """Write the whole base to one file.

    It contains everything but people, and `lessons import` restores the base from it. If a record
    cannot be read, nothing is written.
    """
    from site_builder.exchange.exports.source import read_source
    from site_builder.library.writing import write_whole

    if private and audience != "team":
        fail("--private requires the audience team; leave out --audience")
    ending = output.suffix.lower()
    form = form or next((name for name, row in FORMS.items() if row.ending == ending), "json")
    to_stdout = str(output) == "-"
    if to_stdout and FORMS[form].packed and sys.stdout.isatty():
        fail(f"{form} is binary and cannot be printed to a terminal; name a file with -o")
    started = time.monotonic()
    source, lost = read_source(find_project(), audience, private=private)
    if lost:
        print_problems(lost[:_SHOWN], source.project.root, err=True)
        if len(lost) > _SHOWN:
            say(f"{len(lost) - _SHOWN} more; `lessons check` shows all", err=True)
        say("Nothing was exported, because these records would be missing.", err=True)
        raise SystemExit(1)

    def write(stream: IO[bytes]) -> None:
        with progress("Exporting", len(source.records), started) as advance:
            write_export(source, form, stream, advance)

    if to_stdout:
        write(sys.stdout.buffer)
        return
    write_whole(output, write)
    people = "with people" if private else "without people"
    say(f"{counted(len(source.records), 'record')} in {output}, {people}", err=True)
