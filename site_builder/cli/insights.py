"""``lessons insights``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, print_wrapped, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.publish.insight_views import Chapter


@click.command()
@format_option
@click.pass_context
def insights(ctx: click.Context, form: str) -> None:
    """Print what the records tell: who learns from whom, and what comes of it.

    Meetings avoided, actions and reuse, who gives and who takes, the network of people who met,
    and problems that recur. No person is shown, and a figure over fewer than five people is
    withheld, as is one from which such a figure could be worked out.
    """
    from site_builder.assists.insights import as_json
    from site_builder.assists.insights import insights as derived
    from site_builder.clock import today
    from site_builder.library.loader import load
    from site_builder.publish.insights import insights_page

    project = project_of(ctx)
    base = load(project)
    told = derived(base.library, base.evidence, project.settings, today())
    if form == "json":
        print_json(as_json(told))
        return
    page = insights_page(told, base.library)
    _table([(headline.label.capitalize(), headline.value) for headline in page.headlines])
    for chapter in page.chapters:
        _print_chapter(chapter)
    click.echo()
    _say(page.withheld)


def _print_chapter(chapter: Chapter) -> None:
    click.echo()
    click.secho(chapter.title, bold=True)
    _say(chapter.lead)
    for panel in chapter.panels:
        table = panel.table
        click.echo()
        _say(f"{table.caption}:")
        _table([table.columns, *table.rows, *([table.total] if table.total else [])])
    for definition in chapter.definitions:
        _say(f"{definition.label}: {' '.join(definition.values)}")
    for problem in chapter.problems:
        titles = "; ".join(link.title for link in problem.links)
        _say(f"{problem.note}: {problem.link.title} ({titles})")


def _table(rows: Sequence[Sequence[str]]) -> None:
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {line}".rstrip())


def _say(text: str) -> None:
    print_wrapped(text, "  ", "  ")
