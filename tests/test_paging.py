"""How long lists are divided into pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.addresses import BOARD, TOPICS
from site_builder.publish.paging import MOST_CONTENTS, GeneratedPage, groups_pages, paged
from site_builder.publish.rows import Group, GroupsPage, Link, Row


def groups_of(*counts: int) -> tuple[Group, ...]:
    """Return groups with so many rows each, all rows distinct."""
    return tuple(
        Group(
            f"g{number}",
            f"Group {number}",
            f"Lead {number}",
            tuple(Row(Link(f"{number}.{row}", "")) for row in range(count)),
            none="None",
            counts=str(count),
        )
        for number, count in enumerate(counts)
    )


def view_of(page: GeneratedPage) -> GroupsPage:
    """Return what a page shows."""
    assert isinstance(page.view, GroupsPage)
    return page.view


def pages_of(view: GroupsPage, size: int) -> list[GeneratedPage]:
    """Return the pages of a list at the address of the board."""
    return list(groups_pages(BOARD, "groups.html", view, size))


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(1, 5))
def test_every_row_is_on_one_page_in_order_and_no_page_has_more(
    counts: list[int], size: int
) -> None:
    groups = groups_of(*counts)
    pages = pages_of(GroupsPage("Lead", groups), size)

    shown = [[row for group in view_of(page).groups for row in group.rows] for page in pages]
    assert list(chain(*shown)) == [row for group in groups for row in group.rows]
    assert all(len(rows) == size for rows in shown[:-1])
    assert len(shown[-1]) <= size
    named = dict.fromkeys(group.id for page in pages for group in view_of(page).groups)
    assert list(named) == [group.id for group in groups]


def test_a_group_that_is_cut_goes_on_under_its_title() -> None:
    first, second = pages_of(GroupsPage("About it", groups_of(3), (Link("N", ""),)), 2)

    assert [(group.title, group.lead) for group in view_of(first).groups] == [("Group 0", "Lead 0")]
    assert [(group.title, group.lead) for group in view_of(second).groups] == [
        ("Group 0, continued", "")
    ]
    assert (view_of(second).lead, view_of(second).notes) == ("", ())
    assert second.page.lead == f"{BOARD.lead} Page 2 of 2."


def test_contents_lead_to_the_page_on_which_a_group_begins() -> None:
    view = GroupsPage("", groups_of(3, 0, 1), has_contents=True)
    for page in pages_of(view, 2):
        assert view_of(page).contents == (
            Link("Group 0", "board/#bh-g0", after=" 3"),
            Link("Group 1", "board/2/#bh-g1", after=" 0"),
            Link("Group 2", "board/2/#bh-g2", after=" 1"),
        )


def test_contents_of_very_many_groups_are_those_of_the_page() -> None:
    view = GroupsPage("", groups_of(*[1] * (MOST_CONTENTS + 1)), has_contents=True)
    first, *_others = pages_of(view, 10)
    assert [link.title for link in view_of(first).contents] == [f"Group {n}" for n in range(10)]


def test_a_document_stays_whole() -> None:
    (page,) = pages_of(GroupsPage("", groups_of(9), is_whole=True), 2)
    assert page.paging is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1 2 3 … 99"),
        (4, "1 2 3 4 5 6 … 99"),
        (50, "1 … 48 49 50 51 52 … 99"),
        (99, "1 … 97 98 99"),
    ],
)
def test_of_very_many_pages_those_nearby_are_linked(number: int, shown: str) -> None:
    pages = list(paged(BOARD, range(99)))
    _page, _part, place = pages[number - 1]
    assert place is not None
    assert [link.title for link in place.links] == shown.split()
    assert place.number == str(number)
    assert all(link.url or link.title == "…" for link in place.links)


def test_pages_lead_on_and_back() -> None:
    pages = list(paged(replace(TOPICS, further="more/"), "abc"))
    assert [(page.url, page.title) for page, _part, _place in pages] == [
        ("topics/", "Topics"),
        ("more/2/", "Topics, page 2"),
        ("more/3/", "Topics, page 3"),
    ]
    ways = [(place.previous, place.following) for _page, _part, place in pages if place]
    assert ways == [("", "more/2/"), ("topics/", "more/3/"), ("more/2/", "")]
