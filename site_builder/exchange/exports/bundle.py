"""Exports as a zip of the files themselves, with a manifest of their digests."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from site_builder.errors import ExportError
from site_builder.exchange.exports.schema import EXPORT_FORMAT, EXPORT_VERSION, check_version
from site_builder.exchange.tables.packed import zip_entry
from site_builder.files import read_file
from site_builder.library.audience import is_tombstone
from site_builder.library.graph import is_local, resolve
from site_builder.library.pictures import is_image, published_picture
from site_builder.library.survey import PEOPLE_FILE, PRACTICES_FILE, VOCABULARY_FILE
from site_builder.records.header.document import Document, decode
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.values import leaves, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.exchange.exports.source import ExportSource, Shaped
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

MANIFEST = "manifest.json"
LESSONS = "lessons/"
"""Name of the lessons folder in a bundle, whatever it is called in the project."""
_MOST_FILES = 200_000
_MOST_BYTES = 2_000_000_000
_SMALL = 50_000_000
_RATIO = 200
"""Highest ratio of compression of more than ``_SMALL`` bytes; a base stays below it."""

DAMAGES = (KeyError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""Exceptions that reading a damaged zip file can raise."""


def write_bundle(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
    """Write the files of a base: the same bytes for the same files.

    Raises:
        ExportError: A file cannot be read.
    """
    listed: list[dict[str, str | int]] = []
    withheld: list[dict[str, str]] = []

    def add(name: str, data: bytes) -> None:
        archive.writestr(zip_entry(name), data)
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
            add(PEOPLE_FILE, _bytes(source.project.root, PEOPLE_FILE))
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
    """Yield each file to export by its path below the lessons folder, with its record."""
    loaded = source.loaded
    records = {record.path.removeprefix(loaded.prefix): record for record in loaded.library.records}
    used = _used(source) if loaded.hidden else set(source.paths)
    for path in source.paths:
        if path in records:
            yield path, records[path]
        elif loaded.prefix + path not in loaded.hidden and path in used:
            yield path, None


def _used(source: ExportSource) -> set[str]:
    """Return the files that records link to which the audience may see."""
    loaded = source.loaded
    used = {VOCABULARY_FILE, PRACTICES_FILE}
    for record in loaded.library.records:
        targets = [link.target for link in record.body.links]
        targets += [getattr(record.fields, "image", None) or ""]
        for target in filter(is_local, targets):
            used.add(resolve(record.path, target)[0].removeprefix(loaded.prefix))
    return used


def _content(source: ExportSource, path: str, record: Record[Part] | None) -> bytes:
    """Return the contents of a file, without what its readers may not see."""
    data = _bytes(source.project.lessons_dir, path)
    words = source.loaded.vocabulary_document
    if path == VOCABULARY_FILE and words and not source.private:
        return _words(words, source.shape.vocabulary) or data
    if source.private:
        return data
    if record is None:
        return published_picture(path, data) if is_image(path) else data
    original, _problems = decode(record.path, data)
    text = record.document.text
    # Unless something is cut out, the file keeps its own line ends.
    return data if text == original else text.encode()


def _words(document: Document, shown: Shaped) -> bytes:
    """Return the vocabulary's file without what is not shown; nothing if it may stay as it is."""
    gone = {place for place, _text in leaves(document.header) if value_at(shown, place) is None}
    return HeaderEditor(document).remove(gone).rewritten().text.encode() if gone else b""


def _bytes(folder: Path, path: str) -> bytes:
    try:
        return read_file(folder, path)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise ExportError(folder / path, problem) from error


def is_bundle(path: Path) -> bool:
    """Return whether a file is a bundle."""
    try:
        with zipfile.ZipFile(path) as archive:
            return EXPORT_FORMAT.encode() in archive.open(MANIFEST).read(100)
    except DAMAGES:
        return False


def read_bundle(path: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """Return the manifest of a bundle, and the name and contents of each file.

    Raises:
        ExportError: The bundle is damaged, may be a decompression bomb, was written by a later
            version, or differs from its manifest.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ExportError(path, f"cannot be opened: {error}") from error
    with archive:
        _check_sizes(path, archive.infolist())
        try:
            manifest = json.loads(archive.read(MANIFEST))
        except (*DAMAGES, ValueError, RecursionError) as error:
            raise ExportError(path, f"has no readable {MANIFEST}: {error}") from error
        if not isinstance(manifest, dict):
            raise ExportError(path, f"has a {MANIFEST} that is not an object")
        check_version(path, manifest)
        digests = _digests(path, manifest)
        _check_names(path, archive.infolist(), digests)
        return manifest, [
            (name, _checked(path, archive, name, digests[name])) for name in sorted(digests)
        ]


def _digests(path: Path, manifest: dict[str, Any]) -> dict[str, str]:
    """Return the digest of each file in a manifest."""
    listed = manifest.get("files")
    if not isinstance(listed, list):
        raise ExportError(path, f"has no list of files in its {MANIFEST}")
    digests: dict[str, str] = {}
    for file in listed:
        name, digest = map(file.get, ("path", "sha256")) if isinstance(file, dict) else ("", None)
        if not isinstance(name, str) or not isinstance(digest, str):
            raise ExportError(path, f"lists a file without its path and sha256: {file!r:.80}")
        digests[name] = digest
    return digests


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        limit = f"{_MOST_FILES:,} files or {_MOST_BYTES // 1_000_000:,} MB"
        raise ExportError(path, f"contains more than {limit}")
    if size > _SMALL and size > _RATIO * packed:
        raise ExportError(path, "is compressed so strongly that it may be a decompression bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ExportError(path, "is locked with a password; pack it again without one")


def _check_names(path: Path, entries: list[zipfile.ZipInfo], listed: dict[str, str]) -> None:
    names = [entry.filename for entry in entries if entry.filename != MANIFEST]
    if len(set(names)) < len(names):
        raise ExportError(path, "contains a file twice")
    if strange := sorted(set(names) ^ set(listed)):
        where = "not in its manifest" if strange[0] in names else "in its manifest and not there"
        raise ExportError(path, f"has a file that is {where}: {strange[0]!r}")


def _checked(path: Path, archive: zipfile.ZipFile, name: str, digest: str) -> bytes:
    """Return the contents of a file that is as its manifest says."""
    entry = archive.getinfo(name)
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.is_dir():
        raise ExportError(path, f"contains an entry that is not a file: {name!r}")
    try:
        data = archive.read(entry)
    except DAMAGES as error:
        raise ExportError(path, f"is damaged at {name!r}: {error}") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise ExportError(path, f"contains {name!r} with another digest than its manifest says")
    return data
