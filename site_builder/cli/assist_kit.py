"""``lessons assist kit`` and ``lessons assist ingest``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, read_base
from site_builder.cli.output import dry_run_option, fail, print_diff, print_lines, say
from site_builder.errors import UnwritableError

if TYPE_CHECKING:
    from site_builder.assists.ingest import Ingestion
    from site_builder.project import Project

_STDOUT = "-"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_FILE = click.Path(dir_okay=False, allow_dash=True)


def _minutes(text: str) -> int:
    """Return a time of day in minutes after midnight."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise click.BadParameter(f"'{text}' is not a time of day such as 09:30")
    return int(match[1]) * 60 + int(match[2])


@click.command()
@click.argument("assist_id", metavar="ID")
@click.option(
    "-o",
    "output",
    type=_FILE,
    metavar="FILE",
    help="File for the pack (default: ID-kit.html in this folder; - prints it).",
)
@click.option(
    "--start", type=_minutes, metavar="HH:MM", help="Start of each day; adds times to the agenda."
)
@click.option(
    "--capture",
    type=_FILE,
    metavar="FILE",
    help="File for the capture sheet (default: ID-capture.md next to the pack; - prints it).",
)
@click.option(
    "--site", default="", metavar="URL", help="Address of the site, for links to its pages."
)
@click.option(
    "--private", is_flag=True, help="Include participants, and lessons with a limited audience."
)
@click.option("--force", is_flag=True, help="Overwrite existing files.")
def kit(
    assist_id: str,
    output: str | None,
    start: int | None,
    site: str,
    capture: str | None,
    *,
    private: bool,
    force: bool,
) -> None:
    """Write a printable pack for the meeting: one HTML file for A4.

    It contains the invitation, a briefing with the lessons found, the agenda, role cards, ground
    rules, capture sheets, the after action review and slips. A capture sheet in Markdown is written
    next to it; fill it in and read it back with `lessons assist ingest`.
    """
    from site_builder.assists.capture import sheet_text
    from site_builder.assists.kit import kit_of
    from site_builder.assists.printed import render

    prints = output == _STDOUT
    if prints and capture == _STDOUT:
        fail("only one of -o and --capture can be printed")
    project, base = read_base()
    record = find_assist(base, assist_id)
    pack = kit_of(base, record, start, site=site, private=private)
    html, sheet = render("kit.html", pack), sheet_text(record, pack.advice)
    folder = _output_folder(project)
    file = Path(output) if output else folder / f"{record.id}-kit.html"
    sheet_folder = folder if output in {None, _STDOUT} else file.parent
    sheet_file = Path(capture) if capture else sheet_folder / f"{record.id}-capture.md"
    for target, is_written in ((file, not prints), (sheet_file, capture not in {None, _STDOUT})):
        if is_written and target.exists() and not force:
            fail(f"{target} exists; --force overwrites it")
    _put(output, file, html, force=force)
    if capture is not None or not (prints or sheet_file.exists()):
        _put(capture, sheet_file, sheet, force=force)
    elif not prints:
        say(f"{sheet_file} already exists and was left unchanged", err=True)
    for lack in pack.lacks:
        say(f"note: {lack}", err=True)


def _output_folder(project: Project) -> Path:
    """Return the current folder, or the project root where a file here would be a record."""
    here = Path.cwd()
    return project.root if here.is_relative_to(project.lessons_dir.resolve()) else here


def _put(where: str | None, file: Path, text: str, *, force: bool) -> None:
    """Print a text, or write it to a file, over one only by force, and print the file's name."""
    from site_builder.files import read_regular
    from site_builder.library.writing import write_new, write_over

    if where == _STDOUT:
        click.echo(text, nl=False)
        return
    if force and file.exists():
        try:
            before = read_regular(file)
            before.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnwritableError(file, "it is not a text file") from error
        write_over(file, before, text)
    else:
        write_new(file, text)
    click.echo(str(file))


@click.command()
@click.argument("assist_id", metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run_option
@click.option("--replace", is_flag=True, help="Replace texts of the record with those of FILE.")
def ingest(assist_id: str, file: Path, *, dry_run: bool, replace: bool) -> None:
    """Read a filled-in capture sheet into the record of an assist.

    Adds to the lists of the record and fills in missing fields. Existing texts are kept unless
    --replace is given. Lessons on the sheet become drafts. If any part of the sheet cannot be read,
    nothing is written.
    """
    from site_builder.assists.ingest import ingest as read_in
    from site_builder.clock import today

    project, base = read_base()
    record = find_assist(base, assist_id)
    result = read_in(_sheet(file), record, base, today(), replace=replace)
    for problem in result.problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        say(f"{file}:{problem.line}: {problem.message}{hint}", err=True)
    if result.problems:
        say("nothing was written", err=True)
        raise SystemExit(1)
    for lesson_id in result.kept:
        say(f"the lesson {lesson_id} already exists and was left unchanged", err=True)
    if not result.revision and not result.drafts:
        say("nothing to write: the record already contains everything on the sheet")
        return
    print_lines(f"{record.path}: {line}" for line in result.changes)
    print_lines(f"{base.prefix}{draft.path}: a draft" for draft in result.drafts)
    if dry_run:
        if result.revision:
            print_diff(record.path, record.document.text, result.revision.after.text)
        for draft in result.drafts:
            say(f"--- {base.prefix}{draft.path}\n{draft.text}")
        say("nothing was written", err=True)
    else:
        _write(result, project)


def _sheet(file: Path) -> str:
    from site_builder.files import read_regular
    from site_builder.library.survey import MAX_BYTES
    from site_builder.records.header.document import decode

    try:
        data = read_regular(file, MAX_BYTES + 1)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror or error}")
    if len(data) > MAX_BYTES:
        fail(f"{file} is larger than {MAX_BYTES // 1_000_000} MB")
    # Some editors begin a UTF-8 file with a byte order mark, which hides nothing in a sheet.
    text, problems = decode(str(file), data.removeprefix(b"\xef\xbb\xbf"))
    for problem in problems:
        fail(f"{file}:{problem.span.line}: {problem.described}; nothing was written")
    return text


def _write(result: Ingestion, project: Project) -> None:
    """Write the drafts and then the record; if either fails, remove the drafts again."""
    from site_builder.library.writing import write_new, write_revision

    written: list[Path] = []
    try:
        for draft in result.drafts:
            file = project.lessons_dir / draft.path
            write_new(file, draft.text)
            written.append(file)
        if result.revision:
            write_revision(project.root, result.revision)
    except UnwritableError:
        for file in written:
            file.unlink(missing_ok=True)
        raise
