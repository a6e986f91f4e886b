"""The rows below the headings: which are records, and which stand between or after them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING

from site_builder.exchange.tables.grid import letters
from site_builder.exchange.tables.headings import folded
from site_builder.exchange.tables.looks import NAMED, TYPED, Look, is_known, label, look, words
from site_builder.exchange.tables.words import HELP, PAGE, SECTION, TOTALS, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.tables.grid import Grid
    from site_builder.exchange.tables.headings import Headings

TITLES = "are titles of sections"
REPEATED = "repeat the headings"
_MOSTLY = 0.8
_LIKE_RECORD = 0.6
_ENOUGH = 0.5
_FULL = 3
"""How many of the fullest rows tell how full a record is."""
_BRACKETED = re.compile(r"\(.*\)|\[.*\]|<.*>|\{.*\}", re.DOTALL)
_LONGEST_SECTION = 100
_VALUES = frozenset({"number", "day", "address"})
"""Looks of cells that are no titles."""
_SERVICE_ROWS = 3
"""Most rows of units, numbers or instructions below the headings."""
_DEFAULTS = 3
"""Least rows with the same few cells that count as rows not yet filled in."""


@dataclass
class Sifted:
    """Rows below the headings, by their places."""

    records: list[int] = field(default_factory=list)
    section_of: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Column and text of the title of the section above a record."""
    passed: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Rows that are no records, by what they seem to be."""

    @property
    def sections(self) -> frozenset[int]:
        """Columns that hold titles of sections."""
        return frozenset(at for at, _text in self.section_of.values())


def sift(grid: Grid, columns: range, headings: Headings) -> Sifted:
    """Return the rows below headings, the records apart."""
    return _Sifter(grid, columns, headings).sifted()


class _Sifter:
    """Tells records from what stands between and after them."""

    def __init__(self, grid: Grid, columns: range, headings: Headings) -> None:
        self._grid = grid
        self._columns = columns
        self._headings = headings
        self._found = Sifted()
        self._fills = {
            row: filled
            for row in range(headings.below, len(grid.cells))
            if (filled := grid.filled(row, columns))
        }
        self._rows = self._without_service()

    def sifted(self) -> Sifted:
        """Return the rows, each as a record or under what it seems to be."""
        rows = self._before_another()
        end = self._end(rows)
        self._between(rows[:end])
        self._after(rows[end:])
        return self._found

    def _pass(self, name: str, row: int) -> None:
        self._found.passed[name].append(row)

    def _without_service(self) -> list[int]:
        """Return the rows without units and the like, and without headings that are repeated."""
        heads = [self._folded(row) for row in self._headings.rows]
        first = self._headings.rows[0] if self._headings.rows else self._headings.below
        above = {self._folded(row) for row in range(first)} - {()}
        left: list[int] = []
        for row in self._fills:
            folded = self._folded(row)
            if folded in heads and (len(folded) > 1 or self._folded(row + 1) in heads[1:]):
                self._pass(REPEATED, row)
            elif folded in above or PAGE.fullmatch(" ".join(folded)):
                self._pass("repeat what stands above", row)
            elif all(not cell.strip("-=_:+|* ") for cell in folded):
                self._pass("are only lines", row)
            elif len(left) == 0 and (name := self._service(row)):
                self._pass(name, row)
            else:
                left.append(row)
        return left

    def _service(self, row: int) -> str:
        """Return what a row right below the headings is, if it is no record."""
        texts = [self._grid.at(row, at) for at in self._fills[row]]
        if not self._headings.rows or row - self._headings.below >= _SERVICE_ROWS:
            return ""
        bare = [text.strip("()[]. ").casefold() for text in texts]
        places = range(len(bare))
        counts = [str(at + 1) for at in places], [letters(at).casefold() for at in places]
        is_counted = len(bare) > 2 and bare in counts  # noqa: PLR2004
        if is_counted and not self._all_numbers(row):
            return "number the columns"
        if all(text.casefold() in UNITS or _BRACKETED.fullmatch(text) for text in texts):
            return "hold units or hints"
        helps = sum(bool(HELP.match(text) or _BRACKETED.fullmatch(text)) for text in texts)
        typed = any(look(text) in TYPED for text in texts)
        is_help = len(texts) > 1 and helps >= _LIKE_RECORD * len(texts) and not typed
        return "hold units or hints" if is_help else ""

    def _all_numbers(self, row: int) -> bool:
        """Return whether all rows below a row hold nothing but numbers."""
        return all(
            look(self._grid.at(other, at)) == "number"
            for other, filled in self._fills.items()
            if other > row
            for at in filled
        )

    def _folded(self, row: int) -> tuple[str, ...]:
        return folded(self._grid, self._columns, row)

    @cached_property
    def _usual(self) -> tuple[frozenset[int], dict[int, Look]]:
        """Columns that most full rows fill, and the look of those that hold numbers or the like."""
        # Rows that are not filled in yet may be most of them.
        several = [row for row in self._rows if len(self._fills[row]) > 1] or self._rows
        front = [row for row in several if row not in self._behind]
        rows = front if len(front) >= _FULL else several
        fullest = nlargest(_FULL, (len(self._fills[row]) for row in rows))
        full = [row for row in rows if len(self._fills[row]) >= _LIKE_RECORD * fullest[-1]]
        looks: defaultdict[int, Counter[Look]] = defaultdict(Counter)
        for row in full:
            for at in self._fills[row]:
                looks[at][look(self._grid.at(row, at))] += 1
        core = frozenset(at for at, count in looks.items() if count.total() >= _MOSTLY * len(full))
        typed = {
            at: max(TYPED, key=lambda name: (count[name], name))
            for at, count in looks.items()
            if sum(count[name] for name in TYPED) >= _LIKE_RECORD * count.total()
        }
        return core, typed

    def _share(self, row: int) -> float:
        """Return the share of the usual columns that a row fills."""
        core, _typed = self._usual
        return len(core.intersection(self._fills[row])) / max(len(core), 1)

    def _misfits(self, row: int) -> tuple[int, int]:
        """Return how many typed cells a row has, and how many of them hold something else."""
        _core, typed = self._usual
        cells = [look(self._grid.at(row, at)) for at in self._fills[row] if at in typed]
        return len(cells), sum(cell not in TYPED for cell in cells)

    def _is_record(self, row: int) -> bool:
        """Return whether a row is filled like a record; more is asked of one behind a gap."""
        typed, misfits = self._misfits(row)
        if row not in self._behind:
            return self._share(row) >= _ENOUGH
        texts = [self._grid.at(row, at) for at in self._fills[row]]
        asked = sum(text.endswith(":") for text in texts)
        return self._share(row) >= _LIKE_RECORD and misfits * 2 <= typed and asked * 2 < len(texts)

    @cached_property
    def _behind(self) -> frozenset[int]:
        """Rows that are behind an empty one, wherever that is."""
        gap = next((row for row in self._fills if self._after_gap(row)), len(self._grid.cells))
        return frozenset(row for row in self._fills if row >= gap)

    def _after_gap(self, row: int) -> bool:
        return row > self._headings.below and row - 1 not in self._fills

    @cached_property
    def _alike(self) -> Counter[tuple[tuple[int, str], ...]]:
        """How often rows that are no records have the same cells, apart from numbers."""
        return Counter(self._defaults(row) for row in self._rows if not self._is_record(row))

    def _before_another(self) -> list[int]:
        """Return the rows before the headings of another table, which stand behind a gap."""
        for at, row in enumerate(self._rows):
            if at and at + 1 < len(self._rows) and self._after_gap(row) and self._is_other(row):
                for other in self._rows[at:]:
                    self._pass("are another table", other)
                return self._rows[:at]
        return self._rows

    def _is_other(self, row: int) -> bool:
        texts = [self._grid.at(row, at) for at in self._fills[row]]
        if len(texts) < 2 or any(label(text) < NAMED or text.endswith(":") for text in texts):  # noqa: PLR2004
            return False
        typed, misfits = self._misfits(row)
        known = sum(map(is_known, texts))
        return typed == misfits and (bool(typed) or known * 2 >= len(texts) > 1)

    def _end(self, rows: Sequence[int]) -> int:
        """Return how many rows there are up to the last record."""
        end = max((at + 1 for at, row in enumerate(rows) if self._is_record(row)), default=0)
        if not end:
            return len(rows)
        while end < len(rows) and self._goes_on(rows[end]):
            end += 1
        return end

    def _goes_on(self, row: int) -> bool:
        """Return whether a row right below the last record is one, though it is not filled much."""
        texts = [self._grid.at(row, at) for at in self._fills[row]]
        _typed, misfits = self._misfits(row)
        return (
            not self._after_gap(row)
            and not self._is_unfilled(row)
            and len(texts) > 1
            and not misfits
            and not any(text.endswith(":") for text in texts)
            and not self._is_total(row)
        )

    def _is_total(self, row: int) -> bool:
        first, *others = (self._grid.at(row, at) for at in self._fills[row])
        named = words(first) & TOTALS
        if not named or len(first) > 40 or any(look(text) != "number" for text in others):  # noqa: PLR2004
            return False
        return bool(others) or words(first) <= TOTALS

    def _is_unfilled(self, row: int) -> bool:
        """Return whether a row holds nothing but its number, or what many others hold as well."""
        if self._share(row) >= _ENOUGH:
            return False
        _core, typed = self._usual
        (at, *more) = self._fills[row]
        is_number = typed.get(at) in {"number", "code"} and look(self._grid.at(row, at)) in TYPED
        return (is_number and not more) or self._alike[self._defaults(row)] >= _DEFAULTS

    def _between(self, rows: Sequence[int]) -> None:
        section = self._title_above()
        for at, row in enumerate(rows):
            if self._is_total(row):
                self._pass("hold totals", row)
            elif at + 1 < len(rows) and self._is_section(row, rows[at + 1]):
                section = self._fills[row][0], self._grid.at(row, self._fills[row][-1])
                self._pass(TITLES, row)
            elif self._is_unfilled(row):
                self._pass("hold nothing but a number", row)
            else:
                self._found.records.append(row)
                if section:
                    self._found.section_of[row] = section

    @cached_property
    def _merged_across(self) -> dict[tuple[int, int], int]:
        """How many columns more each merged cell spans, by its row and column."""
        return {(area.top, area.left): area.right - area.left for area in self._grid.merged}

    def _title_above(self) -> tuple[int, str] | None:
        """Return the title right above the first headings, if repeated ones have titles too."""
        above = self._headings.rows[0] - 1 if self._headings.rows else -1
        filled = self._grid.filled(above, self._columns) if above >= 0 else []
        is_title = len(filled) == 1 and any(map(self._heads_again, self._rows))
        return (filled[0], self._grid.at(above, filled[0])) if is_title else None

    @cached_property
    def _repeated(self) -> frozenset[int]:
        return frozenset(self._found.passed.get(REPEATED, ()))

    def _heads_again(self, row: int) -> bool:
        """Return whether one cell is right above headings that are repeated."""
        return len(self._fills[row]) == 1 and row + 1 in self._repeated

    def _is_section(self, row: int, following: int) -> bool:
        """Return whether a row is the title of the rows below it."""
        core, typed = self._usual
        first, *more = self._fills[row]
        text = self._grid.at(row, first)
        if len(core) < 2 or len(text) > _LONGEST_SECTION:  # noqa: PLR2004
            return False
        if more:
            is_numbered = self._grid.at(following, first).startswith(f"{text.rstrip('.')}.")
            return is_numbered and len(more) == 1 < len(self._fills[following]) - 1
        if self._heads_again(row):
            return True
        is_named = bool(SECTION.fullmatch(text))
        if first > min(core) + 1 or (look(text) in _VALUES and not is_named):
            return False
        is_merged = self._merged_across.get((row, first), 0) >= len(core) / 2
        is_strange = first not in core or (first in typed and look(text) != typed[first])
        return is_merged or is_strange or is_named or text.endswith(":") or text.isupper()

    def _after(self, rows: Sequence[int]) -> None:
        """Pass over what stands below the last record."""
        for row in rows:
            if self._is_total(row):
                self._pass("hold totals", row)
            elif self._is_unfilled(row):
                self._pass("hold nothing but a number", row)
            else:
                self._pass("stand below the table", row)

    def _defaults(self, row: int) -> tuple[tuple[int, str], ...]:
        """Return the cells of a row that are no numbers."""
        cells = ((at, self._grid.at(row, at)) for at in self._fills[row])
        return tuple((at, "" if look(text) in TYPED else text) for at, text in cells)
