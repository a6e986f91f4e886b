"""A map as written to a map that rows can be put through, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity
from site_builder.exchange.incoming.import_map import LEAVE_OUT, SKIP_ROW, ImportMap, ValueRule
from site_builder.exchange.incoming.templates import (
    Template,
    TemplateError,
    checked_pattern,
    column_named,
    parse_template,
)
from site_builder.records.guess import did_you_mean
from site_builder.records.header.document import Document, decode, parse_mapping
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from site_builder.exchange.tables.rows import TableRow
    from site_builder.records.fields import Part
    from site_builder.records.header.read import Place, Value
    from site_builder.records.vocabulary import Vocabulary

    Found = TypeVar("Found")

FIELDS = (
    "title",
    "problem",
    "evidence",
    "date",
    "outcome",
    "takeaway",
    "team",
    "owner",
    "contact",
    "barriers",
    "enablers",
    "tools",
    "embedded_in",
    "visibility",
    "consent",
    "licence",
)
"""Fields of a lesson that a rule of the map makes."""


class SkippedRowError(Exception):
    """The map has no use for a row; its message says why."""


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule of which every template has been read."""

    templates: tuple[Template, ...]
    values: Mapping[str, str]
    """Our words by those of the source in small letters."""
    otherwise: str | None
    missing: str | None

    def texts(
        self, row: TableRow, name: str, within: Callable[[str], str] = lambda text: text
    ) -> tuple[str, ...]:
        """Return what a row gives.

        Args:
            row: The row.
            name: What the rule makes.
            within: What is done to the text of a column before it is put in.

        Raises:
            SkippedRowError: The rule says to skip such a row.
        """
        filled = (template.filled(row, within) for template in self.templates)
        found = next((texts for texts in filled if texts), ())
        if not found and self.missing == SKIP_ROW:
            raise SkippedRowError(f"`{name}` is missing, and the map skips such rows")
        if not found:
            return () if self.missing in {None, LEAVE_OUT} else (str(self.missing),)
        if not self.values:
            return found
        return tuple(filter(None, (self._called(text, name) for text in found)))

    def _called(self, text: str, name: str) -> str:
        called = self.values.get(_plain(text))
        if called is not None or self.otherwise is None:
            return text if called is None else called
        if self.otherwise == SKIP_ROW:
            raise SkippedRowError(f"`{name}` is `{text}`, and the map skips such rows")
        return "" if self.otherwise == LEAVE_OUT else self.otherwise


@dataclass(frozen=True, slots=True)
class ReadyTags:
    """How a row gets its tags, every column and tag of which there is."""

    columns: tuple[str, ...]
    split: str
    words: Mapping[str, str]
    """Tags by the source's words in small letters."""
    search: tuple[str, ...]
    default: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class ReadyMap:
    """A map that fits a table and a base."""

    dates: tuple[str, ...]
    key: Template
    id: Template | None
    """None where an id is made of the title."""
    left_out: frozenset[str]
    """Columns that are not kept beside the lesson."""
    fields: Mapping[str, ReadyRule]
    context: Mapping[str, ReadyRule]
    tags: ReadyTags
    citations: tuple[Mapping[str, ReadyRule], ...]
    sections: tuple[tuple[str, tuple[ReadyRule, ...]], ...]
    links: tuple[re.Pattern[str], ...]


def read_map(path: str, data: bytes) -> tuple[ImportMap | None, Document | None, list[Diagnostic]]:
    """Return a map as it is written, or every mistake in it.

    Args:
        path: What the file is called in messages.
        data: What it holds.
    """
    text, problems = decode(path, data)
    if problems:
        return None, None, problems
    document, problems = parse_mapping(path, text)
    if document is None:
        return None, None, problems
    written, wrong = parse_fields(ImportMap, document)
    return (None if problems else written), document, [*problems, *wrong]


def make_ready(
    written: ImportMap, document: Document, columns: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[ReadyMap | None, list[Diagnostic]]:
    """Return a map that fits a table and a base, or everything in it that does not.

    Args:
        written: The map.
        document: Its file.
        columns: Columns of the table.
        vocabulary: Words of the base.
    """
    maker = _Maker(document, columns, vocabulary)
    ready = maker.map(written)
    return (None if maker.problems else ready), maker.problems


def missing_tags(problems: list[Diagnostic], written: ImportMap, vocabulary: Vocabulary) -> str:
    """Return YAML that adds the tags a map uses and the vocabulary lacks, or nothing."""
    if not any(found.rule == "tag-unknown" for found in problems):
        return ""
    used = {*written.tags.words.values(), *written.tags.default} - set(vocabulary.tags)
    lines = [
        f"  {tag}:\n    label: {tag.replace('-', ' ').capitalize()}\n    description: …\n"
        for tag in sorted(used)
    ]
    return "tags:\n" + "".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Maker:
    """Reads every part of a map, and notes what is wrong on the way."""

    def __init__(
        self, document: Document, columns: tuple[str, ...], vocabulary: Vocabulary
    ) -> None:
        self._document = document
        self._columns = {column.lower(): column for column in columns}
        self._vocabulary = vocabulary
        self.problems: list[Diagnostic] = []

    def map(self, written: ImportMap) -> ReadyMap:
        return ReadyMap(
            dates=written.dates,
            key=self._key(written.key),
            id=self._template(written.id, ("id",)) if written.id else None,
            left_out=frozenset(self._named(written.leave_out, ("leave_out",))),
            fields=self._rules(written, FIELDS, ()),
            context=self._rules(written.context, None, ("context",)),
            tags=self._tags(written),
            citations=tuple(
                self._rules(citation, None, ("citations", number))
                for number, citation in enumerate(written.citations)
            ),
            sections=tuple(
                (
                    title,
                    tuple(
                        self._rule(block, ("sections", title, "blocks", number))
                        for number, block in enumerate(section.blocks)
                    ),
                )
                for title, section in written.sections.items()
            ),
            links=tuple(
                self._said(checked_pattern, pattern, ("links", number), re.compile("(?!)"))
                for number, pattern in enumerate(written.links)
            ),
        )

    def _key(self, key: str) -> Template:
        # A key that has no braces is a column, whatever signs its name has.
        is_column = key.lower() in self._columns or "{" not in key
        return self._template(f"{{`{key}`}}" if is_column else key, ("key",))

    def _rules(
        self, part: Part | None, names: tuple[str, ...] | None, above: Place
    ) -> dict[str, ReadyRule]:
        rules = {}
        for name in names or (type(part).model_fields if part else ()):
            rule = getattr(part, name)
            if isinstance(rule, ValueRule):
                rules[name] = self._rule(rule, (*above, name))
        return rules

    def _rule(self, rule: ValueRule, place: Place) -> ReadyRule:
        templates = tuple(
            self._template(text, (*place, "from", number)) for number, text in enumerate(rule.from_)
        )
        values = {_plain(word): ours for word, ours in rule.values.items()}
        return ReadyRule(templates, values, rule.otherwise, rule.missing)

    def _template(self, text: str, place: Place) -> Template:
        return self._said(
            lambda written: parse_template(written, self._columns),
            text,
            place,
            parse_template("-", self._columns),
        )

    def _tags(self, written: ImportMap) -> ReadyTags:
        tags = written.tags
        for word, tag in tags.words.items():
            self._known_tag(tag, ("tags", "words", word))
        for number, tag in enumerate(tags.default):
            self._known_tag(tag, ("tags", "default", number))
        columns = self._named(tags.from_, ("tags", "from"))
        search = self._named(tags.search, ("tags", "search"))
        words = {_plain(word): tag for word, tag in tags.words.items()}
        return ReadyTags(columns, tags.split or "", words, search, tags.default, tags.most)

    def _named(self, names: tuple[str, ...], above: Place) -> tuple[str, ...]:
        """Return columns by their names."""
        return tuple(
            self._said(lambda name: column_named(name, self._columns), name, (*above, number), "")
            for number, name in enumerate(names)
        )

    def _known_tag(self, tag: str, place: Place) -> None:
        if tag not in self._vocabulary.tags:
            hint = did_you_mean(tag, self._vocabulary.tags) or "add it there first"
            self._note(place, f"the vocabulary has no tag `{tag}`", hint, "tag-unknown")

    def _said(
        self, read: Callable[[str], Found], text: str, place: Place, otherwise: Found
    ) -> Found:
        """Return what a text is read as, or note what is wrong with it and return another."""
        try:
            return read(text)
        except TemplateError as error:
            self._note(place, str(error), error.hint)
            return otherwise

    def _note(self, place: Place, message: str, hint: str, rule: str = "value-unknown") -> None:
        written = self._written_at(place)
        span = self._document.span_of(written)
        message = f"`{_spoken(written)}`: {message}"
        self.problems.append(Diagnostic(rule, Severity.ERROR, span, message, hint))

    def _written_at(self, place: Place) -> Place:
        """Return where a value stands in the file, where rules may be written in short."""
        value: Value = self._document.header
        there: list[str | int] = []
        for step in place:
            if isinstance(value, dict) and step in value:
                value = value[str(step)]
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                continue
            there.append(step)
        return tuple(there)


def _spoken(place: Place) -> str:
    parts = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(parts).removeprefix(".")
