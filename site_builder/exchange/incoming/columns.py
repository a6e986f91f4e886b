"""What the columns of a table look like, for a first guess at what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.templates import read_date
from site_builder.records.identifiers import is_web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.tables.rows import SourceTable

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
"""How tables write days; of forms that fit equally well the first is taken."""
_MOSTLY = 0.8
"""Share of values from which a column is said to be of a kind."""
_SAMPLE = 400
_FEW = 60
"""Most different words of a column that holds a choice of words."""
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, as its texts look."""

    name: str
    filled: float
    """Share of rows that have something."""
    count: int
    """Rows that have something."""
    different: int
    """Different texts."""
    unique: bool
    """Whether every row has something, and no two the same."""
    usual: int
    """Characters of the middle one of its texts by length."""
    longest: int
    dates: str
    """How it writes days; empty if it holds none."""
    dated: float
    """Share of its texts that are days of that form."""
    addresses: bool
    """Whether it holds web addresses."""
    lists: bool
    """Whether the source keeps lists in it."""
    example: str

    @property
    def words(self) -> frozenset[str]:
        """Words of its name, in small letters."""
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).replace("_", " ")
        return frozenset(word.casefold() for word in _WORDS.findall(apart))

    @property
    def short(self) -> bool:
        """Whether it holds a few different words."""
        return 0 < self.different <= _FEW and self.longest <= _FEW

    @property
    def choice(self) -> bool:
        """Whether it holds one of a few words, most of them several times."""
        return self.short and self.different * 2 <= self.count


def columns_of(table: SourceTable) -> list[Column]:
    """Return what each column of a table looks like, in the order of the table."""
    return [_column(table, name) for name in table.columns]


def _column(table: SourceTable, name: str) -> Column:
    rows = table.rows
    texts = [text for row in rows if (text := row.text(name))]
    lengths = [len(text) for text in texts] or [0]
    form, dated = _dates(texts)
    sample = texts[:_SAMPLE]
    addresses = sum(is_web_address(text.strip()) for text in sample)
    different = len({" ".join(text.split()) for text in texts})
    return Column(
        name,
        len(texts) / len(rows) if rows else 0.0,
        len(texts),
        different,
        bool(rows) and different == len(rows),
        int(median(lengths)),
        max(lengths),
        form,
        dated,
        bool(sample) and addresses >= _MOSTLY * len(sample),
        any(isinstance(row.values.get(name), tuple) for row in rows),
        texts[0] if texts else "",
    )


def _dates(texts: Sequence[str]) -> tuple[str, float]:
    """Return the form that most of the texts have as days, and their share; none if too few."""
    sample = texts[:_SAMPLE]
    if not sample or not any(letter.isdigit() for letter in sample[0]):
        return "", 0.0
    fitting = {form: sum(bool(read_date(text, (form,))) for text in sample) for form in DATE_FORMS}
    best = max(DATE_FORMS, key=lambda form: fitting[form])
    if fitting[best] < _MOSTLY * len(sample):
        return "", 0.0
    return best, sum(bool(read_date(text, (best,))) for text in texts) / len(texts)
