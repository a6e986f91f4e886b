"""A file of Markdown in its parts: title, lines of properties, sections, hashtags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.exchange.folders.foreign import shielded
from site_builder.exchange.tables.rows import Markdown
from site_builder.markdown.body import Body, plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.markdown.parts import Heading

_LOWEST, _SECTION = 6, 2
_PROPERTY = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:*\n`\[\](){}<>|]{0,39})(?:"
    r"(?:\*\*|__)?[ \t]*:(?:\*\*|__)?(?P<one>:?)(?=[ \t]|$))[ \t]*(?P<value>[^\n]*)"
)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_CELLS = re.compile(
    r"\|[ \t]*(?:\*\*|__)?(?P<name>[^\W\d_][^:*|]{0,39})(?P<one>):?(?:\*\*|__)?:?[ \t]*"
    r"\|(?P<value>[^|]*)\|?"
)
_RULE = re.compile(r"\|[\s:|-]*")
_BLOCK = re.compile(r"[#>|`~]|[-*+] |\d+[.)] ")
_FEW_WORDS = 4
_KNOWN = frozenset(
    [
        *("author", "authors", "category", "categories", "created", "date", "deciders", "status"),
        *("summary", "tags", "updated"),
    ]
)
"""Names of properties that count though no other stands beside them."""
_PROSE = frozenset({"note", "warning", "tip", "important", "example", "todo", "caution"})
_LONG = 120
"""Characters from which a property is a section."""
_HASHTAG = re.compile(
    r"(?<![\w&/#\\(\"'])#(?=[\w/-]*[^\W\d])([\w-]+(?:/[\w-]+)*)|(?<!\w)#\[\[([^\[\]\n]{1,200})\]\]"
)
_COLOUR = re.compile(r"[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[IVX]+\.)[ \t]+")
_ORNAMENT = re.compile(r":[a-z0-9_+-]+:|^[^\w(\"'“«¿¡`]+|[\s:\uff1a#*_-]+$")


@dataclass(frozen=True, slots=True)
class Page:
    """A file of Markdown, the head of it apart."""

    title: str
    """The words of the heading of the whole; empty if it has none."""
    properties: tuple[tuple[str, str], ...]
    """Lines such as ``Date: 2024-02-03`` at the top: each name with its text."""
    text: str
    """What follows."""


def read_page(text: str, called: Collection[str]) -> Page:
    """Return a file without its front matter in its parts; ``called`` are names of the file."""
    above, text = _properties(text)
    heading = _title(text, called)
    if heading is None:
        return Page("", tuple(above), text)
    below, rest = _properties(text[heading.end :])
    title = _WIKI.sub(r"\1", heading.title)
    return Page(title, (*above, *below), text[: heading.start] + rest)


def is_long(value: str) -> bool:
    """Return whether the text of a property is a section rather than a value."""
    return len(plain_text(value)) > _LONG


def sections_of(text: str) -> Iterator[tuple[str, Markdown]]:
    """Yield the name and text of each section, its headings at the third level and below.

    The text above the first section has no name.
    """
    levels = [heading.level for heading in _headings(text)]
    text = shifted(text, _SECTION - min(levels, default=_SECTION))
    opening, parts = _split(text, _SECTION)
    if parts and Body(opening).headings:
        # Some begin with headings of a lower level.
        yield from sections_of(opening)
    elif opening.strip():
        yield "", Markdown(opening)
    for top, below in parts:
        yield plain_heading(top.title), Markdown(_trimmed(below), heading_source(text, top))


def is_value(name: str, section: str) -> bool:
    """Return whether a section is a property that is written as one, such as *Date*."""
    return name.lower() in _KNOWN and "\n" not in section and not is_long(section)


def parts_of(name: str, section: str) -> Iterator[tuple[str, Markdown]]:
    """Yield the parts of a section that has no text of its own: the name and text of each."""
    opening, parts = _split(section, _SECTION + 1)
    for top, below in parts if len(parts) > 1 and not opening.strip() else ():
        if text := _trimmed(below):
            source, whole = heading_source(section, top), section[top.start : top.end] + below
            yield plain_heading(top.title), Markdown(text, source, name, whole)


def _headings(text: str) -> list[Heading]:
    return [heading for heading in Body(text).headings if not heading.is_nested]


def _split(text: str, level: int) -> tuple[str, list[tuple[Heading, str]]]:
    """Return the text above the headings of a level, and each of these with the text below it."""
    tops = [heading for heading in _headings(text) if heading.level == level]
    starts = [*(top.start for top in tops), len(text)]
    below = [text[top.end : end] for top, end in zip(tops, starts[1:], strict=True)]
    return _trimmed(text[: starts[0]]), list(zip(tops, below, strict=True))


def _trimmed(text: str) -> str:
    return text.strip("\n").rstrip()


def shifted(text: str, by: int) -> str:
    """Return a text with its headings some levels lower, none above the second."""
    edits = []
    for heading in _headings(text):
        level = min(max(heading.level + by, _SECTION), _LOWEST)
        end = "\n" if text[heading.start : heading.end].endswith("\n") else ""
        written = f"{'#' * level} {heading_source(text, heading)}{end}"
        edits.append(Edit(heading.start, heading.end, written))
    return edited(text, edits)


def heading_source(text: str, heading: Heading) -> str:
    """Return the Markdown of a heading on one line, without its signs."""
    written = text[heading.start : heading.end].strip()
    if written.startswith("#"):
        written = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", written.lstrip("#"))
    else:
        written = written.rpartition("\n")[0]
    return " ".join(written.split())


def plain_heading(title: str) -> str:
    """Return the words of a heading without its number and ornaments."""
    bare = _ORNAMENT.sub("", _TAG.sub("", title)).strip()
    return _ORNAMENT.sub("", _NUMBERED.sub("", bare)).strip() or bare or title.strip()


def _title(text: str, called: Collection[str]) -> Heading | None:
    """Return the heading of the whole: the only one of the first level, or one above others."""
    headings = _headings(text)
    tops = [heading for heading in headings if heading.level == 1]
    if not tops or headings[0] is not tops[0]:
        return None
    first, *others = tops
    if not others:
        return first
    # With more than one it is a title if it names the file, or if it has no text of its own.
    is_alone = not text[first.end : headings[1].start].strip()
    is_name = first.title.casefold() in {name.casefold() for name in called}
    return first if (is_alone or is_name) and not text[: first.start].strip() else None


def _properties(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the lines of properties at the beginning of a text, and the text below them."""
    found: list[list[str]] = []
    done = at = 0
    is_open = is_logseq = is_table = False
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].strip()
        is_table |= line.startswith("|")
        if _RULE.fullmatch(line):
            pass
        elif match := _property(line):
            if match["value"].strip():
                found.append([match["name"].strip(), match["value"].strip()])
                done = end
            is_open = bool(match["value"].strip())
            is_logseq |= bool(match["one"])
        elif line and is_open and not _BLOCK.match(line):
            # The paragraph of a property goes on.
            found[-1][1] += f" {line}"
            done = end
        elif line:
            break
        else:
            is_open = False
        at = end
    is_known = any(name.lower() in _KNOWN for name, _ in found)
    if is_known or is_logseq or (len(found) > 1 and not is_table):
        return [(name, value) for name, value in found], text[done:]
    return [], text


def _property(line: str) -> re.Match[str] | None:
    match = (_CELLS if line.startswith("|") else _PROPERTY).fullmatch(line)
    name = match["name"].strip().lower() if match else ""
    return None if len(name.split()) > _FEW_WORDS or name in _PROSE else match


def hashtags(text: str) -> tuple[str, ...]:
    """Return the hashtags of a text without their signs."""
    if "#" not in text:
        return ()
    prose = shielded(text)[0]
    found = (match[1] or match[2] for match in _HASHTAG.finditer(prose))
    return tuple(dict.fromkeys(tag for tag in found if not _COLOUR.fullmatch(tag)))
