"""An extension of Python-Markdown that lets no author's HTML or program reach a page.

Checks report both; this makes sure of it even in drafts, and where a check knows Markdown less
well than Python-Markdown does. See https://python-markdown.github.io/changelog/#safe_mode-removed:
raw HTML is switched off by taking out its two processors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from site_builder.markdown.addresses import is_safe

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_COMMENT = " " * len("<!--allow:x-->")
"""The blanks that the shortest comment leaves; see :mod:`site_builder.records.allowance`."""
_ADDRESSES = ("href", "src")
_ALIGNED = re.compile(r"text-align: (left|center|right);")
_TAG = re.compile(r"<\w[^<>]*>")
_HANDLER = re.compile(r"\son\w*=\"[^\"]*\"", re.IGNORECASE)


class _EndLines(Preprocessor):
    """Ends a line where its words do, if the blanks after them stand for a comment.

    A line that ends in two blanks asks for a line break. No author asks for it with so many.
    """

    def run(self, lines: list[str]) -> list[str]:
        return [line.rstrip() if line.endswith(_COMMENT) else line for line in lines]


class _DropUnsafeAttributes(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in list(element.attrib):
                if name in _ADDRESSES and not is_safe(element.attrib[name]):
                    del element.attrib[name]
                elif name == "style" or name.startswith("on"):
                    _restyle(element, element.attrib.pop(name))


def _restyle(element: Element, value: str) -> None:
    """Keep how a column is aligned, for which Python-Markdown writes a style."""
    aligned = _ALIGNED.fullmatch(value)
    if aligned:
        element.set("align", aligned[1])


class _DropUnsafeStash(Postprocessor):
    """Looks at what is HTML already before any tree is made: fenced code with attributes."""

    def run(self, text: str) -> str:
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[:] = [
            _TAG.sub(lambda tag: _HANDLER.sub("", tag.group()), block)
            if isinstance(block, str)
            else block
            for block in stash
        ]
        return text


class SafeMarkdown(Extension):
    """Shows raw HTML as text, and takes out every attribute that would run something."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Take out the HTML processors, and look at every attribute last."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After "normalize_whitespace" (30), before fenced code (25).
        md.preprocessors.register(_EndLines(md), "end_lines", 28)
        # After "unescape" (0), which takes out the backslashes that can hide an address.
        md.treeprocessors.register(_DropUnsafeAttributes(md), "safe_attributes", -1)
        # Before "raw_html" (30), which puts it on the page.
        md.postprocessors.register(_DropUnsafeStash(md), "safe_stash", 40)


def makeExtension(**options: object) -> SafeMarkdown:  # noqa: N802 - Python-Markdown's name
    """Return the extension, as Python-Markdown asks a module for it."""
    return SafeMarkdown(**options)
