"""Builds the search index of a site in another process while pages are rendered."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from site_builder.diagnostics import counted
from site_builder.errors import IndexUnusableError
from site_builder.library.kept import Kept
from site_builder.meaning.packed import packed
from site_builder.meaning.weights import MeaningMissingError
from site_builder.processes import forks_safely, prepare_fork
from site_builder.search.kept_index import kept_index
from site_builder.search.lesson_vectors import (
    is_english,
    make_open_vectors,
    make_vectors,
    why_words_alone,
)
from site_builder.search.named import NamedFiles
from site_builder.search.open import facts_of
from site_builder.search.postings import publish
from site_builder.search.related import RelatedLesson, related_lessons

if TYPE_CHECKING:
    from collections.abc import Generator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.frame import States
    from site_builder.library.library import Library
    from site_builder.meaning.vectors import Vectors
    from site_builder.project import Project
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.store import SearchFacts


class _Result(NamedTuple):
    """Result of one step of the work."""

    related: dict[str, tuple[RelatedLesson, ...]]
    problem: str = ""
    """What went wrong, or empty."""
    told: str = ""
    """What a keeper should know, or empty."""
    stay: tuple[str, ...] = ()
    """Paths of the files of the last site that stay."""


class SearchBuild:
    """Finds the related lessons and publishes the index of a library.

    A fork of this process does the work, so that nothing needs to be pickled. Where forking is not
    safe, this process does the work when its results are needed.
    """

    def __init__(
        self,
        library: Library,
        evidence: Assessments,
        states: States,
        folders: tuple[Path, Path | None],
        project: Project,
    ) -> None:
        """Start the work.

        Args:
            library: What is searched.
            evidence: The assessment of each lesson.
            states: Whether what lessons are made from is still the same.
            folders: Where the published index goes, and where that of the last site lies, if files
                may stay there.
            project: Whose settings and kept vectors.
        """
        self.stay: tuple[str, ...] = ()
        """Paths of files of the last site that stay where they are, once the work is finished."""
        self._results = _steps(library, evidence, states, folders, project)
        self._process = None
        self._receiver: Connection | None = None
        if forks_safely():
            context = multiprocessing.get_context("fork")
            receiver, sender = context.Pipe(duplex=False)
            self._process = context.Process(
                target=_run, args=(self._results, receiver, sender), daemon=True
            )
            self._process.start()
            sender.close()
            self._results = _received(self._process, receiver)
            self._receiver = receiver

    @cached_property
    def _found(self) -> _Result:
        return next(self._results)

    @property
    def is_at_hand(self) -> bool:
        """Whether no other process is still looking for the nearest lessons."""
        return self._receiver is None or self._receiver.poll()

    @property
    def related(self) -> dict[str, tuple[RelatedLesson, ...]]:
        """The nearest lessons of each; none if the work failed, which :meth:`finish` reports."""
        return self._found.related

    def finish(self) -> str:
        """Wait until the index is published, and return what a keeper should know.

        Raises:
            IndexUnusableError: The work failed; the message says why.
        """
        last = self._found if self._found.problem else next(self._results)
        self.stop()
        self.stay = last.stay
        if last.problem:
            message = f"the search index was not made: {last.problem}"
            raise IndexUnusableError(message)
        return last.told

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.join()
        self._results.close()


def _steps(
    library: Library,
    evidence: Assessments,
    states: States,
    folders: tuple[Path, Path | None],
    project: Project,
) -> Generator[_Result]:
    """Yield the related lessons as soon as they are known, then whether all is published."""
    try:
        kept = Kept(project)
        index, keep_index = kept_index(library, evidence, states, kept)
        facts = facts_of(library)
        vectors, of_assists, told = _meaning(project, index, facts)
        yield _Result(related_lessons(index, None if isinstance(vectors, dict) else vectors, kept))
        # Pages wait for the nearest lessons, and nobody for this.
        keep_index()
        files = NamedFiles(*folders, kept)
        publish(facts, index, folders[0], vectors, of_assists, files)
        yield _Result({}, told=told, stay=tuple(files.stay))
    except Exception as error:  # noqa: BLE001 - another process may have to tell it
        yield _Result({}, f"{type(error).__name__}: {error}")


def _meaning(
    project: Project, index: MemoryIndex, facts: SearchFacts
) -> tuple[Vectors | dict[str, str] | None, Vectors | None, str]:
    """Return the vectors of lessons and of open assists, and what a keeper should know."""
    if why := why_words_alone(project):
        if not project.settings.meaning:
            return None, None, ""
        without = None if is_english(project) else {"without": "language"}
        return without, None, f"Lessons are found by their words alone: {why}."
    try:
        packed()  # which publishing needs, even where every vector is kept
        limit = project.settings.meaning_limit
        made = make_vectors(project, index.lessons, limit)
        of_assists = make_open_vectors(project, facts.assists, limit) if facts.assists else None
    except MeaningMissingError as error:
        return None, None, f"Lessons are found by their words alone: {error}."
    if not made.waiting:
        return made.vectors, of_assists, ""
    wait = counted(made.waiting, "lesson waits", "lessons wait")
    told = (
        f"{wait} to be found by meaning too: this build has worked out {made.made}, the most that "
        "`meaning_limit` allows; `lessons meaning` does the rest."
    )
    return made.vectors, of_assists, told


def _run(steps: Generator[_Result], receiver: Connection, sender: Connection) -> None:
    """Run the steps in a fork, and send the result of each."""
    prepare_fork(receiver)
    with suppress(BrokenPipeError):
        for result in steps:
            sender.send(result)
            del result  # or it would be held until there is another


def _received(process: BaseProcess, receiver: Connection) -> Generator[_Result]:
    """Yield the results that a fork sends, and a problem if it ends before it has sent all."""
    with receiver:
        with suppress(EOFError):
            while True:
                yield receiver.recv()
        process.join()
        yield _Result({}, f"its process ended with exit status {process.exitcode}")
