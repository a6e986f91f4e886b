"""``lessons assist groups``, ``kit`` and ``ingest``: what a meeting needs, and what it gave."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, read_base
from site_builder.cli.output import print_lines, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assists.ingest import Ingestion
    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record

_GROUP_OF = 5
"""People in a group unless told otherwise."""
_STDOUT = "-"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_FILE = click.Path(dir_okay=False, allow_dash=True)


@click.command()
@click.argument("assist_id", metavar="ID")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another number gives another draw."
)
@click.option("--groups", "count", type=click.IntRange(min=1), help="How many groups.")
@click.option(
    "--size",
    type=click.IntRange(min=1),
    help=f"Most people in a group (default: {_GROUP_OF}).",
)
@click.pass_context
def groups(
    ctx: click.Context, assist_id: str, seed: int, count: int | None, size: int | None
) -> None:
    """Draw breakout groups from the participants of an assist.

    Groups differ in size by one at most, and teams and places are spread over them as evenly as
    can be. Who is a facilitator or sponsor is in none. The same seed gives the same groups. They
    are printed here and written nowhere, for they tell of people.
    """
    from site_builder.assists.groups import draw, members_of

    if count and size:
        raise click.UsageError("give either --groups or --size")
    _project, base = read_base(ctx)
    record = find_assist(base, assist_id)
    members = members_of(record.fields, base.library.people)
    if not members:
        raise click.UsageError(
            f"the assist '{record.id}' names no participants to draw from; "
            "list them under `participants`"
        )
    number = count or -(-len(members) // (size or _GROUP_OF))
    if number > len(members):
        raise click.BadParameter(
            f"there are {len(members)} people to draw from", param_hint="--groups"
        )
    for position, group in enumerate(draw(members, number, seed), start=1):
        click.echo(f"Group {position}")
        for member in group.members:
            told = [part for part in (member.team, member.place) if part]
            told += ["scribe"] * (member == group.scribe)
            click.echo(printable(f"  {member.person:<20} {', '.join(told)}".rstrip()))


@click.command()
@click.argument("assist_id", metavar="ID")
@click.option(
    "-o",
    "output",
    type=_FILE,
    metavar="FILE",
    help="Where to write it (default: ID-kit.html here; - prints it).",
)
@click.option("--start", metavar="HH:MM", help="When each day begins; gives the agenda its times.")
@click.option(
    "--capture",
    type=_FILE,
    metavar="FILE",
    help="Where to write the capture sheet (default: ID-capture.md beside the pack; - prints it).",
)
@click.option(
    "--site", default="", metavar="URL", help="Address of the site, put before its pages."
)
@click.option("--private", is_flag=True, help="With participants, and lessons not for everybody.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.pass_context
def kit(
    ctx: click.Context,
    assist_id: str,
    output: str | None,
    start: str | None,
    site: str,
    capture: str | None,
    *,
    private: bool,
    force: bool,
) -> None:
    """Write the pack that a meeting needs: one HTML file to be printed on A4.

    It holds invitation, briefing with the lessons found, agenda, role cards, ground rules, capture
    sheets, after action review and slips. Beside it a capture sheet is written in Markdown, to be
    filled in and read back with `lessons assist ingest`.
    """
    from site_builder.assists.capture import sheet_text
    from site_builder.assists.kit import kit_of
    from site_builder.assists.printed import render

    if output == _STDOUT and capture == _STDOUT:
        raise click.UsageError("only one of the two can be printed")
    begins = _minutes(start)
    project, base = read_base(ctx)
    record = find_assist(base, assist_id)
    made = kit_of(base, record, begins, site=site, private=private)
    html, sheet = render("kit.html", made), sheet_text(record)
    folder = _here(project)
    file = Path(output) if output else folder / f"{record.id}-kit.html"
    beside = folder if output in {None, _STDOUT} else file.parent
    sheet_file = Path(capture) if capture else beside / f"{record.id}-capture.md"
    wants_sheet = capture is not None or (output != _STDOUT and not sheet_file.exists())
    for one, needed in ((file, output != _STDOUT), (sheet_file, capture not in {None, _STDOUT})):
        if needed and one.exists() and not force:
            raise click.UsageError(f"{one} exists; --force overwrites it")
    _put(output, file, html)
    if wants_sheet:
        _put(capture, sheet_file, sheet)
    elif output != _STDOUT:
        click.echo(f"{printable(str(sheet_file))} exists, and was left as it is", err=True)
    for lack in made.lacks:
        click.echo(f"note: {printable(lack)}", err=True)


@click.command()
@click.argument("assist_id", metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option(
    "--replace", is_flag=True, help="Put texts of the sheet in the place of those in the record."
)
@click.pass_context
def ingest(ctx: click.Context, assist_id: str, file: Path, *, dry_run: bool, replace: bool) -> None:
    """Read a filled capture sheet back into the record of an assist.

    Lists of the record are added to, and what it lacks is filled in. A text that it has already is
    never replaced unless you say so. Lessons on the sheet become drafts. When anything cannot be
    read, nothing is written.
    """
    from site_builder.assists.ingest import ingest as ingested
    from site_builder.clock import today

    project, base = read_base(ctx)
    record = find_assist(base, assist_id)
    done = ingested(_sheet(file), record, base, today(), replace=replace)
    for problem in done.problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        click.echo(printable(f"{file}:{problem.line}: {problem.message}{hint}"), err=True)
    if done.problems:
        click.echo("nothing was written", err=True)
        ctx.exit(1)
    for lesson_id in done.kept:
        click.echo(f"the lesson {lesson_id} exists, and is left as it is", err=True)
    if not done.revision and not done.drafts:
        click.echo("nothing to write: the record has all that the sheet says")
        return
    print_lines(f"{record.path}: {change}" for change in done.changes)
    for draft in done.drafts:
        click.echo(f"{base.prefix}{draft.path}: a draft")
    if dry_run:
        click.echo("".join(_shown(done, record, base)), nl=False)
        click.echo("nothing was written", err=True)
        return
    _write(done, project)


def _minutes(start: str | None) -> int | None:
    """Return a clock time in minutes after midnight.

    Raises:
        click.BadParameter: It is none.
    """
    if start is None:
        return None
    found = _CLOCK.fullmatch(start.strip())
    if not found:
        raise click.BadParameter(
            f"'{start}' is not a time of day such as 09:30", param_hint="--start"
        )
    return int(found[1]) * 60 + int(found[2])


def _here(project: Project) -> Path:
    """Return where files go: this folder, unless whatever lies in it is taken for a record."""
    here = Path.cwd()
    return project.root if here.is_relative_to(project.lessons_dir.resolve()) else here


def _put(where: str | None, file: Path, text: str) -> None:
    """Print a text, or write it to a file and say so."""
    from site_builder.diagnostics import Edit
    from site_builder.errors import UnwritableError
    from site_builder.library.writing import edit_file, write_new

    if where == _STDOUT:
        click.echo(text, nl=False)
        return
    if file.exists():
        try:
            before = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnwritableError(file, "it is not a text to be written over") from error
        edit_file(file, before, [Edit(0, len(before), text)])
    else:
        write_new(file, text)
    click.echo(str(file))


def _sheet(file: Path) -> str:
    """Return the text of a sheet.

    Raises:
        click.UsageError: It is too large, or no text.
    """
    from site_builder.library.reading import MAX_BYTES
    from site_builder.records.header.document import decode

    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise click.UsageError(f"{file} is larger than {MAX_BYTES // 1_000_000} MB")
    # Some editors mark a file as UTF-8; here that hides nothing.
    text, problems = decode(str(file), data.removeprefix(b"\xef\xbb\xbf"))
    for problem in problems:
        raise click.UsageError(
            f"{file}:{problem.span.line}: {problem.message} ({problem.hint}); nothing was written"
        )
    return text


def _shown(done: Ingestion, record: Record[Assist], base: Base) -> Iterator[str]:
    """Yield what would be written, as a difference of the record and the text of each draft."""
    from difflib import unified_diff

    text = record.document.text
    after = done.revision.after.text if done.revision else text
    now, then = text.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in unified_diff(now, then, record.path, record.path, n=1):
        yield printable(line if line.endswith("\n") else f"{line}\n")
    for draft in done.drafts:
        yield f"--- {base.prefix}{draft.path}\n{printable(draft.text)}"


def _write(done: Ingestion, project: Project) -> None:
    """Write the drafts and then the record; where one fails, the drafts are taken back."""
    from site_builder.errors import UnwritableError
    from site_builder.library.writing import write_new, write_revision

    written: list[Path] = []
    try:
        for draft in done.drafts:
            file = project.lessons_dir / draft.path
            write_new(file, draft.text)
            written.append(file)
        if done.revision:
            write_revision(project.root, done.revision)
    except UnwritableError:
        for file in written:
            file.unlink(missing_ok=True)
        raise
