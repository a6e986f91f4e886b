"""The page of tools lists each once, with whoever tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.publish.rows import Link, Row
from tests.builders import ASSIST, lesson_text
from tests.test_publish_views import groups_page, site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]


def tools(base: Base) -> tuple[Row, ...]:
    """Return what the page of a base shows."""
    return groups_page(site_of(base), "tools/index.md").groups[0].rows


def test_a_tool_of_several_records_stands_once(make_base: MakeBase) -> None:
    held = ASSIST.replace("host_team:", "tools: [list of sheds, A thermometer]\nhost_team:")
    lesson = lesson_text(title="Heat it", header="tools: [List of sheds, list of sheds]")
    base = make_base({"assists/b.md": held, "a.md": lesson})

    event = Link("Invented pump review", "assist/b/")
    assert tools(base) == (
        Row(Link("A thermometer", ""), links=(event,)),
        Row(Link("List of sheds", ""), links=(Link("Heat it", "lesson/a/"), event)),
    )


def test_drafts_and_cancelled_plans_show_no_tools(make_base: MakeBase) -> None:
    cancelled = ASSIST.replace("status: reported", "status: cancelled\ntools: [a pump]")
    draft = lesson_text(status="draft", header="tools: [a shed]")

    assert tools(make_base({"assists/b.md": cancelled, "a.md": draft})) == ()
