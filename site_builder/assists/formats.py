"""The formats of a base: those of its vocabulary, and the built-in ones.

Built-in formats are the files of ``advice/``, of the same shape as ``formats`` in a vocabulary;
``every-format.toml`` holds the role and the sheets that all formats have after their own.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.records.assist import Format
from site_builder.records.formats import CaptureSheet, FormatAdvice, RoleCard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.records.vocabulary import Vocabulary


def _read(name: str) -> dict[str, Any]:
    file = Path(__file__).parent / "advice" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


_SHARED = _read("every-format")
_SHARED_ROLES = tuple(map(RoleCard.model_validate, _SHARED["roles"]))
_SHARED_SHEETS = tuple(map(CaptureSheet.model_validate, _SHARED["sheets"]))


def _complete(
    format_id: str, stated: FormatAdvice, bases: Mapping[Format, FormatAdvice]
) -> FormatAdvice:
    """Return a format with what it takes from the format that it is like, and what all have."""
    own = {name: value for name, value in stated if value}
    if stated.like:
        return bases[stated.like].model_copy(update={"folder": format_id, **own} | _shared(stated))
    return stated.model_copy(update={"folder": format_id, **own} | _shared(stated))


def _shared(stated: FormatAdvice) -> dict[str, Any]:
    """Return the roles and sheets of a format that states its own, with those that all have.

    A sheet of its own replaces the shared one of that title, and every field is asked for once.
    """
    update: dict[str, Any] = {}
    if stated.roles or not stated.like:
        named = {card.role.casefold() for card in stated.roles}
        update["roles"] = stated.roles + tuple(
            card for card in _SHARED_ROLES if card.role.casefold() not in named
        )
    if stated.sheets or not stated.like:
        asked: set[str] = set()
        titles: set[str] = set()
        sheets = []
        for sheet in (*stated.sheets, *_SHARED_SHEETS):
            names = tuple(dict.fromkeys(name for name in sheet.fields if name not in asked))
            if names and sheet.title not in titles:
                sheets.append(sheet.model_copy(update={"fields": names}))
                asked.update(names)
                titles.add(sheet.title)
        update["sheets"] = tuple(sheets)
    return update


def _built_in() -> dict[Format, FormatAdvice]:
    """Return the built-in formats; one that is like another comes after it."""
    stated = {form: FormatAdvice.model_validate(_read(form)) for form in Format}
    complete: dict[Format, FormatAdvice] = {}
    for form in sorted(Format, key=lambda form: bool(stated[form].like)):
        complete[form] = _complete(form, stated[form], complete)
    return complete


FORMATS = _built_in()
"""The built-in formats."""


def format_of(vocabulary: Vocabulary, format_id: str) -> FormatAdvice:
    """Return what a format prescribes; one that there is not has that of any other event."""
    stated = vocabulary.formats.get(format_id)
    if stated is not None:
        return _complete(format_id, stated, FORMATS)
    return FORMATS[Format(format_id) if format_id in set(Format) else Format.OTHER]


def format_label(vocabulary: Vocabulary, format_id: str) -> str:
    """Return the name of a format, as readers see it."""
    stated = vocabulary.formats.get(format_id)
    return stated.label if stated else format_of(vocabulary, format_id).label
