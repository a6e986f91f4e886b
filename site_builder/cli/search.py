"""``lessons search``, ``lessons solved`` and ``lessons related``."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_lesson, open_index, read_base
from site_builder.cli.output import fail, format_option, print_json, printable, read_day, say
from site_builder.diagnostics import counted
from site_builder.search.facets import FACETS, LEVELS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_builder.search.answer import Answer, Filters
    from site_builder.search.hits import SearchHit
    from site_builder.search.store import Opened

_MOST_COUNTS = 6
_MOST_MISSING = 5
"""Most words named that a lesson lacks."""
_LONGEST = 100_000
"""Most characters of a described problem."""
_EXCLUDED = re.compile(r"-(?!h\Z)[^\W\d_].*", re.DOTALL)
_HOW_MANY = click.IntRange(min=1, max=1000)


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
@click.option("--limit", type=_HOW_MANY, default=10, show_default=True, help="Most lessons shown.")
@click.option(
    "--missed",
    type=click.File(encoding="utf-8"),
    help="Print the queries of a file, one a line, that have no answer; - is standard input.",
)
@format_option
def search(
    words: tuple[str, ...],
    limit: int,
    form: str,
    missed: IO[str] | None,
    **filters: Any,  # noqa: ANN401 - click passes strings, dates and tuples
) -> None:
    """Find lessons by words and filters.

    Any of the WORDS may match; the best lessons come first. "Quoted words" must be adjacent, -word
    must not occur, and begin* matches the beginning of words. NAME:VALUE filters like the option
    with that name: tag:handover, contested:no or year:2026. Filters without words list the newest
    lessons that match.
    """
    from site_builder.search.answer import Filters, answer  # imports Whoosh
    from site_builder.search.hits import as_json
    from site_builder.search.query import parse_query

    text = " ".join(words)
    query = parse_query(text)
    chosen = _filters(filters)
    if missed:
        if text.strip() or chosen != Filters():
            fail("--missed takes its queries from the file: give no words or filters beside it")
        _print_missed(missed, form)
        return
    if not text.strip() and chosen == Filters():
        fail("give some words to search for, or a filter such as --tag")
    opened = open_index()
    chosen = _meant(opened, chosen, query.filters)
    result = answer(opened, query, chosen, limit)
    if form == "json":
        document = as_json(opened, result, text, " ".join(query.sequence))
        print_json({**document, "facets": result.facets})
        return
    _print_gone(opened, " ".join(query.sequence))
    _print_hits(opened, result)
    _print_counts(opened, result)
    _print_ways(result)


def _print_missed(file: IO[str], form: str) -> None:
    from site_builder.search.missed import missed_of

    try:
        queries = [line.strip()[:_LONGEST] for line in file if line.strip()]
    except UnicodeDecodeError:
        fail("the file of queries is not UTF-8")
    opened = open_index()
    found = list(missed_of(opened, queries))
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


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option(
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Read the text from a file; - is standard input.",
)
@click.option("--limit", type=_HOW_MANY, default=5, show_default=True, help="Most lessons shown.")
@click.option("--plan", is_flag=True, help="Print the draft of an assist plan for this problem.")
@format_option
def solved(
    words: tuple[str, ...], file: IO[str] | None, limit: int, form: str, *, plan: bool
) -> None:
    """Has this problem been solved before?

    TEXT can be a few words or several paragraphs; - or --file reads it. It has no operators. The
    answer shows which of your words each lesson contains and which it lacks; whether it solves
    your problem is for you to judge.
    """
    from site_builder.search.answer import Filters, answer  # imports Whoosh
    from site_builder.search.hits import as_json, related_assists
    from site_builder.search.query import plain_query

    text = _text(words, file)
    query = plain_query(text)
    opened = open_index()
    result = answer(opened, query, Filters(), limit)
    if plan:
        click.echo(_plan(text, result, opened), nl=False)
        return
    if form == "json":
        print_json(as_json(opened, result, text, " ".join(query.sequence)))
        return
    _print_gone(opened, text)
    _print_hits(opened, result)
    for assist in related_assists(opened, text):
        due = f", decision due {assist['decision_date']}" if assist["decision_date"] else ""
        say(f"Possibly related open assist: {assist['title']} ({assist['id']}{due})")
    _print_ways(result)


@click.command()
@click.argument("lesson_id", metavar="ID")
@format_option
def related(lesson_id: str, form: str) -> None:
    """Print the lessons most similar to a lesson, and why."""
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.related import related_lessons
    from site_builder.search.text import search_texts

    _project, base = read_base()
    texts = {text.id: text for text in search_texts(base.library, base.evidence)}
    if lesson_id not in texts:
        asked = find_lesson(base, lesson_id)
        if asked.id not in texts:
            fail(f"'{asked.id}' is {asked.fields.status}, and no search finds it")
        lesson_id = asked.id
    similar = related_lessons(MemoryIndex(texts.values()))[lesson_id]
    if form == "json":
        rows = [
            {
                "id": lesson.id,
                "title": texts[lesson.id].title,
                "words": lesson.words,
                "tags": lesson.tags,
                "same_source": lesson.same_source,
            }
            for lesson in similar
        ]
        print_json({"id": lesson_id, "related": rows})
        return
    for lesson in similar:
        say(texts[lesson.id].title, bold=True)
        say(f"  {lesson.id}\n  {lesson.reason(base.library.vocabulary)}\n")
    if not similar:
        say("No other lesson shares a distinctive word with this one.")


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

    from site_builder.search.meaning import UnknownValueError, meant_value

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
    if not text.strip():
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


def _print_gone(opened: Opened, text: str) -> None:
    from site_builder.search.hits import gone_of

    for sentence in gone_of(opened, text):
        say(sentence)


def _print_hits(opened: Opened, result: Answer) -> None:
    from site_builder.search.hits import hits

    if result.verdict.word:
        say(f"{_said(result)}\n")
    for word, other in result.also:
        say(f"also searched: {other} (no lesson has “{word}”)")
    words = [*result.words, *(word for _word, other in result.also for word in other.split())]
    for hit in hits(opened, result):
        _print_hit(hit, words, opened.facts.labels["outcome"])


def _said(result: Answer) -> str:
    """Return how near an answer comes, as the finder says it too."""
    close, total = result.verdict.close, result.total
    coming = f"{f'{close:,}' if close else 'none'} {'come' if close > 1 else 'comes'} close"
    sharing = f"{f'{total:,}' if total else 'none'} {'share' if total > 1 else 'shares'} a word"
    return f"{result.verdict.word.capitalize()}: {coming}, {sharing}."


def _print_hit(hit: SearchHit, words: list[str], outcomes: dict[str, str]) -> None:
    click.echo(("Draft: " if hit.draft else "") + click.style(printable(hit.title), bold=True))
    click.echo(f"  {_marked(hit.problem, words)}")
    say(f"  {hit.statement}")
    outcome = outcomes.get(hit.outcome, "").lower()
    say(f"  {hit.id} ({outcome})" if outcome else f"  {hit.id}")
    if hit.covered or hit.not_covered:
        say(
            f"  has: {', '.join(hit.covered)}"
            + (f"; lacks: {_some(hit.not_covered)}" if hit.not_covered else "")
        )
    if hit.covered:
        click.echo(f"  {_marked(hit.snippet, words)}")
    if hit.contact:
        say(f"  contact: {hit.contact}")
    say()


def _some(words: Sequence[str]) -> str:
    left = len(words) - _MOST_MISSING
    return ", ".join(words[:_MOST_MISSING]) + (f" and {left} more" if left > 0 else "")


def _marked(text: str, words: Iterable[str]) -> str:
    from site_builder.search.hits import highlighted

    return "".join(
        click.style(printable(piece), underline=True) if is_word else printable(piece)
        for piece, is_word in highlighted(text, words)
    )


def _print_counts(opened: Opened, result: Answer) -> None:
    if not result.total:
        return
    say(f"{counted(result.total, 'lesson')} found.")
    for name in (facet.name for facet in FACETS if facet.counted):
        counts = list(result.facets[name].items())[:_MOST_COUNTS]
        if name in LEVELS:
            # Levels are listed from the highest down.
            counts.sort(reverse=True)
        labels = opened.facts.labels.get(name, {})
        if counts:
            shown = (f"{labels.get(value, value)} {count:,}" for value, count in counts)
            say(f"  {name}: {', '.join(shown)}")
    for name, value, label in (("contested", "yes", "contested"), ("status", "draft", "drafts")):
        if count := result.facets[name].get(value):
            say(f"  {label}: {count:,}")


def _print_ways(result: Answer) -> None:
    from site_builder.search.verdict import NOTHING

    if result.matches and result.verdict.word != NOTHING:
        return
    if not result.matches:
        say("No lesson matches.")
    say(
        "Three ways to continue:\n"
        "  search more widely: use fewer words, or synonyms, and fewer filters\n"
        "  ask: a lesson that is close names a contact\n"
        "  plan an assist: `lessons solved --plan TEXT` prints a draft of the plan"
    )
