"""An extension of Python-Markdown that lets no author's HTML or program reach a page.

Checks report both; this makes sure of it even in drafts, and where a check knows Markdown less
well than Python-Markdown does. See https://python-markdown.github.io/changelog/#safe_mode-removed:
raw HTML is switched off by taking out its two processors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from site_builder.records.addresses import is_safe

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_ADDRESSES = ("href", "src")


class _DropUnsafeAddresses(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in _ADDRESSES:
                if not is_safe(element.get(name, "")):
                    del element.attrib[name]


class SafeMarkdown(Extension):
    """Shows raw HTML as text, and takes the address out of a link that would run something."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Take out the HTML processors, and look at every address last."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After the treeprocessor "inline" (20) and "prettify" (10), so that every link is there.
        md.treeprocessors.register(_DropUnsafeAddresses(md), "safe_addresses", 5)


def makeExtension(**options: object) -> SafeMarkdown:  # noqa: N802 - Python-Markdown's name
    """Return the extension, as Python-Markdown asks a module for it."""
    return SafeMarkdown(**options)
