"""Work in a second process gives what it would give in this one, whatever befalls that process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from site_builder import processes
from site_builder.library import checks, readings
from site_builder.processes import beside, spread
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

forking = [
    pytest.mark.skipif(sys.platform != "linux", reason="work is forked on Linux only"),
    # The browser of other tests has threads in this process; what is forked here touches none.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be a process without threads, on a machine with two cores."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1}, raising=False)
    monkeypatch.setattr(processes, "forks_safely", lambda: True)


_ORPHAN = """
import os, signal, time
from site_builder import processes

os.sched_getaffinity = lambda _process: {0, 1}

def work():
    print("working", flush=True)
    time.sleep(600)

processes.beside(work)
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="work is forked on Linux only")
def test_a_fork_ends_with_its_killed_parent() -> None:
    """The end of their common output shows that both are gone."""
    with subprocess.Popen([sys.executable, "-c", _ORPHAN], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"working\n"
        parent.kill()
        assert parent.communicate(timeout=300)[0] == b""


@pytest.mark.usefixtures("two_cores")
class TestInAFork:
    pytestmark = forking

    def test_work_runs_in_another_process(self) -> None:
        assert beside(os.getpid)() != os.getpid()

    def test_work_of_a_killed_process_is_done_here(self) -> None:
        here = os.getpid()

        def work() -> int:
            if os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            return os.getpid()

        assert beside(work)() == here

    def test_an_error_is_met_where_it_can_be_reported(self) -> None:
        def work() -> None:
            message = "no luck"
            raise ValueError(message)

        with pytest.raises(ValueError, match="no luck"):
            beside(work)()

    def test_two_processes_share_the_pieces_of_some_work(self) -> None:
        begun, ended = os.pipe()

        def work(piece: int) -> tuple[int, int]:
            os.write(ended, b".")
            return piece, os.getpid()

        # This process waits until the other has taken a piece.
        done = spread(work, 50, 2, lambda: os.read(begun, 1))
        assert [piece for piece, _process in done] == [*range(50)]
        assert {process for _piece, process in done} != {os.getpid()}

    def test_pieces_of_a_killed_process_are_done_here(self) -> None:
        here, (begun, ended) = os.getpid(), os.pipe()

        def work(piece: int) -> tuple[int, int]:
            if os.getpid() != here:
                os.write(ended, b".")
                os.kill(os.getpid(), signal.SIGKILL)
            return piece, os.getpid()

        done = spread(work, 9, 2, lambda: os.read(begun, 1))
        assert done == [(piece, here) for piece in range(9)]

    def test_an_error_in_a_piece_is_met_here(self) -> None:
        def work(piece: int) -> None:
            if piece == 3:
                message = "no luck"
                raise ValueError(message)

        with pytest.raises(ValueError, match="no luck"):
            spread(work, 9, 2)

    def test_checks_find_the_same_in_two_processes(
        self, make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = "## What happened\n\nThe nurse was careless.\n\n## What was learned\n\n[x](no.md)\n"
        base = make_base({f"lesson-{number}.md": lesson_text(body=body) for number in range(3)})
        alone = base.load().diagnostics
        monkeypatch.setattr(readings, "_MANY_FILES", 1)
        monkeypatch.setattr(checks, "_MANY_RECORDS", 1)

        assert base.load().diagnostics == alone
        assert {"link-broken", "problem-repeated"} <= {problem.rule for problem in alone}


def test_one_core_does_the_work_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0}, raising=False)
    assert beside(os.getpid)() == os.getpid()


def test_a_process_with_threads_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert beside(os.getpid)() == os.getpid()
    finally:
        stop.set()
        thread.join()
