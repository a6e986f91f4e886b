"""Our own exports read back: what is in one, as files that are to be written."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import shortened
from site_builder.errors import ExportError
from site_builder.exchange.exports.bundle import (
    LESSONS,
    is_bundle,
    read_files,
    read_manifest,
)
from site_builder.exchange.exports.canonical import record_text, words_text
from site_builder.exchange.exports.cells import BASE, FIRST
from site_builder.exchange.exports.schema import EXPORT_FORMAT, EXPORT_VERSION
from site_builder.exchange.tables.packed import read_small
from site_builder.library.reading import PEOPLE_FILE, PRACTICES_FILE, VOCABULARY_FILE, key_of
from site_builder.records.header.read import MAX_DEPTH
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_JSON = re.compile(rf'\s*\{{\s*"format"\s*:\s*"{EXPORT_FORMAT}"')
_CSV = re.compile(rf"{FIRST[0]}([,;\t])" + r"\1".join(FIRST[1:]) + r"\1")
_SHEET = f'name="{BASE}"'.encode()
_PEEKED = 1_000
_ALLOWED = frozenset({*FIRST, "fields", "header", "body", "derived"})
_WORDS = {"vocabulary": VOCABULARY_FILE, "practices": PRACTICES_FILE, "people": PEOPLE_FILE}
_NO_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u2028\u2029]')


@dataclass(frozen=True, slots=True)
class Restorable:
    """A file of an export, as it is to be written."""

    path: str
    """Path from the project root, where the lessons folder is called ``lessons``."""
    content: bytes
    from_data: bool
    """Whether it was written anew from data, so that only what it says counts."""

    @property
    def below(self) -> str | None:
        """Path below the lessons folder, or None for a file that lies beside it."""
        return self.path.removeprefix(LESSONS) if self.path.startswith(LESSONS) else None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An export, read."""

    files: tuple[Restorable, ...]
    """Sorted by path."""
    withheld: tuple[str, ...]
    """Paths of records whose text is not in it, since nobody may have that any more."""
    problems: tuple[str, ...]
    """What is wrong in it; then nothing of it may be written."""


class _WrongError(Exception):
    """A part of an export is wrong; says how."""


def recognises(path: Path) -> bool:
    """Return whether a file is an export of ours, by what is in it and not by its name."""
    try:
        with path.open("rb") as stream:
            start = stream.read(_PEEKED)
    except OSError:
        return False
    if start.startswith(b"PK"):
        return is_bundle(path) or _is_our_workbook(path)
    text = start.decode("utf-8-sig", errors="replace")
    return bool(_JSON.match(text) or _CSV.match(text))


def unpack(path: Path) -> Unpacked:
    """Read an export in any of its forms.

    Raises:
        ExportError: It cannot be read, or a later version of this program wrote it.
        TableError: It is a workbook that cannot be read.
    """
    if not recognises(path):
        raise ExportError(path, "was not written by `lessons export`")
    if is_bundle(path):
        return _from_bundle(path)
    files: list[Restorable] = []
    withheld: list[str] = []
    problems: list[str] = []
    for number, record in enumerate(_records(path), start=1):
        try:
            if _is_tombstone(record):
                withheld.append(LESSONS + str(record.get("path")))
            else:
                files += _files_of(path, record)
        except _WrongError as wrong:
            problems.append(f"{_label(record, number)}: {wrong}")
    return _sorted(files, withheld, problems)


def _is_tombstone(record: object) -> bool:
    derived = record.get("derived") if isinstance(record, dict) else None
    return isinstance(derived, dict) and derived.get("tombstone") is True


def _from_bundle(path: Path) -> Unpacked:
    manifest = read_manifest(path)
    _check_version(path, manifest)
    files: list[Restorable] = []
    problems: list[str] = []
    for name, data in read_files(path, manifest):
        try:
            if name != PEOPLE_FILE:
                _check_path(name)
                if not name.startswith(LESSONS):
                    raise _WrongError(f"is neither below {LESSONS} nor {PEOPLE_FILE}")  # noqa: TRY301
            files.append(Restorable(name, data, from_data=False))
        except _WrongError as wrong:
            problems.append(f"{shortened(name)}: {wrong}")
    listed = manifest.get("withheld")
    rows = listed if isinstance(listed, list) else []
    withheld = [str(row["path"]) for row in rows if isinstance(row, dict) and "path" in row]
    return _sorted(files, withheld, problems)


def _sorted(files: list[Restorable], withheld: list[str], problems: list[str]) -> Unpacked:
    files.sort(key=lambda file: file.path)
    for one, other in pairwise(files):
        if one.path == other.path:
            problems.append(f"{one.path}: it is in the export twice")
    return Unpacked(tuple(files), tuple(sorted(withheld)), tuple(problems))


def _records(path: Path) -> Iterator[Any]:
    """Yield every record of an export, and what belongs to none under ``head``."""
    try:
        if zipfile.is_zipfile(path):
            from site_builder.exchange.exports.tabular import read_xlsx  # noqa: PLC0415 - openpyxl

            yield from read_xlsx(path)
            return
        text = read_small(path).decode("utf-8-sig")
        if _CSV.match(text):
            from site_builder.exchange.exports.tabular import read_csv  # noqa: PLC0415 - for this form

            yield from read_csv(text)
        else:
            yield from _of_json(path, text)
    except (ValueError, RecursionError) as error:
        raise ExportError(path, f"is damaged: {' '.join(str(error).split())}") from error


def _of_json(path: Path, text: str) -> Iterator[Any]:
    first, _, rest = text.strip().partition("\n")
    try:
        head = json.loads(first)
    except ValueError:
        head = None
    if isinstance(head, dict) and "records" not in head:
        yield {"head": head}
        for number, line in enumerate(rest.split("\n"), start=2):
            try:
                if line.strip():
                    yield json.loads(line)
            except ValueError as error:
                raise ExportError(path, f"is damaged in line {number}: {error}") from error
        return
    head = json.loads(text)
    records = head.pop("records", None)
    if not isinstance(records, list):
        raise ExportError(path, "has no list of records")
    yield {"head": head}
    yield from records


def _files_of(path: Path, record: object) -> Iterator[Restorable]:
    if not isinstance(record, dict):
        raise _WrongError("it is not a record")
    if "head" in record:
        head = record["head"]
        if not isinstance(head, dict):
            raise _WrongError("`head` must be an object")
        _check_version(path, head)
        yield from _words_of(head)
        return
    _check_version(path, record)
    if unknown := sorted(set(record) - _ALLOWED):
        raise _WrongError(f"`{shortened(unknown[0])}` is not known here")
    yield _record_file(record)


def _words_of(head: dict[str, Any]) -> Iterator[Restorable]:
    for name, file in _WORDS.items():
        content = _checked(head.get(name))
        if content:
            folder = "" if file == PEOPLE_FILE else LESSONS
            yield Restorable(folder + file, words_text(name, content).encode(), from_data=True)


def _record_file(record: dict[str, Any]) -> Restorable:
    texts = {name: record.get(name, "") for name in ("kind", "id", "path", "body", "header")}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise _WrongError(f"`{name}` must be a string")
    _check_path(texts["path"])
    if not texts["path"].endswith(".md"):
        raise _WrongError("its path does not end in .md")
    if (texts["kind"], texts["id"]) != key_of(texts["path"]):
        kind, record_id = key_of(texts["path"])
        raise _WrongError(f"its path belongs to the {kind} `{record_id}`")
    fields = _checked(record.get("fields", {}))
    if not isinstance(fields, dict):
        raise _WrongError("`fields` must be an object")
    text = record_text(Kind(texts["kind"]), {**record, "fields": fields})
    try:
        return Restorable(LESSONS + texts["path"], text.encode(), from_data=True)
    except UnicodeEncodeError as error:
        raise _WrongError("it contains a character that no file can hold") from error


def _check_version(path: Path, said: dict[str, Any]) -> None:
    version = said.get("format_version")
    if isinstance(version, int) and version > EXPORT_VERSION:
        problem = (
            f"has the format version {version}, this program reads up to {EXPORT_VERSION}; "
            "install a newer one"
        )
        raise ExportError(path, problem)
    if version != EXPORT_VERSION:
        raise ExportError(path, f"has no format version that is known: {version!r:.80}")


def _check_path(path: str) -> None:
    """Refuse a path that could lead anywhere but below the folder it belongs in."""
    parts = path.split("/")
    if not all(parts) or _NO_NAME.search(path) or any(part.startswith(".") for part in parts):
        raise _WrongError(f"its path cannot be used: {path!r:.80}")


def _checked(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    """Return a value without fields that are null, which say nothing."""
    if depth > MAX_DEPTH:
        raise _WrongError(f"its fields nest more than {MAX_DEPTH} levels deep")
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if one is not None}
        return {name: _checked(one, depth + 1) for name, one in kept.items()}
    if isinstance(value, list):
        if any(one is None for one in value):
            raise _WrongError("a list holds null")
        return [_checked(one, depth + 1) for one in value]
    return value


def _label(record: object, number: int) -> str:
    if isinstance(record, dict) and isinstance(record.get("path"), str) and record["path"]:
        return f"record {number} ({shortened(record['path'])})"
    return f"record {number}"


def _is_our_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _SHEET in archive.open("xl/workbook.xml").read(100_000)
    except (KeyError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False
