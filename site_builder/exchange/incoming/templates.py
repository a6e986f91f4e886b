"""Templates of import maps: text with ``{column | filter}`` in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from site_builder.exchange.incoming.patterns import Pattern
from site_builder.exchange.tables.rows import Markdown, texts_in
from site_builder.markdown.body import Body
from site_builder.records.guess import guess_or
from site_builder.records.kinds import id_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.exchange.tables.rows import TableRow

    Texts: TypeAlias = Callable[[Iterable[str]], Iterable[str]]
    Filter: TypeAlias = Callable[[str], Texts]
    Placeholder: TypeAlias = Callable[[TableRow], tuple[str, ...]]

_PIECE = re.compile(r"\{\{|\}\}|\{((?:[^{}`']|`[^`]*`|'[^']*')*)\}|[{}]")
_STEP = re.compile(r"(?:[^|`']|`[^`]*`|'[^']*')+")
_FILTER = re.compile(r"\s*([a-z]+(?: [a-z]+)*?)(?:\s+(\d+)|\s*'([^']*)')?\s*")
_LONGEST_NUMBER = 6
_LONGEST = 2_000
"""Most characters of a template."""
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s+[\"'“‘(\[]*[A-Z0-9])")
# What ends in a full stop and no sentence: short words, initials, numbers of lists.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"'“])(?:[A-Za-z]|\d{1,2}|[A-Z]\.[A-Z]|[Nn]os?|[Ff]igs?|[Rr]efs?|[Ee]qs?|[Vv]ols?|pp?"
    r"|[Ss]ec|[Aa]pprox|[Mm]ax|[Mm]in|[Cc]f|[Vv]s|etc|al|i\.e|e\.g|U\.S|[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof"
    r"|[Ss]t|[Ii]nc|[Cc]o|[Ll]td|[Cc]orp|[Dd]ept|[Ee]st|[Ii]nt|[Rr]ev"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_LONGEST_ABBREVIATION = 10


def words_of(text: str) -> str:
    """Return the words of a cell: of one that is Markdown, without the markup and the pictures."""
    if not isinstance(text, Markdown):
        return text
    body = Body(text)
    words = list(body.words)
    for link in body.links:
        if link.is_image:
            blank = " " * (link.words_end - link.words_start)
            words[link.words_start : link.words_end] = blank
    return " ".join("".join(words).split())


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
class Template:
    """A parsed template."""

    pieces: tuple[str | Placeholder, ...]
    """Its own text, and functions that return the cells of a row."""

    def filled(self, row: TableRow, within: Callable[[str], str] = words_of) -> tuple[str, ...]:
        """Return the texts that a row gives: none if all columns of the template are empty.

        ``within`` is applied to the text of each column before it is put in.
        """
        values = [piece if isinstance(piece, str) else piece(row) for piece in self.pieces]
        columns = [value for value in values if isinstance(value, tuple)]
        if columns and not any(columns):
            return ()
        if len(values) == 1 and columns:
            return tuple(filter(None, map(within, columns[0])))
        text = "".join(
            value if isinstance(value, str) else within(_joined(value)) for value in values
        ).strip()
        return (text,) if text else ()


def _joined(texts: tuple[str, ...]) -> str:
    # Joining makes plain text of Markdown.
    return texts[0] if len(texts) == 1 else "; ".join(map(words_of, texts))


def parse_template(text: str, columns: Mapping[str, str]) -> Template:
    """Parse a template, with the columns of the table by their names in lower case.

    Raises:
        TemplateError: A brace is unmatched, or a column or filter does not exist.
    """
    if len(text) > _LONGEST:
        raise TemplateError(f"it is longer than {_LONGEST:,} characters", "make it shorter")
    return Template(tuple(_pieces(text, columns)))


def _pieces(text: str, columns: Mapping[str, str]) -> Iterator[str | Placeholder]:
    done = 0
    literal = ""
    for piece in _PIECE.finditer(text):
        literal += text[done : piece.start()]
        done = piece.end()
        if piece[0] in {"{{", "}}"}:
            literal += piece[0][0]
            continue
        if piece[1] is None:
            problem = f"`{piece[0]}` is unmatched"
            raise TemplateError(problem, "write {column}, or {{ and }} for the braces themselves")
        if literal:
            yield literal
        literal = ""
        yield _placeholder(piece[1], columns)
    literal += text[done:]
    if literal:
        yield literal


def _placeholder(written: str, columns: Mapping[str, str]) -> Placeholder:
    first, *rest = _STEP.findall(written) or [""]
    name = first.strip()
    if name.startswith("`") and name.endswith("`"):
        name = name[1:-1]
    column = column_named(name, columns)
    filters = [_filter(step) for step in rest]

    def cells(row: TableRow) -> tuple[str, ...]:
        texts: Iterable[str] = texts_in(row.values.get(column, ""))
        texts = map(words_of, texts) if filters else texts
        for changed in filters:
            texts = changed(texts)
        return tuple(text for text in texts if text.strip())

    return cells


def column_named(name: str, columns: Mapping[str, str]) -> str:
    """Return a column of the table by its name in any case.

    Raises:
        TemplateError: There is no such column.
    """
    column = columns.get(" ".join(name.split()).lower())
    if column is None:
        known = list(columns.values())
        hint = guess_or(name, known, f"columns: {', '.join(known)}")
        raise TemplateError(f"the table has no column `{name}`", hint)
    return column


def _filter(written: str) -> Texts:
    parts = _FILTER.fullmatch(written)
    name = parts[1] if parts else " ".join(written.split())
    if name not in FILTERS or parts is None:
        listed = "filters: " + ", ".join(map(filter_form, FILTERS))
        raise TemplateError(f"there is no filter `{name}`", guess_or(name, FILTERS, listed))
    number, quoted, takes = parts[2], parts[3], FILTERS[name][0]
    given = "" if number is quoted is None else "N" if quoted is None else "'"
    if given != takes[:1] or (number and not 0 < int(number[:_LONGEST_NUMBER]) == int(number)):
        raise TemplateError(f"the filter `{name}` is written `{filter_form(name)}`")
    return FILTERS[name][1](number or quoted or "")


def filter_form(name: str) -> str:
    """Return how a filter is written, such as ``shorten N``."""
    return f"{name} {FILTERS[name][0]}".strip()


def checked_pattern(pattern: str) -> Pattern:
    """Return a compiled regular expression.

    Raises:
        TemplateError: It is invalid.
    """
    try:
        return Pattern(pattern)
    except ValueError as error:
        hint = "the syntax is Python's; put a backslash before a character that is meant literally"
        raise TemplateError(
            f"`{pattern}` is an invalid regular expression: {error}", hint
        ) from error


def sentences(text: str, most: int) -> str:
    """Return as many whole sentences from the beginning of a text as fit into so many characters.

    A first sentence that does not fit is cut; 0 gives the whole first sentence.
    """
    line = " ".join(text.split())
    ends = (end.end() for end in _END.finditer(line) if not _is_abbreviated(line, end.end()))
    if not most:
        return line[: next(ends, None)]
    if len(line) <= most:
        return line
    fitting = list(takewhile(lambda end: end <= most, ends))
    return line[: fitting[-1]] if fitting else shorten(line, most)


def _is_abbreviated(line: str, end: int) -> bool:
    return _ABBREVIATED.search(line, max(end - _LONGEST_ABBREVIATION, 0), end) is not None


def shorten(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: max(most - 1, 0)]
    if line[len(cut) : len(cut) + 1] != " ":
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:.-–—(") + "…"


def _of_each(made: Callable[[str], Callable[[str], str]]) -> Filter:
    return lambda argument: partial(map, made(argument))


FILTERS: dict[str, tuple[str, Filter]] = {
    "first sentence": ("", _of_each(lambda _: lambda text: sentences(text, 0))),
    "sentences": ("N", _of_each(lambda most: lambda text: sentences(text, int(most)))),
    "shorten": ("N", _of_each(lambda most: lambda text: shorten(text, int(most)))),
    "lower": ("", _of_each(lambda _: str.lower)),
    "slug": ("", _of_each(lambda _: lambda text: id_from(text, ""))),
    "split": (
        "'SIGN'",
        lambda sign: (
            lambda texts: (part.strip() for text in texts for part in text.split(sign or None))
        ),
    ),
    "join": ("'SIGN'", lambda sign: lambda texts: [sign.join(texts)]),
    "without": ("'PATTERN'", _of_each(lambda written: checked_pattern(written).removed_from)),
}
"""Filters by name, each with the form of its argument and what makes a function of one."""
