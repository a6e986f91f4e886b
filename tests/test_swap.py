"""A site is built aside and put in place when it is whole."""

from __future__ import annotations

import errno
import multiprocessing
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import PluginError

from site_builder.errors import ForeignFileError, UnwritableError
from site_builder.places import PathLock, make_own, own_folder, put
from site_builder.plugin import LessonsPlugin
from site_builder.publish.swap import Staging, recover

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MADE = ".lessons-site.json"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return where a site stands that was built before."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old", encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, str]:
    """Return the files of a folder with their texts."""
    files = (file for file in folder.iterdir() if file.name != MADE)
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def build(folder: Path) -> None:
    """Write a new site."""
    (folder / "index.html").write_text("new", encoding="utf-8")


def test_a_whole_site_takes_the_place_of_the_old_one(site: Path) -> None:
    staging = Staging(site)
    build(staging.open())
    assert staging.complete() == site
    staging.close()

    assert content(site) == {"index.html": "new"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def test_the_old_site_stands_while_the_new_one_is_built(site: Path) -> None:
    fresh = Staging(site).open()
    build(fresh)

    assert fresh != site
    assert content(site) == {"index.html": "old"}


def test_a_first_site_needs_no_old_one(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "site")
    build(staging.open())
    staging.complete()
    staging.close()

    assert content(tmp_path / "deep" / "site") == {"index.html": "new"}


@pytest.mark.parametrize("is_abandoned", [True, False])
def test_a_site_that_was_not_finished_changes_nothing(site: Path, is_abandoned: bool) -> None:  # noqa: FBT001
    staging = Staging(site)
    build(staging.open())
    if is_abandoned:
        staging.complete()
        staging.abandon()
    staging.close()

    assert content(site) == {"index.html": "old"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def test_what_an_interrupted_build_left_is_cleared_away(site: Path) -> None:
    build(Staging(site).open())

    fresh = Staging(site).open()

    assert content(fresh) == {}
    assert content(site) == {"index.html": "old"}


def test_a_crash_between_the_renames_loses_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = Staging(site)
    build(staging.open())
    staging.complete()
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if target == site:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            staging.close()
    assert not site.exists()

    recover(site)

    assert content(site) == {"index.html": "new"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def built(site_dir: Path) -> None:
    """Build a new site, and put it in place."""
    staging = Staging(site_dir)
    build(staging.open())
    staging.complete()
    staging.close()


# Places


def test_a_link_stays_and_what_it_leads_to_gets_the_site(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(site)
    for _turn in range(2):
        built(link)

    assert link.is_symlink()
    assert content(site) == {"index.html": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "site"]


def test_a_link_to_a_folder_that_is_not_there_yet_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "deep" / "root")
    built(link)

    assert content(tmp_path / "deep" / "root") == {"index.html": "new"}
    assert link.is_symlink()


def mounted(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be one that cannot be renamed, and is on another file system."""
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if site in {self, target}:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), os.fspath(self))
        if self.is_relative_to(site) != target.is_relative_to(site):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), os.fspath(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_mounted_folder_gets_new_contents(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_told: bool,  # noqa: FBT001
) -> None:
    """The system may not tell that a folder is mounted before it refuses to rename it."""
    (site / "search").mkdir()
    (site / "search" / "index.json").touch()
    (site / "lost+found").mkdir()
    inode = site.stat().st_ino
    mounted(site, monkeypatch)
    monkeypatch.setattr(os.path, "ismount", lambda path: is_told and path == site)
    (site / "former.html").touch()
    for _turn in range(2):
        built(site)

    assert site.stat().st_ino == inode
    assert sorted(path.name for path in site.iterdir()) == [MADE, "index.html", "lost+found"]
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("steps", range(4))
def test_a_crash_at_any_step_within_a_mounted_folder_is_mended(
    site: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    (site / "404.html").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os.path, "ismount", lambda path: path == site)
    staging = Staging(site)
    fresh = staging.open()
    build(fresh)
    (fresh / "page.html").write_text("new", encoding="utf-8")
    staging.complete()
    rename = Path.rename
    done: list[Path] = []

    def interrupted(self: Path, target: Path) -> Path:
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(target)
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            staging.close()
    recover(site)

    assert content(site) == {"index.html": "new", "page.html": "new"}


def test_hidden_files_of_a_web_root_stay(site: Path) -> None:
    (site / ".htaccess").write_text("mine", encoding="utf-8")
    built(site)

    assert content(site) == {"index.html": "new", ".htaccess": "mine"}


@pytest.mark.parametrize("name", ["notes.txt", "photos"])
def test_a_folder_of_somebody_elses_files_is_refused(site: Path, name: str) -> None:
    (site / name).mkdir()

    with pytest.raises(ForeignFileError, match=f"such as {name}"):
        Staging(site).open()

    assert (site / name).exists()
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")

    with pytest.raises(ForeignFileError):
        Staging(tmp_path / "site").open()

    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["site.new", "site.old", "site.new-0a1b2c3d"])
@pytest.mark.parametrize("is_link", [True, False])
def test_what_only_looks_like_ours_is_never_removed(
    site: Path,
    tmp_path: Path,
    name: str,
    is_link: bool,  # noqa: FBT001
) -> None:
    kept = tmp_path / ("elsewhere" if is_link else name)
    kept.mkdir()
    (kept / "mine.txt").touch()
    if is_link:
        (kept / ".made-by-lessons").write_bytes(
            (make_own(tmp_path, "x") / ".made-by-lessons").read_bytes()
        )
        (tmp_path / name).symlink_to(kept)
    built(site)

    assert (kept / "mine.txt").exists()
    assert (tmp_path / name).exists()


def test_a_full_disk_at_the_last_step_keeps_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = Staging(site)
    build(staging.open())
    staging.complete()

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(UnwritableError, match="No space"):
            staging.close()

    assert content(site) == {"index.html": "old"}
    recover(site)
    assert content(site) == {"index.html": "old"}


# Other builds


def test_a_second_build_waits_for_the_first(site: Path) -> None:
    """Both are whole, and the one that began later stands."""
    first = Staging(site)
    fresh = first.open()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    second = context.Process(target=_second_build, args=(site, theirs))
    second.start()
    assert ours.recv() == "waiting"
    build(fresh)
    first.complete()
    first.close()
    second.join(60)

    assert second.exitcode == 0
    assert content(site) == {"index.html": "second"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def _second_build(site: Path, told: Connection) -> None:
    staging = Staging(site)
    fresh = staging.open(lambda: told.send("waiting"))
    (fresh / "index.html").write_text("second", encoding="utf-8")
    staging.complete()
    staging.close()


def test_recovery_leaves_a_running_build_alone(site: Path) -> None:
    staging = Staging(site)
    build(staging.open())
    recover(site)
    staging.complete()
    staging.close()

    assert content(site) == {"index.html": "new"}


def test_the_lock_of_a_killed_build_ends_with_it(site: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    holder = context.Process(target=_hold, args=(site, theirs))
    holder.start()
    assert ours.recv() == "open"
    holder.kill()
    holder.join(60)
    built(site)

    assert content(site) == {"index.html": "new"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def _hold(site: Path, told: Connection) -> None:
    staging = Staging(site)
    staging.open()
    told.send("open")
    time.sleep(60)


# Folders for a while


def test_a_folder_that_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left, foreign = make_own(tmp_path, "a-"), tmp_path / "a-0a1b2c3d"
    foreign.mkdir()
    with own_folder(tmp_path, "a-") as first, own_folder(tmp_path, "a-") as second:
        assert sorted(tmp_path.iterdir()) == sorted([first, foreign, second])

    assert not left.exists()
    assert list(tmp_path.iterdir()) == [foreign]


def test_what_a_killed_process_left_of_a_file_is_removed_by_the_next(tmp_path: Path) -> None:
    left, used, foreign = (tmp_path / f"a.{end}" for end in ("0a1b2c3d", "4e5f6a7b", "backup"))
    for file in (left, used, foreign):
        file.touch()
    lock = PathLock(used)
    assert lock.take()
    put(tmp_path / "a", b"1", b"2")
    lock.release()

    assert sorted(tmp_path.iterdir()) == [tmp_path / "a", used, foreign]
    assert (tmp_path / "a").read_bytes() == b"12"


def test_what_the_system_refuses_during_a_build_is_told_in_a_sentence() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/index.html")
    with pytest.raises(PluginError, match=r"site/index.html: No space .*; the last good site"):
        LessonsPlugin().on_build_error(error=full)


@pytest.mark.parametrize("is_mounted", [False, True])
def test_what_others_put_at_the_top_of_a_built_site_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch, *, is_mounted: bool
) -> None:
    if is_mounted:
        monkeypatch.setattr("os.path.ismount", lambda path: path == site)
    for page in ("former.html", "index.html", "index.html"):
        staging = Staging(site)
        fresh = staging.open()
        build(fresh)
        (fresh / "search").mkdir()
        (fresh / "search/index.json").touch()
        (fresh / page).touch()
        staging.complete()
        staging.close()
        (site / "CNAME").write_text("lessons.example.org", encoding="utf-8")

    names = {path.name for path in site.iterdir()}
    assert names == {"CNAME", MADE, "index.html", "search"}


def test_what_stays_is_left_where_it_is_though_the_swap_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    first = Staging(site)
    folder = first.open()
    for name in ("index.html", "404.html"):
        (folder / name).write_text("old", encoding="utf-8")
    first.complete()
    first.close()

    second = Staging(site)
    (second.open() / "other.html").write_text("new", encoding="utf-8")
    second.keep(["index.html"], ["404.html"])
    second.complete()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _refuse)
        with pytest.raises(UnwritableError):
            second.close()
    recover(site)

    assert content(site) == {"index.html": "old", "other.html": "new"}
    assert [folder.name for folder in tmp_path.iterdir()] == ["site"]


def _refuse(_path: Path, _target: Path) -> Path:
    raise OSError(errno.ENOSPC, "no space left")
