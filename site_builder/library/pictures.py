"""Pictures of a base: their endings, what is wrong with them, and the bytes to publish."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Span
from site_builder.pictures.raster import is_strippable, stripped
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico"})
"""Endings of the files, besides Markdown, that are published."""
LARGEST_SVG = 10_000_000
"""Most bytes of an SVG that is looked through."""
_SVG = ".svg"
_HEAD = 1000
_OTHERS = {
    b"<": "text with markup",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip file or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a packed file",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
}
"""How files begin that are no pictures which a site shows, whatever their names say."""
_BARE = (b"\0\0\1\0", b"BM")
"""How pictures begin that have no place of their own for metadata."""


def is_image(path: str) -> bool:
    """Return whether a file is a picture, by its ending."""
    return posixpath.splitext(path)[1].lower() in IMAGES


def bytes_looked_at(path: str) -> int:
    """Return how much of a picture :func:`picture_problems` takes."""
    return LARGEST_SVG + 1 if _is_svg(path) else _HEAD


def picture_problems(path: str, data: bytes) -> Iterator[Diagnostic]:
    """Yield what is wrong with a picture.

    Args:
        path: Its path from the project root.
        data: Its bytes, as many as :func:`bytes_looked_at`.
    """
    if not data:
        return
    if _is_svg(path):
        yield from _svg_problems(path, data)
    elif not is_strippable(data) and not _is_bare(data):
        start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
        other = next((what for sign, what in _OTHERS.items() if start.startswith(sign)), "")
        if other:
            yield _problem("image-unsafe", Span(path), f"the file is {other}, and no picture")
        elif not (b"avif" in data[4:64] and b"Exif" not in data and b"rdf+xml" not in data):
            yield _problem("image-metadata", Span(path))


def _is_bare(data: bytes) -> bool:
    """Return whether it is an icon or a bitmap; an icon can hold a PNG, which can hold text."""
    return data.startswith(_BARE) and not any(it in data for it in (b"tEXt", b"iTXt", b"eXIf"))


def _svg_problems(path: str, data: bytes) -> Iterator[Diagnostic]:
    if len(data) > LARGEST_SVG:
        message = f"the picture is larger than {LARGEST_SVG // 1_000_000} MB"
        yield _problem("image-unsafe", Span(path), message, "make it smaller")
        return
    from site_builder.pictures.svg import active_parts  # noqa: PLC0415 - most bases have none

    for part in active_parts(data):
        span = Span(path, part.line, part.column, part.line, part.column + 1)
        yield _problem("image-unsafe", span, part.message)


def published_picture(path: str, data: bytes) -> bytes:
    """Return the bytes of a picture for its readers: without what describes it."""
    if not _is_svg(path):
        return stripped(data)
    from site_builder.pictures.svg import cleaned  # noqa: PLC0415 - most bases have none

    return cleaned(data) if data else data


def _is_svg(path: str) -> bool:
    return path.lower().endswith(_SVG)


def _problem(rule: str, span: Span, message: str = "", hint: str = "") -> Diagnostic:
    row = RULES[rule]
    return Diagnostic(rule, row.severity, span, message or row.message, hint or row.hint)
