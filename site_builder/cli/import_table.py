"""``lessons import``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import format_option
from site_builder.cli.output import (
    first_of,
    print_json,
    print_lines,
    print_problems,
    printable,
    progress,
)
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.exchange.incoming.plan import ImportPlan
    from site_builder.exchange.incoming.prepare import Prepared
    from site_builder.exchange.tables.rows import SourceTable
    from site_builder.project import Project

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--map", "map_file", type=_FILE, help="Which column becomes what (YAML).")
@click.option("--suggest-map", is_flag=True, help="Look at the columns, and print a first map.")
@click.option("--into", metavar="FOLDER", help="Folder for new lessons, below the lessons folder.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rows that cannot be read are listed (default: beside the map).",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@format_option
@click.pass_context
def import_(
    ctx: click.Context,
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
    """Bring in a table of another system as drafts.

    FILE is CSV, a workbook (.xlsx), JSON lines (also .gz) or a JSON array; the map says which
    column becomes what. Running it again changes nothing, or updates the lessons whose rows have
    changed, unless a person has edited them. Exit status: 0 done, 1 with rows that could not be
    used or mistakes in the map, 2 wrong use.

    What `lessons export` has written needs no map: records that are new here are written, and
    none is overwritten.
    """
    if suggest_map:
        _suggest(ctx, file)
        return
    project = project_of(ctx)
    if map_file is None:
        from site_builder.exchange.exports.unpack import recognises

        if recognises(file):
            from site_builder.cli.restore import bring_back

            ctx.exit(bring_back(project, file, form, dry_run=dry_run))
        ctx.fail("say with --map which column becomes what; --suggest-map prints a first map")
    worked_out = _work_out(project, file, map_file, into)
    if worked_out.plan is None or worked_out.table is None:
        _refuse(worked_out, form)
        ctx.exit(1)
    plan, table = worked_out.plan, worked_out.table
    listed = rejects or map_file.with_name(f"{file.stem}.rejected.csv")
    if not dry_run:
        from site_builder.exchange.incoming.rejects import write_rejects

        _carry_out(project, plan)
        write_rejects(listed, table, plan.broken)
    if form == "json":
        print_json(_as_json(plan, table, listed, dry_run=dry_run))
    else:
        print_lines(_summary(plan, table, listed, dry_run=dry_run))
    ctx.exit(bool(plan.broken) or (strict and bool(plan.kept or plan.gone or plan.copies)))


def _suggest(ctx: click.Context, file: Path) -> None:
    from site_builder.clock import today
    from site_builder.errors import ProjectNotFoundError
    from site_builder.exchange.incoming.prepare import vocabulary_of
    from site_builder.exchange.incoming.suggest import suggested_map
    from site_builder.exchange.tables.reading import read_table
    from site_builder.records.vocabulary import Vocabulary

    try:
        vocabulary = vocabulary_of(project_of(ctx))
    except ProjectNotFoundError:
        vocabulary = Vocabulary()
    click.echo(printable(suggested_map(read_table(file), vocabulary, today())), nl=False)


def _work_out(project: Project, file: Path, map_file: Path, into: str | None) -> Prepared:
    from site_builder.exchange.incoming.prepare import work_out

    def each(drafts: Iterable[Any]) -> Iterator[Any]:
        known = list(drafts)
        with progress("Reading rows", len(known)) as advance:
            for draft in known:
                yield draft
                advance()

    return work_out(project, file, map_file, into, each)


def _carry_out(project: Project, plan: ImportPlan) -> None:
    from site_builder.exchange.incoming.plan import carry_out

    with progress("Writing lessons", len(plan.new) + len(plan.updated)) as advance:
        carry_out(project, plan, advance)


def _refuse(worked_out: Prepared, form: str) -> None:
    """Say what is wrong with a map, or what the vocabulary lacks."""
    from site_builder.report import structured

    if form == "json":
        click.echo(structured.as_json(list(worked_out.problems)))
    else:
        print_problems(worked_out.problems, Path())
    if worked_out.to_add:
        click.echo("Use other words in the map, or add these to vocabulary.yml:\n", err=True)
        click.echo(printable(worked_out.to_add), err=True)
    click.echo("Nothing was written.", err=True)


def _summary(plan: ImportPlan, table: SourceTable, listed: Path, *, dry_run: bool) -> Iterator[str]:
    rows = len(table.rows) + len(table.broken)
    yield from (f"note: {note}" for note in table.notes)
    yield f"{counted(rows, 'row')} in {table.file.name}" + ("; nothing is written" * dry_run)
    yield f"{len(plan.new):>7,} new"
    yield f"{len(plan.updated):>7,} updated"
    by_hand = f", {plan.edited:,} of them edited by a person" if plan.edited else ""
    yield f"{plan.unchanged:>7,} unchanged{by_hand}"
    yield f"{len(plan.kept):>7,} changed in the source and edited by a person: left alone"
    yield from first_of(
        (f"{kept.path}: {', '.join(kept.columns)}" for kept in plan.kept), "        "
    )
    yield f"{len(plan.broken):>7,} unreadable" + (f", listed in {listed}" if plan.broken else "")
    yield from first_of(
        (f"{table.unit} {row.number}: {row.reason}" for row in plan.broken), "        "
    )
    yield f"{len(plan.gone):>7,} removed from the source: their lessons are kept"
    yield from first_of((f"{gone.path} ({gone.key})" for gone in plan.gone), "        ")
    yield f"{plan.links:>7,} reference{'s' * (plan.links != 1)} between rows made links"
    yield from (f"warning: {path} is a copy of {other}" for path, other in plan.copies)


def _as_json(
    plan: ImportPlan, table: SourceTable, listed: Path, *, dry_run: bool
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "rows": len(table.rows) + len(table.broken),
        "new": [change.path for change in plan.new],
        "updated": [change.path for change in plan.updated],
        "unchanged": plan.unchanged,
        "edited": [
            {"path": kept.path, "key": kept.key, "columns": list(kept.columns)}
            for kept in plan.kept
        ],
        "unreadable": [
            {table.unit: row.number, "key": row.key, "reason": row.reason} for row in plan.broken
        ],
        "rejects": str(listed) if plan.broken else None,
        "gone": [{"path": gone.path, "key": gone.key} for gone in plan.gone],
        "copies": [{"path": path, "of": other} for path, other in plan.copies],
        "links": plan.links,
        "notes": list(table.notes),
    }
