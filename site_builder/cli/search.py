"""``lessons search``, ``lessons solved`` and ``lessons related``."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, Any

import click

from site_builder.cli.base import open_index, read_base
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, printable
from site_builder.diagnostics import counted
from site_builder.errors import UnknownRecordError
from site_builder.search.facets import FACETS, LEVELS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.search.answer import Answer, Filters
    from site_builder.search.hits import SearchHit
    from site_builder.search.query import Query
    from site_builder.search.store import Opened

_MOST_COUNTS = 6
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_EXCLUDED = re.compile(r"-(?!h\Z)[^\W\d_].*", re.DOTALL)
_HOW_MANY = click.IntRange(min=1, max=1000)


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    for name, most in reversed(LEVELS.items()):
        command = click.option(
            f"--min-{name}", type=click.IntRange(0, most), help=f"Lowest level of {name}."
        )(command)
    for facet in reversed(FACETS):
        kind = click.Choice(facet.choices) if facet.choices else None
        command = click.option(
            f"--{facet.name}", type=kind, multiple=True, help=f"{facet.help} May be given twice."
        )(command)
    command = click.option("--after", type=_DAY, help="Recorded on this day or later.")(command)
    return click.option("--before", type=_DAY, help="Recorded on this day or earlier.")(command)


class _CommandOfWords(click.Command):
    """A command whose words may begin with a hyphen: none of its options does with only one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take words that begin with a hyphen for what they are; their order means nothing."""
        end = args.index("--") if "--" in args else len(args)
        words = [word for word in args[:end] if _EXCLUDED.fullmatch(word)]
        options = [word for word in args[:end] if word not in words]
        return super().parse_args(ctx, [*options, "--", *words, *args[end + 1 :]])


@click.command(cls=_CommandOfWords)
@click.argument("words", nargs=-1)
@_with_filters
@click.option("--limit", type=_HOW_MANY, default=10, show_default=True, help="Most lessons shown.")
@format_option
@click.pass_context
def search(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    limit: int,
    form: str,
    **filters: Any,  # noqa: ANN401 - click hands over strings, dates and tuples
) -> None:
    """Find lessons by words and filters.

    Any of the WORDS may match, and the best lessons come first. "Quoted words" have to stand
    together, -word must not occur, and begin* finds words that begin so. NAME:VALUE narrows the
    search as the option of that name does: tag:handover, contested:no or year:2026.
    Filters alone list the newest lessons that fit.
    """
    from site_builder.search.query import parse_query  # imports Whoosh

    asked = " ".join(words)
    query = parse_query(asked)
    chosen = _filters(filters)
    if not asked.strip() and chosen == _filters({}):
        ctx.fail("say what to look for: some words, or a filter such as --tag")
    opened, found = _ask(ctx, query, chosen, limit)
    if form == "json":
        document = {**_json(opened, found, asked, query), "facets": found.facets}
        print_json(document)
        return
    _print_hits(opened, found)
    _print_counts(opened, found)
    _print_ways_on(opened, found)


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option(
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Read the text from a file; - is standard input.",
)
@click.option("--limit", type=_HOW_MANY, default=5, show_default=True, help="Most lessons shown.")
@click.option(
    "--plan", is_flag=True, help="Print a plan for an assist on this problem, to be filled in."
)
@format_option
@click.pass_context
def solved(
    ctx: click.Context,
    words: tuple[str, ...],
    file: IO[str] | None,
    limit: int,
    form: str,
    *,
    plan: bool,
) -> None:
    """Has this problem been solved before?

    Takes TEXT from three words to several paragraphs; - or --file reads it. Every sign in it is
    taken as text. The answer says which of your words each lesson has and which it has not: whether
    it solves your problem is for you to judge.
    """
    from site_builder.search.answer import Filters  # imports Whoosh
    from site_builder.search.query import plain_query

    text = _text(ctx, words, file)
    query = plain_query(text)
    opened, found = _ask(ctx, query, Filters(), limit)
    if plan:
        click.echo(_plan(text, found, opened), nl=False)
    elif form == "json":
        print_json(_json(opened, found, text, query))
    else:
        _print_hits(opened, found)
        _print_assists(opened, text)
        _print_ways_on(opened, found)


@click.command()
@click.argument("lesson_id", metavar="ID")
@format_option
@click.pass_context
def related(ctx: click.Context, lesson_id: str, form: str) -> None:
    """Print the lessons nearest to a lesson, and why they are near."""
    from site_builder.records.guess import nearest
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.related import related_lessons
    from site_builder.search.text import search_texts

    _project, base = read_base(ctx)
    texts = {text.id: text for text in search_texts(base.library, base.evidence)}
    if lesson_id not in texts:
        raise UnknownRecordError(lesson_id, nearest(lesson_id, texts, limit=3))
    found = related_lessons(MemoryIndex(texts.values()))[lesson_id]
    if form == "json":
        rows = [
            {
                "id": one.id,
                "title": texts[one.id].title,
                "words": one.words,
                "tags": one.tags,
                "same_source": one.same_source,
            }
            for one in found
        ]
        answer = {"id": lesson_id, "related": rows}
        print_json(answer)
        return
    for one in found:
        click.echo(click.style(printable(texts[one.id].title), bold=True))
        click.echo(f"  {one.id}\n  {one.reason(base.library.vocabulary)}\n")
    if not found:
        click.echo("No other lesson shares a telling word with this one.")


def _ask(ctx: click.Context, query: Query, filters: Filters, limit: int) -> tuple[Opened, Answer]:
    from site_builder.search.answer import answer

    opened = open_index(ctx)
    return opened, answer(opened, query, filters, limit)


def _filters(given: dict[str, Any]) -> Filters:
    from site_builder.search.answer import Filters

    values = {name: frozenset(given[name]) for name in NAMES if given.get(name)}
    after, before = given.get("after"), given.get("before")
    least = {name: given.get(f"min_{name}") for name in LEVELS}
    return Filters(
        values,
        after.date().isoformat() if after else "",
        before.date().isoformat() if before else "",
        {name: level for name, level in least.items() if level is not None},
    )


def _json(opened: Opened, found: Answer, asked: str, query: Query) -> dict[str, Any]:
    from site_builder.search.hits import as_json

    return as_json(opened, found, asked, " ".join(query.sequence))


def _text(ctx: click.Context, words: tuple[str, ...], file: IO[str] | None) -> str:
    if file is not None and words:
        ctx.fail("give the text or --file, not both")
    try:
        if file is not None:
            text = file.read()
        else:
            text = sys.stdin.read() if words == ("-",) else " ".join(words)
    except UnicodeDecodeError:
        ctx.fail("the text is not UTF-8")
    if not text.strip():
        ctx.fail("say what the problem is: TEXT, --file F, or - to read it from standard input")
    return str(text)


def _print_hits(opened: Opened, found: Answer) -> None:
    from site_builder.search.hits import hits

    if found.poor and found.matches:
        click.echo(
            "Nothing comes near: even the best of these has fewer than half of the words that tell "
            "what your problem is.\n"
        )
    for hit in hits(opened, found):
        click.echo(_shown(hit, found.words, opened.state.facts.labels))


def _shown(hit: SearchHit, words: Iterable[str], labels: dict[str, dict[str, str]]) -> str:
    asked = list(words)
    title = ("Draft: " if hit.draft else "") + click.style(printable(hit.title), bold=True)
    lines = [title, f"  {_marked(hit.problem, asked)}"]
    lines.append(f"  {printable(hit.statement)}")
    outcome = labels["outcome"].get(hit.outcome, "").lower()
    lines.append(f"  {hit.id} ({outcome})" if outcome else f"  {hit.id}")
    if hit.covered or hit.not_covered:
        has = f"has: {', '.join(hit.covered) or 'none of your words'}"
        lacks = f"; has not: {', '.join(hit.not_covered)}" if hit.not_covered else ""
        lines.append(f"  {has}{lacks}")
    if hit.covered:
        lines.append(f"  {_marked(hit.snippet, asked)}")
    if hit.contact:
        lines.append(f"  ask: {printable(hit.contact)}")
    return "\n".join(lines) + "\n"


def _marked(text: str, words: Iterable[str]) -> str:
    from site_builder.search.hits import highlighted

    return "".join(
        click.style(printable(piece), underline=True) if asked else printable(piece)
        for piece, asked in highlighted(text, words)
    )


def _print_counts(opened: Opened, found: Answer) -> None:
    if not found.total:
        return
    click.echo(f"{counted(found.total, 'lesson')} found.")
    labels = opened.state.facts.labels
    for name in (facet.name for facet in FACETS if facet.counted):
        counts = list(found.facets[name].items())[:_MOST_COUNTS]
        if name in LEVELS:
            # Levels are read from the highest down.
            counts.sort(reverse=True)
        if counts:
            named = (
                f"{labels.get(name, {}).get(value, value)} {count:,}" for value, count in counts
            )
            click.echo(f"  {name}: {', '.join(named)}")
    for name, value, label in (("contested", "yes", "contested"), ("status", "draft", "drafts")):
        if count := found.facets[name].get(value):
            click.echo(f"  {label}: {count:,}")


def _print_assists(opened: Opened, text: str) -> None:
    from site_builder.search.hits import related_assists

    for assist in related_assists(opened, text):
        due = f", decision due {assist['decision_date']}" if assist["decision_date"] else ""
        title = printable(assist["title"])
        click.echo(f"Possibly related, and open now: {title} ({assist['id']}{due})")


def _print_ways_on(opened: Opened, found: Answer) -> None:
    from site_builder.search.hits import suggestions

    for word, near in suggestions(opened, found.unknown).items():
        click.echo(f"No lesson has “{word}”. Did you mean “{near}”?")
    if found.matches and not found.poor:
        return
    if not found.matches:
        click.echo("No lesson fits.")
    click.echo(
        "Three ways on:\n"
        "  widen it: use fewer words, or others for the same thing, and fewer filters\n"
        "  ask: a lesson that comes near names whom to ask\n"
        "  plan an assist: `lessons solved --plan TEXT` prints a plan to fill in"
    )


def _plan(text: str, found: Answer, opened: Opened) -> str:
    from site_builder.assists.plans import plan_text, receipt_of, unjudged
    from site_builder.clock import today

    rows = [opened.state.rows[match.row] for match in found.matches]
    seen = [row.id for row in rows if not row.is_draft]
    return plan_text(text, receipt_of(text, unjudged(seen), opened.state.stamp, today()))
