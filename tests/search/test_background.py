"""The indexing process hands over the nearest lessons early, and its failure is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.errors import IndexUnusableError
from site_builder.search.background import SearchBuild
from site_builder.search.related import near_as_json, near_from_json, related_lessons
from site_builder.search.text import search_texts
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Base

FILES = {
    "shed.md": lesson_text(title="Heat the shed", problem="Invented pumps freeze in the old shed"),
    "drain.md": lesson_text(title="Drain the pumps", problem="Invented pumps crack in the shed"),
}


@pytest.fixture
def build() -> Iterator[SearchBuild]:
    """Return a started process, which is ended in any case."""
    started = SearchBuild()
    yield started
    started.stop()


def test_the_process_finds_the_nearest_lessons(
    build: SearchBuild, make_base: Callable[[dict[str, str]], Base], tmp_path: Path
) -> None:
    loaded = make_base(FILES).load()
    build.index(loaded.library, loaded.evidence, tmp_path / "cache", tmp_path / "search")

    wanted = related_lessons(list(search_texts(loaded.library, loaded.evidence)))
    assert build.related == wanted
    assert [near.id for near in wanted["shed"]] == ["drain"]
    build.finish()
    assert (tmp_path / "search/index.json").exists()


def test_nearest_lessons_survive_the_way_between_processes(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    loaded = make_base(FILES).load()
    related = related_lessons(list(search_texts(loaded.library, loaded.evidence)))
    assert near_from_json(near_as_json(related)) == related


def test_a_process_that_ends_early_has_no_nearest_lessons_and_its_failure_is_told(
    build: SearchBuild,
) -> None:
    build._process.kill()
    assert build.related == {}
    with pytest.raises(IndexUnusableError, match="the search index was not made"):
        build.finish()


def test_stopping_leaves_nothing_behind(build: SearchBuild) -> None:
    folder = build._related.parent
    assert folder.exists()
    build.stop()
    assert not folder.exists()
