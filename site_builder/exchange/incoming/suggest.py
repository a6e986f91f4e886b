"""A first map for a table, made by looking at its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.errors import TableError
from site_builder.exchange.incoming.columns import Column, columns_of
from site_builder.records.header.write import inline, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.exchange.tables.rows import SourceTable
    from site_builder.records.vocabulary import Vocabulary

_TITLE = 90
_PROBLEM = 200
_SHORT = 60
_TEXT = 40
"""Characters that a text of a section usually has at least."""
_PLAIN_NAME = re.compile(r"\w[\w .-]*")

_KEYS = {"id", "key", "number", "no", "nr", "ref", "reference", "code", "uid", "case"}
_TITLES = {"title", "titel", "subject", "headline", "name", "heading", "topic", "summary", "lesson"}
_DATES = ("recorded", "created", "entered", "submitted", "published", "date", "day", "updated")
_PROBLEMS = ("problem", "issue", "challenge", "abstract", "summary", "question", "need")
_TOPICS = {"tag", "tags", "topic", "topics", "category", "categories", "keyword", "keywords"} | {
    "theme",
    "themes",
    "area",
    "areas",
    "subject",
    "subjects",
}
_TEAMS = {"team", "organisation", "organization", "department", "centre", "center", "unit", "site"}
_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What happened", ("happened", "event", "situation", "background", "narrative", "description")),
    ("The problem", ("problem", "issue", "challenge", "abstract")),
    ("What was done", ("done", "actions", "intervention", "response", "solution")),
    ("Challenges", ("barriers", "obstacles", "difficulties", "challenges")),
    ("Results", ("results", "result", "outcome", "outcomes", "impact", "evidence", "benefits")),
    (
        "What was learned",
        ("lesson", "lessons", "learned", "learnt", "learning", "insight", "findings", "conclusion"),
    ),
    ("What to do", ("recommendation", "recommendations", "advice", "recommended", "action")),
    ("Next steps", ("next", "follow", "plans")),
    ("Want to know more", ("references", "reference", "further", "links", "sources", "documents")),
)
"""Sections of a lesson, and words of the names of columns that hold such texts, best first."""
_GENERAL = {"general", "imported", "misc", "miscellaneous", "other", "various"}
_PEOPLE = {"author", "authors", "owner", "person", "contact", "email", "reporter", "submitter"} | {
    "phone",
    "telephone",
    "mail",
    "creator",
}


def suggested_map(table: SourceTable, vocabulary: Vocabulary, day: date) -> str:
    """Return a first map for a table, with a word on each guess.

    Args:
        table: The table.
        vocabulary: Words of the base that it is to go into.
        day: The day of record for rows that have none.

    Raises:
        TableError: No cell of the table holds anything.
    """
    return "\n".join(_Suggestion(table, vocabulary, day).lines()) + "\n"


class _Suggestion:
    """Takes one guess after the other, and remembers which columns are used."""

    def __init__(self, table: SourceTable, vocabulary: Vocabulary, day: date) -> None:
        self._table = table
        self._vocabulary = vocabulary
        self._day = day
        self._columns = [column for column in columns_of(table) if column.different]
        self._used: set[str] = set()
        if not self._columns:
            raise TableError(table.file, "no cell of it holds anything")

    def lines(self) -> Iterator[str]:
        """Yield the lines of the map."""
        rows = len(self._table.rows)
        yield f"# A first map, made by looking at {rows:,} rows. Read every line of it."
        yield f"collection: {inline(one_line(self._table.file.name) or 'table')}"
        yield from self._key()
        title = self._title()
        yield from self._titled(title)
        sections = self._sections(title)
        yield from self._problem(title, sections)
        yield ""
        yield "# Say research or both where a row rests on studies."
        yield "evidence: experiential"
        yield from self._tags()
        yield from self._date()
        yield from self._team()
        yield from self._citations(title)
        yield from self._written_sections(sections)
        yield from self._unused()

    def _key(self) -> Iterator[str]:
        able = [column for column in self._columns if column.unique and column.longest <= _SHORT]
        named = [one for one in able if one.words & _KEYS]
        found = next(iter(named or able), None)
        yield ""
        if found:
            self._used.add(found.name)
            yield "# In every row, and never twice."
            yield f"key: {inline(found.name)}"
            return
        most = max(self._columns, key=lambda one: (one.different, one.filled, -one.longest))
        yield "# No column is unique: rows whose key appears twice will be listed as unreadable."
        yield "# Two columns together may be unique: `{one}-{other}`."
        yield f"key: {inline(most.name)}"

    def _title(self) -> Column:
        texts = [
            column for column in self._columns if not column.dates and not column.addresses
        ] or (self._columns)
        named = [
            column for column in texts if column.words & _TITLES and column.longest <= _PROBLEM * 4
        ]

        def likeness(one: Column) -> tuple[bool, bool, float, int]:
            return "title" in one.words, one.usual >= len("short"), one.filled, one.different

        free = [column for column in texts if column.name not in self._used] or texts
        best = max(named, key=likeness, default=None)
        return best or max(free, key=lambda one: (one.usual <= _PROBLEM, one.filled, one.different))

    def _titled(self, title: Column) -> Iterator[str]:
        self._used.add(title.name)
        yield ""
        yield from self._said(title)
        template = _placeholder(title, f"shorten {_TITLE}" if title.longest > _TITLE else "")
        if title.filled < 1:
            yield f"title: {{from: {inline(template)}, missing: skip row}}"
        else:
            yield f"title: {inline(template)}"

    def _sections(self, title: Column) -> dict[str, list[Column]]:
        """Return the columns of each section: by name, and then the longest texts that are left."""
        texts = [
            column
            for column in self._columns
            if column.name not in self._used
            and not column.dates
            and not column.addresses
            and not column.choice
        ]
        found: dict[str, list[Column]] = {}
        taken = {title.name}
        for section, words in _SECTIONS:
            fitting = [
                column for column in texts if column.name not in taken and column.words & set(words)
            ]
            if fitting:
                fitting.sort(key=lambda one: min(words.index(w) for w in one.words & set(words)))
                found[section] = fitting
                taken |= {one.name for one in fitting}
        left = [column for column in texts if column.name not in taken and column.usual >= _TEXT]
        left.sort(key=lambda one: -one.usual)
        for section in ("What happened", "What was learned"):
            if section not in found and left:
                found[section] = [left.pop(0)]
        return found

    def _problem(self, title: Column, sections: dict[str, list[Column]]) -> Iterator[str]:
        named = [
            column
            for word in _PROBLEMS
            for column in self._columns
            if word in column.words
            and column.name != title.name
            and not column.dates
            and not column.choice
        ]
        happened = sections.get("What happened", [])
        chain = list(dict.fromkeys([*named, *happened]))
        yield ""
        yield "# One sentence that a stranger would type: the first of these that has something."
        yield "problem:"
        yield "  from:"
        for one in chain:
            self._used.add(one.name)
            yield f"    - {inline(_placeholder(one, f'sentences {_PROBLEM}'))}"
        yield f"    - {inline(_placeholder(title, f'shorten {_PROBLEM}'))}"

    def _tags(self) -> Iterator[str]:
        topics = [
            column
            for column in self._columns
            if column.words & _TOPICS and column.name not in self._used and not column.dates
        ]
        tags = sorted(self._vocabulary.tags)
        yield ""
        if topics:
            known = sum(self._knows(text) for topic in topics for text in self._words_in(topic))
            different = sum(len(self._words_in(topic)) for topic in topics)
            yield f"# {known} of {different} different words are names of tags. Name others below."
        yield "tags:"
        if topics:
            self._used |= {topic.name for topic in topics}
            yield f"  from: [{', '.join(inline(topic.name) for topic in topics)}]"
            yield from (f"  split: {inline(sign)}" for sign in self._sign(topics))
            yield '  # words: {"word of the source": tag}'
        if not tags:
            yield "  # The base has no vocabulary yet: add this tag to it, or name yours."
        else:
            yield f"  # For rows without a topic. One of: {shortened(', '.join(tags))}"
        general = next((tag for tag in tags if tag in _GENERAL), (tags or ["imported"])[0])
        yield f"  default: [{general}]"

    def _knows(self, word: str) -> bool:
        return self._vocabulary.meant("tags", word) is not None

    def _words_in(self, column: Column) -> list[str]:
        values = [row.values.get(column.name, ()) for row in self._table.rows]
        words = (
            word for value in values for word in ((value,) if isinstance(value, str) else value)
        )
        signs = "[;,|]" if any(self._sign([column])) else "\0"
        return sorted({part.strip() for word in words for part in re.split(signs, word)} - {""})

    def _sign(self, topics: Sequence[Column]) -> list[str]:
        """Return what stands between several topics in a column, if anything does."""
        texts = [
            value
            for topic in topics
            for row in self._table.rows
            if isinstance(value := row.values.get(topic.name, ()), str)
        ]
        return [sign for sign in (";", "|", ",") if any(sign in text for text in texts)][:1]

    def _date(self) -> Iterator[str]:
        dated = [column for column in self._columns if column.dates]

        def likeness(one: Column) -> tuple[int, float]:
            ranks = [len(_DATES) - at for at, word in enumerate(_DATES) if word in one.words]
            return max(ranks, default=0), one.filled

        found = max(dated, key=likeness, default=None)
        yield ""
        if found is None:
            yield "# No column holds days. A fixed one makes every run give the same."
            yield f"date: {self._day}"
            return
        self._used.add(found.name)
        both = {"%d/%m/%Y": "%m/%d/%Y", "%m/%d/%Y": "%d/%m/%Y"}.get(found.dates)
        if both:
            yield f"# Look whether the day comes first: {both} may be meant."
        if found.dated < 1:
            yield f"# {found.dated:.0%} of the texts have this form; add the forms of the others."
        yield f"dates: [{inline(found.dates)}]"
        template = inline(_placeholder(found))
        if found.filled < 1:
            yield f"date: {{from: {template}, missing: {self._day}}}"
        else:
            yield f"date: {template}"

    def _team(self) -> Iterator[str]:
        for column in self._columns:
            if column.words & _TEAMS and column.short and column.name not in self._used:
                words = {row.text(column.name) for row in self._table.rows} - {""}
                unknown = [w for w in sorted(words) if self._vocabulary.meant("teams", w) is None]
                yield ""
                if not unknown:
                    self._used.add(column.name)
                    yield f"team: {inline(_placeholder(column))}"
                else:
                    names = one_line(shortened(", ".join(unknown)))
                    yield f"# These words are not teams of vocabulary.yml yet: {names}"
                    yield f"# team: {inline(_placeholder(column))}"
                return

    def _citations(self, title: Column) -> Iterator[str]:
        found = next((column for column in self._columns if column.addresses), None)
        yield ""
        yield "# Every lesson says where it comes from."
        yield "citations:"
        yield f"  - title: {inline(_placeholder(title))}"
        if found:
            self._used.add(found.name)
            yield f"    url: {inline(_placeholder(found))}"
        yield "    design: experience-report"

    def _written_sections(self, sections: dict[str, list[Column]]) -> Iterator[str]:
        yield ""
        yield "sections:"
        for section, _words in _SECTIONS:
            columns = sections.get(section, [])
            self._used |= {column.name for column in columns}
            templates = [inline(_placeholder(column)) for column in columns]
            if section in {"What happened", "What was learned"} and not columns:
                yield "  # No column seems to hold this; name one, or leave the sentence."
                yield f"  {section}: The source does not say."
            elif len(templates) == 1:
                yield f"  {section}: {templates[0]}"
            elif templates:
                yield f"  {section}:"
                yield from (f"    - {template}" for template in templates)

    def _unused(self) -> Iterator[str]:
        yield ""
        yield "# How texts name other rows, with the key in brackets; such references become links."
        yield "# links: ['(?i)lesson #?(\\d+)']"
        left = [column for column in self._columns if column.name not in self._used]
        people = [one for one in left if one.words & _PEOPLE]
        if people:
            yield ""
            yield "# These may name people, who do not belong into a file that is published."
            yield f"leave_out: [{', '.join(inline(person.name) for person in people)}]"
        if len(left) > len(people):
            yield ""
            yield "# Not used, but kept in each lesson under `imported:`:"
        for one in left:
            if one not in people:
                yield f"#   {one_line(one.name)}: {_looks(one)}"

    def _said(self, column: Column) -> Iterator[str]:
        yield f"# {_looks(column)}"


def _looks(column: Column) -> str:
    """Return what a column looks like, in a few words."""
    filled = "every row" if column.filled == 1 else f"{column.filled:.0%} of the rows"
    form = f"days as {column.dates}" if column.dates else f"usually {column.usual} characters"
    example = one_line(shortened(column.example))
    return f"in {filled}, {column.different:,} different, {form}, such as: {example}"


def _placeholder(column: Column, filters: str = "") -> str:
    name = column.name
    plain = _PLAIN_NAME.fullmatch(name) is not None
    return f"{{{name if plain else f'`{name}`'}{f' | {filters}' if filters else ''}}}"
