"""JSON Schema of each kind of record, for editors that help while one types."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_origin

from site_builder.records.fields import Part
from site_builder.records.kinds import MODELS, Kind
from site_builder.records.vocabulary import Vocabulary

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of JSON Schema that every schema is written in."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of record, or of the vocabulary."""
    model = Vocabulary if kind == "vocabulary" else MODELS[Kind(kind)]
    return {"$schema": DRAFT, **model.model_json_schema(by_alias=True)}


@cache
def field_names(model: type[Part]) -> tuple[str, ...]:
    """Return the names of a model's fields as authors write them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


@cache
def nested_fields(model: type[Part]) -> frozenset[str]:
    """Return the names of those fields that hold a list or a group."""
    return frozenset(
        field.alias or name
        for name, field in model.model_fields.items()
        if _holds_more(field.annotation)
    )


def _holds_more(annotation: Any) -> bool:  # noqa: ANN401 - an annotation has no type
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return issubclass(annotation, Part)
    nested = get_origin(annotation) in {tuple, dict}
    return nested or any(_holds_more(argument) for argument in get_args(annotation))
