"""Files: ids that are well formed and taken once, trailing spaces, the order of fields."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Edit, Severity, Span, counted
from site_builder.library.problems import at_field, at_span, at_text
from site_builder.markdown.body import blanked
from site_builder.markdown.density import dense_place
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.values import leaves
from site_builder.records.kinds import ID_PATTERN, Kind, Record, id_from
from site_builder.records.lesson import Lesson
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.library.base import Base
    from site_builder.records.fields import Part

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mkdn"}
_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]")
CONTROL_SIEVE = Sieve(CONTROL)
_ADDED = frozenset(
    {"relations", "relies_on", "reworded", "review_by", "reviewed", "status", "withdrawn"}
)
"""Fields that commands add at the end, where they may stay."""
_ORDER = {field.alias or name: at for at, (name, field) in enumerate(Lesson.model_fields.items())}


def malformed_ids(record: Record[Part]) -> Iterator[Diagnostic]:
    """A record's file name is its id: small letters, digits, single hyphens."""
    if record.kind is not Kind.PAGE and not ID_PATTERN.fullmatch(record.id):
        message = f"the file name `{record.id}.md` is not a valid id"
        slug = id_from(record.id, "")
        hint = f"rename it to `{slug}.md`" if slug else None
        yield _at_file(record, "id-malformed", message, hint)


def foreign_endings(base: Base) -> Iterator[Diagnostic]:
    """A Markdown file ends in ``.md``; under another name nobody would miss it on the site."""
    for path in sorted(base.files):
        stem, ending = posixpath.splitext(path)
        if ending != ".md" and ending.lower() in _MARKDOWN:
            message = f"files that end in `{ending}` are not read"
            hint = f"rename it to `{posixpath.basename(stem)}.md`"
            yield Diagnostic("id-malformed", Severity.ERROR, Span(path), message, hint)


def clashing_ids(base: Base) -> Iterator[Diagnostic]:
    """Within a kind an id is taken once, aliases and letter case included."""
    owners: dict[tuple[Kind, str], Record[Part]] = {}
    for record in base.records:
        owner = owners.setdefault((record.kind, record.id.casefold()), record)
        if owner is not record:
            message = f"the id `{record.id}` is taken by {owner.path}"
            if owner.id != record.id:
                message += f" (`{owner.id}`: letter case does not tell ids apart)"
            yield _at_file(record, "id-clash", message, "give one of the two files another name")
    for record in base.records:
        for number, alias in enumerate(getattr(record.fields, "aliases", ())):
            owner = owners.setdefault((record.kind, alias.casefold()), record)
            of = "this record" if owner is record else owner.path
            if owner is not record or alias.casefold() == record.id.casefold():
                message = f"the alias `{alias}` is the id or alias of {of}"
                hint = "take the alias out, or choose another"
                yield at_field(record, "id-clash", ("aliases", number), message, hint)


def _at_file(record: Record[Part], rule: str, message: str, hint: str | None) -> Diagnostic:
    """Return a problem with a record's file name, which is an error in drafts too."""
    problem = at_span(record, rule, record.document.span(0, 0), message, hint)
    return replace(problem, severity=Severity.ERROR)


def control_characters(record: Record[Part]) -> Iterator[Diagnostic]:
    """A file holds no invisible characters that change how the rest is shown."""
    document = record.document
    is_clean = not CONTROL_SIEVE(document.text)
    for match in CONTROL.finditer(document.text, document.body_at) if not is_clean else ():
        message = f"there is an invisible control character: U+{ord(match[0]):04X}"
        yield at_span(record, "control-character", document.span(*match.span()), message)
    # In double quotes, a header may name a character by its number.
    if is_clean and "\\" not in document.header_text:
        return
    for place, text in leaves(document.header):
        if found := CONTROL.search(text):
            message = f"`{place[-1]}` holds an invisible control character: U+{ord(found[0]):04X}"
            yield at_field(record, "control-character", place, message)


def trailing_spaces(record: Record[Part]) -> Iterator[Diagnostic]:
    """No line has meaningless trailing spaces, and the last line ends in a newline."""
    text = record.document.text
    if " \n" not in text and "\t\n" not in text and text[-1:] in {"\n", ""}:
        return
    edits = [*_in_header(record), *_in_body(record)]
    lines = counted(len(edits), "line")
    message = f"trailing spaces on {lines}"
    if text[-1:] not in {"\n", " ", "\t"}:
        message = "no newline at end of file" + (f"; {message}" if edits else "")
        edits.append(Edit(len(text), len(text), "\n"))
    if edits:
        span = record.document.span(edits[0].start, edits[0].end)
        problem = at_span(record, "trailing-space", span, message)
        yield replace(problem, fix=tuple(edits))


def _in_header(record: Record[Part]) -> tuple[Edit, ...]:
    """Return edits that take spaces from the ends of lines, if no value has them."""
    document = record.document
    spans = [found.span() for found in _SPACES.finditer(document.header_text)]
    return HeaderEditor(document).remove((), spans).fix() if spans else ()


def _in_body(record: Record[Part]) -> Iterator[Edit]:
    """Yield edits that take spaces from the ends of lines where they mean nothing.

    Two spaces break a line in the middle of a paragraph; and code is left as it is.
    """
    at = record.document.body_at
    lines = record.body.text.split("\n")
    clear = blanked(record.body.text, record.body.code).split("\n")
    coded = [line.strip() != left.strip() for line, left in zip(lines, clear, strict=True)]
    between = _between_code(coded, lines)
    for number, line in enumerate(lines):
        bare = line.rstrip(" \t")
        below = lines[number + 1].strip() if number + 1 < len(lines) else ""
        ends_block = not below or below.startswith("#") or not bare
        in_code = coded[number] or (not bare and between[number])
        if bare != line and not in_code and (ends_block or line == f"{bare} "):
            yield Edit(at + len(bare), at + len(line), "")
        at += len(line) + 1


def _between_code(coded: Sequence[bool], lines: Sequence[str]) -> list[bool]:
    """Return of each line whether the nearest lines with text above and below it are code.

    A line with text counts as both.
    """

    def nearest(numbers: Iterable[int]) -> Iterator[bool]:
        is_code = False
        for number in numbers:
            is_code = coded[number] if lines[number].strip() else is_code
            yield is_code

    above, below = nearest(range(len(lines))), nearest(reversed(range(len(lines))))
    return [*map(all, zip(above, reversed(list(below)), strict=True))]


def dense_pages(record: Record[Part]) -> Iterator[Diagnostic]:
    """A plain page can be rendered by Python-Markdown in a moment."""
    place = dense_place(record.body.text) if record.kind is Kind.PAGE else None
    if place is not None:
        yield at_text(record, "page-dense", place, place)


def fields_out_of_order(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """The fields of a lesson are in the order in which they are described."""
    ordered = _ORDER.keys() - _ADDED
    header = lesson.document.header
    names = [name for name in header if name in ordered]
    swapped = (pair for pair in pairwise(names) if _ORDER[pair[1]] < _ORDER[pair[0]])
    before, name = next(swapped, ("", ""))
    if not name or not header.keys() <= _ORDER.keys():
        return
    fix = HeaderEditor(lesson.document).reorder(_ORDER).fix()
    if fix:
        message = f"`{name}` usually comes before `{before}`"
        yield replace(at_field(lesson, "field-order", (name,), message, key=True), fix=fix)
