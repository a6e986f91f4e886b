"""The search of a site, made by another process while pages are rendered."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import IndexUnusableError
from site_builder.search.open import facts_of
from site_builder.search.related import near_from_json
from site_builder.search.text import search_texts

if TYPE_CHECKING:
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.search.related import RelatedLesson


class SearchBuild:
    """One run of :mod:`site_builder.search.worker`."""

    def __init__(self) -> None:
        """Start the process, which gets ready while the lessons are read."""
        self._folder = tempfile.TemporaryDirectory(prefix="beforehand-")
        self._related = Path(self._folder.name) / "related.json"
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

    def index(self, library: Library, evidence: Assessments, cache: Path, folder: Path) -> None:
        """Hand the process its work.

        Args:
            library: What is searched.
            evidence: What it makes of each lesson.
            cache: Where the index is kept from one build to the next.
            folder: Where the published index goes.

        Raises:
            IndexUnusableError: The process has failed.
        """
        texts = search_texts(library, evidence)
        # A build does not know the files' times; the next search notes them.
        facts = asdict(facts_of(library))
        work = {
            "cache": str(cache),
            "folder": str(folder),
            "facts": facts,
            "related": str(self._related),
        }
        assert self._process.stdin  # noqa: S101 - it was asked for
        try:
            with self._process.stdin as stream:
                # Nothing is nested in a text, so it needs no copy of all that it holds.
                for line in (work, *map(vars, texts)):
                    stream.write(json.dumps(line) + "\n")
        except BrokenPipeError:
            self.finish()

    @cached_property
    def related(self) -> dict[str, tuple[RelatedLesson, ...]]:
        """The nearest lessons of each; nothing if the process failed, which ``finish`` tells."""
        assert self._process.stdout  # noqa: S101 - it was asked for
        # A line says that the file is whole; none, that the process has ended.
        if not self._process.stdout.readline():
            return {}
        return near_from_json(self._related.read_text(encoding="utf-8"))

    def finish(self) -> None:
        """Wait until the index is published.

        Raises:
            IndexUnusableError: The process failed; the message is what it said last.
        """
        status = self._process.wait()
        if status:
            self._errors.seek(0)
            said = self._errors.read().strip().rpartition("\n")[2]
            message = f"the search index was not made: {said or f'exit status {status}'}"
            raise IndexUnusableError(message)
        self._close()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream and not stream.closed:
                stream.close()
        self._folder.cleanup()
