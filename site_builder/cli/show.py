"""``lessons show``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.root import find_record, printable, project_of

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.library.graph import RecordLink
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

FORMAT_VERSION = 1


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@click.option("--kind", type=click.Choice(["lesson", "assist", "reuse"]), help="Kind of record.")
@click.option("--orphans", is_flag=True, help="List the lessons that no record links to, instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
@click.pass_context
def show(
    ctx: click.Context, record_id: str | None, kind: str | None, form: str, *, orphans: bool
) -> None:
    """Print a record with its links both ways.

    Where records of two kinds share an id, the lesson comes first; --kind chooses.
    """
    from site_builder.library.loader import load

    if bool(record_id) == orphans:
        ctx.fail("name one record by its ID, or ask for --orphans")
    loaded = load(project_of(ctx))
    if record_id is None:
        _print_orphans(loaded, form)
        return
    from site_builder.records.kinds import Kind

    kinds = [Kind(kind)] if kind else [Kind.LESSON, Kind.ASSIST, Kind.REUSE, Kind.PAGE]
    record = find_record(loaded.library, record_id, kinds)
    if form == "json":
        click.echo(json.dumps(_as_json(loaded, record), ensure_ascii=False, indent=2))
        return
    click.echo(printable(record.document.text.rstrip()))
    for title, lines in (
        ("Links", _outgoing(loaded, record)),
        ("Linked from", _incoming(loaded, record)),
    ):
        if lines:
            click.echo(f"\n{click.style(title, bold=True)}")
            for line in lines:
                click.echo(f"  {printable(line)}")


def _print_orphans(loaded: Base, form: str) -> None:
    found = [{"id": one.id, "title": one.fields.title} for one in loaded.graph.orphans]
    if form == "json":
        answer = {"format_version": FORMAT_VERSION, "orphans": found}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(printable(f"{one['id']}: {one['title']}"))
    if not found:
        click.echo("Every lesson is linked to by another record.")


def _outgoing(loaded: Base, record: Record[Part]) -> list[str]:
    return [
        f"{link.type}: {link.target[1]} ({link.target[0]})"
        for link in loaded.graph.outgoing[(record.kind, record.id)]
    ]


def _incoming(loaded: Base, record: Record[Part]) -> list[str]:
    from site_builder.library.graph import INVERSE

    lines = []
    for link in loaded.graph.incoming.get((record.kind, record.id), ()):
        sentence = loaded.graph.sentence(link)
        quoted = f": “{sentence}”" if sentence else ""
        lines.append(f"{INVERSE[link.type]}: {link.source[1]} ({link.source[0]}){quoted}")
    return lines


def _as_json(loaded: Base, record: Record[Part]) -> dict[str, Any]:
    def row(link: RecordLink, end: str) -> dict[str, str]:
        kind, other = link.target if end == "target" else link.source
        return {
            "type": str(link.type),
            "kind": str(kind),
            "id": other,
            "sentence": loaded.graph.sentence(link),
        }

    key = (record.kind, record.id)
    return {
        "format_version": FORMAT_VERSION,
        "kind": str(record.kind),
        "id": record.id,
        "path": record.path,
        "fields": record.document.header,
        "text": record.body.text.strip(),
        **_evidence(loaded, record),
        "links": [row(link, "target") for link in loaded.graph.outgoing[key]],
        "backlinks": [row(link, "source") for link in loaded.graph.incoming.get(key, ())],
    }


def _evidence(loaded: Base, record: Record[Part]) -> dict[str, Any]:
    from site_builder.report.evidence import as_json

    lesson = loaded.library.lesson(record.id)
    if lesson is not record or lesson is None:
        return {}
    return {"evidence": as_json(loaded.evidence.of(lesson), loaded.evidence.explain(lesson))}
