"""JSON Schema of exports, and of the files under ``api/`` of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from site_builder.errors import ExportError
from site_builder.records.kinds import MODELS, Kind
from site_builder.records.people import Person
from site_builder.records.practices import Source
from site_builder.records.schema import DRAFT
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

EXPORT_FORMAT = "beforehand"
"""What every export says that it is."""
EXPORT_VERSION = 1
"""Raised by a change of exports, or of the files under ``api/``, that could break a reader."""
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_VERSION = {
    "const": EXPORT_VERSION,
    "description": "raised by a change that could break a reader",
}

_URL = {"type": "string", "description": "address from the root of the site"}
_LINKS = {"type": "array", "items": {"$ref": "#/$defs/link"}}


def check_version(path: Path, head: dict[str, Any]) -> None:
    """Check the version in a head, manifest or record of an export.

    Raises:
        ExportError: A later version wrote it, or its version is unknown.
    """
    version = head.get("format_version")
    if isinstance(version, int) and version > EXPORT_VERSION:
        problem = f"has format version {version}, but this program reads up to {EXPORT_VERSION}"
        raise ExportError(path, f"{problem}; install a newer one")
    if version != EXPORT_VERSION:
        raise ExportError(path, f"has no known format version: {version!r:.80}")


def export_schema() -> dict[str, Any]:
    """Return the schema of all that an export or the site's ``api/`` holds."""
    adapters: dict[str, TypeAdapter[Any]] = {
        **{str(kind): TypeAdapter(model) for kind, model in MODELS.items()},
        "vocabulary": TypeAdapter(Vocabulary),
        "practices": TypeAdapter(tuple[Source, ...]),
        "people": TypeAdapter(dict[str, Person]),
    }
    inputs = [(name, "validation", adapter) for name, adapter in adapters.items()]
    found, whole = TypeAdapter.json_schemas(inputs, by_alias=True)  # type: ignore[arg-type]
    # References of records are to the definitions beside them.
    parts = {name: found[name, "validation"] for name in adapters}
    definitions = {**whole["$defs"], **_documents(parts)}
    return {
        "$schema": DRAFT,
        "title": "Exports of a base, and the files under api/ of its site",
        "description": "An export is `file` as JSON; as JSON lines it is `head` and then each "
        "`record` on a line of its own.",
        "anyOf": [_ref(name) for name in ("file", "head", "record", "lessons", "words", "index")],
        "$defs": dict(sorted(definitions.items())),
    }


def _documents(parts: dict[str, Any]) -> dict[str, Any]:
    head = _head(parts)
    shaped = {str(kind): _record(str(kind), parts[str(kind)]) for kind in MODELS}
    link = _object({"type": _TEXT, "kind": {"enum": list(map(str, MODELS))}, "id": _TEXT})
    records = {"type": "array", "items": _ref("record")}
    return {
        "link": link,
        "derived-evidence": _evidence(),
        "head": _object(head, optional=("people",)),
        "file": _object({**head, "records": records}, optional=("people",)),
        "record": {"oneOf": [*(_ref(f"{kind}-record") for kind in shaped), _ref("tombstone")]},
        "tombstone": _tombstone(parts[str(Kind.LESSON)]),
        **{f"{kind}-record": schema for kind, schema in shaped.items()},
        "lessons": _object(
            {
                "format_version": _VERSION,
                "lessons": {
                    "type": "array",
                    "items": {"oneOf": [_ref("lesson-record"), _ref("tombstone")]},
                },
            }
        ),
        "words": _object({"format_version": _VERSION, "vocabulary": parts["vocabulary"]}),
        "index": _object(
            {
                "format_version": _VERSION,
                "name": _TEXT,
                "counts": {"type": "object", "additionalProperties": _COUNT},
                "endpoints": {
                    "type": "array",
                    "items": _object({"path": _TEXT, "holds": _TEXT}),
                },
            }
        ),
    }


def _head(parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": {"const": EXPORT_FORMAT},
        "format_version": _VERSION,
        "audience": {
            "enum": ["public", "organisation", "team"],
            "description": "whom the records are for; what is narrower is left out",
        },
        "private": {"type": "boolean", "description": "whether people are in it"},
        "vocabulary": parts["vocabulary"],
        "practices": parts["practices"],
        "people": parts["people"],
    }


def _record(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    derived: dict[str, Any] = {"url": _URL}
    if kind == Kind.LESSON:
        derived |= {
            "standing": {
                "type": "boolean",
                "description": "whether it is published, and not replaced or withdrawn",
            },
            "digest": {**_TEXT, "description": "digest of what it says; in exports alone"},
            "evidence": _ref("derived-evidence"),
        }
    derived |= {"links": _LINKS, "backlinks": _LINKS}
    properties: dict[str, Any] = {
        "format_version": _VERSION,
        "kind": {"const": kind},
        "id": _TEXT,
        "path": {
            **_TEXT,
            "description": "path of its file below the lessons folder; in exports alone",
        },
        "fields": fields,
        "derived": _object(derived, optional=("digest",)),
        "body": {**_TEXT, "description": "text below the header, as Markdown"},
    }
    optional = ["path", "body"]
    if kind == Kind.PAGE:
        properties["header"] = {**_TEXT, "description": "its header as written, as YAML"}
        optional.append("header")
    return _object(properties, optional=optional)


def _tombstone(lesson: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a lesson whose text nobody may have any more."""
    left = _record(str(Kind.LESSON), {"type": "object", "required": ["title", "withdrawn"]})
    derived = {"url": _URL, "standing": {"const": False}, "tombstone": {"const": True}}
    derived |= {"links": _LINKS, "backlinks": _LINKS}
    left["properties"] |= {"derived": _object(derived), "body": {"const": ""}}
    return {**left, "description": f"what is left of {lesson['$ref']} when consent is withdrawn"}


def _evidence() -> dict[str, Any]:
    properties = {
        "basis": {
            "enum": ["advice", "tried", "studied", "both"],
            "description": "what readers are told that it rests on",
        },
        "mark": {
            "enum": ["experiential", "research", "both", "unsupported"],
            "description": "kinds of source, as the facts give them",
        },
        "practice": {"type": "integer", "minimum": 0, "maximum": 4},
        "research": {"type": "integer", "minimum": 0, "maximum": 5},
        "contested": {"type": "boolean"},
        "confirmed": {**_TEXT, "description": "when a fact last spoke for it"},
        "statement": {**_TEXT, "description": "what it rests on, in short sentences"},
    }
    return _object(properties, optional=("confirmed",))


def _object(properties: dict[str, Any], optional: Collection[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}
