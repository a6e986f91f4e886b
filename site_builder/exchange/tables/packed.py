"""Files of others within limits: their size, and what they unpack to."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.errors import ForeignFileError, TableError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 200_000_000
"""Largest file that is read, in bytes."""
MAX_UNPACKED = 400_000_000
"""Largest size that a file may unpack to, in bytes."""
MAX_PARTS = 5_000
"""Most files in a workbook."""
_RATIO = 300
"""Highest ratio of compression; text that is no bomb stays below it."""
_SMALL = 20_000_000
"""Unpacked size up to which the ratio is not checked, in bytes."""
_TYPE_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_small(
    file: Path, most: int = MAX_FILE, error_type: type[ForeignFileError] = TableError
) -> bytes:
    """Return the bytes of a file, of which there may be at most ``most``.

    Raises:
        ForeignFileError: It is larger or cannot be read; the error is of ``error_type``.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise error_type(file, f"it cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise error_type(file, f"it is larger than {most / 1_000_000:g} MB")
    return data


def gunzipped(file: Path, data: bytes) -> bytes:
    """Return the unpacked bytes of a gzipped file.

    Raises:
        TableError: It is damaged, or may be a decompression bomb.
    """
    most = most_unpacked(len(data))
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            unpacked = stream.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        hint = "download it again, or unpack it yourself"
        raise TableError(file, f"it is not a complete gzip file: {error}", hint) from error
    if len(unpacked) > most:
        raise bomb(file, most)
    return unpacked


def check_workbook(file: Path, data: bytes) -> None:
    """Check that a file is a workbook that is safe to open.

    Raises:
        TableError: It is something else, is damaged, or may be a decompression bomb.
    """
    is_old = data.startswith(_OLE)
    if is_old and _ENCRYPTED in data:
        raise _locked(file)
    if is_old:
        hint = "save it as .xlsx or as CSV"
        raise TableError(file, "it is a workbook in the old format (.xls)", hint)
    if not data.startswith(b"PK"):
        hint = "rename it after its contents: .csv, .tsv, .json or .jsonl"
        raise TableError(file, "not a valid .xlsx file", hint)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(file, archive, len(data))
    except TableError:
        raise
    # A damaged archive can raise nearly anything.
    except Exception as error:
        raise (_locked(file) if "encrypted" in str(error) else damaged(file, str(error))) from error


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry of a zip file that is the same wherever and whenever it is written."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def damaged(file: Path, why: str) -> TableError:
    """Return the error for a workbook that cannot be read."""
    hint = "open it in a spreadsheet program and save it again, or save it as CSV"
    return TableError(file, f"the workbook is damaged ({' '.join(why.split())[:120]})", hint)


def _locked(file: Path) -> TableError:
    return TableError(
        file, "the workbook is locked with a password", "save it again without a password"
    )


def _check_parts(file: Path, archive: zipfile.ZipFile, packed: int) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        hint = "save it as .xlsx or as CSV"
        raise TableError(file, "it is a zip file, but not a workbook (.xlsx)", hint)
    if len(names) > MAX_PARTS:
        raise TableError(file, f"the workbook has more than {MAX_PARTS:,} parts")
    most = most_unpacked(packed)
    if sum(part.file_size for part in archive.infolist()) > most:
        raise bomb(file, most)
    for part in archive.infolist():
        # No part unpacks to more than it declares. Every other byte of UTF-16 is mostly NUL.
        text = archive.read(part).replace(b"\0", b"")
        is_markup = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        if is_markup and any(declaration in text for declaration in _TYPE_DECLARATIONS):
            problem = f"its part {part.filename} declares entities, which no workbook needs"
            hint = "open it in a spreadsheet program and save it again"
            raise TableError(file, problem, hint)


def most_unpacked(packed: int) -> int:
    """Return the largest size that a file of a size may unpack to, in bytes."""
    return min(MAX_UNPACKED, max(_SMALL, _RATIO * packed))


def bomb(file: Path, most: int) -> TableError:
    """Return the error for a file that unpacks to more than a number of bytes."""
    problem = f"it unpacks to more than {most // 1_000_000} MB"
    hint = "it may be a decompression bomb; unpack it, and import it in parts"
    return TableError(file, problem, hint)
