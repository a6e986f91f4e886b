"""Keeps spreadsheets from running the text of a cell as a formula."""

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
REJECTS = ("row", "key", "reason")
"""First columns of the list of rows that an import could not read."""
MARK = "'"
"""Precedes text that a spreadsheet would run, and text that begins with this mark."""


def guarded(cell: str) -> str:
    """Return the text of a cell as a table of comma-separated values should hold it."""
    return MARK + cell if cell.startswith((*_FORMULA_SIGNS, MARK)) else cell


def unguarded(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of a table as they were before its cells were guarded, if we wrote it."""
    if not rows or tuple(rows[0][: len(REJECTS)]) != REJECTS:
        return rows
    return [[cell.removeprefix(MARK) for cell in row] for row in rows]
