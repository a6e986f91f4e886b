"""The structure of a page's HTML, by which two renderers of Markdown are compared.

What is compared: elements, words, targets, titles, alignments, languages of code, numbers of lists,
states of tasks. What is not: ids, classes that only styles need, spaces, and raw HTML, which
GitHub passes through a filter of its own and which we show as text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import cmarkgfm.cmark

from site_builder.markdown.addresses import is_safe
from site_builder.markdown.body import Body

_BLOCKS = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr"),
        *("table", "thead", "tbody", "tr", "th", "td", "br", "notes", "alert"),
    }
)
_KEPT = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title"),
    "ol": ("start",),
    "th": ("align",),
    "td": ("align",),
    "code": ("class",),
    "input": ("checked",),
}
_MARK = re.compile(r"\[!(?:note|tip|important|warning|caution)\](?:\n|\Z)", re.IGNORECASE)

Node = tuple[str, tuple[tuple[str, str], ...]]


def ours(text: str) -> list[Node]:
    """Return the structure of the page that we make of a text."""
    return _structure(str(Body(text).render()))


def github(text: str) -> list[Node]:
    """Return the structure of the page that GitHub's parser makes of a text."""
    html = cmarkgfm.cmark.markdown_to_html_with_extensions(
        text,
        options=cmarkgfm.cmark.Options.CMARK_OPT_FOOTNOTES,
        extensions=["table", "autolink", "strikethrough", "tasklist"],
    )
    return _with_alerts(_structure(html))


def _structure(html: str) -> list[Node]:
    reader = _Structure()
    reader.feed(html)
    reader.close()
    return reader.nodes()


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._nodes: list[Node] = []
        self._hidden = 0
        """Depth of elements that are not compared."""
        self._kept: list[str] = []
        """Elements that are open, by the names that they are compared by."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = self._name(tag, given)
        if tag not in {"img", "br", "hr", "input"}:
            self._kept.append(name)
        if name == "hidden":
            self._hidden += 1
        elif name and not self._hidden:
            self._nodes.append((name, self._attributes(tag, given)))

    def _name(self, tag: str, given: dict[str, str]) -> str:
        kind = given.get("class", "")
        if kind in {"admonition-title", "raw-html", "footnote-backref"}:
            return "hidden"
        if kind.startswith("admonition"):
            return "alert"
        if kind in {"footnote", "footnotes"}:
            return "notes"
        is_wrapper = tag in {"label", "span", "section", "div"}
        in_reference = "sup" in self._kept or (tag == "a" and not is_safe(given.get("href", "")))
        in_notes = tag == "hr" and self._kept[-1:] == ["notes"]
        # GitHub's parser leaves out what changes nothing.
        is_twice = tag == "strong" and "strong" in self._kept
        return "" if is_wrapper or in_reference or in_notes or is_twice else tag

    def _attributes(self, tag: str, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
        kept = []
        for name in _KEPT.get(tag, ()):
            if name in given:
                value = unquote(given[name]) if name in {"href", "src"} else given[name]
                kept.append((name, " ".join(value.split())))
        return tuple(kept)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"img", "br", "hr", "input"}:
            return
        name = self._kept.pop()
        if name == "hidden":
            self._hidden -= 1
        elif name and not self._hidden:
            self._nodes.append((f"/{name}", ()))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            words = data
            if self._nodes and self._nodes[-1][0] == "words":
                words = self._nodes.pop()[1][0][1] + words
            if "pre" not in self._kept:
                words = re.sub(r"[ \t\r\f\v]+", " ", re.sub(r"\s*\n\s*", "\n", words))
            self._nodes.append(("words", (("", words),)))

    def nodes(self) -> list[Node]:
        """Return what has been read."""
        return _without_spaces(_tasks_inside(self._nodes))


def _tasks_inside(nodes: list[Node]) -> list[Node]:
    """Put a checkbox into the block that follows it, as GitHub's page has it."""
    kept: list[Node] = []
    for node in nodes:
        if node[0] in {"p", "h1", "h2"}:
            while kept and kept[-1][0] == "words" and not kept[-1][1][0][1].strip():
                kept.pop()
            if kept and kept[-1][0] == "input":
                kept.insert(len(kept) - 1, node)
                continue
        kept.append(node)
    return kept


def _without_spaces(nodes: list[Node]) -> list[Node]:
    """Take out spaces that no browser shows: those beside blocks."""
    kept: list[Node] = []
    in_code = False
    for at, (name, attributes) in enumerate(nodes):
        in_code = name == "pre" or (in_code and name != "/pre")
        if name == "words" and not in_code:
            words = attributes[0][1]
            if at == 0 or nodes[at - 1][0].lstrip("/") in _BLOCKS | {"input"}:
                words = words.lstrip()
            if at + 1 == len(nodes) or nodes[at + 1][0].lstrip("/") in _BLOCKS:
                words = words.rstrip()
            if words:
                kept.append((name, (("", words),)))
        elif name == "words":
            kept.append((name, (("", attributes[0][1].rstrip("\n")),)))
        else:
            kept.append((name, attributes))
    return kept


def _with_alerts(nodes: list[Node]) -> list[Node]:
    """Turn quotations that begin with a mark into alerts, as GitHub does after parsing."""
    kept = list(nodes)
    ends = {"ul", "ol", "blockquote", "notes"}
    depth = 0
    opened = -1
    for at, (name, _attributes) in enumerate(nodes):
        if name in ends:
            if depth == 0 and name == "blockquote" and nodes[at + 1 : at + 2] == [("p", ())]:
                opened = at
            depth += 1
        elif name.lstrip("/") in ends:
            depth -= 1
            if depth == 0 and opened >= 0:
                _make_alert(kept, opened, at)
                opened = -1
    return [node for node in kept if node[0]]


def _make_alert(nodes: list[Node], start: int, end: int) -> None:
    words = dict(nodes[start + 2][1]).get("", "") if nodes[start + 2][0] == "words" else ""
    mark = _MARK.match(words)
    if not mark:
        return
    is_alone = words == mark.group() and nodes[start + 3][0] == "/p"
    if is_alone and start + 4 == end:
        return
    nodes[start], nodes[end] = ("alert", ()), ("/alert", ())
    nodes[start + 2] = ("words", (("", words[mark.end() :]),)) if words != mark.group() else _GONE
    if is_alone:
        nodes[start + 1] = nodes[start + 3] = _GONE


_GONE: Node = ("", ())
