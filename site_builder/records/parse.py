"""Validate the header of a document against a model, with a diagnostic at each mistake."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from site_builder.diagnostics import Diagnostic, Severity, shortened
from site_builder.records.date_forms import meant_date
from site_builder.records.fields import PARTIAL_FORM, Part, field_at, fields_of, model_at, values_of
from site_builder.records.guess import did_you_mean, folded, guess_or, same_word
from site_builder.records.header.document import Document, decode, parse_mapping
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.values import children
from site_builder.records.identifiers import bare_doi
from site_builder.records.misplaced import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from site_builder.records.header.values import Place, Value

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
_VERIFIED = 100_000
"""Characters read again to verify the fixes of one file; a longer file gets one fix at a time."""


def parse_fields(model: type[Fields], document: Document) -> tuple[Fields | None, list[Diagnostic]]:
    """Return the document's header as a checked record, or every problem it has."""
    empty = dict.fromkeys(place for place in _nothings(document.header) if field_at(model, place))
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
        details = error.errors(include_url=False, include_context=True)
    details = [detail for detail in details if detail["loc"] not in empty]
    moved, details = misplaced(model, document, details)
    return None, [*problems, *moved, *_diagnosed(model, document, details)]


def invalid_places(model: type[Part], document: Document) -> tuple[Place, ...]:
    """Return the places of a header that a model has something against, each once."""
    try:
        model.model_validate(document.header)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return tuple(dict.fromkeys(detail["loc"] for detail in details))
    return ()


def checked_mapping(
    model: type[Fields], path: str, data: bytes
) -> tuple[Fields | None, Document | None, list[Diagnostic]]:
    """Return the fields of a file that is YAML from end to end, or every problem it has."""
    text, problems = decode(path, data)
    document, unread = (None, []) if problems else parse_mapping(path, text)
    problems += unread
    if document is None:
        return None, None, problems
    fields, wrong = parse_fields(model, document)
    return (None if problems else fields), document, [*problems, *wrong]


def _nothings(value: Value, place: Place = ()) -> Iterator[Place]:
    """Yield the places without a value, which pydantic would take for fields left out."""
    for step, inner in children(value):
        if inner is None:
            yield (*place, step)
        elif not isinstance(inner, str):
            yield from _nothings(inner, (*place, step))


def _diagnosed(
    model: type[Part], document: Document, details: Sequence[ErrorDetails]
) -> Iterator[Diagnostic]:
    """Yield the mistakes that a model found, with fixes for as many as are cheap to verify."""
    fixes = 1 + _VERIFIED // max(len(document.text), 1)
    names = Counter(
        _intended(model, detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"
    )
    for detail in details:
        rule, message, hint, at_key = _described_mistake(model, detail)
        span = document.span_of(detail["loc"], key=at_key)
        editor = _mending(model, document, detail, names) if fixes else None
        fixes -= editor is not None
        fix = editor.fix() if editor else ()
        yield Diagnostic(rule, Severity.ERROR, span, message, hint, fix)


def _intended(model: type[Part], place: Place) -> Place | None:
    """Return the place of the field whose name differs from an unknown one only in form."""
    name = _names_by_form(model_at(model, place[:-1])).get(folded(str(place[-1])))
    return (*place[:-1], name) if name else None


@cache
def _names_by_form(model: type[Part] | None) -> dict[str, str]:
    return {folded(name): name for name in fields_of(model)}


def _mending(
    model: type[Part], document: Document, detail: ErrorDetails, names: Counter[Place | None]
) -> HeaderEditor | None:
    """Return an editor with the change that certainly mends a mistake, or None.

    Args:
        model: What the record should be.
        document: The record's file.
        detail: The mistake.
        names: How many unknown fields are intended for a place.
    """
    place, written, context = detail["loc"], detail["input"], detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        intended = _intended(model, place)
        if intended is None or names[intended] > 1 or document.has(intended):
            return None
        return HeaderEditor(document).rename(place, str(intended[-1]))
    # A mistake of the whole has no place.
    if not place or not isinstance(written, str) or not document.has(place):
        return None
    if detail["type"] in {"enum", "literal_error"}:
        meant = same_word(written, _QUOTED.findall(str(context["expected"])))
    else:
        partial = context.get("allowed") == PARTIAL_FORM
        meant = context.get("meant") or _meant(detail["type"], written, partial=partial)
    return HeaderEditor(document).set(place, meant) if meant else None


def _meant(rule: str, written: str, *, partial: bool) -> str | None:
    """Return a date or DOI in the form that its field takes, if it certainly is one."""
    if rule == "date-malformed":
        return meant_date(written, partial=partial)
    # An address can contain escaped characters.
    return bare_doi(written) or None if rule == "doi-malformed" and "%" not in written else None


def _described_mistake(  # noqa: PLR0911 - one for each kind of mistake
    model: type[Part], detail: ErrorDetails
) -> tuple[str, str, str, bool]:
    """Return rule, message, hint, and whether the key is at fault rather than the value."""
    kind, context, written = detail["type"], detail.get("ctx", {}), detail["input"]
    place = detail["loc"]
    name = place_name(place)
    if kind == "missing":
        return "field-missing", f"`{name}` is missing", _described(model, place), True
    if kind == "extra_forbidden":
        known = fields_of(model_at(model, place[:-1]))
        hint = did_you_mean(shortened(str(place[-1])), known) or "fields here: " + ", ".join(known)
        if written is None and " " in str(place[-1]):
            hint = "in `{…}` a comma begins a new field: put a text with a comma in quotes"
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
        form = str(context["allowed"])
        partial = form == PARTIAL_FORM
        guess = _meant(kind, written, partial=partial) if isinstance(written, str) else None
        hint = f"did you mean `{guess}`? It takes {form}" if guess else form
        return kind, f"`{name}`: {detail['msg']}", hint, False
    wanted = _WANTED.get(kind, detail["msg"])
    message = f"`{name}` is {_typed(written)} where it takes {wanted}"
    return "field-type", message, _retyped(kind, written), False


def place_name(place: Place) -> str:
    """Return the name of a place of a header in messages, such as ``citations[1].title``."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


def _typed(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list) else f"`{shortened(str(value))}`"


def _retyped(kind: str, written: object) -> str:
    """Return a guess at a value of the wrong type."""
    if kind == "string_type":
        if isinstance(written, dict) and any(written.values()):
            return "write one text in place of the fields"
        return "text that begins with a bracket or a brace needs quotes around it"
    if kind == "tuple_type" and isinstance(written, str) and written == shortened(written):
        return f"did you mean `[{written}]`?"
    return ""


def _filled(model: type[Part], place: Place) -> str:
    """Return a hint at the value of an empty field."""
    field = field_at(model, place)
    if field is None:
        return "fill it in, or delete it"
    return _described(model, place) + ("" if field.is_required() else "; or leave the field out")


def _described(model: type[Part], place: Place) -> str:
    """Return what a field is for, and its values if it takes one of a few."""
    field = field_at(model, place)
    values = ", ".join(values_of(field)) if field else ""
    listed = f" (one of: {values})" if values else ""
    return f"{place[-1]}: {field.description}{listed}" if field else ""
