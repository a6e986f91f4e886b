"""Types of field values, with the errors of values that they do not accept.

Every scalar of a header arrives as the text its author wrote, so that ``no``, ``1.10`` or ``0012``
stay text unless the field's type converts them. An error type that is the id of a rule is reported
under that rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, LiteralString, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from site_builder.diagnostics import shortened
from site_builder.records import identifiers
from site_builder.records.dates import (
    ImpossibleDateError,
    MalformedDateError,
    PartialDate,
    parse_day,
    parse_partial,
)

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from site_builder.records.header.values import Place

DAY_FORM = "a day as YYYY-MM-DD, such as 2026-03-14"
PARTIAL_FORM = "a day, month or year (2017-06-14, 2017-06, 2017), or unknown"


class Part(BaseModel):
    """Base of every record and of every mapping inside one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        allow_inf_nan=False,
    )


def types_in(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - an annotation has no type
    """Yield a type and, from the outside in, every type and mark within it."""
    yield annotation
    for argument in get_args(annotation):
        yield from types_in(argument)


def part_in(annotation: Any) -> type[Part] | None:  # noqa: ANN401 - an annotation has no type
    """Return the model that a field of this type holds, alone, in a list or in a group."""
    parts = (kind for kind in types_in(annotation) if isinstance(kind, type))
    return next((kind for kind in parts if issubclass(kind, Part)), None)


@cache
def fields_of(model: type[Part] | None) -> dict[str, FieldInfo]:
    """Return a model's fields by the names that authors write."""
    fields = model.model_fields if model else {}
    return {field.alias or name: field for name, field in fields.items()}


def nested_fields(model: type[Part]) -> frozenset[str]:
    """Return the names of those fields that hold a list or a group."""
    return frozenset(
        name
        for name, field in fields_of(model).items()
        if part_in(field.annotation)
        or any(get_origin(kind) in {tuple, dict} for kind in types_in(field.annotation))
    )


def model_at(model: type[Part], place: Place) -> type[Part] | None:
    """Return the model whose fields are at a place of a header, or None."""
    current: type[Part] | None = model
    is_key = False
    for step in place:
        if is_key or not isinstance(step, str):
            is_key = False
            continue
        field = fields_of(current).get(step)
        if field is None:
            return None
        is_key = get_origin(field.annotation) is dict
        current = part_in(field.annotation)
    return current


def field_at(model: type[Part], place: Place) -> FieldInfo | None:
    """Return the field at a place of a header, or None."""
    return fields_of(model_at(model, place[:-1])).get(str(place[-1]))


@dataclass(frozen=True, slots=True)
class MarkedField:
    """A field that not everybody may read."""

    place: tuple[str | None, ...]
    """Its place in a header; None stands for any element of a list, or any name."""
    mark: Leaves | Refers
    is_required: bool


@cache
def marked_fields(model: type[Part]) -> tuple[MarkedField, ...]:
    """Return the fields of a model, and of all within it, that not everybody may read."""
    marked: list[MarkedField] = []
    for name, field in fields_of(model).items():
        kinds, required = tuple(types_in(field.annotation)), field.is_required()
        many = any(get_origin(kind) in {tuple, dict} for kind in kinds)
        place: tuple[str | None, ...] = (name, None) if many else (name,)
        for at, marks in (((name,), field.metadata), (place, kinds)):
            found = (mark for mark in marks if isinstance(mark, Leaves | Refers))
            marked += (MarkedField(at, mark, required) for mark in found)
        if part := part_in(field.annotation):
            marked += (
                replace(inner, place=(*place, *inner.place)) for inner in marked_fields(part)
            )
    return tuple(marked)


def values_of(field: FieldInfo) -> list[str]:
    """Return the values of a field that takes one of a few; none for any other."""
    values: list[str] = []
    for kind in types_in(field.annotation):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            values += kind
        elif get_origin(kind) is Literal:
            values += get_args(kind)
    return values


def _dated(parse: Callable[[str], object], form: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, date | PartialDate):
            return value
        text = value if isinstance(value, str) else repr(value)
        try:
            return parse(text.strip())
        except MalformedDateError:
            raise _invalid("date-malformed", text, "a date", form) from None
        except ImpossibleDateError as error:
            raise _invalid("date-impossible", text, "in the calendar", str(error)) from None

    return BeforeValidator(check)


def _formed(
    is_valid: Callable[[str], bool], rule: LiteralString, name: str, form: str
) -> BeforeValidator:
    def check(value: object) -> object:
        text = value.strip() if isinstance(value, str) else repr(value)
        if not is_valid(text):
            raise _invalid(rule, text, name, form)
        return text

    return BeforeValidator(check)


def _invalid(rule: LiteralString, text: str, name: str, allowed: str) -> PydanticCustomError:
    context = {"text": shortened(text), "name": name, "allowed": allowed}
    return PydanticCustomError(rule, "`{text}` is not {name}", context)


Text = Annotated[str, StringConstraints(min_length=1)]
Verbatim = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A text of another system, kept to the last space."""


class Leaves(StrEnum):
    """Who may read a field that not everybody may; a field without this mark is for everybody.

    :mod:`site_builder.library.redaction` is the door at which it holds.
    """

    ROLE = "role"
    """Everybody, unless the author has written a pseudonym in place of a role."""
    WITHIN = "within"
    """The team, and nobody else."""
    NEVER = "never"
    """Nobody but who asks for people as well (``lessons export --private``)."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that names another record, and goes where that record is hidden.

    Where the field is required, what holds it goes too.
    """

    kinds: tuple[str, ...]
    """Kinds that the record can be of."""


RoleText = Annotated[Text, Leaves.ROLE]
"""A role, in place of which an author may have written a pseudonym."""
RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]

LessonId = Annotated[RecordId, Refers(("lesson",))]
AssistId = Annotated[RecordId, Refers(("assist",))]


@dataclass(frozen=True, slots=True)
class Controlled:
    """Marks a field whose values `vocabulary.yml` must hold."""

    words: str
    """Which words: ``tags``, ``teams``, ``settings`` or ``formats``."""


TagId = Annotated[str, StringConstraints(min_length=1), Controlled("tags")]
TeamId = Annotated[str, StringConstraints(min_length=1), Controlled("teams")]
SettingId = Annotated[str, StringConstraints(min_length=1), Controlled("settings")]
FormatId = Annotated[str, StringConstraints(min_length=1), Controlled("formats")]
"""A built-in format, or one of the vocabulary."""

Day = Annotated[
    date, _dated(parse_day, DAY_FORM), WithJsonSchema({"type": "string", "format": "date"})
]
Happened = Annotated[
    PartialDate,
    _dated(parse_partial, PARTIAL_FORM),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(unknown|\d{4}(-\d{2}(-\d{2})?)?)$", "default": "unknown"}
    ),
]

Doi = Annotated[
    str,
    _formed(
        identifiers.is_doi,
        "doi-malformed",
        "a DOI",
        "the bare identifier, such as 10.1136/bmj.n71 (no https://doi.org/ before it)",
    ),
]
Pmid = Annotated[
    str,
    _formed(
        identifiers.is_pmid,
        "pmid-malformed",
        "a PubMed id",
        "up to eight digits, the first of which is not 0",
    ),
]
Isbn = Annotated[
    str,
    _formed(
        identifiers.is_isbn,
        "isbn-malformed",
        "an ISBN",
        "ten or thirteen digits, the last of which is the check digit of the others",
    ),
]
Issn = Annotated[
    str,
    _formed(
        identifiers.is_issn,
        "issn-malformed",
        "an ISSN",
        "eight digits as 1234-5679, the last of which is the check digit of the others",
    ),
]
Digest = Annotated[
    str,
    _formed(
        identifiers.is_digest,
        "digest-malformed",
        "a digest of a lesson",
        "twelve of the characters 0-9 and a-f, as `lessons affirm` writes them",
    ),
]
WebAddress = Annotated[
    str,
    _formed(
        identifiers.is_web_address,
        "url-malformed",
        "a web address",
        "a whole address that begins with https:// or http://",
    ),
]
Reach = Annotated[
    str,
    _formed(
        identifiers.reaches_somebody,
        "address-malformed",
        "an address to ask at",
        "one that begins with https:// or mailto:, or a page of this site such as /guide/ask/",
    ),
    Leaves.ROLE,
]
"""Where a team, or whoever has a role, can be asked."""
