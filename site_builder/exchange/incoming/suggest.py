"""A first import map for a table, guessed from its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.errors import TableError
from site_builder.exchange.incoming.columns import Column, columns_of
from site_builder.exchange.incoming.import_map import SENTENCE_FOR_GAPS
from site_builder.records.header.write import inline, one_line
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.exchange.tables.rows import Assumption, SourceTable
    from site_builder.records.vocabulary import Vocabulary

_TITLE = 90
_PROBLEM = 200
_SHORT = 60
_TEXT = 40
"""Least median length of a text that can be a section, in characters."""
_READABLE = 5
"""Least median length of a title, in characters; a column of codes is shorter."""
_PLAIN_NAME = re.compile(r"\w[\w .-]*")

_KEYS = {"id", "key", "number", "no", "nr", "ref", "reference", "code", "uid", "case"}
_TITLES = {"title", "titel", "subject", "headline", "name", "heading", "topic", "summary", "lesson"}
_DATES = ("recorded", "created", "entered", "submitted", "published", "date", "day", "updated")
_PROBLEMS = ("problem", "issue", "challenge", "abstract", "summary", "question", "need")
_TOPICS = {"tag", "tags", "topic", "topics", "category", "categories", "keyword", "keywords"}
_TOPICS |= {"theme", "themes", "area", "areas", "subject", "subjects"}
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
"""Sections of a lesson, each with words in the names of its columns, best first."""
_GENERAL = {"general", "imported", "misc", "miscellaneous", "other", "various"}
_PEOPLE = {"author", "authors", "owner", "person", "contact", "email", "reporter", "submitter"}
_PEOPLE |= {"phone", "telephone", "mail", "creator"}


def suggested_map(table: SourceTable, vocabulary: Vocabulary, day: date) -> str:
    """Return a first map for a table, each guess with a comment; ``day`` is for rows without one.

    Raises:
        TableError: Every cell of the table is empty.
    """
    columns = columns_of(table)
    if not columns:
        raise TableError(table.file, "every cell is empty")
    first = f"# A first map, made by looking at {len(table.rows):,} rows. Read every line of it."
    collection = f"collection: {inline(one_line(table.file.name) or 'table')}"
    lines = _Suggestion(columns, vocabulary, day).lines()
    return "\n".join([first, collection, *_granted(table.notes), *lines]) + "\n"


def _granted(notes: Sequence[Assumption]) -> Iterator[str]:
    """Yield what was taken for granted as comments, each above the field that says otherwise."""
    if notes:
        yield from ("", "# Taken for granted; change what is wrong:")
    for note in notes:
        yield f"# {one_line(note.text)}"
        if note.option:
            yield f"{'' if note.found else '# '}{note.option}: {note.value}"


class _Suggestion:
    """Makes one guess after the other, and remembers which columns are used."""

    def __init__(self, columns: Sequence[Column], vocabulary: Vocabulary, day: date) -> None:
        self._columns = columns
        self._vocabulary = vocabulary
        self._day = day
        self._used: set[str] = set()

    def lines(self) -> Iterator[str]:
        """Yield the lines of the map."""
        yield from self._key()
        title = self._title()
        template = _placeholder(title, f"shorten {_TITLE}" if title.longest > _TITLE else "")
        skips = title.filled < 1
        yield from ("", f"# {_looks(title)}")
        yield f"title: {{from: {template}, missing: skip row}}" if skips else f"title: {template}"
        sections = self._sections()
        yield from self._problem(title, sections.get("What happened", []))
        yield from ("", "# Say research or both where a row rests on studies.")
        yield "evidence: experiential"
        yield from self._tags()
        yield from self._date()
        yield from self._team()
        yield from self._citations(title)
        yield from self._section_lines(sections)
        yield from self._unused()

    def _free(self) -> list[Column]:
        """Return the columns that are not used yet."""
        return [column for column in self._columns if column.name not in self._used]

    def _use(self, *columns: Column) -> None:
        self._used |= {column.name for column in columns}

    def _key(self) -> Iterator[str]:
        able = [column for column in self._columns if column.unique and column.longest <= _SHORT]
        yield ""
        if able:
            key = next((column for column in able if column.words & _KEYS), able[0])
            self._use(key)
            yield "# In every row, and never twice."
        else:
            key = max(self._columns, key=_key_like)
            yield "# No column is unique: rows whose key appears twice are listed as unreadable."
            yield "# Two columns together may be unique: `{one}-{other}`."
        yield f"key: {inline(key.name)}"

    def _title(self) -> Column:
        texts = [column for column in self._columns if column.is_text] or self._columns
        named = [
            column for column in texts if column.words & _TITLES and column.longest <= _PROBLEM * 4
        ]
        free = [column for column in texts if column.name not in self._used] or texts
        title = max(named or free, key=_title_like if named else _text_like)
        self._use(title)
        return title

    def _sections(self) -> dict[str, list[Column]]:
        """Return the columns of each section: by name, then the longest of the other texts."""
        texts = [column for column in self._free() if column.is_text and not column.choice]
        sections: dict[str, list[Column]] = {}
        for section, words in _SECTIONS:
            fitting = [column for column in texts if column.words & set(words)]
            if fitting:
                sections[section] = sorted(fitting, key=lambda column: _rank(column, words))
                texts = [column for column in texts if column not in fitting]
        left = [column for column in texts if column.usual >= _TEXT]
        left.sort(key=lambda column: -column.usual)
        for section in REQUIRED_SECTIONS:
            if section not in sections and left:
                sections[section] = [left.pop(0)]
        return sections

    def _problem(self, title: Column, happened: list[Column]) -> Iterator[str]:
        named = [
            column
            for word in _PROBLEMS
            for column in self._columns
            if word in column.words
            and column is not title
            and not column.dates
            and not column.choice
        ]
        chain = list({column.name: column for column in [*named, *happened]}.values())
        self._use(*chain)
        yield ""
        yield "# One sentence that a stranger would type: the first of these that has something."
        yield from ("problem:", "  from:")
        yield from (f"    - {_placeholder(column, f'sentences {_PROBLEM}')}" for column in chain)
        yield f"    - {_placeholder(title, f'shorten {_PROBLEM}')}"

    def _tags(self) -> Iterator[str]:
        topics = [column for column in self._free() if column.words & _TOPICS and not column.dates]
        self._use(*topics)
        tags = sorted(self._vocabulary.tags)
        yield ""
        if topics:
            words = [word for topic in topics for word in _words_in(topic)]
            known = sum(self._vocabulary.meant("tags", word) is not None for word in words)
            yield f"# {known} of {len(words)} different words are names of tags. Name others below."
        yield "tags:"
        if topics:
            yield f"  from: [{', '.join(inline(topic.name) for topic in topics)}]"
            if separator := _separator(topics):
                yield f"  split: {inline(separator)}"
            yield '  # words: {"word of the source": tag}'
        if tags:
            yield f"  # For rows without a topic. One of: {shortened(', '.join(tags))}"
        else:
            yield "  # The base has no vocabulary yet: add this tag to it, or name yours."
        general = next((tag for tag in tags if tag in _GENERAL), (tags or ["imported"])[0])
        yield f"  default: [{general}]"

    def _date(self) -> Iterator[str]:
        dated = [column for column in self._columns if column.dates]
        column = max(dated, key=_date_like, default=None)
        yield ""
        if column is None:
            yield "# No column holds days. A fixed one makes every run give the same."
            yield f"date: {self._day}"
            return
        self._use(column)
        if other := {"%d/%m/%Y": "%m/%d/%Y", "%m/%d/%Y": "%d/%m/%Y"}.get(column.dates):
            yield f"# Look whether the day comes first: {other} may be meant."
        if column.dated < 1:
            yield f"# {column.dated:.0%} of the texts have this form; add the forms of the others."
        yield f"dates: [{inline(column.dates)}]"
        template = _placeholder(column)
        whole = column.filled == 1
        yield f"date: {template}" if whole else f"date: {{from: {template}, missing: {self._day}}}"

    def _team(self) -> Iterator[str]:
        teams = [column for column in self._free() if column.words & _TEAMS and column.short]
        if not teams:
            return
        column = teams[0]
        unknown = [w for w in sorted({*column.texts}) if self._vocabulary.meant("teams", w) is None]
        yield ""
        if unknown:
            names = one_line(shortened(", ".join(unknown)))
            yield f"# These words are not teams of vocabulary.yml yet: {names}"
            yield f"# team: {_placeholder(column)}"
        else:
            self._use(column)
            yield f"team: {_placeholder(column)}"

    def _citations(self, title: Column) -> Iterator[str]:
        address = next((column for column in self._columns if column.addresses), None)
        yield from ("", "# Every lesson says where it comes from.", "citations:")
        yield f"  - title: {_placeholder(title)}"
        if address:
            self._use(address)
            yield f"    url: {_placeholder(address)}"
        yield "    design: experience-report"

    def _section_lines(self, sections: dict[str, list[Column]]) -> Iterator[str]:
        yield from ("", "sections:")
        for section, _words in _SECTIONS:
            columns = sections.get(section, [])
            self._use(*columns)
            templates = list(map(_placeholder, columns))
            if section in REQUIRED_SECTIONS and not columns:
                yield "  # No column seems to hold this; name one, or leave the sentence."
                templates = [SENTENCE_FOR_GAPS]
            if len(templates) == 1:
                yield f"  {section}: {templates[0]}"
            elif templates:
                yield f"  {section}:"
                yield from (f"    - {template}" for template in templates)

    def _unused(self) -> Iterator[str]:
        yield ""
        yield "# How texts name other rows, with the key in brackets; such references become links."
        yield "# links: ['(?i)lesson #?(\\d+)']"
        people = [column for column in self._free() if column.words & _PEOPLE]
        others = [column for column in self._free() if column not in people]
        if people:
            yield ""
            yield "# These may name people, who do not belong into a file that is published."
            yield f"leave_out: [{', '.join(inline(person.name) for person in people)}]"
        if others:
            yield from ("", "# Not used, but kept in each lesson under `imported:`:")
        yield from (f"#   {one_line(column.name)}: {_looks(column)}" for column in others)


def _key_like(column: Column) -> tuple[float, ...]:
    return column.different, column.filled, -column.longest


def _title_like(column: Column) -> tuple[float, ...]:
    is_titled = "title" in column.words
    return is_titled, column.usual >= _READABLE, column.filled, column.different


def _text_like(column: Column) -> tuple[float, ...]:
    return column.usual <= _PROBLEM, column.filled, column.different


def _date_like(column: Column) -> tuple[float, ...]:
    return -_rank(column, _DATES), column.filled


def _rank(column: Column, words: Sequence[str]) -> int:
    """Return the place of the first of some words that is in the name of a column."""
    return next((at for at, word in enumerate(words) if word in column.words), len(words))


def _words_in(column: Column) -> list[str]:
    """Return the different words of a column of topics."""
    words = (word for cell in column.cells for word in ((cell,) if isinstance(cell, str) else cell))
    separators = "[;,|]" if _separator([column]) else "\0"
    return sorted({part.strip() for word in words for part in re.split(separators, word)} - {""})


def _separator(topics: Sequence[Column]) -> str:
    """Return what separates several topics in a cell; empty if nothing does."""
    texts = [cell for topic in topics for cell in topic.cells if isinstance(cell, str)]
    return next((sign for sign in ";|," if any(sign in text for text in texts)), "")


def _looks(column: Column) -> str:
    """Return a summary of a column in a few words."""
    filled = "every row" if column.filled == 1 else f"{column.filled:.0%} of the rows"
    form = f"days as {column.dates}" if column.dates else f"usually {column.usual} characters"
    example = one_line(shortened(column.texts[0]))
    return f"in {filled}, {column.different:,} different, {form}, such as: {example}"


def _placeholder(column: Column, filters: str = "") -> str:
    """Return a template that holds a column alone, as YAML."""
    name = column.name if _PLAIN_NAME.fullmatch(column.name) else f"`{column.name}`"
    return inline(f"{{{name}{f' | {filters}' if filters else ''}}}")
