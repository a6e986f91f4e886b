"""``lessons evidence``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_lesson, read_base
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, print_wrapped, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.base import Base
    from site_builder.library.evidence.explanation import Axis, Explanation
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@click.option("--all", "shows_all", is_flag=True, help="A table of every lesson, instead.")
@format_option
@click.pass_context
def evidence(ctx: click.Context, record_id: str | None, form: str, *, shows_all: bool) -> None:
    """Explain what a lesson rests on, and what would raise it.

    Two levels, practice and research, are derived from what the records state: the facts, the
    rules that fired by their ids, and the least that would raise each level.
    """
    if bool(record_id) == shows_all:
        ctx.fail("name one lesson by its ID, or ask for --all")
    _project, base = read_base(ctx)
    if record_id is None:
        lessons: Sequence[Record[Lesson]] = base.library.lessons
        document: dict[str, Any] = {"lessons": [_as_json(base, one) for one in lessons]}
    else:
        lesson = find_lesson(base, record_id)
        lessons, document = (lesson,), _as_json(base, lesson)
    if form == "json":
        answer = {**document}
        print_json(answer)
    elif shows_all:
        _print_table(base, lessons)
    else:
        _print(lessons[0], base.evidence.explain(lessons[0]))


def _print(lesson: Record[Lesson], explained: Explanation) -> None:
    from site_builder.library.evidence.words import sentence

    click.secho(printable(lesson.fields.title), bold=True)
    print_wrapped(explained.statement)
    if explained.override:
        print_wrapped(explained.override)
    for reason in explained.contested:
        print_wrapped(f"Contested: {reason.text}. [{reason.rule}]")
    for axis in explained.axes:
        click.echo()
        click.secho(f"{axis.name} {axis.level} of {axis.highest}: {axis.label}", bold=True)
        for reason in axis.reasons:
            print_wrapped(f"{sentence(reason.text)} [{reason.rule}]", "  ")
        _print_facts(axis)
        if axis.higher:
            print_wrapped(f"What would raise it: {axis.higher}.", "  ")


def _print_facts(axis: Axis) -> None:
    if not axis.facts:
        return
    click.echo("  Facts:")
    for fact in axis.facts:
        source = f" ({fact.key[0]} {fact.key[1]})" if fact.key else ""
        print_wrapped(f"- {fact.text}{source}", "    ", hanging="  ")


def _print_table(base: Base, lessons: Sequence[Record[Lesson]]) -> None:
    width = max((len(lesson.id) for lesson in lessons), default=0)
    click.echo(f"{'lesson':<{width}}  rests on           practice  research  contested")
    for lesson in lessons:
        found = base.evidence.of(lesson)
        contested = "contested" if found.contested else ""
        click.echo(
            f"{lesson.id:<{width}}  {found.basis.label:<17}  "
            f"{found.practice} of 4    {found.research} of 5    {contested}".rstrip()
        )


def _as_json(base: Base, lesson: Record[Lesson]) -> dict[str, Any]:
    from site_builder.report.evidence import as_json

    return as_json(base.evidence.of(lesson), base.evidence.explain(lesson))
