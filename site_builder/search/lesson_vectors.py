"""The vectors of a base's lessons and problems, where it is to be searched by meaning too.

Those of problems of assists are kept apart from those of lessons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from site_builder.library.likeness import MEANT
from site_builder.meaning.passages import key_of
from site_builder.meaning.weights import MeaningMissingError, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.meaning.passages import Passages
    from site_builder.meaning.vectors import Vectors
    from site_builder.project import Project
    from site_builder.search.rows import Rows
    from site_builder.search.text import SearchText

ENGLISH = "en"
_PROBLEMS = "problems"
"""Name under which the vectors of problems are kept."""


class Made(NamedTuple):
    """How many lessons have a vector, and how many wait for one."""

    made: int
    """Vectors made now."""
    kept: int
    """Lessons that had theirs before."""
    waiting: int
    vectors: Vectors


def is_english(project: Project) -> bool:
    """Return whether the language of the site is the one that the model knows."""
    return project.language.lower().replace("_", "-").partition("-")[0] == ENGLISH


def why_words_alone(project: Project) -> str:
    """Return in a sentence why a base is searched by words alone; nothing where it is not."""
    if not project.settings.meaning:
        return "the search by meaning is off; `meaning: on` in mkdocs.yml turns it on"
    if not is_english(project):
        language = project.language
        return f"the search by meaning knows English alone, and the site's language is `{language}`"
    return missing()


def are_kept(project: Project) -> bool:
    """Return whether a base is searched by meaning and has vectors, without a look at them."""
    return not why_words_alone(project) and (project.cache_dir / "meaning").is_dir()


def vectors_of(project: Project, rows: Rows) -> Vectors | None:
    """Return the vectors of the lessons of an index; None where it is searched by words alone."""
    if why_words_alone(project):
        return None
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy

    vectors = Kept(project.cache_dir).vectors(rows.passages)
    return vectors if len(vectors.known) else None


def waiting(project: Project, lessons: Iterable[SearchText]) -> int:
    """Return how many vectors are to be made."""
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy

    return len(Kept(project.cache_dir).waiting(lesson.passages for lesson in lessons))


def make_vectors(
    project: Project,
    lessons: Iterable[SearchText],
    most: int | None = None,
    on_made: Callable[[], object] = lambda: None,
) -> Made:
    """Make the vectors that lessons lack, and keep them.

    Args:
        project: Whose lessons.
        lessons: All of them.
        most: Most vectors to make; None for all.
        on_made: Called after each.

    Raises:
        MeaningMissingError: What makes them is not installed.
    """
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy
    from site_builder.meaning.opening import lesson_engine  # noqa: PLC0415

    kept, listed = Kept(project.cache_dir), [lesson.passages for lesson in lessons]
    lacking = set(kept.waiting(listed))
    before = sum(passages in lacking for passages in listed)
    made = kept.make(listed, lesson_engine, most, on_made)
    vectors = kept.vectors(map(key_of, listed))
    known = len(vectors.known)
    return Made(made, len(listed) - before, len(listed) - known, vectors)


def open_vectors(project: Project, assists: Sequence[Mapping[str, str]]) -> Vectors | None:
    """Return the vectors of the problems of open assists; None where none is to be used."""
    if not assists or why_words_alone(project):
        return None
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy

    return Kept(project.cache_dir, _PROBLEMS).vectors(map(key_of, _problems(assists)))


def make_open_vectors(
    project: Project, assists: Sequence[Mapping[str, str]], most: int | None = None
) -> Vectors:
    """Make the vectors that open assists lack, and keep them.

    Raises:
        MeaningMissingError: What makes them is not installed.
    """
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy
    from site_builder.meaning.opening import lesson_engine  # noqa: PLC0415

    kept, problems = Kept(project.cache_dir, _PROBLEMS), _problems(assists)
    kept.make(problems, lesson_engine, most)
    return kept.vectors(map(key_of, problems))


def _problems(assists: Iterable[Mapping[str, str]]) -> list[Passages]:
    return [(assist["problem"],) for assist in assists]


def meant_alike(project: Project, problems: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the cosine of each pair of problems that mean nearly the same, the smaller key first.

    There is none where a base is searched by words alone. As with lessons, a limited number of
    vectors is made at a time.
    """
    if len(problems) < 2 or why_words_alone(project):  # noqa: PLR2004 - a pair
        return {}
    from site_builder.meaning.kept import Kept  # noqa: PLC0415 - imports NumPy
    from site_builder.meaning.opening import lesson_engine  # noqa: PLC0415

    keys, kept = sorted(problems), Kept(project.cache_dir, _PROBLEMS)
    texts = [(problems[key],) for key in keys]
    try:
        kept.make(texts, lesson_engine, project.settings.meaning_limit)
    except MeaningMissingError:
        return {}
    near = enumerate(kept.vectors(map(key_of, texts)).alike(MEANT))
    return {
        (keys[one], keys[other]): cosine
        for one, others in near
        for other, cosine in others.items()
        if one < other
    }
