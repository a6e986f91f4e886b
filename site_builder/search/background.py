"""The search of a site, made by another process while pages are rendered."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.errors import IndexUnusableError
from site_builder.search.open import facts_of
from site_builder.search.related import Near
from site_builder.search.text import search_texts

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library.library import Library


class SearchBuild:
    """One run of :mod:`site_builder.search.worker`."""

    def __init__(self, library: Library, cache: Path, folder: Path) -> None:
        """Start it.

        Args:
            library: What is searched.
            cache: Where the index is kept from one build to the next.
            folder: Where the published index goes.
        """
        # A file takes any amount of errors; a pipe that nobody reads would fill up and block.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed below
        self._process = subprocess.Popen(
            # -P: a file named json.py in the folder where the build runs is nobody's library.
            [sys.executable, "-P", "-m", "site_builder.search.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
        )
        work = {
            "cache": str(cache),
            "folder": str(folder),
            # A build does not know the files' times; the next search notes them.
            "facts": asdict(facts_of(library, "")),
            "lessons": [asdict(text) for text in search_texts(library)],
        }
        assert self._process.stdin  # noqa: S101 - it was asked for
        try:
            with self._process.stdin as stream:
                json.dump(work, stream)
        except BrokenPipeError:
            self.finish()

    @cached_property
    def related(self) -> dict[str, list[Near]]:
        """The nearest lessons of each; waits until they are known.

        Raises:
            IndexUnusableError: The process failed.
        """
        assert self._process.stdout  # noqa: S101 - it was asked for
        line = self._process.stdout.readline()
        if not line:
            self.finish()
        return {
            lesson_id: [Near(one[0], tuple(one[1]), tuple(one[2]), one[3]) for one in found]
            for lesson_id, found in json.loads(line).items()
        }

    def finish(self) -> None:
        """Wait until the index is published.

        Raises:
            IndexUnusableError: The process failed; the message is what it said last.
        """
        status = self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        if status:
            self._errors.seek(0)
            said = self._errors.read().strip().rpartition("\n")[2]
            message = f"the search index was not made: {said or f'exit status {status}'}"
            raise IndexUnusableError(message)
        self._errors.close()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._errors.close()
