"""Splits the text of a file into header and body, and keeps the place of every value.

python-frontmatter does the split, through its handler for YAML. Its `parse` and `load` are no use
here: they strip the text, which shifts every place; they treat a header that is never closed, or
that follows a byte order mark, as no header; and `load` raises on a field that is called
``content``. Those inputs are errors here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from frontmatter.default_handlers import YAMLHandler

from site_builder.diagnostics import Diagnostic, Severity, Span, span_between
from site_builder.records.header.places import offsets_of
from site_builder.records.header.read import read_header
from site_builder.records.header.values import Place, Value, value_at

_SPLITTER = YAMLHandler()


@dataclass(frozen=True)
class Document:
    """The text of a file, the values of its header, and their places."""

    path: str
    """Path from the project root, with forward slashes."""
    text: str
    """The whole file, with ``\\n`` as the only line end."""
    header: dict[str, Value]
    header_at: int
    """Offset in the text of the header."""
    header_end: int
    body_at: int
    """Offset in the text of the body."""
    places: bytes = field(default=b"", repr=False)
    """Where the values of the header stand, as its reader says it; empty where it did not."""

    @cached_property
    def header_text(self) -> str:
        """The header as it is written: one text, whose hash is worked out once for all places."""
        return self.text[self.header_at : self.header_end]

    @property
    def body(self) -> str:
        """Everything after the header."""
        return self.text[self.body_at :]

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets in the text."""
        return span_between(self.path, self.text, start, end)

    def span_of(self, place: Place, *, key: bool = False) -> Span:
        """Return the span of a value of the header, or of its key.

        For a place that does not exist (a missing field), the span of the key of the mapping that
        lacks it, or of the line that opens the header.
        """
        offsets = self.offsets_of(place, key=key)
        if offsets is None:
            return self.span(0, max(self.text.find("\n"), 0))
        start, end = offsets
        return self.span(self.header_at + start, self.header_at + end)

    def offsets_of(self, place: Place, *, key: bool = False) -> tuple[int, int] | None:
        """Return the offsets in the header of a value, or of its key, as its reader gives them."""
        return offsets_of(self.header_text, place, key=key, places=self.places)

    def has(self, place: Place) -> bool:
        """Return whether a place of the header exists."""
        owner = value_at(self.header, place[:-1])
        known = range(len(owner)) if isinstance(owner, list) else owner
        return isinstance(known, dict | range) and place[-1] in known


def decode(path: str, data: bytes) -> tuple[str, list[Diagnostic]]:
    """Return the text of a file, and what is wrong with its bytes.

    Line ends become single line feeds, which changes no line or column.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_one_line_end(data[: error.start].decode("utf-8"))
        span = span_between(path, before, len(before), len(before))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        hint = "save the file with the encoding UTF-8"
        return "", [Diagnostic("file-not-utf8", Severity.ERROR, span, message, hint)]
    text = _with_one_line_end(text)
    if conflicts := merge_conflicts(path, text):
        return "", conflicts
    nul = text.find("\0")
    if text.startswith("\ufeff"):
        at, rule = 0, "file-bom"
        message = "the file begins with a byte order mark, which hides its header"
        hint = "save the file as UTF-8 without BOM"
    elif nul >= 0:
        at, rule = nul, "file-nul"
        message = "the file contains a NUL character; it is probably not a text file"
        hint = "write it again in a text editor, as plain text"
    else:
        return text, []
    span = span_between(path, text, at, at + 1)
    return text, [Diagnostic(rule, Severity.ERROR, span, message, hint)]


def merge_conflicts(path: str, text: str) -> list[Diagnostic]:
    """Return a problem for each place where git left two versions to choose from."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return []
    problems = []
    is_open = parted = False
    for line in re.finditer(r"^(?:(<{7})(?: .*)?|(={7})|(>{7})(?: .*)?)$", text, re.MULTILINE):
        begins, parts, ends = (line[number] is not None for number in (1, 2, 3))
        if begins or (ends and parted and not is_open):
            message = "git left two versions of these lines here, with marks around them"
            hint = "keep what is right of both, and delete the lines with the marks"
            span = span_between(path, text, line.start(), line.end())
            problems.append(Diagnostic("merge-conflict", Severity.ERROR, span, message, hint))
        is_open = begins or (is_open and not ends)
        parted = parts or (parted and not ends and not begins)
    return problems


def _with_one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_document(
    path: str, text: str, *, keeps_places: bool = False
) -> tuple[Document | None, list[Diagnostic]]:
    """Split a file and read its header.

    Args:
        path: Path of the file from the project root.
        text: The file.
        keeps_places: Whether many places of the header will be asked for, later or again.

    Returns:
        The document, or None when the header cannot be read; and every problem found.
    """
    lead = len(text) - len(text.lstrip())
    fence = _SPLITTER.FM_BOUNDARY.match(text, lead)
    if fence is None:
        span = span_between(path, text, 0, len(text))
        message = "the file has no header"
        hint = "begin it with a line of three dashes, the fields, and another line of three dashes"
        return None, [Diagnostic("header-missing", Severity.ERROR, span, message, hint)]
    try:
        header_text, body = _SPLITTER.split(text)
    except ValueError:
        span = span_between(path, text, lead, fence.end())
        message = "the header is opened here and never closed"
        hint = "put a line of three dashes after the last field"
        return None, [Diagnostic("header-unclosed", Severity.ERROR, span, message, hint)]
    at = fence.end()
    header, places, problems = read_header(path, text, header_text, at, keeps_places=keeps_places)
    if header is None:
        return None, problems
    end = at + len(header_text)
    return Document(path, text, header, at, end, len(text) - len(body), places), problems


def without_header(path: str, text: str) -> Document | None:
    """Return a file whose header cannot be read as a document that has only a body.

    Returns:
        None if it has no header, or one that is never closed: nobody knows where the body begins.
    """
    if not _SPLITTER.FM_BOUNDARY.match(text.lstrip()):
        return None
    try:
        body = _SPLITTER.split(text)[1]
    except ValueError:
        return None
    return Document(path, text, {}, 0, 0, len(text) - len(body))


def parse_mapping(path: str, text: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read a file that is YAML from end to end, such as the vocabulary."""
    header, places, problems = read_header(path, text, text, 0)
    if header is None:
        return None, problems
    return Document(path, text, header, 0, len(text), len(text), places), problems
