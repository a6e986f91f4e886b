"""The sheet of a workbook that most looks like a register, read as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import log2
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted, shortened
from site_builder.errors import TableError
from site_builder.exchange.tables.grid import Grid, letters, places
from site_builder.exchange.tables.looks import look
from site_builder.exchange.tables.rows import Assumption, Choices, SourceTable
from site_builder.exchange.tables.shapes import form_in, is_form, read_forms, read_grid
from site_builder.exchange.tables.together import are_alike, joined
from site_builder.exchange.tables.words import ASIDE, LESSONS
from site_builder.exchange.tables.workbook import Sheet, read_sheets
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_SAMPLE = 50
_NAMED = 3
_SHARED = 3
"""Least labels that forms on several sheets have in common."""
_COLUMNS = 4
"""Number of columns from which a table is as wide as a register."""


@dataclass(frozen=True)
class _Candidate:
    sheet: Sheet
    table: SourceTable | None
    """None if there is none in it."""

    @property
    def rows(self) -> int:
        return len(self.table.rows) if self.table else 0

    @property
    def weight(self) -> float:
        """How much the sheet looks like a register."""
        if not self.table or not self.table.rows:
            return 0.0
        rows = self.table.rows[:_SAMPLE]
        prose = sum(any(look(row.text(name)) == "text" for name in row.values) for row in rows)
        wide = min(len(self.table.columns), _COLUMNS) / _COLUMNS
        aside = 0.3 if ASIDE.search(self.sheet.name) else 1.0
        shown = 0.1 if self.sheet.hidden else 1.0
        size = log2(1 + self.rows) * (0.3 + prose / len(rows)) * wide**2
        named = (self.sheet.name, *self.table.columns)
        lessons = 3.0 if any(map(LESSONS.search, named)) else 1.0
        return (0.2 + self.table.score) * size * aside * shown * lessons

    def __str__(self) -> str:
        hidden = "hidden, " if self.sheet.hidden else ""
        return f"`{shortened(self.sheet.name)}` ({hidden}{counted(self.rows, 'row')})"


def read_workbook(file: Path, choices: Choices) -> SourceTable:
    """Return the table of a workbook: of the sheet that is chosen, or else of the likeliest.

    Raises:
        TableError: The file is not a safe workbook, or has no table.
        TableChoiceError: A choice does not fit the workbook.
    """
    sheets = read_sheets(file, choices.sheet)
    if len(sheets) == 1:
        return read_grid(file, _grid(sheets[0]), choices, list(_remarks(sheets[0])))
    if choices.sheet:
        read = {
            one.name: read_grid(file, _grid(one), choices, list(_remarks(one))) for one in sheets
        }
        return joined({name: read[name] for name in choices.sheet})
    forms = _forms(sheets, choices)
    if forms:
        count = counted(len(forms), "sheet")
        text = f"{count} are forms with the same labels, and each is read as a lesson"
        return read_forms(file, forms, [Assumption(text, "layout", "sheets")])
    candidates = [_Candidate(sheet, _tried(file, sheet, choices)) for sheet in sheets]
    best = max(candidates, key=lambda candidate: candidate.weight)
    table = best.table
    if table is None or not table.rows:
        return read_grid(file, _grid(sheets[0]), choices)
    alike = [one for one in candidates if one is best or _is_like(one, best)]
    others = ", ".join(str(one) for one in candidates if one not in alike)
    more = f"; there are also: {others}" if others else ""
    text, names = f"sheet {best} is read{more}", inline(best.sheet.name)
    if len(alike) > 1:
        table = joined({one.sheet.name: one.table for one in alike if one.table})
        text = f"sheets {', '.join(map(str, alike))} have the same headings and are read as one"
        text = f"{text}; the column `{table.columns[0]}` names them{more}"
        names = f"[{', '.join(inline(one.sheet.name) for one in alike)}]"
    note = Assumption(text, "sheet", names)
    return replace(table, notes=(note, *table.notes))


def _is_like(one: _Candidate, best: _Candidate) -> bool:
    """Return whether a sheet goes on where the best one ends, as those of other years do."""
    if not (one.table and one.rows and best.table) or one.sheet.hidden != best.sheet.hidden:
        return False
    is_aside = ASIDE.search(one.sheet.name) and not ASIDE.search(best.sheet.name)
    return not is_aside and are_alike(one.table, best.table)


def _forms(sheets: Sequence[Sheet], choices: Choices) -> dict[str, dict[str, str]]:
    """Return the forms among sheets, if most of these are forms with the same labels."""
    if choices.layout not in {"", "sheets"} or choices.heading_row is not None:
        return {}
    grids = {sheet.name: _grid(sheet) for sheet in sheets}
    forms = {name: form_in(grid) for name, grid in grids.items()}
    if choices.layout:
        return {name: form for name, form in forms.items() if form}
    forms = {name: form for name, form in forms.items() if is_form(grids[name], form)}
    shared = Counter(label for form in forms.values() for label in form)
    alike = sum(count == len(forms) for count in shared.values())
    return forms if alike >= _SHARED and len(sheets) < 2 * len(forms) > 2 else {}  # noqa: PLR2004


def _tried(file: Path, sheet: Sheet, choices: Choices) -> SourceTable | None:
    """Return the table of a sheet if there is one."""
    try:
        return read_grid(file, _grid(sheet), choices, list(_remarks(sheet)))
    except TableError:
        return None


def _grid(sheet: Sheet) -> Grid:
    numbers = range(1, len(sheet.rows) + 1)
    details = sheet.details
    return Grid(
        "row", numbers, sheet.rows, details.merged, links=details.links, marked=details.marked
    )


def _remarks(sheet: Sheet) -> Iterator[Assumption]:
    """Yield what is to be known of the cells of a sheet."""
    details = sheet.details
    rows = [at + 1 for at, row in enumerate(sheet.rows) if at in details.hidden_rows and any(row)]
    columns = [
        letters(at)
        for at in sorted(details.hidden_columns)
        if any(at < len(row) and row[at] for row in sheet.rows)
    ]
    named = f"column{'s' * (len(columns) > 1)} {', '.join(columns)}"
    for hidden, where in ((rows, places("row", rows)), (columns, named)):
        if hidden:
            verb = "is" if len(hidden) == 1 else "are"
            yield Assumption(f"{where} {verb} hidden, and read like the others")
    if sheet.failed:
        shown = ", ".join(sheet.failed[:_NAMED])
        count = counted(len(sheet.failed), "formula")
        yield Assumption(f"{count} failed and read as empty: {shown}")
    if details.commented:
        shown = ", ".join(details.commented[:_NAMED])
        count = counted(len(details.commented), "cell")
        yield Assumption(f"comments are not read; {count} with one: {shown}")
    if details.uncounted:
        text = (
            f"{details.uncounted:,} formulas have no saved value and read as empty; "
            "open the workbook in a spreadsheet program and save it"
        )
        yield Assumption(text)
