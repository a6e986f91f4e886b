"""What was exported makes the same base again, and what is wrong in an export writes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.errors import ExportError, TableError
from site_builder.exchange.exports.restore import Restored, restore
from site_builder.exchange.exports.unpack import recognises
from site_builder.exchange.exports.writing import FORMS
from site_builder.library.readings import read_all
from site_builder.project import read_project
from tests.builders import lesson_text, written_base
from tests.exchange_bases import (
    any_base,
    exported,
    write_empty_base,
    write_full_base,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.library import Key
    from site_builder.records.fields import Part


def said(root: Path) -> dict[Key, tuple[str, Part, str]]:
    """Return what every record of a base says, with its path."""
    records = [one.record for one in read_all(read_project(root)).records.values()]
    return {(one.kind, one.id): (one.path, one.fields, one.body.text) for one in records if one}


def files_of(root: Path) -> dict[str, bytes]:
    """Return every file below the lessons folder, and that of people."""
    files = [*(root / "lessons").rglob("*"), *root.glob("people.yml")]
    return {str(one.relative_to(root)): one.read_bytes() for one in files if one.is_file()}


def restored(root: Path, data: bytes, *, dry_run: bool = False) -> Restored:
    """Write an export into a base."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "export")
        file.write_bytes(data)
        return restore(read_project(root), file, dry_run=dry_run)


@pytest.mark.parametrize("form", FORMS)
class TestARoundTrip:
    def test_every_record_says_what_it_said(self, form: str, tmp_path: Path) -> None:
        before = write_full_base(tmp_path / "before")
        after = write_empty_base(tmp_path / "after")

        found = restored(after, exported(before, form, private=True))

        assert found.problems == ()
        assert said(after) == said(before)
        assert read_all(read_project(after)).vocabulary.words == (
            read_all(read_project(before)).vocabulary.words
        )
        assert read_all(read_project(after)).people.words == (
            read_all(read_project(before)).people.words
        )

    def test_what_it_made_is_exported_alike(self, form: str, tmp_path: Path) -> None:
        data = exported(write_full_base(tmp_path / "before"), form)
        after = write_empty_base(tmp_path / "after")
        restored(after, data)

        if form == "markdown-bundle":
            assert exported(after, form) == data
        else:
            assert exported(after, form).decode(errors="replace") == data.decode(errors="replace")

    def test_a_second_time_changes_nothing(self, form: str, tmp_path: Path) -> None:
        data = exported(write_full_base(tmp_path / "before"), form)
        after = write_empty_base(tmp_path / "after")
        first = restored(after, data)
        files = files_of(after)

        second = restored(after, data)

        assert second == Restored((), first.created, (), (), ())
        assert files_of(after) == files

    def test_the_base_that_it_came_from_has_it_all(self, form: str, tmp_path: Path) -> None:
        base = write_full_base(tmp_path / "base")
        files = files_of(base)

        found = restored(base, exported(base, form, private=True))

        assert (found.created, found.differing) == ((), ())
        assert files_of(base) == files

    def test_a_dry_run_writes_nothing(self, form: str, tmp_path: Path) -> None:
        data = exported(write_full_base(tmp_path / "before"), form)
        after = write_empty_base(tmp_path / "after")

        found = restored(after, data, dry_run=True)

        assert "lessons/warm-sheds.md" in found.created
        assert files_of(after) == {}

    def test_a_record_that_differs_is_left_alone(self, form: str, tmp_path: Path) -> None:
        data = exported(write_full_base(tmp_path / "before"), form)
        after = write_empty_base(tmp_path / "after")
        own = lesson_text(title="My own")
        (after / "lessons" / "elsewhere").mkdir()
        (after / "lessons" / "elsewhere" / "warm-sheds.md").write_text(own, encoding="utf-8")

        found = restored(after, data)

        assert found.differing == ("lessons/elsewhere/warm-sheds.md",)
        assert not (after / "lessons" / "warm-sheds.md").exists()
        assert (after / "lessons/elsewhere/warm-sheds.md").read_text(encoding="utf-8") == own


def test_a_bundle_gives_back_every_byte(tmp_path: Path) -> None:
    before = write_full_base(tmp_path / "before")
    windows = before / "lessons" / "windows.md"
    windows.write_bytes(lesson_text(problem="Lines end otherwise").replace("\n", "\r\n").encode())
    after = write_empty_base(tmp_path / "after")

    restored(after, exported(before, "markdown-bundle", private=True))

    assert files_of(after) == files_of(before)


@given(any_base, st.sampled_from(list(FORMS)))
def test_any_base_is_the_same_after_export_and_import(files: dict[str, bytes], form: str) -> None:
    with written_base(files) as before, tempfile.TemporaryDirectory() as folder:
        after = write_empty_base(Path(folder, "after"))
        data = exported(before, form, private=True)

        found = restored(after, data)

        assert found.problems == ()
        assert found.differing == ()
        assert said(after) == said(before)
        assert exported(after, form, private=True) == data
        if form == "markdown-bundle":
            assert files_of(after) == files_of(before)


@settings(max_examples=50)
@given(any_base, st.sampled_from(list(FORMS)))
def test_any_base_is_exported_alike_a_second_time_without_people(
    files: dict[str, bytes], form: str
) -> None:
    with written_base(files) as before, tempfile.TemporaryDirectory() as folder:
        after = write_empty_base(Path(folder, "after"))
        data = exported(before, form)

        assert restored(after, data).problems == ()
        assert exported(after, form) == data


class TestWhatIsWrong:
    @pytest.fixture
    def export(self, tmp_path: Path) -> dict[str, Any]:
        """Return an export as data."""
        found: dict[str, Any] = json.loads(exported(write_full_base(tmp_path / "x"), "json"))
        return found

    @pytest.fixture
    def target(self, tmp_path: Path) -> Path:
        """Return a base without records."""
        return write_empty_base(tmp_path / "target")

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"path": "../outside.md"}, "its path cannot be used: '../outside.md'"),
            ({"path": "/etc/x.md"}, "its path cannot be used: '/etc/x.md'"),
            ({"path": ".git/x.md"}, "its path cannot be used: '.git/x.md'"),
            ({"path": "a\\..\\x.md"}, "its path cannot be used"),
            ({"path": "C:x.md"}, "its path cannot be used: 'C:x.md'"),
            ({"path": "x.html"}, "its path does not end in .md"),
            ({"path": "other.md"}, "its path belongs to the lesson `other`"),
            ({"kind": "reuse"}, "its path belongs to the lesson"),
            ({"body": 1}, "`body` must be a string"),
            ({"body": "\ud800"}, "it contains a character that no file can hold"),
            ({"invented": 1}, "`invented` is not a known key"),
            ({"fields": []}, "`fields` must be an object"),
            ({"fields": {"title": "T"}}, "`problem` is missing"),
            ({"fields": {"titel": "T"}}, "did you mean `title`?"),
            ({"fields": {"tags": [None]}}, "a list contains null"),
        ],
    )
    def test_a_record_that_is_wrong_is_named_and_nothing_is_written(
        self, change: dict[str, Any], expected: str, export: dict[str, Any], target: Path
    ) -> None:
        lesson = next(one for one in export["records"] if one["id"] == "warm-sheds")
        lesson.update(change)

        found = restored(target, json.dumps(export).encode())

        assert any(expected in problem for problem in found.problems)
        assert files_of(target) == {}

    def test_nesting_without_end_is_refused(self, export: dict[str, Any], target: Path) -> None:
        deep: Any = "x"
        for _ in range(50):
            deep = [deep]
        export["records"][0]["fields"]["tools"] = deep

        (problem,) = restored(target, json.dumps(export).encode()).problems
        assert "its fields nest more than 12 levels deep" in problem

    def test_a_record_twice_is_refused(self, export: dict[str, Any], target: Path) -> None:
        export["records"].append(export["records"][0])

        (problem,) = restored(target, json.dumps(export).encode()).problems
        assert problem.endswith("it is in the export twice")

    def test_a_newer_format_is_refused_with_what_to_do(
        self, export: dict[str, Any], target: Path
    ) -> None:
        export["format_version"] = 2

        with pytest.raises(ExportError, match=r"format version 2, .* up to 1; install a newer one"):
            restored(target, json.dumps(export).encode())

    @pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
    @pytest.mark.parametrize("form", FORMS)
    def test_half_an_export_is_said_to_be_damaged(
        self, form: str, cut: float, tmp_path: Path, target: Path
    ) -> None:
        data = exported(write_full_base(tmp_path / "b"), form)
        kept = data[: int(len(data) * cut)]

        try:
            found = restored(target, kept)
        except (ExportError, TableError):
            assert files_of(target) == {}
        else:
            # What ends between two records is a whole export of fewer.
            assert found.problems or (form in {"jsonl", "csv"} and b"\n" in kept)

    def test_a_folder_that_leads_out_is_not_written_to(
        self, export: dict[str, Any], target: Path, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (target / "lessons" / "guide").symlink_to(outside)

        found = restored(target, json.dumps(export).encode())

        assert any("leads out of the lessons folder" in problem for problem in found.problems)
        assert list(outside.iterdir()) == []


def rezipped(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a bundle with other files in it, the list of files as it was."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def listing(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Add a file to a bundle, and to its list."""
    manifest = json.loads(files["manifest.json"])
    digest = hashlib.sha256(content).hexdigest()
    manifest["files"].append({"path": name, "bytes": len(content), "sha256": digest})
    files["manifest.json"] = json.dumps(manifest).encode()
    files[name] = content


class TestABundleFromElsewhere:
    @pytest.fixture
    def bundle(self, tmp_path: Path) -> bytes:
        """Return a bundle."""
        return exported(write_full_base(tmp_path / "x"), "markdown-bundle")

    @pytest.fixture
    def target(self, tmp_path: Path) -> Path:
        """Return a base without records."""
        return write_empty_base(tmp_path / "target")

    @pytest.mark.parametrize(
        "name",
        ["../evil.md", "/evil.md", "lessons/../../evil.md", "lessons/.git/hooks/x", "setup.py"],
    )
    def test_a_path_that_leads_elsewhere_is_refused(
        self, name: str, bundle: bytes, target: Path
    ) -> None:
        found = restored(target, rezipped(bundle, lambda files: listing(files, name, b"x")))

        assert any("evil" in one or ".git" in one or "setup" in one for one in found.problems)
        assert files_of(target) == {}

    def test_another_content_than_listed_is_refused(self, bundle: bytes, target: Path) -> None:
        def change(files: dict[str, bytes]) -> None:
            files["lessons/warm-sheds.md"] += b"More.\n"

        with pytest.raises(ExportError, match=r"'lessons/warm-sheds.md' with another digest"):
            restored(target, rezipped(bundle, change))
        assert files_of(target) == {}

    def test_a_file_that_is_not_listed_is_refused(self, bundle: bytes, target: Path) -> None:
        def change(files: dict[str, bytes]) -> None:
            files["lessons/more.md"] = b"x"

        with pytest.raises(ExportError, match=r"not in its manifest: 'lessons/more.md'"):
            restored(target, rezipped(bundle, change))

    def test_a_file_that_is_gone_is_noticed(self, bundle: bytes, target: Path) -> None:
        def change(files: dict[str, bytes]) -> None:
            del files["lessons/warm-sheds.md"]

        with pytest.raises(ExportError, match=r"in its manifest and not there: 'lessons/warm"):
            restored(target, rezipped(bundle, change))

    def test_a_symbolic_link_is_refused(self, bundle: bytes, target: Path) -> None:
        def change(files: dict[str, bytes]) -> None:
            listing(files, "lessons/link.md", b"/etc/passwd")

        stream = io.BytesIO(rezipped(bundle, change))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.getinfo("lessons/link.md").external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.comment = b"written anew"

        with pytest.raises(
            ExportError, match=r"contains an entry that is not a file: 'lessons/link.md'"
        ):
            restored(target, stream.getvalue())

    def test_a_trap_of_many_bytes_in_few_is_refused(self, bundle: bytes, target: Path) -> None:
        bomb = bytes(60_000_000)

        with pytest.raises(ExportError, match="may be a decompression bomb"):
            restored(target, rezipped(bundle, lambda files: listing(files, "lessons/b.png", bomb)))


def test_a_file_of_another_kind_is_not_recognised(tmp_path: Path) -> None:
    for name, content in {
        "a.json": b'{"format": "other"}',
        "a.csv": b"title,problem\nx,y\n",
        "a.zip": exported_zip(),
        "a.xlsx": b"PK\x03\x04 broken",
        "a.txt": b"\xff\xfe\x00",
    }.items():
        file = tmp_path / name
        file.write_bytes(content)
        assert not recognises(file), name


def exported_zip() -> bytes:
    """Return a packed folder that is no bundle."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("manifest.json", '{"name": "another"}')
    return stream.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_recognised_by_what_is_in_it(form: str, tmp_path: Path) -> None:
    file = tmp_path / "without-ending"
    file.write_bytes(exported(write_full_base(tmp_path / "x"), form))

    assert recognises(file)


def test_a_lesson_without_consent_is_named_and_not_written(tmp_path: Path) -> None:
    before = write_full_base(tmp_path / "before")
    gone = lesson_text(
        title="Zanzibarite",
        status="withdrawn",
        withdrawn="{date: 2026-02-02, reason: consent-withdrawn}",
    )
    (before / "lessons" / "gone.md").write_text(gone, encoding="utf-8")
    for form in FORMS:
        after = write_empty_base(tmp_path / f"after-{form}")
        data = exported(before, form)

        found = restored(after, data)

        assert found.problems == ()
        assert found.withheld == ("lessons/gone.md",)
        assert not (after / "lessons" / "gone.md").exists()
