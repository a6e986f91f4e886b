"""Tables that lie otherwise than in rows: a lesson in each column, or a form for each lesson."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.errors import TableError
from site_builder.exchange.tables.finding import find_table
from site_builder.exchange.tables.grid import Area, Grid
from site_builder.exchange.tables.headings import find_headings
from site_builder.exchange.tables.looks import is_known, known_words, label, look
from site_builder.exchange.tables.rows import Assumption, Choices, SourceTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.tables.headings import Headings

_MOST_FIELDS = 200
"""Most rows of a table with a lesson in each column."""
_KNOWN = 3
"""Least labels with words of registers in a table that is turned, or in a form."""
_MOSTLY = 0.6
_LIKE_RECORD = 0.6
_MARGIN = 0.1


def read_grid(
    file: Path, grid: Grid, choices: Choices, notes: Sequence[Assumption] = ()
) -> SourceTable:
    """Return the table that is in a grid, however it lies.

    Raises:
        TableError: There is none.
        TableChoiceError: A choice does not fit the grid.
    """
    if not any(cell.strip() for row in grid.cells for cell in row):
        raise TableError(file, "it is empty", "the first row names the columns")
    if choices.layout == "columns":
        return find_table(file, _turned(grid), choices, notes)
    if choices.layout == "sheets":
        return read_forms(file, {"": form_in(grid)}, notes)
    if not choices.layout and choices.heading_row is None:
        headings = find_headings(grid, range(grid.width))
        if _is_turned(grid, headings):
            text = "the headings are in the first column, and each further column is a lesson"
            note = Assumption(text, "layout", "columns")
            return find_table(file, _turned(grid), choices, [*notes, note])
        form = form_in(grid)
        if is_form(grid, form, headings):
            text = "it is a form, with answers beside or below labels, and is read as one lesson"
            return read_forms(file, {"": form}, [*notes, Assumption(text, "layout", "sheets")])
    return find_table(file, grid, choices, notes)


def read_forms(
    file: Path, forms: Mapping[str, Mapping[str, str]], notes: Sequence[Assumption]
) -> SourceTable:
    """Return the table of some forms, each of which is a lesson."""
    labels = list(dict.fromkeys(name for form in forms.values() for name in form))
    cells = [labels, *([form.get(name, "") for name in labels] for form in forms.values())]
    grid = Grid("sheet", range(len(cells)), cells)
    return find_table(file, grid, Choices(heading_row=(0,), rows=(1, len(cells))), notes)


def form_in(grid: Grid) -> dict[str, str]:
    """Return the answers of a form by their labels."""
    answers: dict[str, str] = {}
    open_label = ""
    for row in range(min(len(grid.cells), _MOST_FIELDS)):
        texts = [grid.at(row, at) for at in grid.filled(row, range(grid.width))]
        if len(texts) == 1 and open_label and not _is_label(texts[0]):
            answers[open_label] = f"{answers.get(open_label, '')}\n{texts[0]}".strip()
            continue
        open_label = ""
        for name, values in _labelled(texts):
            answers.setdefault(name, " ".join(values))
            open_label = name if len(texts) == 1 else ""
    return {name: answer for name, answer in answers.items() if answer}


def _labelled(texts: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the labels of a row, each with the texts up to the next one."""
    name, values = "", list[str]()
    for text in texts:
        if _is_label(text) and (values or not name):
            if name:
                yield name, values
            name, values = text.rstrip(" :"), []
        elif name:
            values.append(text)
    if name:
        yield name, values


def _is_label(text: str) -> bool:
    return label(text) > 0 and (text.endswith(":") or (look(text) == "word" and is_known(text)))


def is_form(grid: Grid, form: Mapping[str, str], headings: Headings | None = None) -> bool:
    """Return whether most cells of a grid are labels of a form and their answers."""
    every = range(grid.width)
    cells = sum(len(grid.filled(row, every)) for row in range(len(grid.cells)))
    known = sum(map(is_known, form))
    if known < _KNOWN or 2 * len(form) < _MOSTLY * cells:
        return False
    texts = (headings or find_headings(grid, every)).texts.values()
    in_row = sum(map(is_known, texts))
    return in_row * 2 <= known and not 1 < in_row == len(texts)


def _is_turned(grid: Grid, headings: Headings) -> bool:
    """Return whether the first column holds the headings, rather than a row."""
    if len(grid.cells) > _MOST_FIELDS:
        return False
    turned = _turned(grid)
    across = find_headings(turned, range(turned.width))
    if not across.rows or len(across.rows) > 1 or across.score < headings.score - _MARGIN:
        return False
    column, row = (
        # Texts that name the same, such as titles that all speak of a project, count once.
        (len({*map(known_words, found.texts.values())} - {frozenset()}), len(found.texts))
        for found in (across, headings)
    )
    return column[0] >= _KNOWN and column[0] * max(row[1], 1) > column[1] * (row[0] + 0.2 * row[1])


def _turned(grid: Grid) -> Grid:
    """Return a grid with its columns as rows, without what stands above and below the table."""
    fills = [len(grid.filled(row, range(grid.width))) for row in range(len(grid.cells))]
    least = _LIKE_RECORD * sorted(fills)[len(fills) * 3 // 4]
    rows = [row for row, fill in enumerate(fills) if fill >= max(least, 2)]
    first, last = (rows[0], rows[-1]) if rows else (0, len(fills) - 1)
    cells = [
        [grid.at(row, at).rstrip(" :") for row in range(first, last + 1)]
        for at in range(grid.width)
    ]
    merged = [
        Area(area.left, area.right, area.top - first, area.bottom - first)
        for area in grid.merged
        if first <= area.top and area.bottom <= last
    ]
    return replace(
        grid,
        unit="column",
        numbers=range(1, len(cells) + 1),
        cells=cells,
        merged=merged,
        ragged=False,
        links={},
        marked=frozenset(),
    )
