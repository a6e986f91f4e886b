"""JSON Schema of each kind of record, for completion in editors."""

from __future__ import annotations

from typing import Any

from site_builder.records.kinds import MODELS, Kind
from site_builder.records.vocabulary import Vocabulary

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of JSON Schema that every schema is written in."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of record, or of the vocabulary."""
    model = Vocabulary if kind == "vocabulary" else MODELS[Kind(kind)]
    return {"$schema": DRAFT, **model.model_json_schema(by_alias=True)}
