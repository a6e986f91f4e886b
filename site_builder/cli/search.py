"""``lessons search``."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

import click

from site_builder.cli.answers import (
    HOW_MANY,
    print_broken,
    print_counts,
    print_gone,
    print_hits,
    print_ways,
    words_only_option,
)
from site_builder.cli.base import open_index
from site_builder.cli.output import fail, format_option, print_json, read_day, say
from site_builder.diagnostics import counted
from site_builder.search.facets import FACETS, LEVELS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.search.answer import Filters
    from site_builder.search.store import Opened

_LONGEST = 100_000
"""Most characters of a query."""
_EXCLUDED = re.compile(r"-(?!h\Z)[^\W\d_].*", re.DOTALL)


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each facet, level and limit of the date."""
    options = [
        click.option("--before", type=read_day, metavar="DATE", help="Recorded on or before DATE."),
        click.option("--after", type=read_day, metavar="DATE", help="Recorded on or after DATE."),
    ]
    for facet in FACETS:
        kind = click.Choice(facet.choices) if facet.choices else None
        text = f"{facet.help} Repeatable."
        options.append(click.option(f"--{facet.name}", type=kind, multiple=True, help=text))
    for name, most in LEVELS.items():
        level = click.IntRange(0, most)
        options.append(click.option(f"--min-{name}", type=level, help=f"Lowest level of {name}."))
    for option in reversed(options):
        command = option(command)
    return command


class _CommandOfWords(click.Command):
    """A command whose words may begin with a hyphen; all its options begin with two, or are -h."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move words that begin with a hyphen behind the options."""
        end = args.index("--") if "--" in args else len(args)
        words = [word for word in args[:end] if _EXCLUDED.fullmatch(word)]
        options = [word for word in args[:end] if word not in words]
        return super().parse_args(ctx, [*options, "--", *words, *args[end + 1 :]])


@click.command(cls=_CommandOfWords)
@click.argument("words", nargs=-1)
@_with_filters
@click.option("--limit", type=HOW_MANY, default=10, show_default=True, help="Most lessons shown.")
@click.option(
    "--missed",
    type=click.File(encoding="utf-8"),
    help="Print the queries of a file, one a line, that have no answer; - is standard input.",
)
@words_only_option
@format_option
def search(
    words: tuple[str, ...],
    limit: int,
    form: str,
    missed: IO[str] | None,
    *,
    words_only: bool,
    **filters: Any,  # noqa: ANN401 - click passes strings, dates and tuples
) -> None:
    """Find lessons by words and filters.

    Any of the WORDS may match; the best lessons come first. "Quoted words" must be adjacent, -word
    must not occur, and begin* matches the beginning of words. NAME:VALUE filters like the option
    with that name: tag:handover, contested:no or year:2026. Filters without words list the newest
    lessons that match.
    """
    from site_builder.search.answer import Filters, answer  # imports Whoosh
    from site_builder.search.by_meaning import meaning_of
    from site_builder.search.hits import as_json
    from site_builder.search.query import Query, parse_query

    text = " ".join(words)
    query = parse_query(text)
    chosen = _filters(filters)
    if missed:
        if text.strip() or chosen != Filters():
            fail("--missed takes its queries from the file: give no words or filters beside it")
        _print_missed(missed, form, words_only=words_only)
        return
    if query == Query() and chosen == Filters():
        fail("give some words to search for, or a filter such as --tag")
    opened = open_index()
    chosen = _meant(opened, chosen, query.filters)
    meaning = None if words_only else meaning_of(opened, query.said)
    result = answer(opened, query, chosen, limit, meaning)
    if form == "json":
        document = as_json(opened, result, text, " ".join(query.sequence), meaning)
        print_json({**document, "facets": result.facets})
        return
    print_gone(opened, " ".join(query.sequence))
    print_hits(opened, result)
    print_counts(opened, result)
    print_ways(result)
    print_broken(opened)


def _print_missed(file: IO[str], form: str, *, words_only: bool) -> None:
    from site_builder.search.missed import missed_of

    try:
        queries = [line.strip()[:_LONGEST] for line in file if line.strip()]
    except UnicodeDecodeError:
        fail("the file of queries is not UTF-8")
    opened = open_index()
    found = list(missed_of(opened, queries, words_only=words_only))
    if form == "json":
        print_json({"asked": len(queries), "missed": [query._asdict() for query in found]})
        return
    labels = opened.facts.labels["tag"]
    for query in found:
        say(query.query, bold=True)
        if query.unknown:
            say(f"  no lesson has: {', '.join(query.unknown)}")
        named = ", ".join(f"{labels.get(tag, tag)} ({tag})" for tag in query.tags)
        say(
            f"  a synonym may help at: {named}"
            if named
            else "  no topic comes near: write a lesson"
        )
    say(f"{len(found):,} of {counted(len(queries), 'query', 'queries')} without an answer.")


def _filters(given: dict[str, Any]) -> Filters:
    from site_builder.search.answer import Filters

    least = {name: given[f"min_{name}"] for name in LEVELS}
    return Filters(
        {name: frozenset(given[name]) for name in NAMES if given.get(name)},
        str(given["after"] or ""),
        str(given["before"] or ""),
        {name: level for name, level in least.items() if level is not None},
    )


def _meant(opened: Opened, filters: Filters, typed: Iterable[tuple[str, str]]) -> Filters:
    """Return filters with the codes of their values; end the command at a value that there is not.

    Args:
        opened: The index.
        filters: The filters that options give, by code, label or another word for a topic.
        typed: Names and values of the filters in the query itself.
    """
    from dataclasses import replace

    from site_builder.search.filter_values import UnknownValueError, meant_value

    try:
        for name, value in typed:
            meant_value(opened, name, value)
        values = {
            name: frozenset(meant_value(opened, name, value) for value in some)
            for name, some in filters.values.items()
        }
    except UnknownValueError as error:
        fail(str(error))
    return replace(filters, values=values)
