"""Which files a decision replaces, is replaced by or speaks of, by what its status says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.exchange.folders.links import SOURCE
from site_builder.exchange.tables.rows import texts_in
from site_builder.markdown.body import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.exchange.folders.vault import Vault
    from site_builder.exchange.tables.rows import Cell

SUPERSEDES, SUPERSEDED_BY, RELATED = "supersedes files", "superseded by files", "related files"
RELATIONS = {"supersedes": SUPERSEDES, "superseded-by": SUPERSEDED_BY, "related": RELATED}
"""Columns of relations by their names in a map, whose cells are names of files."""
_BY = re.compile(r"(?:super[sc]eded|replaced|obsoleted|overridden)[ _-]?by", re.IGNORECASE)
_OVER = re.compile(r"super[sc]edes?|replaces|obsoletes|overrides", re.IGNORECASE)
_BESIDE = re.compile(
    r"amend(?:s|ed[ _-]by)|clarif(?:ies|ied[ _-]by)|extend(?:s|ed[ _-]by)|depends[ _-]on|relate[sd]"
    r"|related[ _-]to|linked[ _-]to|see[ _-]also|refine(?:s|d[ _-]by)",
    re.IGNORECASE,
)
_MEANINGS = ((_BY, SUPERSEDED_BY), (_OVER, SUPERSEDES), (_BESIDE, RELATED))
_TARGET = re.compile(r"\]\(<?([^)>#\s]+)|\[\[([^\]|#]+)|\(([^()\s]+\.md)\)")
_FILE_NAME = re.compile(r"[\w./-]+\.md\b")
_NUMBER = re.compile(r"\bADR[-_ ]?0*(\d{1,5})\b|\b0*(\d{1,5})\b(?!-\d)", re.IGNORECASE)
_SAID_IN = frozenset({"status", "links", "relations"})


def related_files(cells: Mapping[str, Cell], own: str, vault: Vault) -> Iterator[tuple[str, Cell]]:
    """Yield a column for each kind of relation that a file has.

    Its cell has the names of the other files, and where there is no such file what is said of it.
    """
    found: dict[str, dict[str, None]] = {}
    for column, cell in cells.items():
        meant = _means(column)
        if not meant and column.lower() not in _SAID_IN:
            continue
        for line in (line for text in texts_in(cell) for line in text.split("\n")):
            meaning = meant or _means(line)
            if meaning and line.strip():
                others = found.setdefault(meaning, {})
                others |= dict.fromkeys(_targets(line.strip(), own, vault))
                if not others and meaning is not RELATED:
                    others[plain_text(line)] = None
    yield from ((column, tuple(found[column])) for _, column in _MEANINGS if found.get(column))


def _target(match: re.Match[str], own: str, vault: Vault) -> str | None:
    if match[2]:
        return vault.called(match[2], own)
    address = match[1] or match[3]
    is_traced = address.startswith(SOURCE)
    return unquote(address.removeprefix(SOURCE)) if is_traced else vault.at(address, own)


def _means(words: str) -> str:
    return next((column for pattern, column in _MEANINGS if pattern.search(words)), "")


def _targets(line: str, own: str, vault: Vault) -> Iterator[str]:
    """Yield the files that a line names: by links, else as a whole, else by their numbers."""
    names = [_target(match, own, vault) for match in _TARGET.finditer(line)]
    if not names:
        names = [vault.called(line, own)]
    if not any(names):
        names = [vault.at(word, own) for word in _FILE_NAME.findall(line)]
    if not any(names):
        numbers = (number[1] or number[2] for number in _NUMBER.finditer(line))
        names = [vault.called(f"ADR-{number}", own) for number in numbers]
    yield from (name for name in names if name and name != own)
