"""Columns of a table as their texts look, for a first map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.day_order import COUNTED, DayOrder, order_of
from site_builder.exchange.incoming.headings import Said, said_by
from site_builder.exchange.incoming.templates import words_of
from site_builder.exchange.incoming.words import word_lists, words
from site_builder.exchange.tables.rows import Markdown
from site_builder.records.blanks import is_blank
from site_builder.records.date_forms import Reading, read
from site_builder.records.guess import folded, unaccented
from site_builder.records.header.write import inline
from site_builder.records.identifiers import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.exchange.tables.rows import Cell, SourceTable

_MOSTLY = 0.8
"""Share of texts from which a column counts as what they are."""
_SOME = 0.5
_NEARLY_ALL = 0.9
_SAMPLE = 400
_FEW = 60
"""Most different words in a column of choices, and most characters of each."""
_LONG_TEXT = 25
_SENTENCE = 40
"""Usual length of a text that says something, in characters."""
_LOOKED_AT = 1_000
"""Characters of a text that tell what kind of text it is."""
_PLAIN_NAME = re.compile(r"\w[\w .-]*")
_PARTS = re.compile(r"\s*[;|\n]\s*")
_NUMBER = re.compile(r"[-+(]?[£$€]? ?\d[\d.,' ]*(?:%|[kKmM]|€|\))?")
_CODE = re.compile(r"(?=.*\d)[\w./#-]{1,24}|[A-Z]{1,6} \d{1,6}", re.ASCII)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?=.*[+ ()/-])\+?(?:[ ()./-]*\d){7,15}(?: ?(?:x|ext\.?) ?\d+)?")
_NAME_PART = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_PERSON = re.compile(
    rf"(?:(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau|Mme|M|Sr|Sra|Ing|Dhr|Mw)\.? )*{_NAME_PART}"
    rf"(?:,? (?:(?:de|da|di|del|van|von|der|den|la|le|ten|ter|bin|al|y) )*{_NAME_PART}){{1,3}}"
)


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table that is not empty."""

    name: str
    cells: tuple[Cell, ...]
    """Cells that are not empty, and do not only say so."""
    texts: list[str]
    """The same as text."""
    filled: float
    """Share of rows with such a cell."""

    @property
    def is_section(self) -> bool:
        """Whether its texts stand in their lessons anyhow, under their own heading."""
        return any(isinstance(cell, Markdown) for cell in self.cells)

    @cached_property
    def said(self) -> Said:
        """What its heading says of it."""
        return said_by(self.name)

    @cached_property
    def _sample(self) -> list[str]:
        return [" ".join(text.split()) for text in self.texts[:_SAMPLE]]

    @cached_property
    def different(self) -> int:
        """Number of different texts."""
        return len({" ".join(text.split()) for text in self.texts})

    @cached_property
    def usual(self) -> int:
        """Median length of a text, in characters."""
        return int(median(map(len, self.texts)))

    @cached_property
    def usual_part(self) -> int:
        """Median length of what stands between semicolons, bars and line ends, in characters."""
        parts = [part for text in self._sample for part in _PARTS.split(text)]
        return int(median(map(len, parts)))

    @cached_property
    def longest(self) -> int:
        """Length of the longest text, in characters."""
        return max(map(len, self.texts))

    def share(self, fits: Callable[[str], object]) -> float:
        """Return the share of texts that fit."""
        return fmean(bool(fits(text[:_LOOKED_AT])) for text in self._sample)

    @property
    def unique(self) -> bool:
        """Whether every row has a text of its own."""
        return self.filled == 1 and self.different == len(self.texts)

    @property
    def short(self) -> bool:
        """Whether it holds a few different words."""
        return self.different <= _FEW and self.longest <= _FEW

    @property
    def choice(self) -> bool:
        """Whether it holds a few words, most of them several times."""
        return self.short and self.different * 2 <= len(self.texts)

    @cached_property
    def addresses(self) -> bool:
        """Whether it holds web addresses."""
        return self.share(is_web_address) >= _MOSTLY

    @cached_property
    def numbers(self) -> bool:
        """Whether it holds numbers."""
        return self.share(_NUMBER.fullmatch) >= _MOSTLY

    @cached_property
    def codes(self) -> bool:
        """Whether it holds codes such as `LL-012`."""
        return self.share(_CODE.fullmatch) >= _MOSTLY

    @cached_property
    def counting(self) -> bool:
        """Whether it numbers the rows."""
        if not all(text.strip().isdecimal() for text in self.texts):
            return False
        numbers = sorted(map(int, self.texts))
        return numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    @cached_property
    def reachable(self) -> bool:
        """Whether it holds addresses or numbers at which people are reached."""
        if self.days or self.addresses:
            return False
        called = self.share(_PHONE.fullmatch) >= _SOME
        named = "people" in self.said.roles or any("+" in text for text in self._sample)
        return self.share(_EMAIL.search) >= _SOME or (called and named)

    @cached_property
    def persons(self) -> bool:
        """Whether its texts look like names of people."""
        return self.longest <= _FEW and self.share(_are_persons) >= _MOSTLY

    @cached_property
    def rating(self) -> bool:
        """Whether it holds words of a scale, or numbers."""
        held = {
            unaccented(word)
            for text in self._sample
            for word in re.findall(r"[^\W\d_]+", text.casefold())
        }
        return self.numbers or (self.short and bool(held) and held.issubset(words("ratings")))

    @cached_property
    def verbal(self) -> bool:
        """Whether it holds words, rather than days, numbers, addresses or words of a scale."""
        return not (self.days or self.addresses or self.rating or self.reachable or self.codes)

    @cached_property
    def prose(self) -> bool:
        """Whether its texts can say something, rather than name or number it."""
        if not self.verbal:
            return False
        return not self.choice or self.usual >= _LONG_TEXT or len(self.texts) < 3  # noqa: PLR2004

    @cached_property
    def long(self) -> bool:
        """Whether its texts are sentences rather than names."""
        return self.prose and self.usual >= _SENTENCE

    @cached_property
    def days(self) -> DayOrder | None:
        """How it writes days; None if it holds something else."""
        named = "date" in self.said.roles
        readings = [read(text) for text in self._sample]
        plain = [one for one in readings if one and (named or one.kind not in COUNTED)]
        if not named and all(map(_is_year, readings)):
            return None
        enough = _SOME if named else _MOSTLY
        return order_of(self.texts) if len(plain) >= enough * len(readings) else None

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """The outcome behind each different text; nothing if most are none.

        Yes and no are outcomes where the heading asks whether something worked.
        """
        known = {word: kind for kind, listed in word_lists("outcomes").items() for word in listed}
        if self.said.has("succeeded"):
            answers = word_lists("answers")
            known |= dict.fromkeys(answers["yes"], "worked")
            known |= dict.fromkeys(answers["no"], "did-not-work")
        plain = {text: folded(unaccented(text)).replace("_", " ") for text in self.texts}
        meant = {text: known.get(words.strip(" .!+-")) for text, words in plain.items()}
        fitting = sum(meant[text] is not None for text in self.texts)
        if len(meant) < 2 or fitting < _NEARLY_ALL * len(self.texts):  # noqa: PLR2004 - two sides
            return {}
        return {text: outcome for text, outcome in meant.items() if outcome}

    @property
    def key_like(self) -> bool:
        """Whether it can tell rows apart."""
        return self.unique and self.longest <= _FEW and not self.reachable and not self.persons


def _are_persons(text: str) -> bool:
    """Return whether a text looks like the name of a person, or like several."""
    parts = re.split(r"\s*(?:[;/&\n]|\b(?:and|und|et|y|e|en)\b)\s*", text)
    parts = parts if len(parts) > 1 or text.count(",") < 2 else text.split(",")  # noqa: PLR2004
    return all(_PERSON.fullmatch(part.strip()) for part in parts)


def _is_year(reading: Reading | None) -> bool:
    return reading is not None and len(reading.only or "") == len("2024")


def columns_of(table: SourceTable) -> list[Column]:
    """Return the columns of a table that hold something, in order."""
    columns = []
    for name in table.columns:
        cells = [cell for row in table.rows if (cell := row.values.get(name))]
        cells = [cell for cell in cells if not is_blank(as_text(cell))]
        if cells:
            texts = list(map(as_text, cells))
            columns.append(Column(name, tuple(cells), texts, len(cells) / len(table.rows)))
    return columns


def as_text(cell: Cell) -> str:
    """Return a cell as one text."""
    return words_of(cell) if isinstance(cell, str) else "; ".join(cell)


def template_of(column: Column, filters: str = "") -> str:
    """Return a template that holds a column alone."""
    name = column.name if _PLAIN_NAME.fullmatch(column.name) else f"`{column.name}`"
    return f"{{{name}{f' | {filters}' if filters else ''}}}"


def placeholder(column: Column, filters: str = "") -> str:
    """Return a template that holds a column alone, as YAML."""
    return inline(template_of(column, filters))
