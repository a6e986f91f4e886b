"""Work in a second process that shares what this one holds in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Result = TypeVar("Result")


def forks_safely() -> bool:
    """Return whether this is Linux without another thread, whose locks a fork would copy."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def beside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start work in a fork of this process, and return what waits for its result.

    Without a second core, or where forking is not safe, this process does the work when its result
    is asked for. It also does the work again if the fork fails, so that an error is raised here.

    Args:
        work: Changes nothing that this process needs. Its result can be pickled.
    """
    return _Fork(work) if forks_safely() and cores() > 1 else work


def cores() -> int:
    """Return how many cores this process may use; one where the platform does not say."""
    asked = getattr(os, "sched_getaffinity", None)
    return len(asked(0)) if asked else 1


def spread(
    work: Callable[[int], Result],
    pieces: int,
    processes: int,
    meanwhile: Callable[[], object] | None = None,
) -> list[Result]:
    """Return the results of the pieces of some work, each done by the process that is free first.

    Args:
        work: Does a piece, by its number from 0; see :func:`beside`.
        pieces: How many there are, at most 255.
        processes: How many may work at once, this one among them.
        meanwhile: What this process does before it takes pieces.
    """
    numbers, filled = os.pipe()
    os.write(filled, bytes(range(pieces)))
    os.close(filled)

    def taken() -> dict[int, Result]:
        # A pipe gives each byte to one of those who read from it.
        return {piece[0]: work(piece[0]) for piece in iter(partial(os.read, numbers, 1), b"")}

    others = [beside(taken) for _other in range(1, min(processes, pieces))]
    try:
        if meanwhile:
            meanwhile()
        done = taken()
        for other in others:
            done.update(other())
    finally:
        os.close(numbers)
        for other in others:
            if isinstance(other, _Fork):
                other.stop()
    # Pieces of a process that has failed.
    return [done[piece] if piece in done else work(piece) for piece in range(pieces)]


class _Fork(Generic[Result]):
    """Work that another process does meanwhile."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_send, args=(work, self._receiver, sender), daemon=True
        )
        self._process.start()
        sender.close()

    def __call__(self) -> Result:
        with self._receiver:
            try:
                received: Result = self._receiver.recv()
            except EOFError:
                received = self._work()
            self._process.join()
        return received

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()


def prepare_fork(receiver: Connection) -> None:
    """Let a fork run without interrupts and collections, and end with its parent.

    Args:
        receiver: The end of the pipe that the parent reads from; open, it would hide the parent's
            death.
    """
    # An interrupt reaches this process too; its parent ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nearly everything made here is used to the end, so garbage collection only costs time.
    gc.disable()
    receiver.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _send(work: Callable[[], object], receiver: Connection, sender: Connection) -> None:
    prepare_fork(receiver)
    # The parent does the work again, and meets the error where it can be reported.
    with suppress(Exception):
        sender.send(work())
