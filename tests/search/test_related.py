"""The lessons nearest to each lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.meaning.arrays import np
from site_builder.meaning.vectors import CODE_BYTES, Vector, Vectors, vector_of
from site_builder.search.memory import MemoryIndex
from site_builder.search.related import NEAREST, related_lessons
from tests.search.making import made

if TYPE_CHECKING:
    from site_builder.search.text import SearchText


def near(*lessons: SearchText) -> dict[str, list[str]]:
    found = related_lessons(MemoryIndex(sorted(lessons, key=lambda lesson: lesson.id)))
    return {lesson_id: [one.id for one in ones] for lesson_id, ones in found.items()}


def test_lessons_that_share_telling_words_are_near() -> None:
    found = near(
        made("a", "the pump froze in the shed"),
        made("b", "a frozen pump needs a warm shed"),
        made("c", "patients waited for their letters"),
    )
    assert found["a"] == ["b"]
    assert found["c"] == []


def test_a_lesson_alone_is_near_to_none() -> None:
    assert near(made("a", "the pump froze")) == {"a": []}


def test_a_lesson_of_nothing_but_stop_words_is_near_to_none() -> None:
    assert near(made("a", "it is the"), made("b", "pump"))["a"] == []


def test_a_lesson_is_never_near_to_itself() -> None:
    found = near(*(made(f"l{n}", "pump shed winter") for n in range(3)))
    assert all(lesson_id not in ones for lesson_id, ones in found.items())


def test_no_more_than_the_nearest_few_are_given_ties_by_id() -> None:
    found = near(*(made(f"l{n}", "pump shed winter") for n in range(NEAREST + 3)))
    assert found["l7"] == [f"l{n}" for n in range(NEAREST)]


def test_the_same_topic_brings_a_lesson_nearer() -> None:
    found = near(
        made("a", "pump", tags=("winter",)),
        made("b", "pump"),
        made("c", "pump", tags=("winter",)),
        made("d", "valve"),
    )
    assert found["a"] == ["c", "b"]


def test_a_draft_is_near_to_none_and_has_lessons_near_to_it() -> None:
    found = near(made("a", "the pump froze"), made("b", "a frozen pump", status="draft"))
    assert found == {"a": [], "b": ["a"]}


def test_the_reason_names_words_topics_and_source() -> None:
    lessons = [
        made("a", "the pumps froze", tags=("winter",), source="review"),
        made("b", "a pump was freezing", tags=("winter",), source="review"),
        made("c", "letters"),
    ]
    one = related_lessons(MemoryIndex(lessons))["a"][0]
    assert (one.words, one.tags, one.same_source) == (("pump",), ("winter",), True)


def test_the_order_of_lessons_does_not_matter() -> None:
    lessons = [made(f"l{n}", f"pump shed word{n % 3}") for n in range(9)]
    assert near(*lessons) == near(*reversed(lessons))


def test_headings_and_common_words_are_no_reason() -> None:
    lessons = (
        made("a", "Background:\nPeople took time over the pump", headings="Background"),
        made("b", "Background:\nPeople took time over the roof", headings="Background"),
        made("c", "The background of a roof", headings=""),
    )
    found = related_lessons(MemoryIndex(lessons))
    assert found["a"] == ()
    assert [one.words for one in found["b"]] == [("roof",)]


def test_lessons_without_a_word_in_common_are_near_by_what_they_mean() -> None:
    pump = vector_of([np.arange(384, dtype=np.int64) - 192])
    letters = vector_of([192 - np.arange(384, dtype=np.int64)])
    lessons = [made("a", "pump"), made("b", "frost"), made("c", "letters"), made("d", "badges")]
    vectors = Vectors.of([pump, pump, letters, None])
    found = related_lessons(MemoryIndex(lessons), vectors)
    assert [(one.id, one.by_meaning) for one in found["a"]] == [("b", True)]
    assert found["c"] == found["d"] == ()


def test_a_draft_is_near_to_none_by_meaning_either() -> None:
    same = Vector(bytes(CODE_BYTES), 1)
    lessons = [made("a", "pump"), made("b", "frost", status="draft")]
    found = related_lessons(MemoryIndex(lessons), Vectors.of([same, same]))
    assert [[one.id for one in ones] for ones in found.values()] == [[], ["a"]]
