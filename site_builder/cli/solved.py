"""``lessons solved``."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.answers import (
    HOW_MANY,
    print_broken,
    print_gone,
    print_hits,
    print_ways,
    words_only_option,
)
from site_builder.cli.base import open_index
from site_builder.cli.output import fail, format_option, has_words, print_json, say

if TYPE_CHECKING:
    from site_builder.search.answer import Answer
    from site_builder.search.store import Opened

_LONGEST = 100_000
"""Most characters of a described problem."""


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option(
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Read the text from a file; - is standard input.",
)
@click.option("--limit", type=HOW_MANY, default=5, show_default=True, help="Most lessons shown.")
@click.option("--plan", is_flag=True, help="Print the draft of an assist plan for this problem.")
@words_only_option
@format_option
def solved(
    words: tuple[str, ...],
    file: IO[str] | None,
    limit: int,
    form: str,
    *,
    plan: bool,
    words_only: bool,
) -> None:
    """Has this problem been solved before?

    TEXT can be a few words or several paragraphs; - or --file reads it. It has no operators. The
    answer shows which of your words each lesson contains and which it lacks; whether it solves
    your problem is for you to judge.
    """
    from site_builder.search.answer import Filters, answer  # imports Whoosh
    from site_builder.search.by_meaning import meaning_of
    from site_builder.search.hits import as_json, related_assists
    from site_builder.search.query import plain_query

    text = _text(words, file)
    query = plain_query(text)
    opened = open_index()
    meaning = None if words_only else meaning_of(opened, query.said)
    result = answer(opened, query, Filters(), limit, meaning)
    if plan:
        click.echo(_plan(text, result, opened), nl=False)
        return
    if form == "json":
        print_json(as_json(opened, result, text, " ".join(query.sequence), meaning))
        return
    print_gone(opened, text)
    print_hits(opened, result)
    for assist in related_assists(opened, text, meaning):
        due = f", decision due {assist['decision_date']}" if assist["decision_date"] else ""
        how = ", found by meaning" if assist["by_meaning"] else ""
        say(f"Possibly related open assist: {assist['title']} ({assist['id']}{due}{how})")
    print_ways(result)
    print_broken(opened)


def _text(words: tuple[str, ...], file: IO[str] | None) -> str:
    if file is not None and words:
        fail("give TEXT or --file, not both")
    if words == ("-",):
        file = sys.stdin
    try:
        text = file.read(_LONGEST + 1) if file else " ".join(words)
    except UnicodeDecodeError:
        fail("the text is not UTF-8")
    if len(text) > _LONGEST:
        fail(f"the text is longer than {_LONGEST:,} characters")
    if not has_words(text):
        fail("describe the problem: TEXT, --file F, or - for standard input")
    return text


def _plan(text: str, result: Answer, opened: Opened) -> str:
    from site_builder.assists.plans import plan_text, receipt_of, unjudged
    from site_builder.clock import today

    rows = [opened.rows[match.row] for match in result.matches]
    seen = [row.id for row in rows if not row.is_draft]
    return plan_text(
        text, receipt_of(text, unjudged(seen), opened.stamp, today(), result.verdict.word)
    )
