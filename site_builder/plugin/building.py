"""A process that builds for a preview, whose server has threads and so may not fork."""

from __future__ import annotations

import atexit
import multiprocessing
import signal
import traceback
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_FAILED = "The build failed with the error above."
_ENDED = "The process that builds has ended: stop the preview, and start it again."


class Builder:
    """A fork of this process that builds whenever it is asked to."""

    def __init__(self, build: Callable[[], None]) -> None:
        """Start the process, which has to be done before there are threads.

        Args:
            build: Raises :class:`Abort` with what to tell the reader of the preview.
        """
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        # No daemon, since these may not start processes; so its end must not be waited for.
        self._process = context.Process(target=_serve, args=(build, self._pipe, theirs))
        self._process.start()
        theirs.close()
        atexit.register(self.stop)

    def build(self) -> None:
        """Build.

        Raises:
            Abort: The build failed; the message says why.
        """
        try:
            self._pipe.send(True)  # noqa: FBT003 - any value is the sign to begin
            problem = self._pipe.recv()
        except (EOFError, OSError):
            problem = _ENDED
        if problem:
            raise Abort(problem)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        atexit.unregister(self.stop)
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(build: Callable[[], None], theirs: Connection, pipe: Connection) -> None:
    """Build at each sign, and answer what went wrong, until the other process is gone."""
    # An interrupt reaches this process too; the other ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Open, it would hide the other's death.
    theirs.close()
    try:
        while pipe.recv():
            pipe.send(_problem(build))
    except (EOFError, OSError):
        return


def _problem(build: Callable[[], None]) -> str:
    try:
        build()
    except Abort as error:
        return str(error)
    except Exception:  # noqa: BLE001 - a later change may be right again
        traceback.print_exc()
        return _FAILED
    return ""
