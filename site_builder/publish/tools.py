"""The page of tools: what teams used and took home, with the records that tell of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.publish.views import Link
from site_builder.records.assist import Assist, Stage

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@dataclass(frozen=True, slots=True)
class ToolView:
    """A tool, and where it is told of."""

    name: str
    records: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ToolsPage:
    """Every tool, by name."""

    tools: tuple[ToolView, ...]


def tools_page(library: Library) -> ToolsPage:
    """Return every tool of lessons that stand and of assists that were not cancelled.

    Names that differ only in capital letters are one tool, called as it is called first.
    """
    assists = [one for one in library.assists if one.fields.status is not Stage.CANCELLED]
    names: dict[str, str] = {}
    found: defaultdict[str, list[Link]] = defaultdict(list)
    records: tuple[Record[Lesson | Assist], ...] = (*library.published, *assists)
    for record in records:
        link = Link(record.fields.title, record_url(record.kind, record.id))
        for tool in record.fields.tools:
            key = tool.casefold()
            names.setdefault(key, tool)
            if link not in found[key]:
                found[key].append(link)
    return ToolsPage(
        tuple(
            ToolView(names[key], tuple(sorted(found[key], key=lambda link: (link.title, link.url))))
            for key in sorted(names)
        )
    )
