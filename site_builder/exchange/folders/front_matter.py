"""Front matter of other programs: YAML, TOML or JSON, as cells by name."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, cast

from site_builder.exchange.tables.structured import flat_cells
from site_builder.records.header.read import read_header

if TYPE_CHECKING:
    from site_builder.exchange.tables.rows import Cell
    from site_builder.exchange.tables.structured import Json

_YAML = re.compile(
    r"\s*^---(?:yaml)?[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\s*^(?:\+{3}|---toml)[ \t]*\n(.*?)^(?:\+{3}|---)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_HASHTAGS = re.compile(r"^([\w-]+:[ \t]+)(#[^\s#'\"][^'\n]*)$", re.MULTILINE)
_JSON = re.compile(r"\s*(?:;;;\s*|---json\s*)?(?=\{\s*[\"}])")
_JSON_END = re.compile(r"\s*?(?:;;;|---)?[ \t]*(?:\n|\Z)")
_NO_FIELDS = frozenset({"header-not-mapping"})


class FrontMatterError(Exception):
    """Front matter cannot be read; the message says where and why."""


def split(text: str) -> tuple[dict[str, Cell], str]:
    """Return the fields of a file's front matter without empty ones, and the text below it.

    Raises:
        FrontMatterError: The front matter has a mistake.
    """
    fields: Any = None
    if fence := _TOML.match(text):
        fields = _of_toml(fence[1], text.count("\n", 0, fence.start(1)))
        body_at = fence.end()
    elif fence := _YAML.match(text):
        fields, body_at = _of_yaml(text, *fence.span(1)), fence.end()
    elif start := _JSON.match(text):
        fields, body_at = _of_json(text, start.end())
    if fields is None:
        return {}, text
    try:
        cells = dict(flat_cells(cast("dict[str, Json]", fields), ""))
    except RecursionError as error:
        raise FrontMatterError("the front matter is nested too deep") from error
    return {name: cell for name, cell in cells.items() if cell}, text[body_at:]


def _of_yaml(text: str, start: int, end: int) -> dict[str, Any] | None:
    # Without quotes, YAML takes hashtags for a comment.
    written = _HASHTAGS.sub(r"\1'\2'", text[start:end])
    header, _places, problems = read_header("", text[:start] + written + text[end:], written, start)
    if header is None:
        first = problems[0]
        if first.rule in _NO_FIELDS:
            return None
        place = f"line {first.span.line}, column {first.span.column}"
        hint = f"; {first.hint}" if first.hint else ""
        raise FrontMatterError(f"{place}: {first.message}{hint}")
    return header


def _of_toml(written: str, above: int) -> dict[str, Any]:
    try:
        # A TOML value that JSON does not have is a date or a time.
        fields: dict[str, Any] = json.loads(
            json.dumps(tomllib.loads(written), default=str), parse_int=str, parse_float=str
        )
    except (ValueError, RecursionError) as error:
        lines = f"; the front matter begins in line {above + 1}"
        raise FrontMatterError(f"invalid TOML: {error}{lines}") from error
    return fields


def _of_json(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    try:
        fields, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        # A text may begin with a brace.
        return None, 0
    after = _JSON_END.match(text, end)
    return (fields, after.end()) if after and isinstance(fields, dict) else (None, 0)
