"""Which lessons are near to a text in meaning, of lessons that a build has read and not indexed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.meaning.passages import key_of
from site_builder.search.lesson_vectors import why_words_alone
from site_builder.search.lessons import lesson_passages
from site_builder.search.verdict import LEAST_NEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.library.library import Library
    from site_builder.meaning.kept import Kept
    from site_builder.project import Project
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_MOST_TEXTS = 100
"""Most texts that are looked into, at up to 0.1 seconds each."""


class MeantLessons:
    """Finds lessons as a search by meaning does, by the vectors that are kept."""

    def __init__(
        self, project: Project, library: Library, wait: Callable[[], object] = lambda: None
    ) -> None:
        """Take the base; nothing is read before it is needed.

        Args:
            project: Whose settings and kept vectors.
            library: The lessons.
            wait: Called first: a build makes vectors meanwhile.
        """
        self._wait = wait
        self._project = project
        self._library = library
        self._keys: dict[str, str] = {}
        self._left = _MOST_TEXTS

    @cached_property
    def _kept(self) -> Kept | None:
        if why_words_alone(self._project):
            return None
        self._wait()
        from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy

        return Kept(self._project.cache_dir)

    def near(self, text: str, lessons: Sequence[Record[Lesson]]) -> frozenset[str]:
        """Return the ids of those of some lessons that are near to a text in meaning."""
        if not lessons or not self._left or self._kept is None:
            return frozenset()
        vectors = self._kept.vectors(map(self._key, lessons))
        if not len(vectors.known):
            return frozenset()
        from site_builder.meaning.opening import query_vector  # noqa: PLC0415 - imports NumPy

        self._left -= 1
        near = vectors.near(query_vector(text)).tolist()
        return frozenset(lessons[at].id for at in vectors.known.tolist() if near[at] >= LEAST_NEAR)

    def _key(self, lesson: Record[Lesson]) -> str:
        if lesson.id not in self._keys:
            self._keys[lesson.id] = key_of(lesson_passages(lesson, self._library))
        return self._keys[lesson.id]
