"""``lessons import``: drafts from elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_project
from site_builder.cli.output import (
    dry_run_option,
    fail,
    first_of,
    format_option,
    print_json,
    print_lines,
    print_problems,
    printable,
    progress,
    say,
    strict_option,
)
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.exchange.exports.restore import Restored
    from site_builder.exchange.incoming.plan import ImportPlan
    from site_builder.exchange.incoming.prepare import Prepared
    from site_builder.exchange.tables.rows import SourceTable
    from site_builder.project import Project

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MARGIN = " " * 8


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--map", "map_file", type=_FILE, help="Map from columns to fields (YAML).")
@click.option("--suggest-map", is_flag=True, help="Print a first map for the columns of FILE.")
@click.option("--into", metavar="FOLDER", help="Folder for new lessons, below the lessons folder.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that lists the rows that cannot be read (default: next to the map).",
)
@dry_run_option
@strict_option
@format_option
def import_(
    file: Path,
    map_file: Path | None,
    into: str | None,
    rejects: Path | None,
    form: str,
    *,
    suggest_map: bool,
    dry_run: bool,
    strict: bool,
) -> None:
    """Import a table or a folder as drafts.

    FILE is CSV, a workbook (.xlsx), JSON lines (also .gz) or a JSON array, or a folder of Markdown
    or a zip of one; the map assigns its columns to fields. A repeated import updates lessons whose
    rows have changed, unless a person has edited them, and changes nothing else. Exit status: 0
    done, 1 unusable rows or an error in the map, 2 usage error.

    A file written by `lessons export` needs no map: records that are new are written, and existing
    ones are never overwritten. Nor does the Markdown that a page of the site has made of answers,
    which becomes a draft as `lessons from-issue` makes one.
    """
    from site_builder.cli.from_issue import take_up
    from site_builder.exchange.forms.submitted import is_submitted

    if suggest_map:
        _suggest(file)
        return
    project = find_project()
    if map_file is None and is_submitted(file):
        raise SystemExit(take_up(project, file, None, form, write=not dry_run))
    if map_file is None:
        raise SystemExit(_restore(project, file, form, dry_run=dry_run))
    from site_builder.exchange.incoming.prepare import work_out

    prepared = work_out(project, file, map_file, into, _with_progress)
    plan, table = prepared.plan, prepared.table
    if plan is None or table is None:
        _print_refusal(prepared, form)
        raise SystemExit(1)
    rejects = rejects or map_file.with_name(f"{file.resolve().stem}.rejected.csv")
    if not dry_run:
        _carry_out(project, plan, table, rejects)
    if form == "json":
        print_json(_plan_json(plan, table, rejects, dry_run=dry_run))
    else:
        print_lines(_summary(plan, table, rejects, dry_run=dry_run))
        print_lines(_lacking(prepared.to_add))
    raise SystemExit(bool(plan.broken) or (strict and bool(plan.kept or plan.gone or plan.copies)))


def _suggest(file: Path) -> None:
    from site_builder.clock import today
    from site_builder.errors import ProjectNotFoundError
    from site_builder.exchange.incoming.prepare import read_source, vocabulary_of
    from site_builder.exchange.incoming.suggest import suggested_map
    from site_builder.exchange.tables.rows import FIND
    from site_builder.library.certain import finder_for
    from site_builder.records.personal import finder_of
    from site_builder.records.vocabulary import Vocabulary
    from site_builder.settings import COUNTRIES

    try:
        project = find_project()
        vocabulary = vocabulary_of(project)
    except ProjectNotFoundError:
        project, vocabulary = None, Vocabulary()
    table = read_source(project, file, FIND, _with_progress)
    for note in table.notes:
        say(f"note: {note}", err=True)
    suggestion = suggested_map(table, vocabulary, today())
    masked = (finder_for(project.settings) if project else finder_of(tuple(COUNTRIES), ())).masked
    for where, text in suggestion.doubts:
        say(f"check `{where}`: {masked(text)}", err=True)
    for line in _lacking(masked(suggestion.to_add)):
        say(line, err=True)
    click.echo(masked(printable(suggestion.text)), nl=False)


def _restore(project: Project, file: Path, form: str, *, dry_run: bool) -> int:
    """Restore a file written by ``lessons export``, and return the exit status."""
    from site_builder.exchange.exports.restore import restore
    from site_builder.exchange.exports.unpack import recognises

    if not recognises(file):
        fail("--map is missing; --suggest-map prints a first map")
    restored = restore(project, file, dry_run=dry_run)
    if form == "json":
        print_json({"dry_run": dry_run, **asdict(restored)})
    else:
        print_lines(_restored_lines(restored, dry_run=dry_run))
    return int(bool(restored.problems or restored.differing))


def _restored_lines(restored: Restored, *, dry_run: bool) -> Iterator[str]:
    if restored.problems:
        yield from first_of(restored.problems, "")
        yield "Nothing was written, because of these problems in the export."
        return
    written = "would be written" if dry_run else "written"
    created = counted(len(restored.created), "file")
    yield f"{created} {written}, {len(restored.unchanged)} already present"
    for heading, paths in (
        ("Left unchanged, because their content differs here:", restored.differing),
        ("Not written, because consent was withdrawn and they have no text:", restored.withheld),
    ):
        if paths:
            yield heading
            yield from first_of(paths, "  ")


def _with_progress(rows: Iterable[Any]) -> Iterator[Any]:
    known = list(rows)
    with progress("Reading rows", len(known)) as advance:
        for row in known:
            yield row
            advance()


def _carry_out(project: Project, plan: ImportPlan, table: SourceTable, rejects: Path) -> None:
    from site_builder.exchange.incoming.plan import carry_out
    from site_builder.exchange.incoming.prepare import write_rejects

    with progress("Writing lessons", len(plan.new) + len(plan.updated)) as advance:
        carry_out(project, table, plan, advance)
    write_rejects(rejects, table, plan.broken)


def _print_refusal(prepared: Prepared, form: str) -> None:
    """Print the problems of a map, and the tags that it names and the vocabulary lacks."""
    from site_builder.report import structured

    if form == "json":
        click.echo(structured.as_json(prepared.problems))
    else:
        print_problems(prepared.problems, Path())
    if prepared.to_add:
        say("Use other words in the map, or add these to vocabulary.yml:\n", err=True)
        say(prepared.to_add, err=True)
    say("Nothing was written.", err=True)


def _summary(
    plan: ImportPlan, table: SourceTable, rejects: Path, *, dry_run: bool
) -> Iterator[str]:
    rows = len(table.rows) + len(table.broken)
    yield from (f"note: {note}" for note in table.notes)
    unit = "file" if table.unit == "file" else "row"
    yield f"{counted(rows, unit)} in {table.file.resolve().name}" + (
        "; nothing was written" * dry_run
    )
    by_hand = f", {plan.edited:,} of them edited by a person" if plan.edited else ""
    listed = f", listed in {rejects}" if plan.broken else ""
    nothing: tuple[str, ...] = ()
    for count, outcome, lines in (
        (len(plan.new), "new", nothing),
        (len(plan.updated), "updated", nothing),
        (plan.unchanged, f"unchanged{by_hand}", nothing),
        (
            len(plan.kept),
            "changed in the source and edited by a person: left unchanged",
            [f"{kept.path}: {', '.join(kept.columns)}" for kept in plan.kept],
        ),
        (
            len(plan.broken),
            f"unreadable{listed}",
            [f"{table.name_of(row)}: {row.reason}" for row in plan.broken],
        ),
        (
            len(plan.gone),
            "removed from the source: their lessons are kept",
            [f"{gone.path} ({gone.key})" for gone in plan.gone],
        ),
    ):
        yield f"{count:>7,} {outcome}"
        yield from first_of(lines, _MARGIN)
    yield f"{plan.links:>7,} reference{'s' * (plan.links != 1)} between rows turned into links"
    if plan.lost:
        yield f"{len(plan.lost):>7,} not links, because what they name is not imported"
        yield from first_of([f"{path}: {wanted}" for path, wanted in plan.lost], _MARGIN)
    yield from _notes(plan, table)
    yield from (f"warning: {path} is a copy of {other}" for path, other in plan.copies)


def _notes(plan: ImportPlan, table: SourceTable) -> Iterator[str]:
    """Yield what was not taken as it is, by field."""
    for name in dict.fromkeys(note.field for note in plan.notes):
        notes = (note for note in plan.notes if note.field == name)
        lines = [f"{table.name_of(note.row)}: {note.text}" for note in notes]
        yield f"{len(lines):>7,} with another `{name}` than the source has"
        yield from first_of(lines, _MARGIN)


def _lacking(to_add: str) -> Iterator[str]:
    if to_add:
        yield "The vocabulary lacks these words; add them to vocabulary.yml and run it again:"
        yield ""
        yield from to_add.splitlines()


def _plan_json(
    plan: ImportPlan, table: SourceTable, rejects: Path, *, dry_run: bool
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "rows": len(table.rows) + len(table.broken),
        "new": [change.path for change in plan.new],
        "updated": [change.path for change in plan.updated],
        "unchanged": plan.unchanged,
        "edited": [asdict(kept) for kept in plan.kept],
        "unreadable": [
            {table.unit: table.place_of(row), "key": row.key, "reason": row.reason}
            for row in plan.broken
        ],
        "rejects": str(rejects) if plan.broken else None,
        "gone": [{"path": gone.path, "key": gone.key} for gone in plan.gone],
        "copies": [{"path": path, "of": other} for path, other in plan.copies],
        "links": plan.links,
        "not_imported": [{"path": path, "name": wanted} for path, wanted in plan.lost],
        "fields": [
            {"field": note.field, table.unit: table.place_of(note.row), "text": note.text}
            for note in plan.notes
        ],
        "unknown": {kind: dict(words.most_common()) for kind, words in plan.unknown.items()},
        "notes": list(map(str, table.notes)),
    }
