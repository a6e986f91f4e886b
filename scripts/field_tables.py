"""Tables of the fields of records, from the JSON Schemas that the models give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.records.people import People
from site_builder.records.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    "lesson": "Lesson",
    "assist": "Assist",
    "reuse": "Reuse report",
    "vocabulary": "`vocabulary.yml`",
    "people": "`people.yml`",
}
"""Kinds of files with fields, and their headings."""

Schema = dict[str, Any]


def field_tables() -> str:
    """Return a table of the fields of each kind, and of each group of fields in it."""
    blocks: list[str] = []
    for kind, heading in KINDS.items():
        schema = People.model_json_schema() if kind == "people" else json_schema(kind)
        blocks.append(f"## {heading}")
        blocks += _tables(schema, schema.get("$defs", {}))
    return "\n\n".join(blocks)


def _tables(schema: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    """Yield the table of a schema, then those of the groups that its fields hold, at any depth."""
    yield _table(schema, definitions)
    waiting = list(_groups(schema, definitions, ""))
    told: set[str] = set()
    while waiting:
        name, path = waiting.pop(0)
        if name in told:
            continue
        told.add(name)
        yield f"### `{path}`"
        yield f"{definitions[name]['description'].partition(chr(10))[0]}"
        yield _table(definitions[name], definitions)
        waiting += _groups(definitions[name], definitions, f"{path}.")


def _table(schema: Schema, definitions: dict[str, Schema]) -> str:
    lines = ["| Field | Meaning |", "| --- | --- |"]
    for name, field in schema["properties"].items():
        required = " **Required.**" if name in schema.get("required", ()) else ""
        values = list(dict.fromkeys(_values(field, definitions)))
        choice = f": {', '.join(f'`{value}`' for value in values)}" if values else ""
        meaning = field["description"].replace("|", "\\|")
        lines.append(f"| `{name}` | {meaning}{choice}.{required} |")
    return "\n".join(lines)


def _parts(field: Schema) -> Iterator[Schema]:
    """Yield the schemas that a field is made of: its own, its choices, and what its lists hold."""
    yield field
    inner = [field.get("items"), field.get("additionalProperties")]
    inner += [*field.get("patternProperties", {}).values(), *field.get("prefixItems", ())]
    for part in (*field.get("anyOf", ()), *field.get("oneOf", ()), *inner):
        if isinstance(part, dict):
            yield from _parts(part)


def _values(field: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    """Yield the words that a field may have."""
    for part in _parts(field):
        yield from part.get("enum", ())
        yield from definitions.get(_referred(part), {}).get("enum", ())


def _groups(schema: Schema, definitions: dict[str, Schema], path: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the place of each group of fields in the fields of a schema."""
    for name, field in schema["properties"].items():
        for part in _parts(field):
            if "properties" in definitions.get(_referred(part), {}):
                yield _referred(part), f"{path}{name}"


def _referred(part: Schema) -> str:
    return str(part.get("$ref", "")).rpartition("/")[2]
