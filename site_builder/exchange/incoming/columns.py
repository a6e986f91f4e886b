"""Columns of a table as their texts look, for a first map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.templates import read_date
from site_builder.records.identifiers import is_web_address

if TYPE_CHECKING:
    from site_builder.exchange.tables.rows import Cell, SourceTable

DATE_FORMS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%z",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%b %d, %Y",
)
"""Formats of days; of those that fit equally well, the first is used."""
_MOSTLY = 0.8
"""Share of texts from which a column counts as days or as addresses."""
_SAMPLE = 400
_FEW = 60
"""Most different words in a column of choices, and most characters of each."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    cells: tuple[Cell, ...]
    """Cells that are not empty."""
    filled: float
    """Share of rows whose cell is not empty."""

    @cached_property
    def texts(self) -> list[str]:
        """Cells as text."""
        return [cell if isinstance(cell, str) else "; ".join(cell) for cell in self.cells]

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the name, in lower case."""
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).replace("_", " ")
        return frozenset(word.casefold() for word in _WORD.findall(apart))

    @cached_property
    def different(self) -> int:
        """Number of different texts."""
        return len({" ".join(text.split()) for text in self.texts})

    @cached_property
    def usual(self) -> int:
        """Median length of a text, in characters."""
        return int(median(map(len, self.texts))) if self.texts else 0

    @cached_property
    def longest(self) -> int:
        """Length of the longest text, in characters."""
        return max(map(len, self.texts), default=0)

    @cached_property
    def unique(self) -> bool:
        """Whether every row has a text of its own."""
        return self.filled == 1 and self.different == len(self.texts)

    @cached_property
    def short(self) -> bool:
        """Whether it holds a few different words."""
        return 0 < self.different <= _FEW and self.longest <= _FEW

    @cached_property
    def choice(self) -> bool:
        """Whether it holds a few words, most of them several times."""
        return self.short and self.different * 2 <= len(self.texts)

    @cached_property
    def addresses(self) -> bool:
        """Whether it holds web addresses."""
        sample = self.texts[:_SAMPLE]
        matching = sum(is_web_address(text.strip()) for text in sample)
        return bool(sample) and matching >= _MOSTLY * len(sample)

    @property
    def is_text(self) -> bool:
        """Whether it holds neither days nor web addresses."""
        return not self.dates and not self.addresses

    @cached_property
    def dates(self) -> str:
        """Format of its days; empty if it holds something else."""
        sample = self.texts[:_SAMPLE]
        if not sample or not any(letter.isdigit() for letter in sample[0]):
            return ""
        fitting = {
            form: sum(bool(read_date(text, (form,))) for text in sample) for form in DATE_FORMS
        }
        best = max(DATE_FORMS, key=lambda form: fitting[form])
        return best if fitting[best] >= _MOSTLY * len(sample) else ""

    @cached_property
    def dated(self) -> float:
        """Share of texts that are days of that format."""
        return sum(bool(read_date(text, (self.dates,))) for text in self.texts) / len(self.texts)


def columns_of(table: SourceTable) -> list[Column]:
    """Return the columns of a table that are not empty, in order."""
    columns = []
    for name in table.columns:
        cells = tuple(cell for row in table.rows if (cell := row.values.get(name)))
        if cells:
            columns.append(Column(name, cells, len(cells) / len(table.rows)))
    return columns
