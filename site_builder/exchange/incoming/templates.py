"""Templates of a map: text with ``{column | filter}`` in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from site_builder.exchange.incoming.phrases import sentences, shorten
from site_builder.records.guess import did_you_mean
from site_builder.records.kinds import id_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.exchange.tables.rows import Cell, TableRow

Piece: TypeAlias = "str | Placeholder"
"""Text of the template itself, or a placeholder in it."""

FILTERS = {
    "first sentence": "",
    "sentences": "N",
    "shorten": "N",
    "lower": "",
    "slug": "",
    "split": "'SIGN'",
    "join": "'SIGN'",
    "without": "'PATTERN'",
}
"""Filters by name, each with what it takes."""
_PIECE = re.compile(r"\{\{|\}\}|\{((?:[^{}`']|`[^`]*`|'[^']*')*)\}|[{}]")
_STEP = re.compile(r"(?:[^|`']|`[^`]*`|'[^']*')+")
_FILTER = re.compile(r"\s*([a-z]+(?: [a-z]+)*?)\s*(?:\s(\d+)|'([^']*)')?\s*")
_LONGEST_NUMBER = 6


class TemplateError(ValueError):
    """A template, or a name in a map, is invalid.

    Attributes:
        hint: What is allowed, or was meant.
        rule: Rule under which it is reported.
    """

    def __init__(self, problem: str, hint: str = "", rule: str = "value-unknown") -> None:
        """Keep the hint and the rule."""
        super().__init__(problem)
        self.hint = hint
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A column, and what is done to what stands in it."""

    column: str
    filters: tuple[tuple[str, str], ...]
    """Each filter with what it was given."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that has been read."""

    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        return tuple(piece.column for piece in self.pieces if isinstance(piece, Placeholder))

    def filled(
        self, row: TableRow, within: Callable[[str], str] = lambda text: text
    ) -> tuple[str, ...]:
        """Return what a row makes of the template: nothing where none of its columns has anything.

        Args:
            row: The row.
            within: What is done to the text of a column before it is put in.
        """
        values = [
            piece if isinstance(piece, str) else _applied(piece, row) for piece in self.pieces
        ]
        given = [value for value in values if isinstance(value, tuple)]
        if given and not any(given):
            return ()
        if len(values) == 1 and given:
            return tuple(filter(None, map(within, given[0])))
        text = "".join(
            value if isinstance(value, str) else within("; ".join(value)) for value in values
        ).strip()
        return (text,) if text else ()


def parse_template(text: str, columns: Mapping[str, str]) -> Template:
    """Read a template.

    Args:
        text: The template.
        columns: Columns of the table by their names in small letters.

    Raises:
        TemplateError: It has a brace too many, or names what there is not.
    """
    return Template(tuple(_pieces(text, columns)))


def _pieces(text: str, columns: Mapping[str, str]) -> Iterator[Piece]:
    done = 0
    literal = ""
    for found in _PIECE.finditer(text):
        literal += text[done : found.start()]
        done = found.end()
        if found[0] in {"{{", "}}"}:
            literal += found[0][0]
            continue
        if found[1] is None:
            problem = f"`{found[0]}` is unmatched"
            raise TemplateError(problem, "write {column}, or {{ and }} for the braces themselves")
        if literal:
            yield literal
        literal = ""
        yield _placeholder(found[1], columns)
    literal += text[done:]
    if literal:
        yield literal


def _placeholder(written: str, columns: Mapping[str, str]) -> Placeholder:
    first, *rest = _STEP.findall(written) or [""]
    name = first.strip()
    if name.startswith("`") and name.endswith("`"):
        name = name[1:-1]
    return Placeholder(column_named(name, columns), tuple(_filter(step) for step in rest))


def column_named(name: str, columns: Mapping[str, str]) -> str:
    """Return a column of the table by its name in any case.

    Raises:
        TemplateError: There is none.
    """
    found = columns.get(" ".join(name.split()).lower())
    if found is None:
        known = list(columns.values())
        listed = "columns: " + ", ".join(known)
        guess = did_you_mean(name, known) if name else ""
        raise TemplateError(
            f"the table has no column `{name}`", f"{guess} ({listed})" if guess else listed
        )
    return found


def _filter(written: str) -> tuple[str, str]:
    found = _FILTER.fullmatch(written)
    name = found[1] if found else " ".join(written.split())
    if name not in FILTERS or found is None:
        listed = "filters: " + ", ".join(
            f"{known} {takes}".strip() for known, takes in FILTERS.items()
        )
        guess = did_you_mean(name, FILTERS) if name else ""
        hint = f"{guess} ({listed})" if guess else listed
        raise TemplateError(f"there is no filter `{name}`", hint)
    number, quoted, takes = found[2], found[3], FILTERS[name]
    fits = {"": number is None and quoted is None, "N": number is not None}.get(
        takes, quoted is not None
    )
    if not fits or (number and not 0 < int(number[:_LONGEST_NUMBER]) == int(number)):
        form = f"`{name} {takes}`".replace(" `", "`")
        raise TemplateError(f"the filter `{name}` is written {form}")
    if name == "without":
        checked_pattern(quoted)
    return name, number or quoted or ""


def checked_pattern(pattern: str) -> re.Pattern[str]:
    """Return a regular expression.

    Raises:
        TemplateError: It is none.
    """
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        hint = "the syntax is Python's; put a backslash before a character that is meant literally"
        raise TemplateError(
            f"`{pattern}` is an invalid regular expression: {error}", hint
        ) from error


def _applied(placeholder: Placeholder, row: TableRow) -> tuple[str, ...]:
    value: Cell = row.values.get(placeholder.column, "")
    texts = (value,) if isinstance(value, str) else value
    for name, argument in placeholder.filters:
        texts = _FUNCTIONS[name](texts, argument)
    return tuple(text for text in texts if text.strip())


_Texts: TypeAlias = tuple[str, ...]
_FUNCTIONS: dict[str, Callable[[_Texts, str], _Texts]] = {
    "first sentence": lambda texts, _none: tuple(sentences(text, 0) for text in texts),
    "sentences": lambda texts, most: tuple(sentences(text, int(most)) for text in texts),
    "shorten": lambda texts, most: tuple(shorten(text, int(most)) for text in texts),
    "lower": lambda texts, _none: tuple(text.lower() for text in texts),
    "slug": lambda texts, _none: tuple(id_from(text, "") for text in texts),
    "split": lambda texts, sign: tuple(
        part.strip() for text in texts for part in _split(text, sign)
    ),
    "join": lambda texts, sign: (sign.join(texts),),
    "without": lambda texts, pattern: tuple(re.sub(pattern, "", text) for text in texts),
}


def _split(text: str, sign: str) -> list[str]:
    return text.split(sign) if sign else text.split()


def read_date(text: str, forms: tuple[str, ...]) -> str | None:
    """Return a date as far as its form goes (day, month or year), or None if no form fits."""
    for form in forms:
        try:
            found = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        has_day = any(sign in form for sign in ("%d", "%j", "%x", "%c"))
        has_month = has_day or any(sign in form for sign in ("%m", "%b", "%B"))
        day = f"{found.year:04}-{found.month:02}-{found.day:02}"
        return day if has_day else day[:7] if has_month else day[:4]
    return None
