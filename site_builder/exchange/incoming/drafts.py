"""Draft lessons made of the rows of another system's table."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.exchange.incoming.bodies import body_of
from site_builder.exchange.incoming.day_reader import DayReader
from site_builder.exchange.incoming.import_map import (
    LEAVE_OUT,
    SKIP_ROW,
    ImportMap,
    RowError,
    ValueRule,
    plain_word,
)
from site_builder.exchange.incoming.topics import split_at
from site_builder.exchange.provenance import digest
from site_builder.exchange.tables.rows import Markdown, texts_in
from site_builder.records.blanks import is_blank
from site_builder.records.header.write import Data, one_line, tidied
from site_builder.records.lesson import Lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.exchange.incoming.existing import ExistingLesson
    from site_builder.exchange.incoming.plain import Part
    from site_builder.exchange.tables.rows import Cell, TableRow
    from site_builder.records import fields
    from site_builder.records.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A cell that a field could not take as it is; the rest of its row is not concerned."""

    field: str
    row: TableRow
    text: str
    """What was wrong with it, and what was made of it."""


_LISTS = ("barriers", "enablers", "tools", "embedded_in")
_CONTROLLED = {"team": "teams", "setting": "settings"}
"""Fields whose values the vocabulary must hold, each with the kind of word."""


@dataclass(slots=True)
class Unlinked:
    """The body of a lesson before any reference in it is a link."""

    body: str = ""
    lines: list[str] = field(default_factory=list)
    """Its lines of plain text, which may refer to other rows."""

    def parts_of(self, line: str) -> list[Part]:
        """Return a line as one part, and keep it."""
        self.lines.append(line)
        return [(line, "")]


@dataclass(slots=True)
class RowDraft:
    """A row, with the lesson made of it."""

    row: TableRow
    key: str
    fields: dict[str, Data]
    existing: ExistingLesson | None
    unlinked: Unlinked
    path: str = ""
    """Path below the lessons folder."""
    text: str = ""
    pictures: dict[str, str] = field(default_factory=dict)
    """Names of the pictures in its text by their paths below the lessons folder."""


class Drafter:
    """Makes draft lessons of rows by a map.

    Attributes:
        collection: Name of what is imported.
        links: Patterns of references to other rows.
        unknown: Words that the vocabulary lacks, by kind, each with its number of rows.
        notes: Cells that were not taken as they are.
    """

    def __init__(self, checked: ImportMap, collection: str, vocabulary: Vocabulary) -> None:
        """Take a map that is checked against the table."""
        self._map = checked
        self._rules = _rules_of(checked)
        self._context = _rules_of(checked.context) if checked.context else {}
        self._related = _rules_of(checked.relations) if checked.relations else {}
        self._citations = [_rules_of(citation) for citation in checked.citations]
        self._left_out = frozenset(checked.leave_out)
        self.collection = " ".join(collection.split())
        self.links = checked.links
        self._vocabulary = vocabulary
        kinds = ("tags", *_CONTROLLED.values())
        self.unknown: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        self.notes: list[FieldNote] = []
        self._days = DayReader(checked.dates, checked.months)

    def kept(self, row: TableRow) -> dict[str, Cell]:
        """Return the cells of a row that are kept in its lesson under ``imported``."""
        return {
            column: value for column, value in row.values.items() if column not in self._left_out
        }

    def digest(self, row: TableRow) -> str:
        """Return the digest of the cells of a row that are kept."""
        return digest(json.dumps(sorted(self.kept(row).items()), ensure_ascii=False))

    def key(self, row: TableRow) -> str:
        """Return the key of a row; empty if its columns are."""
        return " ".join("; ".join(self._map.key.filled(_answered(row))).split())

    def wanted_id(self, row: TableRow) -> str:
        """Return the text from which the id of a row's lesson is made."""
        row = _answered(row)
        if self._map.id is None:
            return self._text(row, "title", self._map.title)
        return " ".join(self._map.id.filled(row))

    def fields(self, row: TableRow) -> dict[str, Data]:
        """Return the fields of a row's lesson, except ``imported``.

        Raises:
            RowError: A required value is missing or invalid, or the map skips the row.
        """
        row = _answered(row)
        made: dict[str, Data] = {
            "tags": self._tags(row),
            "date": self._day(row),
            "status": "draft",
            "context": {name: self._text(row, name, rule) for name, rule in self._context.items()},
            "citations": [self._citation(row, rules) for rules in self._citations],
        }
        for name, rule in self._rules.items():
            if name not in made:
                is_list = name in _LISTS
                made[name] = rule.texts(row, name) if is_list else self._text(row, name, rule)
        return tidied({name: made[name] for name in Lesson.model_fields if name in made})

    def imported(self, row: TableRow, key: str, written: str = "") -> dict[str, Data]:
        """Return the field ``imported``; ``written`` is the digest of the file, if there is one."""
        block: dict[str, Data] = {
            "from": self.collection,
            "key": key,
            "digest": self.digest(row),
            "written": written,
            # What is Markdown stands in the body.
            "original": {
                column: cell
                for column, cell in self.kept(row).items()
                if not isinstance(cell, Markdown)
            },
        }
        return {"imported": {name: value for name, value in block.items() if value}}

    def body(
        self, row: TableRow, parts_of: Callable[[str], Iterable[Part]] | None = None
    ) -> tuple[str, dict[str, str]]:
        """Return the body of a row's lesson, and the anchors that replace those of its source.

        ``parts_of`` splits a line of plain text at its links, if it can have any.
        """
        return body_of(_answered(row), self._map, self._left_out, parts_of)

    def relations(self, row: TableRow) -> dict[str, tuple[str, ...]]:
        """Return the keys of the rows that a row is related to, by the kind of relation."""
        return {
            name.replace("_", "-"): rule.texts(row, name) for name, rule in self._related.items()
        }

    def _text(self, row: TableRow, name: str, rule: ValueRule) -> str:
        text = " ".join("; ".join(rule.texts(row, name)).split())
        kind = _CONTROLLED.get(name)
        if not kind or not text:
            return text
        known = self._vocabulary.meant(kind, text)
        if known is None:
            self.unknown[kind][text] += 1
        return known or ""

    def _day(self, row: TableRow) -> str:
        rule = self._map.date
        text = self._text(row, "date", rule)
        if not text:
            raise RowError("`date` is missing")
        # What the map itself says is in the form of records.
        if text in {rule.missing, rule.otherwise, *rule.values.values()}:
            return text
        try:
            day, whole = self._days.day(text)
        except ValueError as error:
            if rule.missing in {None, SKIP_ROW, LEAVE_OUT}:
                raise RowError(f"`date`: {error}") from error
            self._note(row, "date", f"{error}; {rule.missing} is taken")
            return str(rule.missing)
        if not whole:
            self._note(row, "date", f"`{shortened(text)}` names no day; {day} is taken")
        return day

    def _note(self, row: TableRow, field: str, text: str) -> None:
        self.notes.append(FieldNote(field, row, text))

    def _citation(self, row: TableRow, rules: dict[str, ValueRule]) -> dict[str, Data]:
        citation: dict[str, Data] = {
            name: self._text(row, name, rule) for name, rule in rules.items()
        }
        if happened := citation.get("happened"):
            citation["happened"] = self._days.partial(str(happened)) or "unknown"
        return citation if citation["title"] else {}

    def _tags(self, row: TableRow) -> list[str]:
        """Return the tags of a row: those of its topics first, then those named in its text."""
        rule = self._map.tags
        tags: list[str] = []
        lacking: list[str] = []
        for column in rule.from_:
            for text in texts_in(row.values.get(column, ())):
                for word in split_at(rule.split, text):
                    known = rule.words.get(plain_word(word)) or self._vocabulary.meant("tags", word)
                    (tags if known else lacking).append(known or one_line(word))
        self.unknown["tags"].update(lacking)
        text = "\n".join(row.text(column) for column in rule.search)
        tags += [self._phrases[match[0].casefold()] for match in self._search.finditer(text)]
        chosen = list(dict.fromkeys(filter(None, tags)))[: rule.most]
        if not chosen and not rule.default:
            raise RowError("it has no tag; give `tags:` a `default:` in the map")
        if lacking and not chosen:
            words, taken = shortened(", ".join(lacking)), ", ".join(rule.default)
            self._note(row, "tags", f"the vocabulary lacks `{words}`; `{taken}` is taken")
        return chosen or list(dict.fromkeys(rule.default))

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """Tags by their labels and synonyms."""
        return {
            plain_word(name): tag_id
            for tag_id, tag in sorted(self._vocabulary.tags.items(), reverse=True)
            for name in (tag.label, *tag.synonyms)
        }

    @cached_property
    def _search(self) -> re.Pattern[str]:
        # Of phrases that begin alike the longest counts.
        longest = sorted(self._phrases, key=lambda phrase: (-len(phrase), phrase))
        either = "|".join(map(re.escape, longest)) or "(?!)"
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _answered(row: TableRow) -> TableRow:
    """Return a row without the cells that only say that there is no answer."""
    values: dict[str, Cell] = {}
    for column, cell in row.values.items():
        if isinstance(cell, str):
            if not is_blank(cell):
                values[column] = cell
        elif texts := tuple(text for text in cell if not is_blank(text)):
            values[column] = texts
    return replace(row, values=values)


def _rules_of(part: fields.Part) -> dict[str, ValueRule]:
    """Return the rules that a part of a map holds, by the name of the value that each makes."""
    values = ((name, getattr(part, name)) for name in type(part).model_fields)
    return {name: value for name, value in values if isinstance(value, ValueRule)}
