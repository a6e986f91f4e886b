"""Modules of the site in one file with all that they import at once.

A browser that learns of a dozen modules asks for six at a time, and on a slow line each turn takes
as long as the way there and back. What a module imports later stays a file of its own.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = "assets/beforehand"
JOINED = tuple(
    f"{_FOLDER}/{name}.js"
    for name in (
        *("finder", "finder/page", "finder/meaning", "forms/page", "forms/handing"),
        *("reading/acts", "search"),
    )
)
"""The modules that are published so."""
_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "(\.[^"]*)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+|\$))", re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]*)"\)')
_COMMENTS = re.compile(r"^ *(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.MULTILINE)


def joined(path: str, read: Callable[[str], str]) -> str:
    """Return a module in one piece: each it imports as a function, in the order of need.

    Args:
        path: The module.
        read: Returns the text of a module.
    """
    numbers: dict[str, int] = {}
    parts: list[str] = []
    _add(path, path, read, numbers, parts)
    *needed, last = parts
    return "".join(needed) + last


def _add(
    path: str, entry: str, read: Callable[[str], str], numbers: dict[str, int], parts: list[str]
) -> None:
    text = _COMMENTS.sub("", read(path))
    for _, source in _IMPORT.findall(text):
        if (other := _beside(path, source)) not in numbers:
            _add(other, entry, read, numbers, parts)
    text = _IMPORT.sub(
        lambda it: (
            f"const {{ {it[1].replace(' as ', ': ')} }} = m{numbers[_beside(path, it[2])]};\n"
        ),
        text,
    )
    text = _LATER.sub(lambda it: f'import("{_relative(_beside(path, it[1]), entry)}")', text)
    numbers[path] = len(numbers)
    if path == entry:
        parts.append(text)
        return
    names = ", ".join(_EXPORT.findall(text))
    body = f"{_EXPORT.sub('', text)}return {{ {names} }};"
    parts.append(f"const m{numbers[path]} = (() => {{\n{body}\n}})();\n")


def _beside(path: str, source: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), source))


def _relative(path: str, entry: str) -> str:
    found = posixpath.relpath(path, posixpath.dirname(entry))
    return found if found.startswith(".") else f"./{found}"
