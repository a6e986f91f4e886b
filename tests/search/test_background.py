"""The index of a site is made beside the rendering of pages, and its failure is told."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from site_builder import processes
from site_builder.errors import IndexUnusableError
from site_builder.library.frame import States, frame_of
from site_builder.project import read_project
from site_builder.search import background
from site_builder.search.background import SearchBuild
from site_builder.search.lessons import search_texts
from site_builder.search.memory import MemoryIndex
from site_builder.search.related import related_lessons
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Base

FILES = {
    "shed.md": lesson_text(title="Heat the shed", problem="Invented pumps freeze in the old shed"),
    "drain.md": lesson_text(title="Drain the pumps", problem="Invented pumps crack in the shed"),
}


@pytest.fixture(params=[True, False], ids=["fork", "same process"])
def start(
    request: pytest.FixtureRequest,
    make_base: Callable[[dict[str, str]], Base],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Path], SearchBuild]]:
    """Return what starts the work on a base, which is ended in any case."""
    monkeypatch.setattr(background, "forks_safely", lambda: request.param)
    base = make_base(FILES)
    loaded, project = base.load(), read_project(base.root)
    builds = []

    states = States(frame_of(loaded, project), loaded.library, loaded.library, loaded.graph)

    def started(folder: Path) -> SearchBuild:
        builds.append(SearchBuild(loaded.library, loaded.evidence, states, (folder, None), project))
        return builds[-1]

    yield started
    for build in builds:
        build.stop()


def test_the_nearest_lessons_are_found_and_the_index_is_published(
    start: Callable[[Path], SearchBuild],
    make_base: Callable[[dict[str, str]], Base],
    tmp_path: Path,
) -> None:
    build = start(tmp_path / "search")
    loaded = make_base(FILES).load()

    wanted = related_lessons(MemoryIndex(search_texts(loaded.library, loaded.evidence)))
    assert build.related == wanted
    assert [near.id for near in wanted["shed"]] == ["drain"]
    build.finish()
    assert (tmp_path / "search/index.json").exists()


def test_an_index_may_be_waited_for_without_asking_for_the_nearest_lessons(
    start: Callable[[Path], SearchBuild], tmp_path: Path
) -> None:
    start(tmp_path / "search").finish()
    assert (tmp_path / "search/index.json").exists()


def test_a_failure_before_the_nearest_lessons_are_known_is_told(
    start: Callable[[Path], SearchBuild], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        message = "invented failure"
        raise ValueError(message)

    monkeypatch.setattr(background, "related_lessons", refuse)
    build = start(tmp_path / "search")
    assert build.related == {}
    with pytest.raises(IndexUnusableError, match="not made: ValueError: invented failure"):
        build.finish()


def test_a_failure_to_publish_is_told(start: Callable[[Path], SearchBuild], tmp_path: Path) -> None:
    (tmp_path / "search").write_text("a file in the place of the folder", encoding="utf-8")
    build = start(tmp_path / "search")
    assert build.related
    with pytest.raises(IndexUnusableError, match="not made: NotADirectoryError"):
        build.finish()


@pytest.mark.parametrize("start", [True], indirect=True, ids=["fork"])
def test_a_process_that_ends_early_has_no_nearest_lessons_and_its_failure_is_told(
    start: Callable[[Path], SearchBuild], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "related_lessons", lambda *_given: os._exit(3))
    build = start(tmp_path / "search")
    assert build.related == {}
    with pytest.raises(IndexUnusableError, match="not made: its process ended with exit status 3"):
        build.finish()


@pytest.mark.parametrize("start", [True], indirect=True, ids=["fork"])
def test_a_stopped_process_is_gone(
    start: Callable[[Path], SearchBuild], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "related_lessons", lambda *_given: time.sleep(60))
    start(tmp_path / "search").stop()
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "search").exists()


def test_a_process_with_threads_is_not_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not processes.forks_safely()
    finally:
        ended.set()
        thread.join()
