"""Plain data to files: each record written in one way, so that whoever reads it gets the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.records.header import write
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


def record_text(kind: Kind, record: Mapping[str, Any]) -> str:
    """Return the text of a record's file.

    Args:
        kind: Kind of the record.
        record: As exports hold it: ``fields``, ``body``, and of a plain page its ``header``.
    """
    body: str = record.get("body", "")
    fields, header = record.get("fields", {}), record.get("header")
    if kind is not Kind.PAGE or (header is None and fields):
        return write.record_text(fields, body)
    if header is None:
        return body
    return write.framed(header if header.endswith("\n") else f"{header}\n", body)


def words_text(name: str, content: object) -> str:
    """Return the text of a file that is YAML from end to end.

    Args:
        name: ``vocabulary``, ``practices`` or ``people``.
        content: As the head of an export holds it.
    """
    if name == "vocabulary" and isinstance(content, dict):
        return write.dump(content)
    return write.dump({"documents" if name == "practices" else name: content})  # type: ignore[dict-item]
