"""``lessons show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_record, read_base
from site_builder.cli.options import format_option, kind_option
from site_builder.cli.output import print_json, printable

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.library.graph import RecordLink
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@kind_option
@click.option("--orphans", is_flag=True, help="List the lessons that no record links to, instead.")
@format_option
@click.pass_context
def show(
    ctx: click.Context, record_id: str | None, kind: str | None, form: str, *, orphans: bool
) -> None:
    """Print a record with its links both ways.

    Where records of two kinds share an id, the lesson comes first; --kind chooses.
    """
    if bool(record_id) == orphans:
        ctx.fail("name one record by its ID, or ask for --orphans")
    _project, base = read_base(ctx)
    if record_id is None:
        _print_orphans(base, form)
        return
    from site_builder.records.kinds import Kind

    kinds = [Kind(kind)] if kind else [Kind.LESSON, Kind.ASSIST, Kind.REUSE, Kind.PAGE]
    record = find_record(base, record_id, kinds)
    if form == "json":
        print_json(_as_json(base, record))
        return
    click.echo(printable(record.document.text.rstrip()))
    for title, lines in (
        ("Links", _outgoing(base, record)),
        ("Linked from", _incoming(base, record)),
    ):
        if lines:
            click.echo(f"\n{click.style(title, bold=True)}")
            for line in lines:
                click.echo(f"  {printable(line)}")


def _print_orphans(base: Base, form: str) -> None:
    found = [{"id": orphan.id, "title": orphan.fields.title} for orphan in base.graph.orphans]
    if form == "json":
        answer = {"orphans": found}
        print_json(answer)
        return
    for one in found:
        click.echo(printable(f"{one['id']}: {one['title']}"))
    if not found:
        click.echo("Every lesson is linked to by another record.")


def _outgoing(base: Base, record: Record[Part]) -> list[str]:
    return [
        f"{link.type}: {link.target[1]} ({link.target[0]})"
        for link in base.graph.outgoing[(record.kind, record.id)]
    ]


def _incoming(base: Base, record: Record[Part]) -> list[str]:
    from site_builder.library.graph import INVERSE

    lines = []
    for link in base.graph.incoming.get((record.kind, record.id), ()):
        sentence = base.graph.sentence(link)
        quoted = f": “{sentence}”" if sentence else ""
        lines.append(f"{INVERSE[link.type]}: {link.source[1]} ({link.source[0]}){quoted}")
    return lines


def _as_json(base: Base, record: Record[Part]) -> dict[str, Any]:
    from site_builder.records.allowance import without_allowances

    def row(link: RecordLink, end: str) -> dict[str, str]:
        kind, other = link.target if end == "target" else link.source
        return {
            "type": str(link.type),
            "kind": str(kind),
            "id": other,
            "sentence": base.graph.sentence(link),
        }

    key = (record.kind, record.id)
    return {
        "kind": str(record.kind),
        "id": record.id,
        "path": record.path,
        "fields": record.document.header,
        "text": without_allowances(record.body).strip(),
        **_evidence(base, record),
        "links": [row(link, "target") for link in base.graph.outgoing[key]],
        "backlinks": [row(link, "source") for link in base.graph.incoming.get(key, ())],
    }


def _evidence(base: Base, record: Record[Part]) -> dict[str, Any]:
    from site_builder.report.evidence import as_json

    lesson = base.library.lesson(record.id)
    if lesson is not record or lesson is None:
        return {}
    return {"evidence": as_json(base.evidence.of(lesson), base.evidence.explain(lesson))}
