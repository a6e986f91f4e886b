"""Edits that mend a header for certain: one thing was meant, and nothing else moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import Edit
from site_builder.records.date_forms import meant_date
from site_builder.records.header.read import has, offsets_of
from site_builder.records.header.write import quoted
from site_builder.records.identifiers import bare_doi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.records.header.document import Document
    from site_builder.records.header.read import Place

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./()_-]*[A-Za-z0-9./()_-])?", re.ASCII)
"""What is a text to YAML wherever it stands, without quotes."""
_MARKED = ("&", "!", "*")
_QUOTES = ("'", '"')


def value_meant(document: Document, place: Place, value: str | None) -> tuple[Edit, ...]:
    """Return the edit that gives a text of a header another value; none where there is none.

    A value that YAML repeats elsewhere by reference, or that has a tag, is left alone.
    """
    header = document.text[document.header_at : document.header_end]
    if value is None or not has(header, place):
        return ()
    found, key = (offsets_of(header, place, key=of_key) for of_key in (False, True))
    if found is None or key is None or header[found[0]] in _MARKED:
        return ()
    if not isinstance(place[-1], int) and found[0] < key[1]:
        return ()
    plain = _PLAIN.fullmatch(value) is not None and value.casefold() != "null"
    mark = header[found[0]] if header[found[0]] in _QUOTES else ""
    written = f"{mark}{value}{mark}" if plain else quoted(value)
    start, end = (document.header_at + offset for offset in found)
    return (Edit(start, end, written),)


def field_meant(document: Document, place: Place, known: Sequence[str]) -> tuple[Edit, ...]:
    """Return the edit that gives a field its right name, if one was meant and is not there yet."""
    siblings: Any = document.header
    for step in place[:-1]:
        siblings = siblings[step]
    name = _only(str(place[-1]), known)
    if name is None or sum(_folded(key) == _folded(name) for key in siblings) != 1:
        return ()
    header = document.text[document.header_at : document.header_end]
    found = offsets_of(header, place, key=True)
    if found is None or header[found[0]] in _MARKED:
        return ()
    start, end = (document.header_at + offset for offset in found)
    return (Edit(start, end, name),)


def choice_meant(written: str, allowed: Iterable[str]) -> str | None:
    """Return the one of a few values that differs in case, hyphens and spaces alone."""
    return _only(written, allowed)


def form_meant(rule: str, written: str, *, partial: bool) -> str | None:
    """Return a date or DOI in the form that its field takes, if one was meant."""
    if rule == "date-malformed":
        return meant_date(written, partial=partial)
    # In an address some signs may stand for others.
    return bare_doi(written) or None if rule == "doi-malformed" and "%" not in written else None


def _only(written: str, allowed: Iterable[str]) -> str | None:
    found = [one for one in allowed if _folded(one) == _folded(written)]
    return found[0] if len(found) == 1 else None


def _folded(word: str) -> str:
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def in_order(document: Document, order: Mapping[str, int]) -> tuple[Edit, ...]:
    """Return the edit that puts the fields of a header in order, each with its comments.

    Nothing is done where that would change a value, such as one that refers to another.

    Args:
        document: The document.
        order: Place of each field.
    """
    header = document.text[document.header_at : document.header_end]
    starts = []
    for name in document.header:
        found = offsets_of(header, (name,), key=True)
        if found is None or (found[0] and header[found[0] - 1] != "\n"):
            return ()
        starts.append(_with_comments(header, found[0]))
    end = _with_comments(header, len(header))
    tail = header[end:] if starts and end > starts[-1] else ""
    lead, *entries = (
        header[start:following]
        for start, following in zip([0, *starts], [*starts, len(header) - len(tail)], strict=True)
    )
    names = list(document.header)
    ranked = sorted(zip(names, entries, strict=True), key=lambda pair: order[pair[0]])
    whole = lead + "".join(f"{entry}\n" if entry[-1:] != "\n" else entry for _name, entry in ranked)
    whole += tail
    return (Edit(document.header_at, document.header_end, whole),)


def _with_comments(header: str, at: int) -> int:
    """Return where the comments begin that stand right above a place, at the margin."""
    while at:
        above = header.rfind("\n", 0, at - 1) + 1
        if not header[above:at].startswith("#"):
            break
        at = above
    return at
