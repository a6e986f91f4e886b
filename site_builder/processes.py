"""Work in a second process that shares what this one holds in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
    if not forks_safely() or len(os.sched_getaffinity(0)) == 1:
        return work
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, receiver, sender), daemon=True)
    process.start()
    sender.close()

    def result() -> Result:
        with receiver:
            try:
                received: Result = receiver.recv()
            except EOFError:
                received = work()
            process.join()
        return received

    return result


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
