"""A file of Markdown in its parts: title, lines of properties, sections, hashtags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.exchange.folders.foreign import shielded
from site_builder.exchange.tables.rows import Markdown
from site_builder.markdown.body import Body, plain_text

if TYPE_CHECKING:
    from site_builder.markdown.parts import Heading

_LOWEST, _SECTION = 6, 2
_PROPERTY = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:*\n`\[\](){}<>|]{0,39})(?:"
    r"(?:\*\*|__)?[ \t]*:(?:\*\*|__)?(?P<one>:?)(?=[ \t]|$))[ \t]*(?P<value>[^\n]*)"
)
_BLOCK = re.compile(r"[#>|`~]|[-*+] |\d+[.)] ")
_FEW_WORDS = 4
_KNOWN = frozenset(
    [
        "author",
        "authors",
        "category",
        "categories",
        "created",
        "date",
        "deciders",
        "status",
        "summary",
        "tags",
        "updated",
    ]
)
"""Names of properties that count though no other stands beside them."""
_PROSE = frozenset({"note", "warning", "tip", "important", "example", "todo", "caution"})
_LONG = 120
"""Characters from which a property is a section."""
_HASHTAG = re.compile(
    r"(?<![\w&/#\\])#(?=[\w/-]*[^\W\d])([\w-]+(?:/[\w-]+)*)|(?<!\w)#\[\[([^\]\n]+)\]\]"
)
_COLOUR = re.compile(r"[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[IVX]+\.)[ \t]+")
_ORNAMENT = re.compile(r":[a-z0-9_+-]+:|^[^\w(\"'“«¿¡`]+|[\s:\uff1a#*_-]+$")


@dataclass(slots=True)
class Page:
    """A file of Markdown in its parts."""

    title: str = ""
    """The words of the heading of the whole; empty if it has none."""
    properties: dict[str, str] = field(default_factory=dict)
    """Lines such as ``Date: 2024-02-03`` at the top, by name."""
    sections: list[tuple[str, Markdown]] = field(default_factory=list)
    """The name and text of each section; the text above the first has no name."""
    hashtags: tuple[str, ...] = ()


def read_page(text: str) -> Page:
    """Return a text in its parts, its sections at the second level."""
    page = Page(hashtags=_hashtags(text))
    properties, text = _properties(text)
    heading = _title(text)
    if heading:
        page.title = heading.title
        below, rest = _properties(text[heading.end :])
        properties += below
        text = text[: heading.start] + rest
    levels = [heading.level for heading in Body(text).headings if not heading.is_nested]
    text = shifted(text, _SECTION - min(levels, default=_SECTION))
    for name, value in properties:
        words = plain_text(value)
        if len(words) > _LONG:
            page.sections.append((name, Markdown(value, name)))
        elif value:
            page.properties[name] = value
    page.sections += _sections(text)
    return page


def shifted(text: str, by: int) -> str:
    """Return a text with its headings some levels lower, none above the second."""
    edits = []
    for heading in Body(text).headings:
        level = min(max(heading.level + by, _SECTION), _LOWEST)
        if not heading.is_nested:
            written = f"{'#' * level} {heading_source(text, heading)}"
            end = "\n" if text[heading.start : heading.end].endswith("\n") else ""
            edits.append(Edit(heading.start, heading.end, written + end))
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
    bare = _ORNAMENT.sub("", title).strip()
    return _ORNAMENT.sub("", _NUMBERED.sub("", bare)).strip() or bare or title.strip()


def _title(text: str) -> Heading | None:
    """Return the heading of the whole: the only one of the first level, or one above others."""
    headings = [heading for heading in Body(text).headings if not heading.is_nested]
    tops = [heading for heading in headings if heading.level == 1]
    if not tops:
        return None
    first, *others = tops
    begins = not text[: first.start].strip()
    if others:
        # With more than one it is a title if nothing stands between it and the next heading.
        following = headings[headings.index(first) + 1]
        return first if begins and not text[first.end : following.start].strip() else None
    return first if headings[0] is first else None


def _sections(text: str) -> list[tuple[str, Markdown]]:
    tops = [
        heading
        for heading in Body(text).headings
        if heading.level == _SECTION and not heading.is_nested
    ]
    opening = text[: tops[0].start if tops else len(text)].strip("\n").rstrip()
    sections = [("", Markdown(opening))] if opening.strip() else []
    ends = [*(top.start for top in tops[1:]), len(text)]
    for top, end in zip(tops, ends, strict=False):
        below = text[top.end : end].strip("\n").rstrip()
        sections.append((plain_heading(top.title), Markdown(below, heading_source(text, top))))
    return sections


def _properties(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the lines of properties at the beginning of a text, and the text below them."""
    found: list[list[str]] = []
    done = at = 0
    is_open = False
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].strip()
        if match := _property(line):
            if match["value"].strip():
                found.append([match["name"].strip(), match["value"].strip()])
                done = end
            is_open = bool(match["value"].strip())
        elif line and is_open and not _BLOCK.match(line):
            # The paragraph of a property goes on.
            found[-1][1] += f" {line}"
            done = end
        elif line:
            break
        else:
            is_open = False
        at = end
    if len(found) > 1 or any(name.lower() in _KNOWN for name, _ in found):
        return [(name, value) for name, value in found], text[done:]
    return [], text


def _property(line: str) -> re.Match[str] | None:
    match = _PROPERTY.fullmatch(line)
    name = match["name"].strip().lower() if match else ""
    return None if len(name.split()) > _FEW_WORDS or name in _PROSE else match


def _hashtags(text: str) -> tuple[str, ...]:
    if "#" not in text:
        return ()
    prose = shielded(text)[0]
    found = (match[1] or match[2] for match in _HASHTAG.finditer(prose))
    return tuple(dict.fromkeys(tag for tag in found if not _COLOUR.fullmatch(tag)))
