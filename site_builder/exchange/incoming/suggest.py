"""A first import map for a table, with all that was taken for granted said in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.errors import TableError
from site_builder.exchange.incoming.additions import words_to_add
from site_builder.exchange.incoming.casting import SECTION_OF, Casting
from site_builder.exchange.incoming.columns import Column, columns_of, placeholder, template_of
from site_builder.exchange.incoming.day_lines import day_lines
from site_builder.exchange.incoming.folder_hints import (
    own_roles,
    reference_lines,
    relation_lines,
    worth_a_line,
)
from site_builder.exchange.incoming.import_map import SENTENCE_FOR_GAPS
from site_builder.exchange.incoming.roles import give_roles
from site_builder.exchange.incoming.sections import fill_sections
from site_builder.exchange.incoming.telling_apart import key_in
from site_builder.exchange.incoming.titles import choose_title
from site_builder.exchange.incoming.topics import Topics
from site_builder.records.header.write import inline, one_line
from site_builder.records.lesson import REQUIRED_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.exchange.tables.rows import Assumption, SourceTable
    from site_builder.records.vocabulary import Vocabulary

_TITLE = 90
_PROBLEM = 200
_GENERAL = {"general", "imported", "misc", "miscellaneous", "other", "various"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A first map, and what has to be looked at in it."""

    text: str
    """The map as YAML, each guess with a comment."""
    doubts: tuple[tuple[str, str], ...]
    """Fields and sections, each with what is not certain of it."""
    to_add: str
    """YAML of the words that the vocabulary lacks."""


def suggested_map(table: SourceTable, vocabulary: Vocabulary, day: date) -> Suggestion:
    """Return a first map for a table; ``day`` is for rows without one.

    Raises:
        TableError: Every cell of the table is empty, or no row can be used.
    """
    columns = columns_of(table)
    if not columns and table.broken:
        broken = table.broken[0]
        raise TableError(table.file, f"no row can be used; row {broken.number}: {broken.reason}")
    if not columns:
        raise TableError(table.file, "every cell is empty")
    casting = _cast(table, worth_a_line(table, columns))
    writer = _Writer(casting, vocabulary, day)
    first = f"# A first map, made by looking at {len(table.rows):,} rows. Read every line of it."
    collection = f"collection: {inline(one_line(table.file.name) or 'table')}"
    lines = [first, collection, *_granted(table.notes), *writer.lines(table)]
    said = tuple((where, text) for where, texts in casting.doubts.items() for text in texts)
    return Suggestion("\n".join(lines) + "\n", said, words_to_add(writer.unknown, vocabulary))


def _cast(table: SourceTable, columns: Sequence[Column]) -> Casting:
    """Return what each column becomes: heading, texts and lengths decide together."""
    casting = Casting(columns)
    give_roles(casting, own_roles(table, columns))
    fill_sections(casting)
    choose_title(casting)
    casting.key, doubt = key_in(table, columns, casting.roles)
    if doubt:
        casting.doubt("key", doubt)
    return casting


def _granted(notes: Sequence[Assumption]) -> Iterator[str]:
    """Yield what was taken for granted as comments, each above the field that says otherwise."""
    if notes:
        yield from ("", "# Taken for granted; change what is wrong:")
    for note in notes:
        yield f"# {one_line(note.text)}"
        if note.option:
            yield f"{'' if note.found else '# '}{note.option}: {note.value}"


class _Writer:
    """Writes the lines of a map, field by field.

    Attributes:
        unknown: Words that the vocabulary lacks, by kind.
    """

    def __init__(self, casting: Casting, vocabulary: Vocabulary, day: date) -> None:
        self._casting = casting
        self._vocabulary = vocabulary
        self._day = day
        self.unknown: dict[str, Counter[str]] = {}

    def lines(self, table: SourceTable) -> Iterator[str]:
        """Yield the lines of the map for a table."""
        yield from self._key()
        yield from self._title()
        yield from self._problem()
        yield from ("", "# Say research or both where a row rests on studies.")
        yield "evidence: experiential"
        yield from self._tags()
        yield from self._date()
        yield from self._team()
        yield from self._outcome()
        yield from self._citations()
        yield from relation_lines(table)
        yield from self._sections()
        yield from reference_lines(table)
        yield from self._unused()

    def _doubts(self, where: str, indent: str = "") -> Iterator[str]:
        for text in self._casting.doubts.get(where, ()):
            yield f"{indent}# Check: {one_line(text)}."

    def _key(self) -> Iterator[str]:
        key = self._casting.key
        yield ""
        if len(key) == 1 and key[0].unique:
            yield "# In every row, and never twice."
        elif len(key) == 1:
            yield "# Rows whose key appears twice are listed as unreadable."
        yield from self._doubts("key")
        plain = len(key) == 1 and not key[0].name.startswith("{")
        yield f"key: {inline(key[0].name) if plain else inline('-'.join(map(template_of, key)))}"

    def _title(self) -> Iterator[str]:
        first, *others = self._casting.title
        yield from ("", f"# {_looks(first)}")
        yield from self._doubts("title")
        yield from self._first_of("title", self._titles())
        if others or first.filled < 1:
            yield "  missing: skip row"

    def _titles(self) -> list[str]:
        return [placeholder(column, _cut(column)) for column in self._casting.title]

    def _first_of(self, name: str, templates: Sequence[str], indent: str = "") -> Iterator[str]:
        """Yield a rule of which the first template that gives something counts."""
        if len(templates) == 1 and self._casting.title[0].filled == 1:
            yield f"{indent}{name}: {templates[0]}"
            return
        yield from (f"{indent}{name}:", f"{indent}  from:")
        yield from (f"{indent}    - {template}" for template in templates)

    def _problem(self) -> Iterator[str]:
        chain = {one.name: f"sentences {_PROBLEM}" for one in self._casting.problem}
        for column in self._casting.title:
            chain.setdefault(column.name, f"shorten {_PROBLEM}")
        columns = {column.name: column for column in self._casting.columns}
        yield from (
            "",
            "# One sentence that a stranger would type: the first of these that has something.",
            *("problem:", "  from:"),
            *(f"    - {placeholder(columns[name], cut)}" for name, cut in chain.items()),
        )

    def _tags(self) -> Iterator[str]:
        columns = self._casting.having("tags")
        tags = sorted(self._vocabulary.tags)
        general = next((tag for tag in tags if tag in _GENERAL), (tags or ["imported"])[0])
        topics = Topics(columns, self._vocabulary)
        self.unknown["tags"] = topics.unknown
        if topics.unknown:
            names = ", ".join(f"{word} ({count})" for word, count in topics.unknown.most_common())
            text = (
                f"the vocabulary lacks these topics: {shortened(names)}; their rows get `{general}`"
            )
            self._casting.doubt("tags", f"{text} unless they have another")
        elif general not in _GENERAL:
            self._casting.doubt("tags", f"rows without a topic get `{general}`")
        yield ""
        if columns:
            every = topics.known + len(topics.near) + len(topics.unknown)
            yield f"# The vocabulary has {topics.known} of {every} different topics."
        yield from self._doubts("tags")
        yield "tags:"
        if columns:
            yield f"  from: [{', '.join(inline(column.name) for column in columns)}]"
            if topics.signs:
                yield f"  split: [{', '.join(map(inline, topics.signs))}]"
            if topics.near:
                yield "  # These look like tags:"
                yield "  words:"
                yield from (f"    {inline(word)}: {tag}" for word, tag in topics.near.items())
            else:
                yield '  # words: {"word of the source": tag}'
        if tags:
            yield f"  # For rows without a topic. One of: {shortened(', '.join(tags))}"
        else:
            yield "  # The base has no vocabulary yet: add this tag to it, or name yours."
        yield f"  default: [{general}]"

    def _date(self) -> Iterator[str]:
        comments, rule = day_lines(self._casting, self._day)
        yield from ("", *(f"# {one_line(comment)}" for comment in comments))
        yield from (*self._doubts("date"), *rule)

    def _team(self) -> Iterator[str]:
        for column in self._casting.teams[:1]:
            self._count_unknown("team", "teams", column)
            if _is_place(column):
                text = f"`{column.name}` may name a place or a project and not the team"
                self._casting.doubt("team", text)
            yield from ("", *self._doubts("team"), f"team: {placeholder(column)}")
        for column in self._casting.having("setting")[:1]:
            self._count_unknown("context", "settings", column)
            yield from ("", *self._doubts("context"), "context:")
            yield f"  setting: {placeholder(column)}"

    def _count_unknown(self, where: str, kind: str, column: Column) -> None:
        meant = {text: self._vocabulary.meant(kind, text) for text in {*column.texts}}
        unknown = Counter(one_line(text) for text in column.texts if meant[text] is None)
        self.unknown[kind] = unknown
        if unknown:
            names = ", ".join(f"{one} ({count})" for one, count in unknown.most_common())
            text = f"the vocabulary lacks these {kind}: {shortened(names)}"
            self._casting.doubt(where, f"{text}; until it has them, their rows get none")

    def _outcome(self) -> Iterator[str]:
        for column in self._casting.having("outcome")[:1]:
            yield from ("", *self._doubts("outcome"), "outcome:")
            yield f"  from: {placeholder(column)}"
            yield "  values:"
            for word, outcome in sorted(column.outcomes.items()):
                yield f"    {inline(one_line(word))}: {outcome}"
            yield "  otherwise: leave out"

    def _citations(self) -> Iterator[str]:
        yield from ("", "# Every lesson says where it comes from.", "citations:")
        first, *rest = self._first_of("title", self._titles(), "    ")
        yield from (f"  - {first.strip()}", *rest)
        for address in self._casting.having("url")[:1]:
            yield f"    url: {placeholder(address)}"
        yield "    design: experience-report"

    def _sections(self) -> Iterator[str]:
        yield from ("", "sections:")
        for section in dict.fromkeys(SECTION_OF.values()):
            columns = self._casting.sections.get(section, [])
            templates = list(map(placeholder, columns))
            if section in REQUIRED_SECTIONS and not columns:
                self._casting.doubt(section, "no column seems to hold this; name one, or leave it")
                templates = [SENTENCE_FOR_GAPS]
            yield from self._doubts(section, "  ")
            if len(templates) == 1:
                yield f"  {section}: {templates[0]}"
            elif templates:
                yield from (f"  {section}:", *(f"    - {template}" for template in templates))

    def _unused(self) -> Iterator[str]:
        people = self._casting.having("people")
        if people:
            yield from (
                "",
                "# These may name people, who do not belong into a file that is published.",
            )
            yield from self._doubts("leave_out")
            yield f"leave_out: [{', '.join(inline(person.name) for person in people)}]"
        unused = list(self._casting.unused)
        for title, others in (
            (
                "Not used, but kept in each lesson under their own headings:",
                [one for one in unused if one.is_section],
            ),
            (
                "Not used, but kept in each lesson under `imported:`:",
                [one for one in unused if not one.is_section],
            ),
        ):
            lines = [f"#   {one_line(column.name)}: {_looks(column)}" for column in others]
            if lines:
                yield from ("", f"# {title}", *lines)


def _is_place(column: Column) -> bool:
    return column.said.roles[:1] != ("team",) or column.said.has("places")


def _cut(column: Column) -> str:
    return f"shorten {_TITLE}" if column.longest > _TITLE else ""


def _looks(column: Column) -> str:
    """Return a summary of a column in a few words."""
    filled = "every row" if column.filled == 1 else f"{column.filled:.0%} of the rows"
    form = "days" if column.days else f"usually {column.usual} characters"
    example = one_line(shortened(column.texts[0]))
    return f"in {filled}, {column.different:,} different, {form}, such as: {example}"
