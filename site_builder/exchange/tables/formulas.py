"""Keeps spreadsheets from running the text of a cell as a formula."""

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"
"""Precedes text that a spreadsheet would run, and text that begins with this mark."""


def guarded(cell: str) -> str:
    """Return the text of a cell as a table of comma-separated values should hold it."""
    return MARK + cell if cell.startswith((*_FORMULA_SIGNS, MARK)) else cell
