"""How tests read what a command wrote: records, and YAML.

YAML is read by the parser in C where there is one, which takes a tenth of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from site_builder.records.fields import Part
from site_builder.records.header.document import parse_document
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic

Fields = TypeVar("Fields", bound=Part)

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_yaml(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return what a text says."""
    return yaml.load(text, _SAFE)  # noqa: S506 - one of the safe ones


def read_yaml(file: Path) -> Any:  # noqa: ANN401 - whatever was written
    """Return what a file says."""
    return load_yaml(file.read_text(encoding="utf-8"))


def read_texts(file: Path) -> Any:  # noqa: ANN401 - whatever was written
    """Return what a file says, every value as the text that was written."""
    return yaml.load(file.read_text(encoding="utf-8"), _PLAIN)  # noqa: S506 - as above


def checked_text(
    model: type[Fields], path: str, text: str
) -> tuple[Fields | None, list[Diagnostic]]:
    """Return a record from its text, or every problem it has."""
    document, problems = parse_document(path, text)
    if document is None:
        return None, problems
    fields, wrong = parse_fields(model, document)
    return fields, [*problems, *wrong]
