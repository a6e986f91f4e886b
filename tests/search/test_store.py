"""The kept index: reused, updated, and never trusted blindly."""

from __future__ import annotations

import errno
import json
import marshal
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.evidence.parts import Part
from site_builder.places import make_own
from site_builder.seals import stamped, unstamped
from site_builder.search import store as store_module
from site_builder.search import writing
from site_builder.search.store import HEAD, Store
from tests.conftest import REPOSITORY
from tests.search.making import ask, facts, found_by, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from site_builder.search.store import Opened
    from site_builder.search.text import SearchText

LESSONS = (made("a", "A pump froze."), made("b", "A shed burnt."), made("c", "A roof leaked."))
EDITED = (LESSONS[0], replace(LESSONS[1], body="A shed was heated."), LESSONS[2])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store that holds three lessons."""
    kept = Store(tmp_path)
    kept.update(facts(), LESSONS)
    return kept


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return a list that is told the ids of the lessons each time that some are indexed."""
    told: list[list[str]] = []
    write = writing.write_index

    def noted(
        files: dict[str, Any], lessons: Iterable[SearchText], gone: Iterable[int] = ()
    ) -> None:
        listed = list(lessons)
        told.append([lesson.id for lesson in listed])
        write(files, listed, gone)

    monkeypatch.setattr(writing, "write_index", noted)
    return told


def read(store: Store) -> Opened:
    """Return the current state, which there has to be."""
    opened = store.read()
    assert opened is not None
    return opened


def test_there_is_no_state_to_begin_with(tmp_path: Path) -> None:
    assert Store(tmp_path / "cache").read() is None


def test_a_state_is_read_again_as_it_was_written(store: Store) -> None:
    opened = read(store)
    assert [row.id for row in opened.rows] == ["a", "b", "c"]
    assert found_by(opened, "pumps") == ["a"]


def test_nothing_is_indexed_where_nothing_changed(store: Store, indexed: list[list[str]]) -> None:
    store.update(facts(), LESSONS)
    assert indexed == []


def test_other_facts_are_noted_without_indexing(store: Store, indexed: list[list[str]]) -> None:
    store.update(facts({"pump": "pumps"}), LESSONS)
    assert read(store).facts.phrases == {"pump": "pumps"}
    assert indexed == []


def test_of_one_edited_lesson_one_is_indexed(store: Store, indexed: list[list[str]]) -> None:
    opened = store.update(facts(), EDITED)
    assert indexed == [["b"]]
    assert (found_by(opened, "burnt"), found_by(opened, "heated")) == ([], ["b"])


@pytest.mark.parametrize(
    "change",
    [
        {"practice": "2"},
        {"research": "1"},
        {"contested": "yes"},
        {"strip": (Part("flag", "Contested"),)},
    ],
    ids=["practice", "research", "contested", "strip"],
)
def test_of_a_lesson_of_which_other_evidence_is_told_one_is_indexed(
    store: Store, indexed: list[list[str]], change: dict[str, Any]
) -> None:
    store.update(facts(), [LESSONS[0], made("b", "A shed burnt.", **change), LESSONS[2]])
    assert indexed == [["b"]]


def test_a_lesson_that_is_gone_is_not_found(store: Store, indexed: list[list[str]]) -> None:
    opened = store.update(facts(), LESSONS[1:])
    assert indexed == [[]]
    assert found_by(opened, "pump") == []
    assert [row.id for row in opened.rows] == ["b", "c"]


def test_a_new_lesson_takes_its_place_by_id(store: Store) -> None:
    opened = store.update(facts(), [*LESSONS, made("aa", "A pump burst.")])
    assert [row.id for row in opened.rows] == ["a", "aa", "b", "c"]
    assert set(found_by(opened, "pump")) == {"a", "aa"}


def test_a_lesson_may_come_back(store: Store) -> None:
    store.update(facts(), LESSONS[1:])
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]


def test_going_back_to_a_former_state_notes_the_facts_of_now(store: Store) -> None:
    store.update(facts(), EDITED)
    opened = store.update(facts({"pump": "pumps"}), LESSONS)
    assert opened.facts.phrases == {"pump": "pumps"}
    assert read(store).facts.phrases == {"pump": "pumps"}


def test_an_updated_index_scores_as_a_fresh_one(store: Store, tmp_path: Path) -> None:
    updated = store.update(facts(), EDITED)
    fresh = Store(tmp_path / "fresh").update(facts(), EDITED)
    for query in ("pump", "shed heated", "roof", "a"):
        assert ask(updated, query) == ask(fresh, query)


# A state that cannot be used


def _no_state_file(folder: Path) -> None:
    (folder / "state").unlink()


def _half_a_state_file(folder: Path) -> None:
    data = (folder / "state").read_bytes()
    (folder / "state").write_bytes(data[: len(data) // 2])


def _an_older_format(folder: Path) -> None:
    document = unstamped(HEAD, (folder / "state").read_bytes())
    assert document is not None
    (folder / "state").write_bytes(stamped(b"1 0.0.1\n", bytes(document)))


def _of_another_shape(folder: Path) -> None:
    (folder / "state").write_bytes(stamped(HEAD, marshal.dumps({"rows": [["a"]]})))


def _noise(folder: Path) -> None:
    (folder / "state").write_bytes(b"\xff\xfe\x00")


def _no_index(folder: Path) -> None:
    shutil.rmtree(folder / "whoosh")


def _halves_of_an_index(folder: Path) -> None:
    for file in (folder / "whoosh").iterdir():
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data[: len(data) // 2])


def _a_foreign_index(folder: Path) -> None:
    for file in (folder / "whoosh").iterdir():
        file.unlink()
        file.write_bytes(b"something else")


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _a_current_of_noise(folder: Path) -> None:
    (folder.parent / "current").write_bytes(b"\xff\x00\n")


def _a_current_of_nothing(folder: Path) -> None:
    (folder.parent / "current").write_text("", encoding="utf-8")


SPOILT = (
    _no_state_file,
    _half_a_state_file,
    _an_older_format,
    _of_another_shape,
    _noise,
    _no_index,
    _halves_of_an_index,
    _a_foreign_index,
    _no_folder,
    _a_current_of_noise,
    _a_current_of_nothing,
)


# Whoosh leaves a file open when it cannot make sense of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_state_that_cannot_be_used_is_made_again(
    store: Store, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "search" / read(store).stamp)
    assert store.read() is None
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]
    assert found_by(read(store), "pump") == ["a"]


def test_files_are_read_to_the_end_once_somebody_has_touched_them(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digested: list[list[str]] = []
    digests = store_module._digests

    def noted(files: dict[str, bytes]) -> dict[str, str]:
        digested.append(sorted(files))
        return digests(files)

    monkeypatch.setattr(store_module, "_digests", noted)
    assert found_by(read(store), "pump") == ["a"]
    assert not digested

    part = next((tmp_path / "search" / read(store).stamp / "whoosh").glob("*.pst"))
    status = part.stat()
    data = part.read_bytes()
    part.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    os.utime(part, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert store.read() is None
    assert len(digested) == 1


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")


def _flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _removed(file: Path) -> None:
    file.unlink()


def _a_link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _a_dead_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


DAMAGES = (
    *(_cut, _emptied, _longer, _flipped, _removed, _a_link, _a_dead_link, _a_folder),
    pytest.param(_a_pipe, marks=pytest.mark.skipif(os.name == "nt", reason="no such pipes")),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_any_file_costs_one_making_and_no_answer(
    store: Store, tmp_path: Path, indexed: list[list[str]], damage: Callable[[Path], None]
) -> None:
    right = [ask(read(store), query) for query in ("pump", "shed", "roof")]
    files = [file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()]
    read_files = [name for name in files if name.name != ".made-by-lessons"]
    assert len(read_files) > 5
    for name in read_files:
        before = sum(map(bool, indexed))
        present = [
            it for it in tmp_path.rglob(f"*{name.suffix}") if it.is_file() and it.stat().st_size
        ]
        damaged = next(it for it in present if _part(it.name) == _part(name.name))
        damage(damaged)
        opened = store.update(facts(), LESSONS)
        assert [ask(opened, query) for query in ("pump", "shed", "roof")] == right, name
        opened = store.update(facts(), LESSONS)
        assert [ask(opened, query) for query in ("pump", "shed", "roof")] == right, name
        assert sum(map(bool, indexed)) - before <= 1, name


def _part(name: str) -> str:
    """Return the part of a file's name that does not differ between indexes."""
    return re.sub(r"^MAIN_[0-9a-z]+", "MAIN", name)


# Folders that somebody else has prepared


class Runs:
    """An object whose pickle runs a command when it is read."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self.command,)


def test_a_prepared_folder_runs_nothing(store: Store, tmp_path: Path) -> None:
    mark = tmp_path / "has-run"
    parts = tmp_path / "search" / read(store).stamp / "whoosh"
    toc = next(parts.glob("*.toc"))
    data = toc.read_bytes()
    start = data.rindex(b"\x80", 0, data.rindex(b"Segment"))
    toc.write_bytes(data[:start] + pickle.dumps(Runs(f"touch {mark}")))
    newer = toc.with_name("_MAIN_99.toc")
    newer.write_bytes(toc.read_bytes())
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]
    assert not mark.exists()


def test_a_folder_of_another_user_is_not_believed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert store.read() is None
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]
    assert found_by(read(store), "pump") == ["a"]


def test_without_a_place_for_a_key_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    store = Store(tmp_path / "base")
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]
    assert store.read() is None


@pytest.mark.parametrize("mode", [0o644, 0o622])
def test_a_key_that_others_can_use_is_not_used(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    store.update(facts(), EDITED)
    (tmp_path / "home/beforehand/key").chmod(mode)
    assert store.read() is None


@pytest.mark.parametrize("link", ["cache", "cache/search"])
def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    old = make_own(elsewhere, "new-")
    (elsewhere / "mine").mkdir()
    for path in (old, elsewhere / "mine"):
        os.utime(path, (0, 0))
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    store = Store(tmp_path / "cache")
    for lessons in (LESSONS, EDITED):
        assert found_by(store.update(facts(), lessons), "pump") == ["a"]
    assert [path for path in sorted(elsewhere.rglob("*")) if path not in before] in (
        [],
        [elsewhere / "search"],
    )


# A folder that cannot be written


def _full(*_arguments: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_the_answer_is_right_and_the_last_state_stays(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_index", _full)
    assert found_by(store.update(facts(), EDITED), "heated") == ["b"]
    assert found_by(read(store), "burnt") == ["b"]
    assert not list((tmp_path / "search").glob("new-*"))


def test_a_disk_that_is_full_at_the_last_step_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.search.store.put", _full)
    assert found_by(store.update(facts(), EDITED), "heated") == ["b"]
    assert found_by(read(store), "burnt") == ["b"]


@pytest.mark.parametrize("taken", [".", "search"])
def test_where_nothing_can_be_kept_the_answer_is_right(tmp_path: Path, taken: str) -> None:
    cache = tmp_path / "cache"
    file = cache if taken == "." else cache / taken
    file.parent.mkdir(exist_ok=True)
    file.write_text("a file in the place of the folder", encoding="utf-8")
    store = Store(cache)
    assert found_by(store.update(facts(), LESSONS), "pump") == ["a"]
    assert store.read() is None


# Other processes

_WRITES_AND_WAITS = """
import sys
import time
from pathlib import Path

from site_builder.search import index
from site_builder.search.store import Store
from tests.search.making import facts
from tests.search.test_store import EDITED

def wait(folder):
    print("written", flush=True)
    time.sleep(60)

opened = Store(Path(sys.argv[1])).read()
index.open_index = wait
Store.read = lambda store: opened
Store(Path(sys.argv[1])).update(facts(), EDITED)
"""
_UPDATES = """
import json
import sys
from dataclasses import replace
from pathlib import Path

from site_builder.search.store import Store
from tests.search.making import facts, found_by, made

number, folder = int(sys.argv[1]), Path(sys.argv[2])
others = [made(f"n{at}", f"pump {'shed ' * at}") for at in range(60)]
print("ready", flush=True)
sys.stdin.readline()
found = []
for turn in range(4):
    mine = made("mine", f"pump turn{turn} same" if number % 2 else f"pump turn{turn} own{number}")
    opened = Store(folder).update(facts(), [*others, mine])
    words = f"turn{turn}", "pump"
    found.append([opened.stamp, *(found_by(opened, word) for word in words)])
print(json.dumps(found))
"""


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python that runs a script from the root of the project."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=os.fspath(REPOSITORY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_a_process_killed_while_it_writes_leaves_the_last_state(
    store: Store, tmp_path: Path
) -> None:
    with started(_WRITES_AND_WAITS, tmp_path) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.send_signal(signal.SIGKILL)
    assert list((tmp_path / "search").glob("new-*"))
    assert found_by(read(store), "burnt") == ["b"]
    assert found_by(store.update(facts(), EDITED), "heated") == ["b"]


def test_what_killed_processes_left_is_removed_in_time(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    old, young = make_own(folder, "new-"), make_own(folder, "new-")
    (folder / "mine").mkdir()
    for path in (old, folder / "mine"):
        os.utime(path, (0, 0))
    store.update(facts(), EDITED)
    assert [path.exists() for path in (old, young, folder / "mine")] == [False, True, True]


def test_processes_that_update_at_once_all_answer_rightly(tmp_path: Path) -> None:
    processes = [started(_UPDATES, number, tmp_path) for number in range(4)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    answers: list[list[Any]] = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        said, complained = process.communicate(timeout=300)
        assert process.returncode == 0, complained
        answers.append(json.loads(said))
    for found in answers:
        assert [mine for _stamp, mine, _pumps in found] == [["mine"]] * 4
        assert [len(pumps) for _stamp, _mine, pumps in found] == [10] * 4
    assert read(Store(tmp_path)).stamp in {found[-1][0] for found in answers}
