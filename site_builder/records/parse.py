"""Document to record: the models' word on each field, as diagnostics with a place."""

from __future__ import annotations

import re
import types
import typing
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

from pydantic import ValidationError

from site_builder.diagnostics import Diagnostic, Edit, Severity, shortened
from site_builder.records.date_forms import meant_date
from site_builder.records.fields import PARTIAL_FORM, Part
from site_builder.records.guess import did_you_mean, folded, guess_or, same_word
from site_builder.records.header.document import Document, parse_document
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.identifiers import bare_doi
from site_builder.records.misplaced import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from site_builder.records.header.read import Place, Value

Fields = TypeVar("Fields", bound=Part)

_WANTED = {
    "tuple_type": "a list: one value a line, each after a dash, or [one, two]",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "yes or no",
    "bool_parsing": "yes or no",
    "dict_type": "fields indented below it, each as `name: value`",
    "model_type": "fields indented below it, each as `name: value`",
    "model_attributes_type": "fields indented below it, each as `name: value`",
}
_RANGES = {
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than_equal": "at most {le:g}",
}
_QUOTED = re.compile("'([^']*)'")
_TOO_SHORT = {"too_short", "string_too_short"}


def parse_fields(model: type[Fields], document: Document) -> tuple[Fields | None, list[Diagnostic]]:
    """Return the document's header as a checked record, or every problem it has."""
    empty = [place for place in _nothings(document.header) if _described(model, place)]
    problems = [
        Diagnostic(
            "value-empty",
            Severity.ERROR,
            document.span_of(place),
            f"`{place_name(place)}` is empty",
            _filled(model, place),
        )
        for place in empty
    ]
    try:
        return model.model_validate(document.header), problems
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
    wrong = [detail for detail in found if tuple(detail["loc"]) not in empty]
    moved, wrong = misplaced(model, document, wrong)
    return None, [*problems, *moved, *(_diagnose(model, document, detail) for detail in wrong)]


def checked_text(
    model: type[Fields], path: str, text: str
) -> tuple[Fields | None, list[Diagnostic]]:
    """Return what the text of a record says, or every problem it has."""
    document, problems = parse_document(path, text)
    if document is None:
        return None, problems
    fields, wrong = parse_fields(model, document)
    return fields, [*problems, *wrong]


def _nothings(value: Value, place: Place = ()) -> Iterator[Place]:
    """Yield the places that have no value; to pydantic, a field without one is a field left out."""
    steps = value.items() if isinstance(value, dict) else enumerate(value or ())
    for step, inner in steps:
        if inner is None:
            yield (*place, step)
        elif not isinstance(inner, str):
            yield from _nothings(inner, (*place, step))


def _diagnose(model: type[Part], document: Document, detail: ErrorDetails) -> Diagnostic:
    place = tuple(detail["loc"])
    rule, message, hint, at_key = _say(model, place, detail)
    span = document.span_of(place, key=at_key)
    return Diagnostic(rule, Severity.ERROR, span, message, hint, _fix(model, document, detail))


def _fix(model: type[Part], document: Document, detail: ErrorDetails) -> tuple[Edit, ...]:
    """Return what mends a mistake for certain, if anything does."""
    place, written, context = tuple(detail["loc"]), detail["input"], detail.get("ctx", {})
    # A mistake of the whole has no place.
    if not place or not document.has(place):
        return ()
    editor = HeaderEditor(document)
    if detail["type"] == "extra_forbidden":
        name = same_word(str(place[-1]), _field_names(_model_at(model, place[:-1])))
        return editor.rename(place, name).fix() if name and _is_free(document, place) else ()
    if not isinstance(written, str):
        return ()
    if detail["type"] in {"enum", "literal_error"}:
        meant = same_word(written, _QUOTED.findall(str(context["expected"])))
    else:
        partial = context.get("allowed") == PARTIAL_FORM
        meant = context.get("meant") or _meant(detail["type"], written, partial=partial)
    return editor.set(place, meant).fix() if meant else ()


def _is_free(document: Document, place: Place) -> bool:
    """Return whether no other field beside one would have its name, once that is put right."""
    siblings: Any = document.header
    for step in place[:-1]:
        siblings = siblings[step]
    return sum(folded(name) == folded(str(place[-1])) for name in siblings) == 1


def _meant(rule: str, written: str, *, partial: bool) -> str | None:
    """Return a date or DOI in the form that its field takes, if one was meant."""
    if rule == "date-malformed":
        return meant_date(written, partial=partial)
    # In an address some characters may stand for others.
    return bare_doi(written) or None if rule == "doi-malformed" and "%" not in written else None


def _say(  # noqa: PLR0911 - one for each kind of mistake
    model: type[Part], place: Place, detail: ErrorDetails
) -> tuple[str, str, str, bool]:
    """Return rule, message, hint, and whether the key is at fault rather than the value."""
    kind, context, written = detail["type"], detail.get("ctx", {}), detail["input"]
    name = place_name(place)
    if kind == "missing":
        return "field-missing", f"`{name}` is missing", _described(model, place), True
    if kind == "extra_forbidden":
        known = _field_names(_model_at(model, place[:-1]))
        hint = did_you_mean(str(place[-1]), known) or "fields here: " + ", ".join(known)
        return "field-unknown", f"`{name}` is not a field", hint, True
    if kind in {"enum", "literal_error"}:
        allowed = _QUOTED.findall(str(context["expected"]))
        listed = "one of: " + ", ".join(allowed)
        if not isinstance(written, str):
            message = f"`{name}` is {_typed(written)} where it takes one word"
            return "field-type", message, listed, False
        hint = guess_or(written, allowed, listed)
        return "value-unknown", f"`{name}` has no value `{shortened(written)}`", hint, False
    if kind == "string_pattern_mismatch":
        message = f"`{shortened(written)}` is not a valid id"
        hint = "small letters a to z, digits, and single hyphens between them"
        return "reference-malformed", message, hint, False
    if kind in _TOO_SHORT or written is None:
        return "value-empty", f"`{name}` is empty", _filled(model, place), False
    if kind in _RANGES:
        hint = _RANGES[kind].format(**context)
        return "value-out-of-range", f"`{name}` cannot be {shortened(str(written))}", hint, False
    if "allowed" in context:
        return kind, f"`{name}`: {detail['msg']}", str(context["allowed"]), False
    wanted = _WANTED.get(kind, detail["msg"])
    message = f"`{name}` is {_typed(written)} where it takes {wanted}"
    return "field-type", message, _retyped(kind, written), False


def place_name(place: Place) -> str:
    """Return the name of a place of a header in messages, such as ``citations[1].title``."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _typed(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list) else f"`{shortened(str(value))}`"


def _retyped(kind: str, written: object) -> str:
    """Return how a value of the wrong type was probably meant."""
    if kind == "string_type":
        return "text that begins with a bracket or a brace needs quotes around it"
    if kind == "tuple_type" and isinstance(written, str) and written == shortened(written):
        return f"did you mean `[{written}]`?"
    return ""


def _filled(model: type[Part], place: Place) -> str:
    """Return what belongs in a field that has no value."""
    owner = _model_at(model, place[:-1])
    if owner is None or isinstance(place[-1], int):
        return "fill it in, or take it out"
    required = any(
        field.is_required()
        for name, field in owner.model_fields.items()
        if place[-1] in {name, field.alias}
    )
    return _described(model, place) + ("" if required else "; or leave the field out")


def _described(model: type[Part], place: Place) -> str:
    owner = _model_at(model, place[:-1])
    for name, field in owner.model_fields.items() if owner else ():
        if place[-1] in {name, field.alias}:
            values = ", ".join(_values_of(field.annotation))
            return f"{place[-1]}: {field.description}" + (f" (one of: {values})" if values else "")
    return ""


def _field_names(model: type[Part] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[Part], place: Place) -> type[Part] | None:
    """Return the model whose fields stand at a place, or None when none does."""
    current: type[Part] | None = model
    is_key = False
    for step in place:
        if isinstance(step, int) or current is None or is_key:
            is_key = False
            continue
        for name, field in current.model_fields.items():
            if step in {name, field.alias}:
                is_key = get_origin(field.annotation) is dict
                current = part_in(field.annotation)
                break
    return current


def _values_of(annotation: Any) -> list[str]:  # noqa: ANN401 - an annotation has no type
    """Return the values of a field that takes one of a few, and nothing for any other."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    if get_origin(annotation) in {typing.Union, types.UnionType}:
        return [value for choice in get_args(annotation) for value in _values_of(choice)]
    return []


def part_in(annotation: Any) -> type[Part] | None:  # noqa: ANN401 - an annotation has no type
    """Return the model that a field of this type holds, alone, in a list or in a group."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, Part) else None
    if get_origin(annotation) in {tuple, dict, typing.Union, types.UnionType, typing.Annotated}:
        parts = (part_in(argument) for argument in get_args(annotation))
        return next((part for part in parts if part), None)
    return None
