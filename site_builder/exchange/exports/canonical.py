"""Plain data to files: each record written in one way, so that whoever reads it gets the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.records.kinds import Kind
from site_builder.records.yaml_text import block

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = "---\n"


def record_text(kind: Kind, record: Mapping[str, Any]) -> str:
    """Return the text of a record's file.

    Args:
        kind: Kind of the record.
        record: As exports hold it: ``fields``, ``body``, and of a plain page its ``header``.
    """
    body: str = record.get("body", "")
    header = record.get("header") if kind is Kind.PAGE else None
    if header is None:
        header = block(record.get("fields", {}))
        if kind is Kind.PAGE and not header:
            return body
    ended = header if header.endswith("\n") else f"{header}\n"
    return f"{_FENCE}{ended}{_FENCE}\n{body}" if body else f"{_FENCE}{ended}{_FENCE}"


def words_text(name: str, content: object) -> str:
    """Return the text of a file that is YAML from end to end.

    Args:
        name: ``vocabulary``, ``practices`` or ``people``.
        content: As the head of an export holds it.
    """
    if name == "vocabulary" and isinstance(content, dict):
        return block(content)
    return block({"documents" if name == "practices" else name: content})  # type: ignore[dict-item]
