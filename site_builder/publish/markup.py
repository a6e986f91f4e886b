"""What templates may show as HTML. They escape every other text.

Nothing else makes ``Markup``; an import contract keeps it so.
"""

from __future__ import annotations

import json
import re
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import markupsafe
import nh3
from markupsafe import Markup

from site_builder.markdown.addresses import SAFE_SCHEMES, is_elsewhere, is_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What could end a script element or begin another, and what ends a line in old JavaScript.
_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
_SIGN = re.compile("[<>&\u2028\u2029]")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()} | {
    "*": {"class", "dir", "id", "lang", "role", "title"},
    "details": {"open"},
    "input": {"checked", "disabled", "type"},
    "label": {"for"},
    "path": {"d"},
    "svg": {"viewBox", "xmlns"},
}


def _safe_value(_tag: str, name: str, value: str) -> str | None:
    if name == "src" and is_elsewhere(value):
        # No page asks another host for anything: the description is shown instead.
        return None
    return value if name not in {"href", "src"} or is_safe(value) else None


_HEADING = re.compile(
    r'(?P<start><h(?P<level>[2-6])\b[^>]*? id="(?P<id>[^"]+)"[^>]*>)(?P<words>.*?)'
    r"(?P<end></h(?P=level)>)",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")


_CLEANER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"input", "label", "path", "svg", "tfoot"},
    attributes=_ATTRIBUTES,
    attribute_filter=_safe_value,
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(SAFE_SCHEMES),
    link_rel=None,
)
"""Keeps what extensions of Python-Markdown write, and nothing that runs, styles or frames."""


_escaped_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""What ``escape`` makes its ``Markup`` from, where there is such a function."""


def escaped(value: object) -> str:
    """Return a value as templates write it into a page; that it is HTML now, only they know."""
    if type(value) is str:
        return _escaped_text(value)
    return value if type(value) is Markup else markupsafe.escape(value)


of_macro: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Returns what a macro has made of texts that it escaped, as what it is: HTML."""


def cleaned(html: str | None) -> Markup:
    """Return the HTML of a plain page without anything that would run a program.

    Plain pages may use any extension of Python-Markdown, so what they hold is known only now.
    """
    return Markup(_CLEANER.clean(html or ""))  # noqa: S704 - cleaned


def with_anchors(html: str | None) -> Markup:
    """Return clean HTML of a page with a link to each heading below the first level."""
    return Markup(_HEADING.sub(_with_anchor, html or ""))  # noqa: S704 - cleaned or rendered here


def _with_anchor(heading: re.Match[str]) -> str:
    words = " ".join(_TAG.sub("", heading["words"]).replace('"', "&#34;").split())
    label = f"Link to “{words}”" if words else "Link to this heading"
    link = f'<a class="bh-anchor" href="#{heading["id"]}" aria-label="{label}">#</a>'
    return f"{heading['start']}{heading['words']} {link}{heading['end']}"


_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "wbr"})


class _Sections(HTMLParser):
    """Finds where the first section of a text begins: its first heading of level 2 outside all."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self.place: tuple[int, int] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - its signature
        if tag == "h2" and not self._depth and self.place is None:
            self.place = self.getpos()
        self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in _VOID


def before_sections(html: Markup) -> tuple[Markup, Markup]:
    """Return the HTML of a text before its first section, and from there on."""
    found = _Sections()
    found.feed(html)
    if found.place is None:
        return html, Markup()
    line, column = found.place
    at = sum(len(text) + 1 for text in html.split("\n")[: line - 1]) + column
    return html[:at], html[at:]


def rendered(html: str | None) -> Markup:
    """Return HTML of ``mkdocs.yml``, which is trusted."""
    return Markup(html or "")  # noqa: S704 - configuration is trusted as code is


def lang_attribute(language: str) -> Markup:
    """Return the attribute of an element whose text is in a language; nothing for no language."""
    return Markup(' lang="{}"').format(language) if language else Markup()


def in_language(html: str | None, language: str) -> Markup:
    """Return HTML that is safe as an element in a language, or as it is for no language."""
    safe = Markup(html or "")  # noqa: S704 - rendered or cleaned before
    return Markup('<div lang="{}">{}</div>').format(language, safe) if language else safe


def script_text(node: Mapping[str, Any]) -> Markup:
    """Return the text of a JSON-LD script element, whatever the values hold.

    A property without a value is left out.
    """
    stated = {name: value for name, value in node.items() if value}
    written = _JSON.encode(stated)
    if _SIGN.search(written):
        written = written.translate(_SIGNS)
    return Markup(written)  # noqa: S704 - no sign of markup is left
