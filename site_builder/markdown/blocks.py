"""Block constructs: headings, lists, quotations, code, HTML, footnotes, tables.

A function that begins a construct takes the page as far as it is made, the tag as the parser gives
it, and the offsets in bytes at which the construct begins and ends. One that ends it takes the page
and the tag. Both change the page and return nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import escape

from site_builder.markdown.parts import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.markdown.page import Open, PageOutput, Tag

_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:-->|\Z))", re.DOTALL)
_TAG = re.compile(rf"(?P<comment>{_COMMENT.pattern})|</?[A-Za-z][^<>]*>|<[!?][^<>]*>", re.DOTALL)
_BLANK_LINE = re.compile(r"[^\n]*\n[ \t>]*(?:\n|\Z)")
_HEAD_END = "</tr>\n</thead>\n<tbody>\n"
_ALERTS = {
    "Note": ("note", "Note"),
    "Tip": ("tip", "Tip"),
    "Important": ("info", "Important"),
    "Warning": ("warning", "Warning"),
    "Caution": ("danger", "Caution"),
}
"""GitHub's alerts as admonitions of Material: class and title."""


def _start_heading(page: PageOutput, tag: Tag, start: int, end: int) -> None:
    page.push(int(tag["Heading"]["level"][1]), start, end)
    page.title = []


def _end_heading(page: PageOutput, _tag: Tag) -> None:
    opened = page.open.pop()
    level, title = opened.value, " ".join("".join(page.words[opened.words_at :]).split())
    anchor = page.anchors.anchor("".join(page.title or ()))
    start = page.at(opened.start)
    end = start + len(page.text[start : page.at(opened.end)].rstrip())
    page.headings.append(Heading(level, title, anchor, start, end, page.depth > 0))
    page.out[opened.place] = f'<h{level} id="{anchor}">' if anchor else f"<h{level}>"
    page.out.append(f"</h{level}>\n")
    page.title = opened.title
    page.begin_line()


def _start_list(page: PageOutput, tag: Tag, _start: int, _end: int) -> None:
    page.depth += 1
    first = tag["List"]
    if first is None:
        page.out.append("<ul>\n")
    else:
        page.out.append("<ol>\n" if first == 1 else f'<ol start="{first}">\n')


def _end_list(page: PageOutput, tag: Tag) -> None:
    page.depth -= 1
    page.out.append("</ol>\n" if tag["List"] else "</ul>\n")


def _start_quotation(page: PageOutput, tag: Tag, start: int, end: int) -> None:
    page.push(tag["BlockQuote"], start, end)
    page.depth += 1


def _end_quotation(page: PageOutput, _tag: Tag) -> None:
    opened = page.open.pop()
    page.depth -= 1
    if opened.value is None:
        page.out[opened.place] = "<blockquote>\n"
    elif page.depth or len(page.out) == opened.place + 1:
        _restore_mark(page, opened)
    else:
        kind, title = _ALERTS[opened.value]
        page.out[opened.place] = (
            f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>\n'
        )
        page.out.append("</div>\n")
        return
    page.out.append("</blockquote>\n")


def _restore_mark(page: PageOutput, opened: Open) -> None:
    """Show the mark of an alert as text: GitHub has no empty alerts, and none in other blocks."""
    at = page.text.index("[", page.at(opened.start))
    mark = escape(page.text[at : page.text.index("]", at) + 1])
    below = opened.place + 1
    if page.out[below : below + 1] == ["<p>"] and not _BLANK_LINE.match(page.text, at):
        page.out[below] = f"<p>{mark}\n"
        page.out[opened.place] = "<blockquote>\n"
    else:
        page.out[opened.place] = f"<blockquote>\n<p>{mark}</p>\n"


def _start_code(page: PageOutput, tag: Tag, start: int, end: int) -> None:
    page.code.append((page.at(start), page.at(end)))
    kind = tag["CodeBlock"]
    language = "" if kind == "Indented" else "".join(kind["Fenced"].split()[:1])
    attribute = f' class="language-{escape(language)}"' if language else ""
    page.out.append(f"<pre><code{attribute}>")


def _start_html(page: PageOutput, _tag: Tag, start: int, end: int) -> None:
    page.push([], start, end)


def _html_line(page: PageOutput, html: str, _start: int, _end: int) -> None:
    page.open[-1].value.append(html)


def _end_html(page: PageOutput, _tag: Tag) -> None:
    opened = page.open.pop()
    start, end = page.at(opened.start), page.at(opened.end)
    tags = len(page.html)
    for match in _TAG.finditer(page.text, start, end):
        (page.comments if match["comment"] else page.html).append(match.span())
    shown = _COMMENT.sub("", "".join(opened.value)).strip()
    if shown:
        if len(page.html) == tags:
            # A tag that does not end.
            page.html.append((start, start + len(page.text[start:end].partition("\n")[0])))
        page.out.append(f'<p class="raw-html">{escape(shown)}</p>\n')
        page.add_words(shown, start)
        page.begin_line()


def _start_note(page: PageOutput, tag: Tag, start: int, end: int) -> None:
    page.push(tag["FootnoteDefinition"], start, end)
    page.out = []
    page.depth += 1


def _end_note(page: PageOutput, _tag: Tag) -> None:
    opened = page.open.pop()
    page.notes.define(opened.value, page.out)
    page.out = opened.out
    page.depth -= 1


def _start_table(page: PageOutput, tag: Tag, _start: int, _end: int) -> None:
    page.alignments = tag["Table"]
    page.out.append("<table>\n")


def _end_table(page: PageOutput, _tag: Tag) -> None:
    is_empty = page.out[-1] == _HEAD_END
    if is_empty:
        page.out[-1] = "</tr>\n</thead>\n"
    page.out.append("</table>\n" if is_empty else "</tbody>\n</table>\n")


def _start_row(page: PageOutput, tag: Tag, _start: int, _end: int) -> None:
    is_head = tag == "TableHead"
    page.cell, page.column = "th" if is_head else "td", 0
    page.out.append("<thead>\n<tr>\n" if is_head else "<tr>\n")


def _start_cell(page: PageOutput, _tag: Tag, _start: int, _end: int) -> None:
    aligned = page.alignments[page.column]
    page.column += 1
    attribute = f' align="{aligned.lower()}"' if aligned != "None" else ""
    page.out.append(f"<{page.cell}{attribute}>")


def _end_cell(page: PageOutput, _tag: Tag) -> None:
    page.out.append(f"</{page.cell}>\n")
    page.begin_line()


LEAVES: dict[str, Callable[[PageOutput, Tag, int, int], None]] = {"Html": _html_line}
"""Functions that add what has no end of its own, by the name of its event."""
STARTS: dict[str, str | Callable[[PageOutput, Tag, int, int], None]] = {
    "Paragraph": "<p>",
    "Item": "<li>",
    "Heading": _start_heading,
    "List": _start_list,
    "BlockQuote": _start_quotation,
    "CodeBlock": _start_code,
    "HtmlBlock": _start_html,
    "FootnoteDefinition": _start_note,
    "Table": _start_table,
    "TableHead": _start_row,
    "TableRow": _start_row,
    "TableCell": _start_cell,
}
"""HTML that each tag begins with, or the function that adds it."""
OWN_LINE = frozenset(STARTS) - {"TableHead", "TableRow"}
"""Tags whose words begin a new line."""
ENDS: dict[str, str | Callable[[PageOutput, Tag], None]] = {
    "Paragraph": "</p>\n",
    "Item": "</li>\n",
    "Heading": _end_heading,
    "List": _end_list,
    "BlockQuote": _end_quotation,
    "CodeBlock": "</code></pre>\n",
    "HtmlBlock": _end_html,
    "FootnoteDefinition": _end_note,
    "Table": _end_table,
    "TableHead": _HEAD_END,
    "TableRow": "</tr>\n",
    "TableCell": _end_cell,
}
"""HTML that each tag ends with, or the function that adds it."""
