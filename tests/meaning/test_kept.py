"""Vectors are kept by the digest of their texts, made once, and made again where damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.meaning.kept import Kept
from site_builder.meaning.opening import lesson_engine
from site_builder.meaning.passages import key_of, passages_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.meaning.engine import Engine
    from site_builder.meaning.passages import Passages

LESSONS = [passages_of(f"Pump {number}", "It froze", "", "") for number in range(4)]


def none() -> Engine:
    pytest.fail("nothing needs to be made")


def published(cache: Path, lessons: Sequence[Passages] = LESSONS) -> bytes:
    return Kept(cache).vectors(map(key_of, lessons)).published()


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    assert Kept(tmp_path).make(LESSONS, lesson_engine) == 4
    assert Kept(tmp_path).make(LESSONS[::-1], none) == 0
    assert not Kept(tmp_path).waiting(LESSONS)


def test_work_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Kept(tmp_path).make(LESSONS, lesson_engine, on_made=stop)
    assert Kept(tmp_path).waiting(LESSONS) == LESSONS[1:]
    assert Kept(tmp_path).make(LESSONS, lesson_engine, most=2) == 2
    assert Kept(tmp_path).make(LESSONS, lesson_engine) == 1
    whole = tmp_path / "whole"
    Kept(whole).make(LESSONS, lesson_engine)
    assert published(tmp_path) == published(whole)


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "folder", "link"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: str) -> None:
    Kept(tmp_path).make(LESSONS[:1], lesson_engine)
    file = tmp_path / "meaning" / "vectors.bin"
    good = file.read_bytes()
    before = published(tmp_path, LESSONS[:1])
    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(good)
        file.symlink_to(tmp_path / "elsewhere")
    else:
        bad = {"cut": good[:-1], "changed": good[:-40] + b"x" + good[-39:], "emptied": b""}
        file.write_bytes(bad[damage])
    kept = Kept(tmp_path)
    assert kept.waiting(LESSONS[:1]) == LESSONS[:1]
    assert kept.make(LESSONS[:1], lesson_engine) == 1
    assert kept.vectors([key_of(LESSONS[0])]).published() == before


def test_a_linked_folder_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "meaning").symlink_to(tmp_path / "elsewhere")
    Kept(tmp_path).make(LESSONS[:1], lesson_engine)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_lesson_is_its_beginning_its_title_and_its_problem() -> None:
    told = "A title. Heat it word", "A title", "It froze"
    assert passages_of("A title", "It froze", "Heat it", "word") == told
    first, second, *others = passages_of("A title", "It froze.", "", "word\n" * 300)
    assert others == ["A title", "It froze."]
    assert first + second == ("A title. " + "word\n" * 300)[:1000]
    assert (len(first), len(second)) == (500, 500)
