"""A site is built aside and put in place when it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.publish.swap import Staging


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return where a site stands that was built before."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old", encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, str]:
    """Return the files of a folder with their texts."""
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


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

    following = Staging(site)
    following.open()
    following.close()

    assert content(site) == {"index.html": "old"}
    assert [folder.name for folder in site.parent.iterdir()] == ["site"]


def test_a_new_site_may_be_built_right_after_a_crash(site: Path) -> None:
    site.rename(site.with_name("site.old"))

    staging = Staging(site)
    build(staging.open())
    staging.complete()
    staging.close()

    assert content(site) == {"index.html": "new"}
