"""The files of a folder, or of a zip of one, within limits; no name in it leads elsewhere."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from site_builder.errors import TableError
from site_builder.exchange.tables.packed import MAX_FILE, bomb, most_unpacked, read_small

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    Reader: TypeAlias = Callable[[int], bytes]

MAX_FILES = 50_000
"""Most files in a folder."""
MAX_PICTURE = 20_000_000
"""Largest picture that is copied, in bytes."""
_OF_PICTURES = frozenset({".gitbook", ".attachments", ".assets", ".images", ".media", ".resources"})
"""Hidden folders in which programs keep the pictures of pages."""
_OF_PROGRAMS = frozenset({"node_modules", "__MACOSX"})
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:")
_IS_UTF8 = 0x800
_IS_LOCKED = 0x1


class Files:
    """The files of a folder by name, which is the path below it with forward slashes."""

    def __init__(
        self, path: Path, readers: Mapping[str, Reader], left_out: Mapping[str, str]
    ) -> None:
        """Take what reads each file, and why others are left out."""
        self.path = path
        self.left_out = dict(sorted(left_out.items()))
        self._readers = dict(sorted(readers.items()))

    @property
    def names(self) -> Collection[str]:
        """Names of all files, sorted."""
        return self._readers.keys()

    def read(self, name: str, most: int) -> bytes:
        """Return the contents of a file, of which there may be at most ``most`` bytes.

        Raises:
            TableError: It is larger, is damaged or cannot be read.
        """
        return self._readers[name](most)


def open_folder(path: Path, without: Collection[Path] = ()) -> Files:
    """Return the files of a folder or a zip; hidden ones and links are left out.

    Args:
        path: The folder or the zip.
        without: Folders that are left out.

    Raises:
        TableError: It cannot be read, holds too much, or names a file outside of it.
    """
    left_out: dict[str, str] = {}
    if path.is_dir():
        skipped = {folder.resolve() for folder in without}
        readers = dict(_walk(path, skipped, left_out))
    else:
        if path.stat().st_size > MAX_FILE:
            problem = f"it is larger than {MAX_FILE // 1_000_000} MB"
            raise TableError(path, problem, "unpack it, and import the folder")
        data = read_small(path)
        readers = {}
        for name, reader in _entries(path, data, left_out):
            readers[name] = reader
        readers = _without_top(readers)
    return Files(path, readers, left_out)


def _walk(
    top: Path, skipped: Collection[Path], left_out: dict[str, str]
) -> Iterator[tuple[str, Reader]]:
    folders, count = [""], 0
    while folders:
        below = folders.pop()
        try:
            children = list(os.scandir(top / below))
        except OSError as error:
            left_out[below or "."] = f"cannot be read: {error.strerror or error}"
            continue
        for child in children:
            name = below + child.name
            if _is_hidden(child.name):
                continue
            if not _is_text(child.name):
                left_out[_shown(name)] = "has a name that cannot be written"
            elif child.is_symlink():
                left_out[name] = "is a symbolic link, which is not followed"
            elif child.is_dir(follow_symlinks=False):
                if (top / name).resolve() in skipped:
                    left_out[name] = "belongs to this base"
                else:
                    folders.append(f"{name}/")
            elif child.is_file(follow_symlinks=False):
                count += 1
                _check_count(top, count)
                yield name, _file_reader(top / name)


def _file_reader(file: Path) -> Reader:
    return lambda most: read_small(file, most)


def _entries(
    path: Path, data: bytes, left_out: dict[str, str], *, is_inner: bool = False
) -> Iterator[tuple[str, Reader]]:
    """Yield the files of a zip; of one that holds nothing but zips, the files of those."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    # A damaged archive can raise nearly anything.
    except Exception as error:
        raise TableError(path, f"the zip is damaged ({error})", "download it again") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _check_count(path, len(entries))
    most = most_unpacked(len(data))
    if sum(entry.file_size for entry in entries) > most:
        raise bomb(path, most)
    if any(entry.flag_bits & _IS_LOCKED for entry in entries):
        raise TableError(path, "the zip is locked with a password", "pack it without one")
    named = {_name_in(path, entry): entry for entry in entries}
    if not is_inner and named and all(name.lower().endswith(".zip") for name in named):
        # Notion packs large exports in parts.
        total = 0
        for entry in named.values():
            part = _entry_reader(path, archive, entry)(most)
            inner = list(_entries(path, part, left_out, is_inner=True))
            total += len(inner)
            _check_count(path, total)
            yield from inner
        return
    for name, entry in named.items():
        if any(map(_is_hidden, name.split("/"))):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            left_out[name] = "is a symbolic link, which is not followed"
        elif not _is_text(name):
            left_out[_shown(name)] = "has a name that cannot be written"
        else:
            yield name, _entry_reader(path, archive, entry)


def _name_in(path: Path, entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry, its encoding guessed if the zip does not say it.

    Raises:
        TableError: It leads out of the zip.
    """
    name = entry.filename
    if not entry.flag_bits & _IS_UTF8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    name = name.replace("\\", "/").removeprefix("./")
    if _ABSOLUTE.match(name) or ".." in name.split("/"):
        raise TableError(path, f"its file `{_shown(name)}` leads out of it", "pack it again")
    return name


def _entry_reader(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Reader:
    def read(most: int) -> bytes:
        if entry.file_size > most:
            raise TableError(path, f"it is larger than {most / 1_000_000:g} MB")
        try:
            # No file unpacks to more than it declares.
            return archive.read(entry)
        # A damaged archive can raise nearly anything.
        except Exception as error:
            problem = f"`{_shown(entry.filename)}` in it is damaged ({error})"
            raise TableError(path, problem, "download it again") from error

    return read


def _without_top(readers: dict[str, Reader]) -> dict[str, Reader]:
    """Return files without the folder that holds all of them, whose name may change."""
    tops = {name.partition("/")[0] for name in readers}
    if len(tops) != 1 or not all("/" in name for name in readers):
        return readers
    return {name.partition("/")[2]: reader for name, reader in readers.items()}


def _check_count(path: Path, count: int) -> None:
    if count > MAX_FILES:
        raise TableError(path, f"it holds more than {MAX_FILES:,} files", "import it in parts")


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and name not in _OF_PICTURES) or name in _OF_PROGRAMS


def _is_text(name: str) -> bool:
    return not _UNWRITABLE.search(name)


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:120]
