"""File text to Document: header and body apart, and the place of every value kept."""

from __future__ import annotations

from dataclasses import dataclass

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from site_builder.diagnostics import Diagnostic, Edit, Severity, Span, span_between
from site_builder.records.header.read import Place, Value, has, offsets_of, read_header


class _Handler(YAMLHandler):
    """Splits as python-frontmatter does; keeps the header's text instead of loading it.

    Loading is left to `header.read_header`, which alone knows positions.
    """

    header = ""

    def load(self, fm: str, **_kwargs: object) -> dict[str, object]:
        self.header = fm
        return {}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text, its header as values, and where everything stands."""

    path: str
    """Path from the project root, with forward slashes."""
    text: str
    """The whole file, with ``\\n`` as the only line end."""
    header: dict[str, Value]
    header_at: int
    """Offset in the text where the header begins."""
    header_end: int
    body_at: int
    """Offset in the text where the body begins."""

    @property
    def body(self) -> str:
        """Everything after the header."""
        return self.text[self.body_at :]

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets in the text."""
        return span_between(self.path, self.text, start, end)

    def span_of(self, place: Place, *, key: bool = False) -> Span:
        """Return where a value of the header stands, or its key.

        A place that does not exist (a missing field) gives the nearest thing that does: the key of
        the mapping it is missing from, or the line that opens the header.
        """
        header = self.text[self.header_at : self.header_end]
        found = offsets_of(header, place, key=key)
        if found is None:
            return self.span(0, max(self.text.find("\n"), 0))
        start, end = found
        return self.span(self.header_at + start, self.header_at + end)

    def setting(self, place: Place, value: str) -> Edit:
        """Return the edit that gives a field a value and leaves every other line as it is.

        Args:
            place: Keys and positions that lead to the field. Where the field does not exist, the
                mapping that it belongs to does.
            value: YAML on one line.
        """
        header = self.text[self.header_at : self.header_end]
        found = offsets_of(header, place, key=False)
        if found and has(header, place):
            start, end = found
            return Edit(self.header_at + start, self.header_at + end, value)
        *above, name = place
        if not above:
            return Edit(self.header_end, self.header_end, f"{name}: {value}\n")
        first = offsets_of(header, tuple(above), key=False)
        assert first  # noqa: S101 - what a field is added to exists
        at = self.header_at + first[0]
        if self.text[at] == "{":
            return Edit(at + 1, at + 1, f"{name}: {value}, ")
        margin = " " * (at - self.text.rfind("\n", 0, at) - 1)
        return Edit(at, at, f"{name}: {value}\n{margin}")

    def adding(self, field: str | Place, value: str) -> Edit:
        """Return the edit that adds a value to a list of the header, after all that it holds.

        Args:
            field: Field that holds the list, or is to hold it; for one inside another field, the
                place, as for `setting`.
            value: YAML on one line.
        """
        place = (field,) if isinstance(field, str) else field
        header = self.text[self.header_at : self.header_end]
        listed: Value = self.header
        for step in place:
            listed = listed.get(str(step)) if isinstance(listed, dict) else None
        if not isinstance(listed, list) or not listed:
            return self.setting(place, f"[{value}]")
        whole = offsets_of(header, place, key=False)
        last = offsets_of(header, (*place, len(listed) - 1), key=False)
        assert whole  # noqa: S101 - the list holds something
        assert last  # noqa: S101 - the list holds something
        first, end = self.header_at + whole[0], self.header_at + last[1]
        if self.text[first] == "[":
            return Edit(end, end, f", {value}")
        margin = " " * (first - self.text.rfind("\n", 0, first) - 1)
        # A comment stays beside what it is about.
        end = self.text.find("\n", end)
        return Edit(end, end, f"\n{margin}- {value}")


def decode(path: str, data: bytes) -> tuple[str, list[Diagnostic]]:
    """Return the text of a file, or what is wrong with its bytes.

    Line ends are made single line feeds; that moves no line and no column.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_one_line_end(data[: error.start].decode("utf-8"))
        place = span_between(path, before, len(before), len(before))
        return "", [
            Diagnostic(
                "file-not-utf8",
                Severity.ERROR,
                place,
                f"byte 0x{data[error.start]:02x} is not UTF-8",
                "save the file with the encoding UTF-8",
            )
        ]
    text = _with_one_line_end(text)
    if text.startswith("\ufeff"):
        problem = Diagnostic(
            "file-bom",
            Severity.ERROR,
            Span(path, 1, 1, 1, 2),
            "the file begins with a byte order mark, which hides its header",
            "save the file as UTF-8 without BOM",
        )
        return text, [problem]
    if (nul := text.find("\0")) >= 0:
        problem = Diagnostic(
            "file-nul",
            Severity.ERROR,
            span_between(path, text, nul, nul + 1),
            "the file holds a NUL character; it is probably not a text file",
            "write it again in a text editor, as plain text",
        )
        return text, [problem]
    return text, []


def _with_one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_document(path: str, text: str) -> tuple[Document | None, list[Diagnostic]]:
    """Split a file and read its header.

    Returns:
        The document, or None when the header cannot be read; and every problem found.
    """
    lead = len(text) - len(text.lstrip())
    fence = YAMLHandler.FM_BOUNDARY
    opening = fence.match(text, lead)
    if opening is None:
        return None, [_no_header(path, text)]
    closing = fence.search(text, opening.end())
    if closing is None:
        problem = Diagnostic(
            "header-unclosed",
            Severity.ERROR,
            span_between(path, text, lead, opening.end()),
            "the header is opened here and never closed",
            "put a line of three dashes after the last field",
        )
        return None, [problem]
    handler = _Handler()
    frontmatter.parse(text, handler=handler)
    header, problems = read_header(path, text, handler.header, opening.end())
    if header is None:
        return None, problems
    document = Document(path, text, header, opening.end(), closing.start(), closing.end())
    return document, problems


def parse_mapping(path: str, text: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read a file that is YAML from end to end, such as the vocabulary."""
    header, problems = read_header(path, text, text, 0)
    if header is None:
        return None, problems
    return Document(path, text, header, 0, len(text), len(text)), problems


def _no_header(path: str, text: str) -> Diagnostic:
    return Diagnostic(
        "header-missing",
        Severity.ERROR,
        span_between(path, text, 0, len(text)),
        "the file has no header",
        "begin it with a line of three dashes, the fields, and another line of three dashes",
    )
