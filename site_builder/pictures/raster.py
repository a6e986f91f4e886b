"""Pictures of points without their metadata: places, names, cameras, comments, previews.

Only blocks that a browser draws with are kept; the points are not touched. Of EXIF the orientation
stays, since a picture would lie on its side without it.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SHORT = 3

_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that are kept, by how they begin: size, colours, colour transform."""
_JPEG_APP1, _JPEG_EOI, _JPEG_SOS, _JPEG_COMMENT = 0xE1, 0xD9, 0xDA, 0xFE
_JPEG_MARKER = re.compile(rb"\xff+[^\xff\x00\xd0-\xd7]")
"""What ends the points of a scan."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT "
    b"acTL fcTL fdAT".split()
)
_PNG_DESCRIBES = frozenset(b"tEXt zTXt iTXt eXIf tIME".split())
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
"""Flags of a WebP that say which metadata follows."""
_GIF_KEPT = frozenset((b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"))


def stripped(data: bytes) -> bytes:
    """Return a picture without its metadata; of an unknown format, as it is.

    What follows the end of the picture goes too. A part that cannot be read is left alone.
    """
    strip = _strip_of(data)
    return b"".join(strip(data)) if strip else data


def is_strippable(data: bytes) -> bool:
    """Return whether these bytes begin a picture of a format whose metadata can be removed."""
    return _strip_of(data) is not None


def _strip_of(data: bytes) -> Callable[[bytes], Iterator[bytes]] | None:
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if data.startswith(_PNG_START):
        return _png
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _gif
    return _webp if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at, oriented = 2, False
    # What is no marker between two parts is skipped, as decoders do.
    while marker := _JPEG_MARKER.search(data, at):
        kind, start = marker[0][-1], marker.end()
        if kind == _JPEG_EOI:
            yield data[start - 2 : start]
            return
        end = start + int.from_bytes(data[start : start + 2])
        content = data[start + 2 : end]
        if kind == _JPEG_APP1 and content.startswith(_EXIF) and not oriented:
            oriented = True
            if exif := _orientation_alone(content[len(_EXIF) :]):
                exif = _EXIF + exif
                yield b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        elif _is_drawn(kind, content):
            yield data[start - 2 : end]
        at = max(end, start + 2)
        if kind == _JPEG_SOS:
            after = _JPEG_MARKER.search(data, at)
            yield data[at : after.start() if after else None]
            at = after.start() if after else len(data)


def _is_drawn(kind: int, content: bytes) -> bool:
    """Return whether a segment of a JPEG is needed to draw it."""
    is_of_application = 0xE0 <= kind <= 0xEF  # noqa: PLR2004 - APP0 to APP15
    if is_of_application:
        return kind in _JPEG_KEPT and content.startswith(_JPEG_KEPT[kind])
    return kind != _JPEG_COMMENT


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG_START
    at = len(_PNG_START)
    while at + 12 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            yield data[at:end]
        elif kind == b"eXIf" and (exif := _orientation_alone(data[at + 8 : end - 4])):
            yield _png_chunk(kind, exif)
        if kind == b"IEND":
            return
        at = end
    if data[at + 4 : at + 8] not in _PNG_DESCRIBES:
        yield data[at:]


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    from zlib import crc32  # noqa: PLC0415 - few pictures need it

    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))
    )


def _webp(data: bytes) -> Iterator[bytes]:
    chunks: list[bytes] = []
    at, flags = 12, None
    # What is beyond the length that the file states is no part of the picture.
    last = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= last:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : at + 8 + size]
        if kind == b"VP8X":
            flags = len(chunks)
            chunks.append(data[at : at + 8 + size])
        elif kind in _WEBP_KEPT:
            chunks.append(data[at : at + 8 + size + size % 2])
        elif kind == b"EXIF" and (exif := _orientation_alone(content.removeprefix(_EXIF))):
            chunks.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
        at += 8 + size + size % 2
    if flags is not None:
        oriented = _WEBP_EXIF if any(chunk.startswith(b"EXIF") for chunk in chunks) else 0
        head = chunks[flags]
        kept = head[8:9][0] & ~(_WEBP_EXIF | _WEBP_XMP) | oriented if len(head) > 8 else 0  # noqa: PLR2004
        chunks[flags] = head[:8] + bytes([kept]) + head[9:]
    body = b"WEBP" + b"".join(chunks)
    yield b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _colours(data[10:11])
    yield data[:at]
    while at < len(data):
        kind, start = data[at : at + 1], at
        if kind == b";":
            yield kind
            return
        if kind == b"!":
            first = at + 2
            at = _blocks_end(data, first)
            name = data[first + 1 : first + 12]
            label = data[start + 1 : start + 2]
            if label == b"\xf9" or (label == b"\xff" and name in _GIF_KEPT):
                yield data[start:at]
        elif kind == b",":
            at = _blocks_end(data, at + 11 + _colours(data[at + 9 : at + 10]))
            yield data[start:at]
        else:
            yield data[at:]
            return


def _colours(flags: bytes) -> int:
    """Return the bytes of the table of colours that the flags of a GIF announce."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Return the place behind a chain of blocks, the last of which is empty."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _orientation_alone(exif: bytes) -> bytes:
    """Return EXIF that says nothing but how the picture is turned; nothing if it is not."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return b""
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(count):
            field = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * number)
            if field[:2] == (_ORIENTATION, _SHORT) and 1 < field[3] <= 8:  # noqa: PLR2004 - turned
                head = struct.pack(f"{order}HI", 42, 8)
                entry = struct.pack(f"{order}HHHIHHI", 1, _ORIENTATION, _SHORT, 1, field[3], 0, 0)
                return exif[:2] + head + entry
    except struct.error:
        pass
    return b""
