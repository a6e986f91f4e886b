"""Files are written whole or not at all, and edited without moving anything else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import Edit, edited
from site_builder.errors import ChangedFileError, UnwritableError
from site_builder.library import writing
from site_builder.library.writing import edit_file, tidy, write_new, write_whole


class TestEdits:
    def test_windows_line_ends_stay(self) -> None:
        text = "---\r\na: 1\r\nb: 2\r\n---\r\nBody.\r\n"
        normal = text.replace("\r\n", "\n")
        at = normal.index("2")
        assert edited(text, [Edit(at, at + 1, "3\nc: 4")]) == text.replace("2", "3\r\nc: 4")

    def test_of_overlapping_edits_the_first_is_made(self) -> None:
        assert edited("abcdef", [Edit(2, 5, "Y"), Edit(1, 3, "X")]) == "aXdef"

    @given(
        st.text(alphabet="ab\n", max_size=30),
        st.integers(0, 30),
        st.integers(0, 5),
        st.sampled_from(["", "x", "x\ny"]),
    )
    def test_line_ends_do_not_move_an_edit(
        self, text: str, start: int, length: int, new: str
    ) -> None:
        start = min(start, len(text))
        end = min(start + length, len(text))
        wanted = text[:start] + new + text[end:]
        windows = re.sub("\n", "\r\n", text)
        made = edited(windows, [Edit(start, end, new)])
        assert made.replace("\r\n", "\n") == wanted

    def test_a_file_keeps_its_mode_and_a_link_stays_a_link(self, tmp_path: Path) -> None:
        file, link = tmp_path / "a.md", tmp_path / "b.md"
        file.write_text("one", encoding="utf-8")
        file.chmod(0o640)
        link.symlink_to(file)
        edit_file(link, "one", [Edit(0, 3, "two")])
        assert link.is_symlink()
        assert file.read_text(encoding="utf-8") == "two"
        assert file.stat().st_mode & 0o777 == 0o640
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]

    def test_a_file_that_has_changed_since_it_was_read_is_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "a.md"
        file.write_bytes(b"one more\r\n")
        for read in ("one\n", "one more"):
            with pytest.raises(ChangedFileError, match=r"a\.md cannot be written: it has changed"):
                edit_file(file, read, [Edit(0, 3, "two")])
        file.write_bytes(b"\xff")
        with pytest.raises(ChangedFileError):
            edit_file(file, "one\n", [Edit(0, 3, "two")])
        assert file.read_bytes() == b"\xff"

    def test_what_is_saved_in_the_moment_of_replacing_is_left_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "a.md"
        file.write_bytes(b"one")
        chmod = Path.chmod

        def saved_meanwhile(path: Path, mode: int) -> None:
            file.write_bytes(b"mine")
            chmod(path, mode)

        monkeypatch.setattr(Path, "chmod", saved_meanwhile)
        with pytest.raises(ChangedFileError):
            edit_file(file, "one", [Edit(0, 3, "two")])
        assert file.read_bytes() == b"mine"
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]

    def test_a_file_that_is_gone_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(UnwritableError, match=r"gone\.md cannot be written"):
            edit_file(tmp_path / "gone.md", "", [Edit(0, 0, "x")])


class TestNewFiles:
    def test_a_file_is_written_with_its_folder(self, tmp_path: Path) -> None:
        write_new(tmp_path / "new" / "a.md", "text\n")
        assert (tmp_path / "new" / "a.md").read_bytes() == b"text\n"

    def test_a_file_that_is_there_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("mine", encoding="utf-8")
        with pytest.raises(UnwritableError, match="File exists"):
            write_new(tmp_path / "a.md", "yours")
        assert (tmp_path / "a.md").read_text(encoding="utf-8") == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


_WRITES = """
import os, signal, sys
from pathlib import Path
from site_builder.library import writing
from site_builder.library.writing import write_new

os.link = lambda *names: os.kill(os.getpid(), signal.SIGKILL)
write_new(Path(sys.argv[1]), "text")
"""


class TestLeftovers:
    @pytest.fixture
    def left(self, tmp_path: Path) -> Path:
        """Return a folder in which a command was killed while it wrote a file."""
        subprocess.run([sys.executable, "-c", _WRITES, str(tmp_path / "deep/a.md")], check=False)
        assert len(list((tmp_path / "deep").iterdir())) == 1
        return tmp_path / "deep"

    def test_the_next_command_removes_what_a_killed_one_left(self, left: Path) -> None:
        tidy(left.parent, left.parent)
        assert list(left.iterdir()) == []

    def test_the_next_file_in_the_folder_takes_its_place(self, left: Path) -> None:
        write_new(left / "a.md", "text")
        assert [path.name for path in left.iterdir()] == ["a.md"]

    def test_what_is_being_written_stays(self, tmp_path: Path) -> None:
        def write(stream: IO[bytes]) -> None:
            stream.write(b"text")
            tidy(tmp_path, tmp_path)

        write_whole(tmp_path / "a.md", write)
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]

    def test_a_link_and_files_of_others_stay(self, tmp_path: Path) -> None:
        others = [tmp_path / name for name in (".a.md.0a1b2c3d", ".lessons-notes", "a.md~")]
        for other in others:
            other.touch()
        (tmp_path / ".lessons-0a1b2c3d~").symlink_to(others[0])
        tidy(tmp_path, tmp_path)
        assert [other.exists() for other in others] == [True] * 3

    def test_many_files_in_one_folder_cost_one_look_for_leftovers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[Path] = []
        monkeypatch.setattr(writing, "_remove_left", looked.append)
        for number in range(9):
            write_new(tmp_path / f"{number}.md", "text")
        assert looked == [tmp_path]

    def test_a_name_as_long_as_the_system_allows_is_written(self, tmp_path: Path) -> None:
        write_new(tmp_path / f"{'n' * 252}.md", "text")
        assert len(list(tmp_path.iterdir())) == 1
