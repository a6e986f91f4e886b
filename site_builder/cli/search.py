"""``lessons search``."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from site_builder.cli.root import project_of

if TYPE_CHECKING:
    from site_builder.search.hits import Hit

FORMAT_VERSION = 1


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], limit: int, form: str) -> None:
    """Find lessons by WORDS; any of them may match, and the best come first."""
    from site_builder.library.loader import load  # noqa: PLC0415
    from site_builder.search.index import open_index  # noqa: PLC0415 - imports Whoosh
    from site_builder.search.text import search_texts  # noqa: PLC0415

    project = project_of(ctx)
    asked = " ".join(words)
    index = open_index(project.cache_dir, search_texts(load(project).library))
    hits = index.search(asked, limit)
    if form == "json":
        rows = [dataclasses.asdict(hit) for hit in hits]
        answer = {"format_version": FORMAT_VERSION, "query": asked, "hits": rows}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif hits:
        for hit in hits:
            click.echo(_shown(hit))
    else:
        click.echo("No lesson has any of these words. Try others for the same thing.")


def _shown(hit: Hit) -> str:
    facts = ", ".join(filter(None, (hit.evidence, hit.outcome)))
    return f"{click.style(hit.title, bold=True)}\n  {hit.problem}\n  {hit.id} ({facts})\n"
