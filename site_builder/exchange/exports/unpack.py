"""Exports read back as the files that they describe."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import shortened
from site_builder.errors import ExportError
from site_builder.exchange.exports.bundle import DAMAGES, LESSONS, is_bundle, read_bundle
from site_builder.exchange.exports.schema import EXPORT_FORMAT, check_version
from site_builder.exchange.exports.tabular import BASE, FIRST, read_csv, read_xlsx
from site_builder.exchange.tables.packed import read_small
from site_builder.library.reading import key_of
from site_builder.library.survey import PEOPLE_FILE, PRACTICES_FILE, VOCABULARY_FILE
from site_builder.records.header import write
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
_WORDS = {
    "vocabulary": LESSONS + VOCABULARY_FILE,
    "practices": LESSONS + PRACTICES_FILE,
    "people": PEOPLE_FILE,
}
_KEYS = {"practices": "documents", "people": "people"}
"""The only key of the files that are lists."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u2028\u2029]')


@dataclass(frozen=True, slots=True)
class Restorable:
    """A file of an export."""

    path: str
    """Path from the project root, the lessons folder being called ``lessons``."""
    content: bytes
    from_data: bool
    """Whether it was made from data, so that its form does not count."""

    @property
    def below(self) -> str | None:
        """Path below the lessons folder; None for a file beside it."""
        return self.path.removeprefix(LESSONS) if self.path.startswith(LESSONS) else None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An export, read."""

    files: tuple[Restorable, ...]
    """Sorted by path."""
    withheld: tuple[str, ...]
    """Paths of records whose text is withheld because consent was withdrawn."""
    problems: tuple[str, ...]
    """Problems of the export; if there are any, none of it may be written."""


class _InvalidError(Exception):
    """A part of an export is invalid; the message says why."""


def recognises(path: Path) -> bool:
    """Return whether a file is an export, by its contents."""
    try:
        with path.open("rb") as stream:
            start = stream.read(_PEEKED)
    except OSError:
        return False
    if start.startswith(b"PK"):
        return is_bundle(path) or _is_export_workbook(path)
    text = start.decode("utf-8-sig", errors="replace")
    return bool(_JSON.match(text) or _CSV.match(text))


def unpack(path: Path) -> Unpacked:
    """Read an export in any form.

    Raises:
        ExportError: It cannot be read, or a later version of this program wrote it.
        TableError: It is a workbook that cannot be read.
    """
    if not recognises(path):
        raise ExportError(path, "was not written by `lessons export`")
    files: list[Restorable] = []
    withheld: list[str] = []
    problems: list[str] = []
    if is_bundle(path):
        manifest, contents = read_bundle(path)
        for name, data in contents:
            try:
                files.append(_bundled(name, data))
            except _InvalidError as error:
                problems.append(f"{shortened(name)}: {error}")
        listed = manifest.get("withheld")
        rows = listed if isinstance(listed, list) else []
        withheld += [str(row["path"]) for row in rows if isinstance(row, dict) and "path" in row]
    else:
        for number, record in enumerate(_records(path), start=1):
            try:
                if _is_tombstone(record):
                    withheld.append(LESSONS + str(record.get("path")))
                else:
                    files += _files_of(path, record)
            except _InvalidError as error:
                problems.append(f"{_label(record, number)}: {error}")
    files.sort(key=lambda file: file.path)
    twice = [file.path for file, following in pairwise(files) if file.path == following.path]
    problems += [f"{name}: it is in the export twice" for name in twice]
    return Unpacked(tuple(files), tuple(sorted(withheld)), tuple(problems))


def _bundled(name: str, data: bytes) -> Restorable:
    if name != PEOPLE_FILE:
        _check_path(name)
        if not name.startswith(LESSONS):
            raise _InvalidError(f"is neither below {LESSONS} nor {PEOPLE_FILE}")
    return Restorable(name, data, from_data=False)


def _is_tombstone(record: object) -> bool:
    derived = record.get("derived") if isinstance(record, dict) else None
    return isinstance(derived, dict) and derived.get("tombstone") is True


def _records(path: Path) -> Iterator[Any]:
    """Yield the records of an export, and its head under ``head``."""
    try:
        if zipfile.is_zipfile(path):
            yield from read_xlsx(path)
            return
        text = read_small(path).decode("utf-8-sig")
        yield from read_csv(text) if _CSV.match(text) else _of_json(path, text)
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
        raise _InvalidError("it must be an object")
    if "head" in record:
        head = record["head"]
        if not isinstance(head, dict):
            raise _InvalidError("`head` must be an object")
        check_version(path, head)
        for name, file in _WORDS.items():
            if content := _without_nulls(head.get(name)):
                text = write.dump(content if name == "vocabulary" else {_KEYS[name]: content})
                yield Restorable(file, text.encode(), from_data=True)
        return
    check_version(path, record)
    if unknown := sorted(set(record) - _ALLOWED):
        raise _InvalidError(f"`{shortened(unknown[0])}` is not a known key")
    yield _record_file(record)


def _record_file(record: dict[str, Any]) -> Restorable:
    texts = {name: record.get(name, "") for name in ("kind", "id", "path", "body", "header")}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise _InvalidError(f"`{name}` must be a string")
    path = texts["path"]
    _check_path(path)
    if not path.endswith(".md"):
        raise _InvalidError("its path does not end in .md")
    if (texts["kind"], texts["id"]) != key_of(path):
        kind, record_id = key_of(path)
        raise _InvalidError(f"its path belongs to the {kind} `{record_id}`")
    fields = _without_nulls(record.get("fields", {}))
    if not isinstance(fields, dict):
        raise _InvalidError("`fields` must be an object")
    try:
        content = _record_text(Kind(texts["kind"]), fields, record).encode()
    except UnicodeEncodeError as error:
        raise _InvalidError("it contains a character that no file can hold") from error
    return Restorable(LESSONS + path, content, from_data=True)


def _record_text(kind: Kind, fields: dict[str, Any], record: dict[str, Any]) -> str:
    body, header = record.get("body", ""), record.get("header")
    if kind is not Kind.PAGE or (header is None and fields):
        return write.record_text(fields, body)
    if header is None:
        return str(body)
    return write.framed(header if header.endswith("\n") else f"{header}\n", body)


def _check_path(path: str) -> None:
    """Refuse a path that could lead out of its folder."""
    parts = path.split("/")
    if not all(parts) or _NOT_IN_NAMES.search(path) or any(part.startswith(".") for part in parts):
        raise _InvalidError(f"its path cannot be used: {path!r:.80}")


def _without_nulls(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    """Return a value without fields that are null."""
    if depth > MAX_DEPTH:
        raise _InvalidError(f"its fields nest more than {MAX_DEPTH} levels deep")
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if inner is not None}
        return {name: _without_nulls(inner, depth + 1) for name, inner in kept.items()}
    if isinstance(value, list):
        if None in value:
            raise _InvalidError("a list contains null")
        return [_without_nulls(inner, depth + 1) for inner in value]
    return value


def _label(record: object, number: int) -> str:
    if isinstance(record, dict) and isinstance(record.get("path"), str) and record["path"]:
        return f"record {number} ({shortened(record['path'])})"
    return f"record {number}"


def _is_export_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _SHEET in archive.open("xl/workbook.xml").read(100_000)
    except DAMAGES:
        return False
