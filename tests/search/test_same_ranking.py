"""The browser finds what the command line finds: the same lessons, scores, counts and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.search.answer import Filters
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.search.queries import KINDS, NASTY, Writer

if TYPE_CHECKING:
    from tests.search.served import Asked, InBrowser

pytestmark = pytest.mark.browser

OF_EACH = 25
"""Queries of each kind."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_base(large_in_browser: InBrowser, kind: str) -> None:
    writer = Writer(large_in_browser.opened, seed=1)
    asked = [KINDS[kind](writer) for _ in range(OF_EACH)]
    assert_same(large_in_browser, asked)


def test_hostile_queries(large_in_browser: InBrowser) -> None:
    assert_same(large_in_browser, [(query, Filters()) for query in NASTY])


def test_problems_as_people_put_them(own_in_browser: InBrowser) -> None:
    cases = read_yaml(REPOSITORY / "tests" / "search_cases.yml")["cases"]
    asked = [(case["ask"], Filters()) for case in cases]
    assert_same(own_in_browser, asked)


def assert_same(shown: InBrowser, asked: list[Asked]) -> None:
    """Assert that every query finds the same in the browser as on the command line."""
    answers = shown.answers(asked)
    for query, expected, given in zip(asked, shown.expected(asked), answers, strict=True):
        assert given == expected, query
