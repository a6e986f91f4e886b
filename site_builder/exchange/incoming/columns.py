"""Columns of a table as their texts look, for a first map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.templates import read_date
from site_builder.records.identifiers import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    """A column of a table that is not empty."""

    name: str
    cells: tuple[Cell, ...]
    """Cells that are not empty."""
    texts: list[str]
    """The same as text."""
    filled: float
    """Share of rows whose cell is not empty."""
    different: int
    """Number of different texts."""
    usual: int
    """Median length of a text, in characters."""
    longest: int
    """Length of the longest text, in characters."""
    addresses: bool
    """Whether it holds web addresses."""
    dates: str
    """Format of its days; empty if it holds something else."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the name, in lower case."""
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).replace("_", " ")
        return frozenset(word.casefold() for word in _WORD.findall(apart))

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

    @property
    def is_text(self) -> bool:
        """Whether it holds neither days nor web addresses."""
        return not self.dates and not self.addresses

    @property
    def dated(self) -> float:
        """Share of texts that are days of its format."""
        return sum(bool(read_date(text, (self.dates,))) for text in self.texts) / len(self.texts)


def columns_of(table: SourceTable) -> list[Column]:
    """Return the columns of a table that are not empty, in order."""
    columns = []
    for name in table.columns:
        cells = tuple(cell for row in table.rows if (cell := row.values.get(name)))
        texts = [cell if isinstance(cell, str) else "; ".join(cell) for cell in cells]
        lengths = [len(text) for text in texts]
        sample = texts[:_SAMPLE]
        if cells:
            column = Column(
                name,
                cells,
                texts,
                filled=len(cells) / len(table.rows),
                different=len({" ".join(text.split()) for text in texts}),
                usual=int(median(lengths)),
                longest=max(lengths),
                addresses=_mostly(is_web_address(text.strip()) for text in sample),
                dates=_date_form(sample),
            )
            columns.append(column)
    return columns


def _date_form(sample: Sequence[str]) -> str:
    """Return the format of most texts as days; empty if they are not days."""
    if not any(letter.isdigit() for letter in sample[0]):
        return ""
    fits = {form: [bool(read_date(text, (form,))) for text in sample] for form in DATE_FORMS}
    best = max(fits, key=lambda form: sum(fits[form]))
    return best if _mostly(fits[best]) else ""


def _mostly(matches: Iterable[bool]) -> bool:
    return fmean(matches) >= _MOSTLY
