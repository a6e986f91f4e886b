"""Tests that share what is costly run in one process, whoever shares them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    import pytest


def test_the_scheduler_keeps_each_group_together(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    groups = [str(mark.args[0]) for item in items for mark in item.iter_markers("xdist_group")]
    assert len(groups) == len(items)
    if hasattr(request.config, "workerinput"):
        split = LoadGroupScheduling._split_scope
        assert [split(None, item.nodeid) for item in items] == groups
