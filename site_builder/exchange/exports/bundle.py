"""Exports as a packed folder: the files themselves, and a list of them with their digests."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from site_builder.errors import ExportError
from site_builder.exchange.exports.schema import EXPORT_FORMAT, EXPORT_VERSION
from site_builder.library.audience import is_tombstone
from site_builder.library.graph import is_local, resolve
from site_builder.library.reading import PEOPLE_FILE, PRACTICES_FILE, VOCABULARY_FILE
from site_builder.records.header.document import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.exchange.exports.shape import PlainRecords
    from site_builder.exchange.exports.source import ExportSource
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

MANIFEST = "manifest.json"
LESSONS = "lessons/"
"""Folder of a bundle that holds the lessons folder, whatever that was called."""
_NEVER = (1980, 1, 1, 0, 0, 0)
_MOST_FILES = 200_000
_MOST_BYTES = 2_000_000_000
_SMALL = 50_000_000
_RATIO = 200
"""How much smaller than itself a base can be packed, where it is no trap."""

_DAMAGES = (KeyError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What comes of reading a packed file that is not as it should be."""


def write_bundle(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
    """Write the files of a base: the same bytes for the same files.

    Raises:
        ExportError: A file cannot be read.
    """
    listed: list[dict[str, str | int]] = []
    withheld: list[dict[str, str]] = []

    def add(name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, _NEVER)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 0
        archive.writestr(entry, data)
        digest = hashlib.sha256(data).hexdigest()
        listed.append({"path": name, "bytes": len(data), "sha256": digest})

    with zipfile.ZipFile(stream, "w") as archive:
        for path, record in _files(source):
            if record and is_tombstone(record.fields):
                withheld.append({"path": LESSONS + path, "why": "consent-withdrawn"})
                continue
            add(LESSONS + path, _content(source, path, record))
            if record:
                on_record()
        people = source.project.root / PEOPLE_FILE
        if source.private and people.exists():
            add(PEOPLE_FILE, _bytes(people))
        manifest = {
            "format": EXPORT_FORMAT,
            "format_version": EXPORT_VERSION,
            "audience": source.audience,
            "private": source.private,
            "files": listed,
            "withheld": withheld,
        }
        add(MANIFEST, f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode())


def _files(source: ExportSource) -> Iterator[tuple[str, Record[Part] | None]]:
    """Yield each file that goes along by its path below the lessons folder, with its record."""
    loaded = source.loaded
    records = {record.path.removeprefix(loaded.prefix): record for record in loaded.library.records}
    used = _used(source) if loaded.hidden else set(source.paths)
    for path in source.paths:
        if path in records:
            yield path, records[path]
        elif loaded.prefix + path not in loaded.hidden and path in used:
            yield path, None


def _used(source: ExportSource) -> set[str]:
    """Return the files to which records lead that an audience may see."""
    loaded = source.loaded
    used = {VOCABULARY_FILE, PRACTICES_FILE}
    for record in loaded.library.records:
        targets = [link.target for link in record.body.links]
        targets += [getattr(record.fields, "image", None) or ""]
        for target in filter(is_local, targets):
            used.add(resolve(record.path, target)[0].removeprefix(loaded.prefix))
    return used


def _content(source: ExportSource, path: str, record: Record[Part] | None) -> bytes:
    folder = source.project.lessons_dir
    file = folder / path
    if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
        raise ExportError(file, "is a symbolic link that leads out of the lessons folder")
    data = _bytes(file)
    if record is None or source.private:
        return data
    return _shown(source.shape, record, data)


def _shown(shape: PlainRecords, record: Record[Part], data: bytes) -> bytes:
    """Return a file without what its readers may not see; as it is where there is no such thing."""
    original, _problems = decode(record.path, data)
    text = shape.text(record)
    return data if text == original else text.encode()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ExportError(file, f"cannot be read: {error.strerror or error}") from error


def is_bundle(path: Path) -> bool:
    """Return whether a file is a packed folder with a list of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            return EXPORT_FORMAT.encode() in archive.open(MANIFEST).read(100)
    except _DAMAGES:
        return False


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what a bundle says of itself.

    Raises:
        ExportError: It is damaged, or made to do harm.
    """
    with _opened(path) as archive:
        _check_sizes(path, archive)
        try:
            manifest = json.loads(archive.read(MANIFEST))
        except (*_DAMAGES, ValueError, RecursionError) as error:
            raise ExportError(path, f"has no {MANIFEST} that can be read: {error}") from error
    if not isinstance(manifest, dict):
        raise ExportError(path, f"has a {MANIFEST} that is not a list of files")
    return manifest


def read_files(path: Path, manifest: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file that the list names, each as the list says it is.

    Raises:
        ExportError: The files are not those that the list names.
    """
    wanted = _wanted(path, manifest)
    with _opened(path) as archive:
        found = [entry.filename for entry in archive.infolist() if entry.filename != MANIFEST]
        if len(set(found)) < len(found):
            raise ExportError(path, "holds a file twice")
        if strange := sorted(set(found) ^ set(wanted)):
            where = "not in its list" if strange[0] in set(found) else "in its list and not there"
            raise ExportError(path, f"has a file that is {where}: {strange[0]!r}")
        for name in sorted(wanted):
            entry = archive.getinfo(name)
            if stat.S_ISLNK(entry.external_attr >> 16) or entry.is_dir():
                raise ExportError(path, f"contains an entry that is not a file: {name!r}")
            try:
                data = archive.read(entry)
            except _DAMAGES as error:
                raise ExportError(path, f"is damaged at {name!r}: {error}") from error
            if hashlib.sha256(data).hexdigest() != wanted[name]:
                raise ExportError(path, f"holds another {name!r} than its list says")
            yield name, data


def _wanted(path: Path, manifest: dict[str, Any]) -> dict[str, str]:
    """Return the digest of each file that the list names."""
    listed = manifest.get("files")
    if not isinstance(listed, list):
        raise ExportError(path, f"has no list of files in its {MANIFEST}")
    wanted: dict[str, str] = {}
    for one in listed:
        name = one.get("path") if isinstance(one, dict) else None
        digest = one.get("sha256") if isinstance(one, dict) else None
        if not isinstance(name, str) or not isinstance(digest, str):
            raise ExportError(path, f"lists a file without its path and sha256: {one!r:.80}")
        wanted[name] = digest
    return wanted


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ExportError(path, f"cannot be opened: {error}") from error


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        limit = f"{_MOST_FILES:,} files or {_MOST_BYTES // 1_000_000:,} MB"
        raise ExportError(path, f"holds more than {limit}")
    if size > _SMALL and size > _RATIO * packed:
        raise ExportError(path, "is compressed so strongly that it may be a decompression bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ExportError(path, "is locked with a password; pack it again without one")
