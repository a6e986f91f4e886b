"""Work in a second process gives what it would give in this one, whatever befalls that process."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from site_builder.library import checks
from site_builder.processes import beside, forks_safely
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

needs_forks = pytest.mark.skipif(
    not forks_safely(), reason="this process has threads, or is not on Linux"
)


def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have two cores."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})


@needs_forks
def test_work_runs_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    two_cores(monkeypatch)
    assert beside(os.getpid)() != os.getpid()


@needs_forks
def test_work_of_a_killed_process_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    two_cores(monkeypatch)
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert beside(work)() == here


@needs_forks
def test_an_error_is_met_where_it_can_be_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    two_cores(monkeypatch)

    def work() -> None:
        message = "no luck"
        raise ValueError(message)

    with pytest.raises(ValueError, match="no luck"):
        beside(work)()


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


@needs_forks
def test_checks_find_the_same_in_two_processes(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cores(monkeypatch)
    body = "## What happened\n\nThe nurse was careless.\n\n## What was learned\n\n[x](no.md)\n"
    base = make_base({f"lesson-{number}.md": lesson_text(body=body) for number in range(3)})
    alone = base.load().diagnostics
    monkeypatch.setattr(checks, "_MANY_RECORDS", 1)

    assert base.load().diagnostics == alone
    assert {"link-broken", "problem-repeated"} <= {problem.rule for problem in alone}
