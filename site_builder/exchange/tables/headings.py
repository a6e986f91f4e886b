"""The rows of a grid that hold the headings of its table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.exchange.tables.looks import NAMED, Look, is_known, label, look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.exchange.tables.grid import Grid

_SAMPLE = 200
"""Most rows that are looked at; in a table with more, the first of them tell enough."""
_LEAST = 0.45
"""Least score of headings without a single known word."""
_CONTRAST = 0.6
"""Least score of a second row of headings that no merged cell shows to be one."""
_RECORD_ABOVE = 0.9
"""Factor for each row above that is filled like a record."""
_LIKE_RECORD = 0.6


@dataclass(frozen=True)
class Headings:
    """Headings of a table."""

    rows: tuple[int, ...]
    """Places of one row of headings, or of two; none if there are none."""
    texts: dict[int, str]
    """Heading of each column that has one; of two rows joined, such as ``Impact: Cost``."""
    below: int
    """Place of the first row below."""
    score: float
    """How much they look like headings: more than 0.8 if there is little doubt, 0 without any."""


class _Below:
    """What stands in a column below a row."""

    def __init__(self) -> None:
        self.looks: Counter[Look] = Counter()
        self.texts: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Add a cell."""
        self.looks[look(text)] += 1
        self.texts[text.casefold()] += 1

    def likeness(self, text: str, *, repeated: bool) -> float:
        """Return how much a text looks like the heading of the column.

        Args:
            text: What may be the heading.
            repeated: Whether its whole row is found again below.
        """
        rate = label(text)
        if not rate:
            return -0.5
        other = 1 - self.looks[look(text)] / self.looks.total()
        again = not repeated and text.casefold() in self.texts
        return rate * (0.5 + 0.5 * other) + 0.3 * is_known(text) - 0.5 * again


def find_headings(grid: Grid, columns: range) -> Headings:
    """Return the likeliest headings of a grid."""
    rows = [at for at in range(len(grid.cells)) if grid.filled(at, columns)][:_SAMPLE]
    scores = _scores(grid, columns, rows)
    best = max(scores, key=lambda at: (at in grid.marked, scores[at]), default=None)
    if best is None or (scores[best] < _LEAST and best not in grid.marked):
        lonely = _without_rows(grid, columns, rows)
        return (
            no_headings(grid, columns) if lonely is None else headings_in(grid, columns, [lonely])
        )
    return _with_neighbour(grid, columns, best, scores)


def no_headings(grid: Grid, columns: range) -> Headings:
    """Return the headings of a table without any: it begins with its first row like a record."""
    fills = {
        at: len(filled) for at in range(len(grid.cells)) if (filled := grid.filled(at, columns))
    }
    usual = sorted(fills.values())[len(fills) * 3 // 4] if fills else 0
    first = next((at for at, fill in fills.items() if fill >= _LIKE_RECORD * usual), 0)
    return Headings((), {}, first, 0.0)


def headings_in(grid: Grid, columns: range, rows: Sequence[int]) -> Headings:
    """Return the headings in given rows: one, or two that follow each other."""
    texts = _texts(grid, columns, rows[-1])
    if len(rows) > 1:
        above = _groups(grid, columns, rows[0], set(texts))
        joined = {at: (above.get(at, ""), texts.get(at, "")) for at in {*above, *texts}}
        texts = {at: _joined(*parts) for at, parts in sorted(joined.items())}
    return Headings(tuple(rows), texts, rows[-1] + 1, 1.0)


def _scores(grid: Grid, columns: range, rows: Sequence[int]) -> dict[int, float]:
    """Return how much each row with another below it looks like headings."""
    below: dict[int, _Below] = {}
    found: dict[int, float] = {}
    alike = Counter(folded(grid, columns, row) for row in rows)
    for row in reversed(rows):
        filled = grid.filled(row, columns)
        if below:
            # Headings are repeated on each page, and not in most of the rows.
            repeated = 1 < alike[folded(grid, columns, row)] <= len(rows) / 2
            weights = {at: column.looks.total() for at, column in below.items()}
            rated = (
                weights[at] * below[at].likeness(grid.at(row, at), repeated=repeated)
                for at in filled
                if at in below
            )
            found[row] = sum(rated) / sum(weights.values())
        for at in filled:
            below.setdefault(at, _Below()).add(grid.at(row, at))
    fills = {row: len(grid.filled(row, columns)) for row in rows}
    return {row: score * _doubt(fills, row) for row, score in sorted(found.items())}


def _without_rows(grid: Grid, columns: range, rows: Sequence[int]) -> int | None:
    """Return the last row if it holds headings, so that the table has no rows yet."""
    if not rows:
        return None
    texts = [grid.at(rows[-1], at) for at in grid.filled(rows[-1], columns)]
    known = sum(map(is_known, texts))
    is_head = len(rows) == 1 or (len(texts) > 1 and known * 2 >= len(texts))
    return rows[-1] if is_head and all(label(text) >= NAMED for text in texts) else None


def _doubt(fills: dict[int, int], row: int) -> float:
    """Return the factor for the rows above that are filled like a record."""
    least = max(_LIKE_RECORD * fills[row], 2)
    return float(_RECORD_ABOVE ** sum(fills[at] >= least for at in fills if at < row))


def folded(grid: Grid, columns: range, row: int) -> tuple[str, ...]:
    """Return the texts of a row in small letters; none beyond the end."""
    filled = grid.filled(row, columns) if row < len(grid.cells) else ()
    return tuple(grid.at(row, at).casefold() for at in filled)


def _with_neighbour(grid: Grid, columns: range, row: int, scores: Mapping[int, float]) -> Headings:
    """Return the headings in a row, joined with the row above or below if one belongs to it."""
    for upper in (row - 1, row):
        contrast = scores.get(upper + 1, 0.0)
        if upper >= 0 and contrast and _is_pair(grid, columns, upper, upper + 1, contrast):
            return replace(headings_in(grid, columns, (upper, upper + 1)), score=scores[row])
    return replace(headings_in(grid, columns, (row,)), score=scores[row])


def _is_pair(grid: Grid, columns: range, upper: int, lower: int, contrast: float) -> bool:
    """Return whether a row groups the headings of the next one, which has a score of its own."""
    above, under = grid.filled(upper, columns), grid.filled(lower, columns)
    if not above or not under or any(label(grid.at(lower, at)) < NAMED for at in under):
        return False
    if any(not label(text) or text.endswith(":") for text in (grid.at(upper, at) for at in above)):
        return False
    over = _groups(grid, columns, upper, set(under))
    sizes = Counter(first for at, first in _firsts(grid, columns, upper).items() if at in over)
    groups = [first for first, size in sizes.items() if size > 1 and first in under]
    if not groups or max(sizes.values()) >= len({*above, *under}):
        return False
    alone = [at for at in above if at not in under]
    is_merged = any(
        area.top == area.bottom == upper and area.left < area.right for area in grid.merged
    )
    if is_merged or alone:
        return (
            set(under) <= {at for at in over if sizes[_firsts(grid, columns, upper)[at]] > 1}
            or is_merged
        )
    return len(groups) > 1 and contrast >= _CONTRAST


def _firsts(grid: Grid, columns: range, upper: int) -> dict[int, int]:
    """Return for each column the one with the heading of a row that may span it."""
    merged = {area.left: area.right for area in grid.merged if area.top == area.bottom == upper}
    filled = grid.filled(upper, columns)
    firsts: dict[int, int] = {}
    for at, following in zip(filled, [*filled[1:], columns.stop], strict=True):
        end = merged.get(at, at if merged else following - 1) + 1
        firsts |= dict.fromkeys(range(at, min(end, following)), at)
    return firsts


def _groups(grid: Grid, columns: range, upper: int, under: set[int]) -> dict[int, str]:
    """Return the heading of a row over each column that it groups."""
    return {
        at: grid.at(upper, first)
        for at, first in _firsts(grid, columns, upper).items()
        if at == first or at in under
    }


def _texts(grid: Grid, columns: range, row: int) -> dict[int, str]:
    return {at: grid.at(row, at) for at in grid.filled(row, columns)}


def _joined(above: str, under: str) -> str:
    """Return the heading of a column under a group."""
    both = above and under and above.casefold() != under.casefold()
    return f"{above.rstrip(' :')}: {under}" if both else above or under
