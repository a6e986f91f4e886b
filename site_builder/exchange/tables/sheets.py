"""Workbooks (.xlsx) of text, written as XML.

openpyxl takes 5 seconds to write ten thousand lessons, this takes 2.
"""

from __future__ import annotations

import re
import zipfile
from html import escape
from typing import IO, TYPE_CHECKING

from site_builder.errors import CellError
from site_builder.exchange.tables.grid import letters
from site_builder.exchange.tables.packed import zip_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_CELL = 32_767
"""Most characters in a cell, a limit of the format."""
_MAX_ROWS = 1_048_576
_PACKING = 2
"""Level of compression, 1 to 9: a higher one takes longer and saves little."""
# Characters that XML cannot hold, and text that would be read as an escape of one.
_UNWRITABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4})"
)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "#")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_XF}/></cellStyleXfs>'
    f'<cellXfs count="2">{_XF} xfId="0"/>{_XF} xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""A plain style, and one that keeps text from becoming a formula when it is edited."""


def write_workbook(stream: IO[bytes], sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    """Write a workbook of text without formulas: the same bytes for the same text.

    Each sheet has a name and rows, the first of which holds its headings.

    Raises:
        CellError: A text is too long for a cell, or a sheet has too many rows.
    """
    names = list(sheets)
    with zipfile.ZipFile(stream, "w") as archive:
        for path, text in _frame(names).items():
            archive.writestr(zip_entry(path), text)
        for number, name in enumerate(names, start=1):
            rows = "".join(_rows(name, sheets[name]))
            sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            archive.writestr(zip_entry(_path(number)), sheet, compresslevel=_PACKING)


def _path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _frame(names: Sequence[str]) -> dict[str, str]:
    """Return the parts around the sheets."""
    numbered = list(enumerate(names, start=1))
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in numbered
    )
    led_to = [(number, "worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    led_to.append((len(names) + 1, "styles", "styles.xml"))
    types = "".join(
        f'<Override PartName="/{_path(number)}" ContentType="{_TYPE}.worksheet+xml"/>'
        for number, _name in numbered
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": _relations([(1, "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(led_to),
        "xl/styles.xml": _STYLES,
    }


def _relations(led_to: Iterable[tuple[int, str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, kind, target in led_to
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _rows(name: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    names: list[str] = []
    headings: Sequence[str] = ()
    for number, row in enumerate(rows, start=1):
        headings = headings or row
        if number > _MAX_ROWS:
            problem = f"a sheet holds at most {_MAX_ROWS:,} rows"
            raise CellError(name, _first(row), _first(headings), problem)
        names = names if len(row) <= len(names) else list(map(letters, range(len(row))))
        cells = []
        for at, text in enumerate(row):
            if not text:
                continue
            written = _written(text)
            if len(written) > MAX_CELL:
                column = headings[at] if at < len(headings) else str(at + 1)
                problem = f"the text has {len(written):,} characters, a cell holds {MAX_CELL:,}"
                raise CellError(name, _first(row), column, problem)
            cells.append(_cell(f"{names[at]}{number}", written))
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _written(text: str) -> str:
    # Nearly all text passes this test, which is much faster than the pattern.
    if text.isascii() and "_x" not in text and text.replace("\n", " ").isprintable():
        return text
    return _UNWRITABLE.sub(lambda character: f"_x{ord(character[0]):04X}_", text)


def _first(row: Sequence[str]) -> str:
    return row[0] if row else ""


def _cell(place: str, written: str) -> str:
    style = ' s="1"' if written.startswith(_FORMULA_SIGNS) else ""
    return (
        f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(written, quote=False)}</t></is></c>"
    )
