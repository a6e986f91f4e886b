"""The file ``llms.txt``: where programs that read text begin (https://llmstxt.org)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.library import addresses
from site_builder.publish.cards import lesson_cards, newest_first
from site_builder.publish.names import topic_link
from site_builder.publish.outward import SOURCE_FILE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.publish.context import SiteContext

LLMS_FILE = "llms.txt"
NEWEST = 100
"""Most lessons in the file; the API has all of them."""

_IN_JSON = "is in its JSON, as `api/lesson/ID.json`"
_MARKUP = re.compile(r"([\\\[\]<>`*_&])")
_FEED = "JSON Feed; feed.xml is the same in Atom"
_DATA = (
    ("Index of the API", "api/index.json", "every record as JSON, with its schema"),
    ("Every lesson as JSON", "api/lessons.json", "one file, without the texts"),
    ("Feed of lessons", f"{addresses.LESSONS_FEED}.json", _FEED),
    ("Feed of open plans", f"{addresses.BOARD_FEED}.json", _FEED),
)


def llms_text(context: SiteContext) -> str:
    """Return the file: main pages, data, topics, and the Markdown of the newest lessons."""
    return "\n".join(_lines(context)) + "\n"


def _lines(context: SiteContext) -> Iterator[str]:
    library, identity = context.library, context.identity
    start = identity.url or "./"
    about = identity.description or "Lessons that teams have learned, each with what it rests on."
    yield from (f"# {_inline(identity.name) or 'Lessons'}", "", f"> {_inline(about)}", "")
    beside = context.settings.record_files
    where = f"is beside its page, as `lesson/ID/{SOURCE_FILE}`" if beside else _IN_JSON
    yield (
        "Each lesson is a Markdown file with a header in YAML: the problem, what was learned, and "
        f"the evidence behind it. People are left out. A lesson's source {where}."
    )
    pages = [page for page in addresses.SITE_PAGES if page is not addresses.PRACTICES]
    yield from _section("Pages", (_link(page.title, start, page.url, page.lead) for page in pages))
    yield from _section("Data", (_link(title, start, url, note) for title, url, note in _DATA))
    counts = ((topic_link(library, tag), len(tagged)) for tag, tagged in library.tagged.items())
    topics = [
        _link(topic.title, start, topic.url, f"lessons: {count}")
        for topic, count in counts
        if topic.url
    ]
    yield from _section("Topics", sorted(topics, key=str.casefold))
    newest = newest_first(library.published)[:NEWEST]
    all_of_them = len(newest) == len(library.published)
    title = "Lessons" if all_of_them else f"The newest {len(newest)} lessons"
    sources = (
        _link(
            card.title,
            start,
            f"{card.url}{SOURCE_FILE}" if beside else f"api/lesson/{card.id}.json",
            card.problem,
        )
        for card in lesson_cards(context, newest)
    )
    yield from _section(title, sources)


def _section(title: str, links: Iterable[str]) -> Iterator[str]:
    listed = list(links)
    if listed:
        yield from ("", f"## {title}", "", *listed)


def _link(title: str, start: str, url: str, note: str) -> str:
    return f"- [{_inline(title)}]({start}{url}): {_inline(note)}"


def _inline(text: str) -> str:
    """Return a text on one line with all Markdown escaped."""
    return _MARKUP.sub(r"\\\1", one_line(text))
