"""What tests write goes to memory where there is room, and nowhere else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from tests import in_memory

if TYPE_CHECKING:
    from collections.abc import Callable


def _config(options: dict[str, object], cleanups: list[Callable[[], object]]) -> pytest.Config:
    made = SimpleNamespace(
        getoption=lambda name, default=None: options.get(name, default),
        add_cleanup=cleanups.append,
    )
    return cast("pytest.Config", made)


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder that is taken for memory with room."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(in_memory, "FOLDER", tmp_path)
    monkeypatch.setattr(in_memory, "has_room", lambda: True)
    return tmp_path


def test_a_run_of_many_processes_writes_there_and_leaves_nothing(roomy: Path) -> None:
    cleanups: list[Callable[[], object]] = []
    try:
        in_memory.write_there(_config({"numprocesses": 3}, cleanups))
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == roomy
        assert tempfile.gettempdir() == str(folder)
        (folder / "left.txt").write_text("left", encoding="utf-8")
        cleanups[0]()
        assert list(roomy.iterdir()) == []
    finally:
        os.environ.pop("TMPDIR", None)


@pytest.mark.parametrize("options", [{}, {"numprocesses": 3, "basetemp": "here"}])
def test_other_runs_write_where_they_did(roomy: Path, options: dict[str, object]) -> None:
    in_memory.write_there(_config(options, []))
    assert "TMPDIR" not in os.environ
    assert list(roomy.iterdir()) == []


def test_there_is_no_room_where_there_is_no_such_folder_or_too_little(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(in_memory, "FOLDER", tmp_path / "none")
    assert not in_memory.has_room()
    monkeypatch.setattr(in_memory, "FOLDER", tmp_path)
    monkeypatch.setattr(in_memory, "ROOM", 1 << 60)
    assert not in_memory.has_room()
