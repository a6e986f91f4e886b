"""Writes values as YAML that reads back as exactly the same values.

Every header is written here, so that quotes, blocks of long text and escapes follow one rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from site_builder.records.header.values import Value

Data: TypeAlias = "str | int | float | bool | Sequence[Data] | Mapping[str, Data] | None"
"""Values that can be written."""

_PLAIN = re.compile(r"[^\W_](?:[\w ./()-]*[\w./()-])?")
"""Text that needs no quotes, as a key or a value, in a block or in brackets."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
UNWRITABLE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
"""Characters that YAML changes or rejects unless they are escaped.

The pattern is also valid in JavaScript, where the finder fills in a plan.
"""
_UNWRITABLE = re.compile(UNWRITABLE)
UNWRITABLE_IN_BLOCK = re.compile(UNWRITABLE.replace(r"\x00-\x1f", r"\x00-\x08\x0b-\x1f"))
"""The same without line feeds and tabs."""
# An editor may strip such spaces, and YAML may take them for indentation.
_LOOSE, _LOOSE_ENDS = (" ", "\t", "\n"), (" \n", "\t\n")
_LONG = 80
"""Characters from which text is written as a block below its key."""
WIDEST_GROUP = 100
"""Widest line that holds a whole group."""
_LONG_KEY = 500
"""Characters from which a key is marked as one; YAML demands it from 1,024."""


def record_text(fields: Mapping[str, Data], body: str) -> str:
    """Return the text of a record's file.

    Args:
        fields: Values by field, in the order in which they are written.
        body: Everything below the header.
    """
    return framed(dump(fields), body)


def framed(header: str, body: str) -> str:
    """Return the text of a file from its header, which ends in a line end, and its body."""
    return f"---\n{header}---\n" + (f"\n{body}" if body else "")


def dump(fields: Mapping[str, Data], margin: str = "") -> str:
    """Return fields as YAML, always the same text for the same values.

    Long text becomes a block below its key, a list of ids is in brackets, and a list of small
    groups has one group a line.

    Args:
        fields: Values by field, in the order in which they are written.
        margin: Spaces before each field.
    """
    return "".join(
        f"{margin}{_key(key, margin)}:{_after_key(value, margin)}" for key, value in fields.items()
    )


def dump_list(values: Sequence[Data], margin: str) -> str:
    """Return the elements of a list as YAML, each after a dash at the margin."""
    is_narrow = all(_is_small_group(value, margin) for value in values)
    return "".join(f"{margin}-{_after_dash(value, margin, is_narrow)}" for value in values)


def inline(value: Data) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, str):
        return value if is_plain(value) else quoted(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return repr(value).removesuffix(".0")
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{inline(key)}: {inline(inner)}' for key, inner in value.items())}}}"
    return f"[{', '.join(map(inline, value))}]"


def is_plain(text: str) -> bool:
    """Return whether YAML reads a text as the same text without quotes."""
    return _PLAIN.fullmatch(text) is not None and text.casefold() != "null"


def quoted(text: str) -> str:
    """Return a text in quotes, as YAML on one line."""
    # A JSON string is YAML, except for characters that YAML knows by number only.
    written = json.dumps(text, ensure_ascii=False)
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def as_read(value: Data) -> Value:
    """Return a value as it is read back, with numbers and truth values as text."""
    if isinstance(value, str | None):
        return value
    if isinstance(value, Mapping):
        return {key: as_read(inner) for key, inner in value.items()}
    return [as_read(inner) for inner in value] if isinstance(value, Sequence) else inline(value)


def one_line(text: str) -> str:
    """Return a text on one line, single-spaced, without invisible characters."""
    return " ".join(_UNWRITABLE.sub("", " ".join(text.split())).split())


def tidied(fields: Mapping[str, Data]) -> dict[str, Data]:
    """Return fields with every text on one line and without those that are empty."""
    tidy = {key: _tidied(value) for key, value in fields.items()}
    return {key: value for key, value in tidy.items() if not _is_empty(value)}


def _tidied(value: Data) -> Data:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return tidied(value)
    if isinstance(value, Sequence):
        return [inner for inner in map(_tidied, value) if not _is_empty(inner)]
    return value


def _is_empty(value: Data) -> bool:
    return value is None or (isinstance(value, Sequence | Mapping) and not value)


def _key(text: str, margin: str) -> str:
    return inline(text) if len(text) < _LONG_KEY else f"? {inline(text)}\n{margin}"


def _after_key(value: Data, margin: str) -> str:
    if isinstance(value, str):
        return f" {_scalar(value, margin)}\n"
    if isinstance(value, Mapping) and value:
        return f"\n{dump(value, f'{margin}  ')}"
    if isinstance(value, Sequence) and not all(map(_is_id, value)):
        return f"\n{dump_list(value, f'{margin}  ')}"
    return f" {inline(value)}\n"


def _after_dash(value: Data, margin: str, is_narrow: bool) -> str:  # noqa: FBT001 - private
    if isinstance(value, Mapping) and value and not is_narrow:
        inner = f"{margin}  "
        return f" {dump(value, inner).removeprefix(inner)}"
    return f" {_scalar(value, margin) if isinstance(value, str) else inline(value)}\n"


def _scalar(text: str, margin: str) -> str:
    """Return a text after its key or dash: as a block if it is long and a block can hold it."""
    is_long = len(text) > _LONG or "\n" in text
    is_loose = text.startswith(_LOOSE) or text.endswith(_LOOSE)
    if (
        not is_long
        or is_loose
        or any(it in text for it in _LOOSE_ENDS)
        or UNWRITABLE_IN_BLOCK.search(text)
    ):
        return inline(text)
    lines = (f"{margin}  {line}" if line else "" for line in text.split("\n"))
    return "\n".join(["|-", *lines])


def _is_id(value: Data) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_small_group(value: Data, margin: str) -> bool:
    return (
        isinstance(value, Mapping)
        and not any(isinstance(inner, list | tuple | Mapping) for inner in value.values())
        and len(margin) + len("- ") + len(inline(value)) <= WIDEST_GROUP
    )
