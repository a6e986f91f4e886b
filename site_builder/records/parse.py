"""Document to record: the models' word on each field, as diagnostics with a place."""

from __future__ import annotations

import re
import types
import typing
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from site_builder.diagnostics import Diagnostic, Severity
from site_builder.records.fields import Part
from site_builder.records.guess import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from site_builder.records.frontmatter import Document, Place

Fields = TypeVar("Fields", bound=Part)

_WANTED = {
    "tuple_type": "a list: one value a line, each after a dash, or [one, two]",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "yes or no",
    "bool_parsing": "yes or no",
    "dict_type": "fields indented below it, each as `name: value`",
    "model_type": "fields indented below it, each as `name: value`",
    "model_attributes_type": "fields indented below it, each as `name: value`",
}
_RANGES = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
}
_TOO_SHORT = {"too_short", "string_too_short"}


def parse_fields(model: type[Fields], document: Document) -> tuple[Fields | None, list[Diagnostic]]:
    """Return the document's header as a checked record, or every problem it has."""
    try:
        return model.model_validate(document.header), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
    return None, [_diagnose(model, document, detail) for detail in found]


def _diagnose(model: type[Part], document: Document, detail: ErrorDetails) -> Diagnostic:
    place = tuple(detail["loc"])
    rule, message, hint, at_key = _say(model, place, detail)
    span = document.span_of(place, key=at_key)
    return Diagnostic(rule, Severity.ERROR, span, message, hint)


def _say(  # noqa: PLR0911 - one for each kind of mistake
    model: type[Part], place: Place, detail: ErrorDetails
) -> tuple[str, str, str, bool]:
    """Return rule, message, hint, and whether the key is at fault rather than the value."""
    kind, context, written = detail["type"], detail.get("ctx", {}), detail["input"]
    name = _name(place)
    if kind == "missing":
        return "field-missing", f"`{name}` is missing", _described(model, place), True
    if kind == "extra_forbidden":
        known = _field_names(_model_at(model, place[:-1]))
        hint = did_you_mean(str(place[-1]), known) or "fields here: " + ", ".join(known)
        return "field-unknown", f"`{name}` is not a field", hint, True
    if kind in {"enum", "literal_error"}:
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        hint = _joined(did_you_mean(str(written), allowed), "one of: " + ", ".join(allowed))
        return "value-unknown", f"`{name}` has no value `{written}`", hint, False
    if kind == "string_pattern_mismatch":
        hint = "small letters a to z, digits, and single hyphens between them"
        return "reference-malformed", f"`{written}` is not the form of an id", hint, False
    if kind in _TOO_SHORT or written is None:
        return "value-empty", f"`{name}` is empty", _described(model, place), False
    if kind in _RANGES:
        hint = _RANGES[kind].format(**context)
        return "value-out-of-range", f"`{name}` cannot be {written}", hint, False
    if "allowed" in context:
        return kind, f"`{name}`: {detail['msg']}", str(context["allowed"]), False
    wanted = _WANTED.get(kind, detail["msg"])
    return "field-type", f"`{name}` is {_typed(written)} where it takes {wanted}", "", False


def _name(place: Place) -> str:
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _typed(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list) else f"`{value}`"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _described(model: type[Part], place: Place) -> str:
    owner = _model_at(model, place[:-1])
    for name, field in owner.model_fields.items() if owner else ():
        if place[-1] in {name, field.alias}:
            return f"{place[-1]}: {field.description}"
    return ""


def _field_names(model: type[Part] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[Part], place: Place) -> type[Part] | None:
    """Return the model whose fields stand at a place, or None when none does."""
    current: type[Part] | None = model
    for step in place:
        if isinstance(step, int) or current is None:
            continue
        found = [
            field.annotation
            for name, field in current.model_fields.items()
            if step in {name, field.alias}
        ]
        current = _part_in(found[0]) if found else current
    return current


def _part_in(annotation: Any) -> type[Part] | None:  # noqa: ANN401 - an annotation has no type
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, Part) else None
    if get_origin(annotation) in {tuple, dict, typing.Union, types.UnionType, typing.Annotated}:
        parts = (_part_in(argument) for argument in get_args(annotation))
        return next((part for part in parts if part), None)
    return None
