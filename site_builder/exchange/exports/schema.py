"""JSON Schema of exports, and of the files under ``api/`` of the site."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from site_builder.errors import ExportError
from site_builder.records.kinds import MODELS, Kind
from site_builder.records.people import Person
from site_builder.records.practices import Source
from site_builder.records.schema import DRAFT
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

EXPORT_FORMAT = "beforehand"
"""What every export says that it is."""
EXPORT_VERSION = 1
"""Raised by a change of exports, or of the files under ``api/``, that could break a reader."""
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_VERSION = {"const": EXPORT_VERSION, "description": "raised by a change that could break a reader"}


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


@cache
def export_schema() -> dict[str, Any]:
    """Return the schema of exports, and of the files under ``api/`` of the site."""
    adapters: dict[str, TypeAdapter[Any]] = {
        **{str(kind): TypeAdapter(model) for kind, model in MODELS.items()},
        "vocabulary": TypeAdapter(Vocabulary),
        "practices": TypeAdapter(tuple[Source, ...]),
        "people": TypeAdapter(dict[str, Person]),
    }
    inputs = [(name, "validation", adapter) for name, adapter in adapters.items()]
    schemas, whole = TypeAdapter.json_schemas(inputs, by_alias=True)  # type: ignore[arg-type]
    # References in the models are to the definitions beside them.
    parts = {name: schemas[name, "validation"] for name in adapters}
    definitions = {**whole["$defs"], **_documents(parts)}
    return {
        "$schema": DRAFT,
        "title": "Exports of a base, and the files under api/ of its site",
        "description": "An export is `file` as JSON; as JSON lines it is `head` and then each "
        "`record` on a line of its own.",
        "anyOf": [
            _ref(name) for name in ("file", "head", "record", "lessons", "parts", "words", "index")
        ],
        "$defs": dict(sorted(definitions.items())),
    }


def _documents(parts: dict[str, Any]) -> dict[str, Any]:
    head = {
        "format": {"const": EXPORT_FORMAT},
        "format_version": _VERSION,
        "audience": {
            "enum": ["public", "organisation", "team"],
            "description": "whom the records are for; what is narrower is left out",
        },
        "private": {"type": "boolean", "description": "whether people are in it"},
        "vocabulary": parts["vocabulary"],
        "practices": parts["practices"],
        "people?": parts["people"],
    }
    records = {f"{kind}-record": _record(str(kind), parts[str(kind)]) for kind in MODELS}
    lesson = {"oneOf": [_ref("lesson-record"), _ref("tombstone")]}
    counts = {"type": "object", "additionalProperties": _COUNT}
    part = _object({"path": _TEXT, "lessons": _COUNT, "sha256": _text("digest of its bytes")})
    endpoints = _array(_object({"path": _TEXT, "holds": _TEXT}))
    return {
        "link": _object({"type": _TEXT, "kind": {"enum": list(map(str, MODELS))}, "id": _TEXT}),
        "derived-evidence": _evidence(),
        "head": _object(head),
        "file": _object({**head, "records": _array(_ref("record"))}),
        "record": {"oneOf": [*map(_ref, records), _ref("tombstone")]},
        "tombstone": _tombstone(parts[str(Kind.LESSON)]),
        **records,
        "lessons": _object({"format_version": _VERSION, "lessons": _array(lesson)}),
        "parts": _object({"format_version": _VERSION, "count": _COUNT, "parts": _array(part)}),
        "words": _object({"format_version": _VERSION, "vocabulary": parts["vocabulary"]}),
        "index": _object(
            {"format_version": _VERSION, "name": _TEXT, "counts": counts, "endpoints": endpoints}
        ),
    }


def _record(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    of_lesson = {
        "standing": {
            "type": "boolean",
            "description": "whether it is published, and not replaced or withdrawn",
        },
        "digest?": _text("digest of what it says; in exports alone"),
        "evidence": _ref("derived-evidence"),
    }
    header = {"header?": _text("its header as written, as YAML")}
    return _object(
        {
            "format_version": _VERSION,
            "kind": {"const": kind},
            "id": _TEXT,
            "path?": _text("path of its file below the lessons folder; in exports alone"),
            "fields": fields,
            "derived": _derived(of_lesson if kind == Kind.LESSON else {}),
            "body?": _text("text below the header, as Markdown"),
            **(header if kind == Kind.PAGE else {}),
        }
    )


def _tombstone(lesson: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a lesson whose text is withheld because consent was withdrawn."""
    schema = _record(str(Kind.LESSON), {"type": "object", "required": ["title", "withdrawn"]})
    derived = _derived({"standing": {"const": False}, "tombstone": {"const": True}})
    schema["properties"] |= {"derived": derived, "body": {"const": ""}}
    return {**schema, "description": f"what is left of {lesson['$ref']} when consent is withdrawn"}


def _evidence() -> dict[str, Any]:
    return _object(
        {
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
            "confirmed?": _text("when a fact last spoke for it"),
            "statement": _text("what it rests on, in short sentences"),
        }
    )


def _derived(properties: dict[str, Any]) -> dict[str, Any]:
    links = _array(_ref("link"))
    url = _text("address from the root of the site")
    return _object({"url": url, **properties, "links": links, "backlinks": links})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object; names of optional properties end in a question mark."""
    return {
        "type": "object",
        "properties": {name.removesuffix("?"): schema for name, schema in properties.items()},
        "required": [name for name in properties if not name.endswith("?")],
        "additionalProperties": False,
    }


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _text(description: str) -> dict[str, Any]:
    return {**_TEXT, "description": description}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}
