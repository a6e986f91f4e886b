"""Files that are named by what is in them, and those of the last build that stay."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.library import kept as kept_module
from site_builder.library.kept import Kept
from site_builder.project import read_project
from site_builder.search import named
from site_builder.search.memory import MemoryIndex
from site_builder.search.named import NamedFiles
from site_builder.search.postings import publish
from site_builder.search.shards import postings_part, shards_of
from tests.search.making import facts, made
from tests.search.naming import paths_of
from tests.site.built import contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

LESSONS = {
    f"n{at:02}": f"the pump number{at} of shed{at % 7} fails in winter{at % 3}" for at in range(40)
}


@pytest.fixture
def kept(make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Return what keeps the files of a small base."""
    monkeypatch.setattr(kept_module, "FEWEST_FILES", 1)
    monkeypatch.setattr("site_builder.search.shards.SHARD_BYTES", 60)
    return Kept(read_project(make_base({}).root))


def build(texts: dict[str, str], folder: Path, last: Path | None, kept: Kept | None) -> set[str]:
    """Publish lessons in the place of the last ones; return the paths that were written."""
    lessons = [made(name, body, title=name, problem=body) for name, body in sorted(texts.items())]
    files = NamedFiles(folder, last, kept)
    publish(facts(), MemoryIndex(lessons), folder, files=files)
    written = set(contents(folder))
    for path in files.stay:
        assert last
        (folder / path).parent.mkdir(exist_ok=True)
        (last / path).rename(folder / path)
    if last:
        shutil.rmtree(last)
    return written


@pytest.mark.parametrize("most", [512, 4], ids=["each has a name", "several share one"])
def test_after_an_edit_only_what_has_changed_is_written_and_all_is_as_if_made_anew(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(named, "_MOST_NAMES", most)
    first = build(LESSONS, tmp_path / "one", None, kept)
    texts = {**LESSONS, "n17": f"{LESSONS['n17']} unheard"}
    # What was read anew is not what was changed.
    written = build(texts, tmp_path / "two", tmp_path / "one", kept)
    build(texts, tmp_path / "clean", None, None)
    assert contents(tmp_path / "two") == contents(tmp_path / "clean")
    assert len(written) < len(first) * (0.5 if most > len(first) else 0.8)
    before = {path for path in first if path.startswith("cards/")}
    assert len({path for path in written if path.startswith("cards/")} - before) < len(before)


def test_postings_go_by_how_often_a_lesson_has_a_word_and_its_head_has_it() -> None:
    def keys(problem: str, body: str) -> list[bytes]:
        index = MemoryIndex([made("a", body, title="a", problem=problem)])
        return [postings_part(shard).key for shard in shards_of(index)]

    assert keys("pump", "shed") == keys("pump", "shed")
    assert keys("pump", "shed") != keys("pump", "shed shed")
    assert keys("pump", "shed") != keys("shed", "pump")


def test_without_an_edit_the_index_alone_is_written(kept: Kept, tmp_path: Path) -> None:
    build(LESSONS, tmp_path / "one", None, kept)
    assert build(LESSONS, tmp_path / "two", tmp_path / "one", kept) == {"index.json"}


def _in_its_place(file: Path, put: Callable[[int], object]) -> None:
    """Put something of the same time in the place of a file."""
    status = file.stat()
    file.unlink()
    put(status.st_size)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns), follow_symlinks=False)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"planted"),
        lambda file: os.utime(file, (1, 1)),
        lambda file: _in_its_place(file, lambda _size: file.write_bytes(b"planted")),
        lambda file: _in_its_place(file, lambda size: file.symlink_to("a" * size)),
    ],
    ids=["gone", "another", "touched", "another of the same time", "a link of that size too"],
)
def test_a_file_that_is_not_as_it_was_written_is_written_again(
    kept: Kept, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    build(LESSONS, tmp_path / "one", None, kept)
    good = contents(tmp_path / "one")
    path = paths_of(tmp_path / "one")["terms"][3]
    spoil(tmp_path / "one" / path)
    assert build(LESSONS, tmp_path / "two", tmp_path / "one", kept) == {"index.json", path}
    assert contents(tmp_path / "two") == good


def test_files_of_one_name_have_the_same_content(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Of two letters some names are the same.
    monkeypatch.setattr(named, "_LETTERS", 2)
    files = NamedFiles(tmp_path)
    parts = [named.of_content(str(number % 250).encode()) for number in range(500)]
    share, names = files.several("kind", "bin", parts)
    assert share == 1
    paths = [tmp_path / f"kind/{names[at : at + 2]}-0.bin" for at in range(0, 1000, 2)]
    assert [path.read_bytes() for path in paths] == [part.make() for part in parts]
