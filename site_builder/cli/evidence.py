"""``lessons evidence``."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.root import find_record, printable, project_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.base import Base
    from site_builder.library.evidence.explanation import Axis, Explanation
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

FORMAT_VERSION = 1
_WIDTH = 96


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@click.option("--all", "shows_all", is_flag=True, help="A table of every lesson, instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
@click.pass_context
def evidence(ctx: click.Context, record_id: str | None, form: str, *, shows_all: bool) -> None:
    """Explain what a lesson rests on, and what would raise it.

    Two levels, practice and research, are derived from what the records state: the facts, the
    rules that fired by their ids, and the least that would raise each level.
    """
    from site_builder.library.loader import load
    from site_builder.records.kinds import Kind

    if bool(record_id) == shows_all:
        ctx.fail("name one lesson by its ID, or ask for --all")
    loaded = load(project_of(ctx))
    if record_id is None:
        lessons: Sequence[Record[Lesson]] = loaded.library.lessons
        document: dict[str, Any] = {"lessons": [_as_json(loaded, one) for one in lessons]}
    else:
        found = find_record(loaded.library, record_id, [Kind.LESSON])
        lesson = loaded.library.lesson(found.id)
        assert lesson  # noqa: S101 - it has just been found
        lessons, document = (lesson,), _as_json(loaded, lesson)
    if form == "json":
        answer = {"format_version": FORMAT_VERSION, **document}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif shows_all:
        _print_table(loaded, lessons)
    else:
        _print(lessons[0], loaded.evidence.explain(lessons[0]))


def _print(lesson: Record[Lesson], explained: Explanation) -> None:
    from site_builder.library.evidence.words import sentence

    click.secho(printable(lesson.fields.title), bold=True)
    _say(explained.statement)
    if explained.override:
        _say(explained.override)
    for reason in explained.contested:
        _say(f"Contested: {reason.text}. [{reason.rule}]")
    for axis in explained.axes:
        click.echo()
        click.secho(f"{axis.name} {axis.level} of {axis.highest}: {axis.label}", bold=True)
        for reason in axis.reasons:
            _say(f"{sentence(reason.text)} [{reason.rule}]", "  ")
        _print_facts(axis)
        if axis.higher:
            _say(f"What would raise it: {axis.higher}.", "  ")


def _print_facts(axis: Axis) -> None:
    if not axis.facts:
        return
    click.echo("  Facts:")
    for fact in axis.facts:
        source = f" ({fact.key[0]} {fact.key[1]})" if fact.key else ""
        _say(f"- {fact.text}{source}", "    ", hanging="  ")


def _print_table(loaded: Base, lessons: Sequence[Record[Lesson]]) -> None:
    width = max((len(lesson.id) for lesson in lessons), default=0)
    click.echo(f"{'lesson':<{width}}  mark          practice  research  contested")
    for lesson in lessons:
        found = loaded.evidence.of(lesson)
        contested = "contested" if found.contested else ""
        click.echo(
            f"{lesson.id:<{width}}  {found.derivation.mark or 'unsupported':<12}  "
            f"{found.practice} of 4    {found.research} of 5    {contested}".rstrip()
        )


def _as_json(loaded: Base, lesson: Record[Lesson]) -> dict[str, Any]:
    from site_builder.report.evidence import as_json

    return as_json(loaded.evidence.of(lesson), loaded.evidence.explain(lesson))


def _say(text: str, margin: str = "", *, hanging: str = "") -> None:
    lines = textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + hanging,
        break_on_hyphens=False,
    )
    click.echo("\n".join(lines))
