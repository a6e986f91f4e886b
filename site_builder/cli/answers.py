"""Answers as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.output import printable, say
from site_builder.diagnostics import counted
from site_builder.search.facets import FACETS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.search.answer import Answer
    from site_builder.search.hits import SearchHit
    from site_builder.search.store import Opened

words_only_option = click.option(
    "--words-only", is_flag=True, help="Find lessons by words alone, and not by meaning."
)
HOW_MANY = click.IntRange(min=1, max=1000)
"""How many lessons an answer may list."""
_MOST_COUNTS = 6
_MOST_MISSING = 5
"""Most words named that a lesson lacks."""


def print_gone(opened: Opened, text: str) -> None:
    """Print a sentence for each lesson that a text names and that is found no more."""
    from site_builder.search.hits import gone_of

    for sentence in gone_of(opened, text):
        say(sentence)


def print_hits(opened: Opened, result: Answer) -> None:
    """Print how near an answer comes, and its lessons."""
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
    by_words = total - result.by_meaning
    shares = "share" if by_words > 1 else "shares"
    sharing = f"{f'{by_words:,}' if by_words else 'none'} {shares} a word"
    only = f", {result.by_meaning} only by meaning" if result.by_meaning else ""
    return f"{result.verdict.word.capitalize()}: {coming}, {sharing}{only}."


def _print_hit(hit: SearchHit, words: list[str], outcomes: dict[str, str]) -> None:
    click.echo(("Draft: " if hit.draft else "") + click.style(printable(hit.title), bold=True))
    found = "Found by meaning: " if hit.by_meaning else ""
    click.echo(f"  {found}{_marked(hit.problem, words)}")
    say(f"  {hit.strip}")
    outcome = outcomes.get(hit.outcome, "").lower()
    say(f"  {hit.id} ({outcome})" if outcome else f"  {hit.id}")
    if not hit.by_meaning and (hit.covered or hit.not_covered):
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


def print_counts(opened: Opened, result: Answer) -> None:
    """Print how many of the lessons found have each value of a facet."""
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


def print_broken(opened: Opened) -> None:
    """Print how many records could not be searched, if any."""
    if broken := opened.facts.broken:
        told = f"{counted(broken, 'record')} with errors could not be searched"
        say(f"{told}: `lessons check` says why.", err=True)


def print_ways(result: Answer) -> None:
    """Print ways to continue, if nothing comes near."""
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
