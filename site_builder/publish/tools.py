"""The page of tools: what teams used and took home, with the records that name them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.library.addresses import TOOLS
from site_builder.publish.names import record_link
from site_builder.publish.rows import GroupsPage, Link, Row, group
from site_builder.records.assist import Assist, Stage

if TYPE_CHECKING:
    from site_builder.publish.context import Context
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


def tools_page(context: Context) -> GroupsPage:
    """Return every tool of published lessons and of assists that were not cancelled, by name.

    Names that differ only in capital letters are one tool, called as it is called first.
    """
    library = context.library
    assists = [assist for assist in library.assists if assist.fields.status is not Stage.CANCELLED]
    names: dict[str, str] = {}
    links: defaultdict[str, dict[Link, None]] = defaultdict(dict)
    records: tuple[Record[Lesson | Assist], ...] = (*library.published, *assists)
    for record in records:
        for tool in record.fields.tools:
            names.setdefault(tool.casefold(), tool)
            links[tool.casefold()][record_link(library, record)] = None

    def row(key: str) -> Row:
        ordered = sorted(links[key], key=lambda link: (link.title, link.url))
        return Row(Link(names[key], ""), links=tuple(ordered))

    none = "No lesson and no event names a tool yet."
    return GroupsPage(
        TOOLS.lead, (group("tools", "", "", sorted(names), row, none=none, counted=""),)
    )
