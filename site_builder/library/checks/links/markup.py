"""Text that looks like markup and is shown literally: of other programs, or by a slip.

GitHub shows it literally as well. Plain pages are left out, since an extension of MkDocs may read
such markup there.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.diagnostics import Diagnostic, Edit, shortened
from site_builder.library.checks.links.signs import SIGNS, SUSPECT, SUSPECT_SIEVE
from site_builder.library.pictures import is_image
from site_builder.library.problems import at_text
from site_builder.markdown.anchors import slug
from site_builder.markdown.body import blanked
from site_builder.markdown.lost import lost
from site_builder.records.kinds import Kind
from site_builder.records.noted import ALL, note
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

    Named = Mapping[str, list[Record[Part]]]
    """Records by what a wiki link may call them, without regard to case."""

_WIKI = re.compile(
    r"(!?)\[\[([^\[\]\n|#]{0,200})(#[^\[\]\n|]{0,200})?(?:\|([^\[\]\n]{0,200}))?\]\]"
)
_HEADING = re.compile(r"^(#{2,6})(?=[^\s#])[^\n]*", re.MULTILINE)
_SPACED_LINK = re.compile(
    r"\[[^\[\]\n]{1,400}\]\(([^\s()<>\"'][^()<>\"'\n]{0,400}\.[A-Za-z]{2,5}(?:#[\w-]{1,200})?)\)"
)
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,100})\](:?)")
SLIP = re.compile(r"^#{2,6}[^\s#]|\]\([^\s()<>]+ |\[\^", re.MULTILINE)
"""A quick test: it matches in every text in which one of these three does."""
SLIP_SIEVE = Sieve(SLIP)
_FENCE = re.compile(r"`{3,}|~{3,}")
_DRAWN = re.compile(r"(?:`{3,}|~{3,})[ \t]*(mermaid|geojson|topojson|stl|math)\b")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_IN_BRACKETS = re.compile(r"[\\\[\]`*_<]")


def foreign_markup(record: Record[Part], base: Base) -> Iterator[Diagnostic]:
    """A text has no markup of another program."""
    if record.kind is Kind.PAGE:
        return
    if not SUSPECT_SIEVE(record.body.text) or not SUSPECT.search(record.body.text):
        return
    prose = _prose(record)
    if "[[" in prose:
        yield from _wiki_links(base, record, prose)
    for pattern, what, hint in (row[1:] for row in SIGNS if row[0] in prose):
        for match in pattern.finditer(prose):
            written = match[0].strip()
            start = match.end() - len(match[0].lstrip())
            end = start + len(written)
            message = f"`{shortened(written)}` is {what}"
            yield at_text(record, "foreign-markup", start, end, message, hint)


def slips(record: Record[Part]) -> Iterator[Diagnostic]:
    """Headings, links and code are written so that they are read as such."""
    if record.kind is Kind.PAGE:
        return
    yield from _unclosed(record)
    yield from _unseen(record)
    if not SLIP_SIEVE(record.body.text) or not SLIP.search(record.body.text):
        return
    prose = _prose(record)
    yield from _noteless(record, prose)
    for match in _HEADING.finditer(prose):
        at = match.end(1)
        message = f"`{shortened(match[0])}` is not a heading: a space is missing"
        problem = at_text(record, "markup-slip", *match.span(), message, f"write `{match[1]} `")
        yield _mended(problem, record, Edit(at, at, " "))
    for match in _SPACED_LINK.finditer(prose):
        if " " in match[1]:
            message = f"`{shortened(match[0])}` is not a link: its target has spaces"
            hint = f"write it in angle brackets: `<{match[1]}>`"
            start, end = match.span(1)
            problem = at_text(record, "markup-slip", *match.span(), message, hint)
            yield _mended(problem, record, Edit(start, start, "<"), Edit(end, end, ">"))


def _noteless(record: Record[Part], prose: str) -> Iterator[Diagnostic]:
    marks = [*_NOTE.finditer(prose)]
    labels = {mark[1].casefold() for mark in marks if mark[2]}
    for mark in marks:
        if mark[1].casefold() not in labels:
            message = f"`{shortened(mark[0])}` leads to no footnote, and is shown literally"
            hint = f"write `{mark[0]}:` and the note on a line of its own"
            yield at_text(record, "markup-slip", *mark.span(), message, hint)


def diagrams(record: Record[Part]) -> Iterator[Diagnostic]:
    """A text has no code that GitHub draws."""
    text = record.body.text
    for start, end in record.body.code if record.kind is not Kind.PAGE else ():
        if match := _DRAWN.match(text, start, end):
            message = f"`{match[1]}` is drawn by GitHub, and shown as code here"
            hint = "show it as a picture, and say in the text what it tells"
            yield at_text(record, "foreign-markup", *match.span(1), message, hint)


def _unclosed(record: Record[Part]) -> Iterator[Diagnostic]:
    text = record.body.text
    for start, end in record.body.code:
        opening = _FENCE.match(text, start)
        if not opening or "\n" not in text[start:end].strip():
            continue
        last = text[start:end].rstrip().rpartition("\n")[2].lstrip(" \t>")
        if not last.startswith(opening[0]) or last.strip(opening[0][0]):
            line_end = text.find("\n", start)
            message = "the code that begins here does not end"
            hint = "where it ends, write the signs of its first line on a line of their own"
            yield at_text(record, "markup-slip", start, line_end, message, hint)


_UNSEEN = {
    "cells": (
        "has no column, and no page shows it",
        "a row has as many cells as the heading; write a bar within a cell as `\\|`",
    ),
    "note": (
        "is a footnote that nothing leads to, and no page shows it",
        "put `{label}` where it belongs",
    ),
    "second note": (
        "is a second footnote of this name, and no page shows it",
        "give it another name",
    ),
}


def _unseen(record: Record[Part]) -> Iterator[Diagnostic]:
    text = record.body.text
    for kind, start, end in lost(text):
        what, hint = _UNSEEN[kind]
        written = text[start:end].partition("\n")[0].rstrip()
        hint = hint.format(label=written.partition("]")[0] + "]")
        message = f"`{shortened(written)}` {what}"
        yield at_text(record, "markup-slip", start, start + len(written), message, hint)


def _wiki_links(base: Base, record: Record[Part], prose: str) -> Iterator[Diagnostic]:
    named = base.once("records by name", lambda: _named(base))
    for match in _WIKI.finditer(prose):
        if match[1]:
            meant, form = "an embedded file", "![what it tells](path/of/the-image.png)"
            written = _image(base, record, match)
        else:
            meant, form = "a link", "[words](path/of/the-file.md)"
            written = _link(record, match, named)
        message = f"`{shortened(match[0])}` is {meant} of a wiki, which is shown literally here"
        hint = f"did you mean `{written}`?" if written else f"write `{form}`"
        problem = at_text(record, "foreign-markup", *match.span(), message, hint)
        # An image needs a description, which only its author can write.
        certain = written and not match[1]
        yield _mended(problem, record, Edit(*match.span(), written)) if certain else problem


def _link(record: Record[Part], match: re.Match[str], named: Named) -> str:
    """Return a wiki link as a link, if just one record can be meant."""
    name = match[2].strip().removesuffix(".md").rpartition("/")[2]
    records = named.get(name.casefold(), []) if name else [record]
    if len(records) != 1:
        return ""
    meant = records[0]
    path = posixpath.relpath(meant.path, posixpath.dirname(record.path))
    target = quote(path, safe="/()") if meant is not record else ""
    fragment = slug(match[3][1:].strip()) if match[3] else ""
    if fragment in meant.body.anchors:
        target += f"#{fragment}"
    elif match[3] or not target:
        return ""
    title = match[3][1:] if match[3] and not name else getattr(meant.fields, "title", "")
    words = (match[4] or "").strip() or title or name
    words = _IN_BRACKETS.sub(r"\\\g<0>", words)
    return f"[{words}]({target})"


def _image(base: Base, record: Record[Part], match: re.Match[str]) -> str:
    """Return an embedded image as an image, if just one file can be meant."""
    name = posixpath.basename(match[2].strip())
    files = [file for file in base.files if is_image(name) and posixpath.basename(file) == name]
    if len(files) != 1:
        return ""
    path = posixpath.relpath(files[0], posixpath.dirname(record.path))
    return f"![what it tells]({quote(path, safe='/()')})"


def _named(base: Base) -> Named:
    note(ALL, "")
    named: defaultdict[str, list[Record[Part]]] = defaultdict(list)
    for record in base.records:
        if record.kind is Kind.PAGE:
            continue
        names = {record.id, getattr(record.fields, "title", "") or record.id}
        for name in {name.casefold() for name in names}:
            named[name].append(record)
    return named


def _prose(record: Record[Part]) -> str:
    """Return the text without code, links, HTML and escapes: the rest is shown literally."""
    body = record.body
    spans = [(link.start, link.end) for link in body.links]
    spans += [(definition.start, definition.end) for definition in body.definitions]
    return _ESCAPE.sub("  ", blanked(body.prose, sorted([*spans, *body.html])))


def _mended(problem: Diagnostic, record: Record[Part], *edits: Edit) -> Diagnostic:
    """Return a problem with edits that correct it, given by offsets in the body."""
    at = record.document.body_at
    fix = tuple(Edit(at + edit.start, at + edit.end, edit.text) for edit in edits)
    return replace(problem, fix=fix)
