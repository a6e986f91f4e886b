"""The text of a record as HTML, each link leading to its target's place on the site."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from site_builder.library.evidence.words import sentence
from site_builder.library.graph import is_local, resolve
from site_builder.records import labels
from site_builder.records.noted import note
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.markdown.body import Body
    from site_builder.markdown.parts import BodyLink, Heading
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

AT = ":at"
"""Before the path of a file: what stands for its address among what is read."""


class Contents(TypedDict):
    """A heading in a table of contents, in the form of Python-Markdown's ``toc_tokens``."""

    level: int
    id: str
    name: str
    children: list[Contents]


@dataclass(frozen=True, slots=True)
class RenderedText:
    """A text as a page shows it."""

    html: str
    """What templates may show as it is."""
    contents: list[Contents]
    anchors: frozenset[str]
    """Every id that a link may lead to."""


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """The address on the site of every file of a base."""

    prefix: str
    """Path of the lessons folder from the project root, with its slash."""
    urls: Mapping[str, str]
    """Address of each page, by the path of its file from the project root."""

    def link_address(self, path: str, url: str, link: BodyLink) -> str:
        """Return where a link leads on the site.

        Args:
            path: Path of the file that holds the link, from the project root.
            url: Address of the page that shows it.
            link: The link.
        """
        if not is_local(link.target) or link.target.startswith("#"):
            return link.target
        target, fragment = resolve(path, link.target)
        note(AT, target)
        address = self.urls.get(target)
        if address is None:
            if not target.startswith(self.prefix):
                return link.target
            address = target.removeprefix(self.prefix)
        relative = posixpath.relpath(address or ".", url or ".")
        slash = "/" if not address or address.endswith("/") else ""
        return f"{relative}{slash}#{fragment}" if fragment else f"{relative}{slash}"


def opening(body: Body, most: int = 200) -> str:
    """Return the first paragraph of a text on one line, cut after a word if it is longer."""
    titles = {" ".join(heading.title.split()) for heading in body.headings}
    lines = (" ".join(line.split()) for line in body.words.split("\n"))
    first = next((line for line in lines if line and line not in titles), "")
    if len(first) <= most:
        return first
    return f"{first[:most].rpartition(' ')[0] or first[: most - 1]}…"


def described(record: Record[Part]) -> str:
    """Return what a record is about in a sentence or two, for search engines and link previews."""
    fields = record.fields
    if isinstance(fields, Reuse):
        how = f"{labels.RESULTS[fields.outcome]}, {labels.MEASURES[fields.measure]}."
        return f"{how} {opening(record.body)}".strip()
    said = (getattr(fields, name, None) for name in ("problem", "takeaway"))
    return " ".join(sentence(text) for text in said if text)


def contents(headings: Iterable[Heading]) -> list[Contents]:
    """Return a table of contents: each heading below the last one of a higher level."""
    top: list[Contents] = []
    above: list[Contents] = []
    for heading in headings:
        if not heading.anchor or heading.is_nested:
            continue
        entry = Contents(level=heading.level, id=heading.anchor, name=heading.title, children=[])
        while above and above[-1]["level"] >= heading.level:
            above.pop()
        (above[-1]["children"] if above else top).append(entry)
        above.append(entry)
    return top
