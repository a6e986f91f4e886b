"""The process that builds for a preview."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from site_builder.plugin.building import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="work is forked on Linux only"),
    # The browser of other tests has threads in this process; what is forked here touches none.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture
def started() -> Iterator[Callable[[Callable[[], None]], Builder]]:
    builders: list[Builder] = []

    def start(build: Callable[[], None]) -> Builder:
        builders.append(Builder(build))
        return builders[-1]

    yield start
    for builder in builders:
        builder.stop()


def test_every_build_is_done_by_one_other_process(
    tmp_path: Path, started: Callable[[Callable[[], None]], Builder]
) -> None:
    file = tmp_path / "built"
    file.touch()

    def build() -> None:
        file.write_text(f"{file.read_text('utf-8')}{os.getpid()} ", encoding="utf-8")

    builder = started(build)
    builder.build()
    builder.build()
    first, second = file.read_text("utf-8").split()
    assert first == second != str(os.getpid())


def test_what_a_build_says_is_said_here_and_the_next_build_goes_on(
    tmp_path: Path, started: Callable[[Callable[[], None]], Builder]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.touch()

    def build() -> None:
        if wrong.exists():
            raise Abort("lessons/a.md is wrong")

    builder = started(build)
    with pytest.raises(Abort, match=r"lessons/a\.md is wrong"):
        builder.build()
    wrong.unlink()
    builder.build()


def test_a_fault_of_the_program_is_shown_where_it_happened(
    started: Callable[[Callable[[], None]], Builder], capfd: pytest.CaptureFixture[str]
) -> None:
    def build() -> None:
        raise ZeroDivisionError("a fault")

    with pytest.raises(Abort, match="The build failed"):
        started(build).build()
    assert "ZeroDivisionError: a fault" in capfd.readouterr().err


def test_a_builder_that_was_killed_is_told_of(
    started: Callable[[Callable[[], None]], Builder],
) -> None:
    builder = started(lambda: os.kill(os.getpid(), signal.SIGKILL))
    for _again in range(2):
        with pytest.raises(Abort, match="has ended"):
            builder.build()


def test_an_interrupt_leaves_the_end_of_a_build_to_the_preview(
    tmp_path: Path, started: Callable[[Callable[[], None]], Builder]
) -> None:
    file = tmp_path / "built"

    def build() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        file.touch()

    started(build).build()
    assert file.exists()
