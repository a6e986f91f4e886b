"""A row of another system's table to a draft lesson."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.exchange.incoming.import_map import SENTENCE_FOR_GAPS
from site_builder.exchange.incoming.mapping import ReadyMap, ReadyRule, SkippedRowError
from site_builder.exchange.incoming.plain import Part, inline, paragraphs
from site_builder.exchange.incoming.templates import read_date
from site_builder.exchange.provenance import digest
from site_builder.records.header.write import Data, tidied
from site_builder.records.lesson import REQUIRED_SECTIONS, Lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.exchange.tables.rows import Cell, TableRow
    from site_builder.records.vocabulary import Vocabulary

_LISTS = ("barriers", "enablers", "tools", "embedded_in")
_WORDS = {"team": "teams", "setting": "settings"}
"""Fields that hold a word of the vocabulary, and which words those are."""
UNKNOWN = "unknown"


class RowError(Exception):
    """No lesson can be made of a row; its message says why."""


class Drafter:
    """Makes drafts of rows by a map.

    Attributes:
        collection: What the rows are said to come from.
        links: Patterns of references to other rows.
        unknown: Words that the vocabulary lacks, by kind, each as often as a row has it.
    """

    def __init__(self, ready: ReadyMap, collection: str, vocabulary: Vocabulary) -> None:
        """Keep what rows are put through.

        Args:
            ready: The map.
            collection: What the rows are said to come from.
            vocabulary: Words of the base.
        """
        self._map = ready
        self.collection = " ".join(collection.split())
        self.links = ready.links
        self._vocabulary = vocabulary
        self.unknown: dict[str, Counter[str]] = {kind: Counter() for kind in _WORDS.values()}

    def kept(self, row: TableRow) -> dict[str, Cell]:
        """Return what is kept of a row beside its lesson."""
        left_out = self._map.left_out
        return {column: value for column, value in row.values.items() if column not in left_out}

    def digest(self, row: TableRow) -> str:
        """Return the digest of what is kept of a row."""
        written = json.dumps(sorted(self.kept(row).items()), ensure_ascii=False)
        return digest(written)

    def key(self, row: TableRow) -> str:
        """Return what tells a row from all others; empty if it has nothing of the kind."""
        return " ".join("; ".join(self._map.key.filled(row)).split())

    def wanted_id(self, row: TableRow) -> str:
        """Return the text that the id of a row's lesson is made of."""
        if self._map.id is None:
            return self._text(row, "title", self._map.fields["title"])
        return " ".join(self._map.id.filled(row))

    def fields(self, row: TableRow) -> dict[str, Data]:
        """Return the fields of a row's lesson, all but where it was imported from.

        Raises:
            RowError: A value that every lesson needs is missing or makes no sense.
        """
        try:
            return tidied(self._fields(row))
        except SkippedRowError as error:
            raise RowError(str(error)) from error

    def imported(self, row: TableRow, key: str, written: str = "") -> dict[str, Data]:
        """Return where a row's lesson was imported from.

        Args:
            row: The row.
            key: Its key in the source.
            written: Digest of the lesson's file, once there is one.
        """
        block: dict[str, Data] = {
            "from": self.collection,
            "key": key,
            "digest": self.digest(row),
            "written": written,
            "original": self.kept(row),
        }
        return {"imported": {name: value for name, value in block.items() if value}}

    def body(self, row: TableRow, parts_of: Callable[[str], Iterable[Part]]) -> str:
        """Return the text of a row's lesson.

        Args:
            row: The row.
            parts_of: Splits a line into parts, each with the lesson that it leads to.
        """
        sections = []
        for title, rules in self._map.sections:
            texts = [
                "\n\n".join(rule.texts(row, title, lambda text: paragraphs(text, parts_of)))
                for rule in rules
            ]
            text = "\n\n".join(filter(None, texts))
            if not text and title in REQUIRED_SECTIONS:
                text = SENTENCE_FOR_GAPS
            if text:
                sections.append(f"## {inline(title)}\n\n{text}\n")
        return "\n".join(sections)

    def _fields(self, row: TableRow) -> dict[str, Data]:
        rules, context = self._map.fields, self._map.context
        made: dict[str, Data] = {
            "tags": self._tags(row),
            "date": self._day(row),
            "status": "draft",
            "context": {name: self._text(row, name, rule) for name, rule in context.items()},
            "citations": [self._citation(row, each) for each in self._map.citations],
        }
        for name, rule in rules.items():
            if name not in made:
                is_list = name in _LISTS
                made[name] = rule.texts(row, name) if is_list else self._text(row, name, rule)
        return {name: made[name] for name in Lesson.model_fields if name in made}

    def _text(self, row: TableRow, name: str, rule: ReadyRule) -> str:
        text = " ".join("; ".join(rule.texts(row, name)).split())
        kind = _WORDS.get(name)
        if not kind or not text:
            return text
        known = self._vocabulary.meant(kind, text)
        if known is None:
            self.unknown[kind][text] += 1
        return known or text

    def _day(self, row: TableRow) -> str:
        text = self._text(row, "date", self._map.fields["date"])
        if not text:
            raise RowError("`date` is missing")
        day = read_date(text, self._map.dates)
        if day is None:
            forms = ", ".join(self._map.dates)
            raise RowError(f"`date`: `{shortened(text)}` has none of the forms {forms}")
        return day

    def _citation(self, row: TableRow, rules: Mapping[str, ReadyRule]) -> dict[str, Data]:
        citation = {name: self._text(row, name, rule) for name, rule in rules.items()}
        if not citation["title"]:
            return {}
        if happened := citation.get("happened"):
            citation["happened"] = read_date(happened, self._map.dates) or UNKNOWN
        return {**citation}

    def _tags(self, row: TableRow) -> list[str]:
        """Return the tags of a row: those of its topics first, then those its text names."""
        rule = self._map.tags
        found: list[str] = []
        for column in rule.columns:
            value = row.values.get(column, ())
            texts = (value,) if isinstance(value, str) else value
            for text in texts:
                for word in text.split(rule.split) if rule.split else [text]:
                    tag = rule.words.get(" ".join(word.split()).casefold())
                    found.append(tag or self._vocabulary.meant("tags", word) or "")
        text = "\n".join(row.text(column) for column in rule.search)
        found += [self._phrases[match[0].casefold()] for match in self._search.finditer(text)]
        tags = list(dict.fromkeys(filter(None, found)))[: rule.most]
        if not tags and not rule.default:
            raise RowError("no tag comes of it; give `tags:` a `default:` in the map")
        return tags or list(dict.fromkeys(rule.default))

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """Tags by what a text may call them, in small letters."""
        tags = self._vocabulary.tags
        return {
            " ".join(name.split()).casefold(): tag_id
            for tag_id, tag in sorted(tags.items(), reverse=True)
            for name in (tag.label, *tag.synonyms)
        }

    @cached_property
    def _search(self) -> re.Pattern[str]:
        # Of phrases that begin alike the longest counts.
        longest = sorted(self._phrases, key=lambda phrase: (-len(phrase), phrase))
        either = "|".join(map(re.escape, longest)) or "(?!)"
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
