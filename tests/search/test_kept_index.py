"""An index that is brought up to date is that of the same lessons, analysed anew."""

from __future__ import annotations

import tempfile
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.library import kept
from site_builder.library.frame import States, frame_of
from site_builder.library.kept import Kept
from site_builder.library.loader import unchecked
from site_builder.project import read_project
from site_builder.search.kept_index import kept_index
from site_builder.search.lessons import search_texts, text_maker
from site_builder.search.memory import MemoryIndex
from site_builder.search.related import related_lessons
from tests.builders import VOCABULARY, lesson_text, write_base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.library.base import Base
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.search.text import SearchText

_WORDS = [
    "follow",
    "up",
    "followup",
    "e-mail",
    "email",
    "hand",
    "over",
    "pump",
    "pumps",
    "the",
    "頭痛",
]
_IDS = ["a", "b", "c", "d", "e"]
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
_BASES = st.dictionaries(
    st.sampled_from(_IDS), st.tuples(_TEXTS, _TEXTS, st.sampled_from(["draft", "published"]))
)
_SYNONYMS = st.sampled_from(["shift change", "follow up", "pump"])


@pytest.fixture(scope="module", autouse=True)
def small_bases_are_kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "FEWEST_FILES", 1)
        yield


Lessons = dict[str, tuple[str, str, str]]


def read(root: Path, lessons: Lessons, synonym: str) -> tuple[Base, Project]:
    """Write a base in the place of another one, and read it."""
    for file in (root / "lessons").glob("?.md"):
        file.unlink()
    texts = {
        f"{name}.md": lesson_text(title=title, status=status).replace(
            "\n## What was", f"\n{text}\n\n## What was"
        )
        for name, (title, text, status) in lessons.items()
    }
    write_base(root, texts)
    words = VOCABULARY.replace("shift change", synonym)
    (root / "lessons/vocabulary.yml").write_text(words, encoding="utf-8")
    project = read_project(root)
    return unchecked(project), project


def updated(base: Base, project: Project) -> MemoryIndex:
    states = States(frame_of(base, project), base.library, base.library, base.graph)
    index, keep = kept_index(base.library, base.evidence, states, Kept(project))
    keep()
    return index


def contents(index: MemoryIndex) -> tuple[object, ...]:
    arrays = attrgetter("rows", "counts", "places")
    postings = {
        name: {term: [it.tolist() for it in arrays(of_term)] for term, of_term in terms.items()}
        for name, terms in index.postings.items()
    }
    distinct = [lesson.distinct for lesson in index.lessons]
    return index.lessons, distinct, index.lengths, postings


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_BASES, _SYNONYMS), min_size=2, max_size=4), st.integers(0, 2))
def test_whatever_has_changed_the_index_is_that_of_the_same_lessons(
    rounds: list[tuple[Lessons, str]], few: int
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory(prefix="beforehand-") as folder,
    ):
        patch.setattr("site_builder.search.kept_index._FEW", few)
        for lessons, synonym in rounds:
            base, project = read(Path(folder), lessons, synonym)
            new = MemoryIndex(search_texts(base.library, base.evidence))
            index = updated(base, project)
            assert contents(index) == contents(new)
            assert related_lessons(index, None, Kept(project)) == related_lessons(new)


@pytest.mark.parametrize(("few", "analysed"), [(0, ["a"]), (1, ["a", "b"])])
def test_only_lessons_that_have_changed_since_the_index_was_kept_are_analysed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, analysed: list[str]
) -> None:
    monkeypatch.setattr("site_builder.search.kept_index._FEW", few)
    lessons = {name: ("A pump", f"It is {name}", "published") for name in _IDS}
    updated(*read(tmp_path, lessons, "pump"))
    made: list[str] = []

    def noted(library: Library, evidence: Assessments) -> Callable[[Record[Lesson]], SearchText]:
        def make(lesson: Record[Lesson]) -> SearchText:
            made.append(lesson.id)
            return text_maker(library, evidence)(lesson)

        return make

    monkeypatch.setattr("site_builder.search.kept_index.text_maker", noted)
    updated(*read(tmp_path, lessons | {"b": ("A pump", "It freezes", "published")}, "pump"))
    assert made == ["b"]
    made.clear()
    edited = dict.fromkeys("ab", ("A pump", "It freezes", "published"))
    updated(*read(tmp_path, lessons | edited, "pump"))
    assert made == analysed
