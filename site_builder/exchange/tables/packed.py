"""What is packed is not trusted to be small: workbooks and gzipped tables within limits."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 200_000_000
"""Most bytes of a file that is read."""
MAX_UNPACKED = 400_000_000
"""Most bytes that a packed file may come to."""
MAX_PARTS = 5_000
"""Most parts of a workbook."""
_RATIO = 300
"""How much smaller than itself a text can be packed, where it is no trap."""
_SMALL = 20_000_000
"""Bytes up to which the ratio does not matter."""
_CHUNK = 1 << 20
_TYPE_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_small(file: Path) -> bytes:
    """Return the bytes of a file, unless it is too large.

    Raises:
        TableError: It is, or it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise TableError(file, f"it cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_FILE:
        hint = "import it in parts"
        raise TableError(file, f"it is larger than {MAX_FILE // 1_000_000} MB", hint)
    return data


def gunzipped(file: Path, data: bytes) -> bytes:
    """Return the unpacked bytes of a gzipped file.

    Raises:
        TableError: It is damaged, or unpacks to far more than it could rightly hold.
    """
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                _limit(file, size, len(data))
    except (OSError, EOFError, zlib.error) as error:
        hint = "fetch it again, or unpack it yourself"
        raise TableError(file, f"it is not a whole gzip file: {error}", hint) from error
    return b"".join(parts)


def check_workbook(file: Path, data: bytes) -> None:
    """Make sure that a file is a workbook that can be opened without harm.

    Raises:
        TableError: It is something else, is damaged, or is made to do harm.
    """
    if data.startswith(_OLE):
        _refuse_old(file, data)
    if not data.startswith(b"PK"):
        hint = "rename it by its content: .csv, .tsv, .json or .jsonl"
        raise TableError(file, "not a valid .xlsx file", hint)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(file, archive, len(data))
    except TableError:
        raise
    # A damaged archive is met with whatever its reader runs into.
    except Exception as error:
        if "encrypted" in str(error):
            hint = "save it again without a password"
            raise TableError(file, "the workbook is locked with a password", hint) from error
        raise damaged(file, str(error)) from error


def damaged(file: Path, why: str) -> TableError:
    """Return the error of a workbook that nothing can be made of."""
    hint = "open it in a spreadsheet program and save it again, or save it as CSV"
    return TableError(file, f"the workbook is damaged ({' '.join(why.split())[:120]})", hint)


def _refuse_old(file: Path, data: bytes) -> None:
    if _ENCRYPTED in data:
        hint = "save it again without a password"
        raise TableError(file, "the workbook is locked with a password", hint)
    hint = "save it as .xlsx or as CSV"
    raise TableError(file, "it is a workbook of the old kind (.xls)", hint)


def _check_parts(file: Path, archive: zipfile.ZipFile, packed: int) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        hint = "save it as .xlsx or as CSV"
        raise TableError(file, "it is a packed file and not a workbook (.xlsx)", hint)
    if len(names) > MAX_PARTS:
        raise TableError(file, f"the workbook has more than {MAX_PARTS:,} parts", "")
    _limit(file, sum(part.file_size for part in archive.infolist()), packed)
    size = 0
    for part in archive.infolist():
        is_markup = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        tail = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                _limit(file, size, packed)
                # In UTF-16 every other byte is nothing.
                text = tail + chunk.replace(b"\0", b"")
                if is_markup and any(sign in text for sign in _TYPE_DECLARATIONS):
                    problem = f"its part {part.filename} declares entities, which no workbook needs"
                    hint = "open it in a spreadsheet program and save it again"
                    raise TableError(file, problem, hint)
                tail = text[-16:]


def _limit(file: Path, unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > _RATIO * packed):
        problem = f"it unpacks to more than {min(unpacked, MAX_UNPACKED) // 1_000_000} MB"
        hint = "it may be a decompression bomb; unpack it, and import it in parts"
        raise TableError(file, problem, hint)
