"""Numbers of persons that are beyond doubt: where they stand, and that nobody writes them.

A file that holds one is checked, and is in no library: no page, search or export is made from it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.errors import PersonNumberError, ProjectNotFoundError, SettingsError
from site_builder.files import read_regular
from site_builder.markdown.body import Body
from site_builder.project import CONFIG_FILE, find_root, settings_in
from site_builder.records.allowance import allowances_of
from site_builder.records.header.document import Document, parse_document, parse_mapping
from site_builder.records.header.values import leaves
from site_builder.records.personal import Finder, Finding, finder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.settings import Settings

_NAME_BREAKS = str.maketrans("-_./", "    ")


def finder_for(settings: Settings) -> Finder:
    """Return the finder of personal data that a base asks for."""
    return finder_of(settings.personal.countries, settings.personal.allowed_domains)


def numbers_in(document: Document, finder: Finder) -> Iterator[Diagnostic]:
    """Yield an error for each number of a person in a file, whatever comments allow."""
    text = document.text
    for one in finder.certain(text):
        yield _error(one, document.span(one.start, one.end), how_to_allow(document, one))
    if "\\" in document.header_text:
        for place, value in leaves(document.header):
            if value not in text:
                yield from (_error(it, document.span_of(place)) for it in finder.certain(value))
    yield from numbers_in_name(document.path, finder)


def certain_in(document: Document, body: Body, finder: Finder) -> list[Diagnostic]:
    """Return an error for each number of a person in a file that no comment allows."""
    found = list(numbers_in(document, finder))
    allowed = _allowed(document, body) if found else set()
    return [one for one in found if (one.rule, one.span.line) not in allowed]


def how_to_allow(document: Document, found: Finding) -> str:
    """Return what to do about personal data in a file."""
    allow = f"allow: {found.rule} because …"
    comment = f"<!-- {allow} -->" if found.start >= document.body_at else f"# {allow}"
    return f"take it out; if it may be published, say why beside it: `{comment}`"


def numbers_in_name(path: str, finder: Finder) -> Iterator[Diagnostic]:
    """Yield an error for each number of a person in the path of a file, which is masked."""
    for one in finder.certain(path.translate(_NAME_BREAKS)):
        yield _error(one, Span(path), "give the file another name")


def hidden_path(path: str, finder: Finder) -> str:
    """Return a path with the numbers of persons in it masked."""
    words, shown = path.translate(_NAME_BREAKS), list(path)
    for one in finder.certain(words):
        for at in range(one.start + 3, one.end):
            shown[at] = "*" if shown[at].isalnum() else shown[at]
    return "".join(shown)


def certain_in_text(path: str, text: str, finder: Finder) -> list[Diagnostic]:
    """Return an error for each number of a person in a text that is to become a file."""
    is_page = path.endswith(".md")
    document = Document(path, text, {}, 0, 0, 0)
    if finder.certain(text) or "\\" in text:
        document = (parse_document if is_page else parse_mapping)(path, text)[0] or document
    return certain_in(document, Body(document.body if is_page else ""), finder)


def refuse_persons(file: Path, text: str) -> None:
    """Refuse a text for a file of a base that holds the number of a person.

    Raises:
        PersonNumberError: It holds one that no comment allows.
    """
    try:
        config = _root_above(file.parent.absolute()) / CONFIG_FILE
        finder = finder_for(_settings(config, config.stat().st_mtime_ns))
    except (ProjectNotFoundError, SettingsError, OSError):
        return
    for problem in certain_in_text(file.name, text, finder):
        reason = f"line {problem.span.line}: {problem.described}"
        raise PersonNumberError(file.with_name(hidden_path(file.name, finder)), reason)


@lru_cache(maxsize=64)
def _root_above(folder: Path) -> Path:
    return find_root(folder)


@lru_cache(maxsize=4)
def _settings(config: Path, _changed: int) -> Settings:
    return settings_in(config, read_regular(config))


def _allowed(document: Document, body: Body) -> set[tuple[str, int]]:
    return {
        (allowance.rule, line)
        for allowance in allowances_of(document, body)
        if allowance.reason
        for line in range(allowance.first_line, allowance.last_line + 1)
    }


def _error(found: Finding, span: Span, hint: str = "take it out") -> Diagnostic:
    message = f"`{found.masked}` looks like {found.name}"
    return Diagnostic(found.rule, Severity.ERROR, span, message, hint, secret=True)
