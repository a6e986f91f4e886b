"""No way in or out of a base takes a file that does not lie in it.

A word is planted in a file outside, and links to that file lie wherever something is read.
"""

from __future__ import annotations

import io
import os
import re
import socket
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from site_builder.errors import ExportError, SettingsError
from site_builder.exchange.exports.source import read_source
from site_builder.exchange.exports.writing import FORMS, write_export
from site_builder.exchange.incoming.existing import existing_lessons
from site_builder.files import FileOutsideError, read_file, read_found, read_regular, walk
from site_builder.library.survey import MAX_BYTES
from site_builder.project import read_project
from site_builder.theme import theme_dir
from tests.builders import CONFIG, lesson_text, write_base
from tests.conftest import Base
from tests.site.preview import preview

if TYPE_CHECKING:
    from collections.abc import Callable

PLANTED = "zanzibarite"
LINKS = (
    *("lessons/pump.png", "lessons/pump.SVG", "lessons/linked.md", "lessons/assists/linked.md"),
    *("lessons/guide/linked.md", "lessons/notes.txt", "lessons/style.css", "lessons/report.pdf"),
    *("lessons/practices.yml", "people.yml", "theme/picture.png", "theme/robots.txt"),
)
FOLDERS = ("lessons/more", "lessons/guide/more", "theme/more")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Return a base full of links out of it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = outside / "secret.md"
    secret.write_text(lesson_text(title=PLANTED, imported="{from: x, key: y}"), encoding="utf-8")
    (outside / "pump.png").write_text(PLANTED, encoding="utf-8")
    root = tmp_path / "base"
    root.mkdir()
    body = (
        "## What happened\n\n![Pump](pump.png) ![Pump](pump.SVG) [N](notes.txt) [L](linked.md)\n\n"
    )
    write_base(root, {"own.md": lesson_text(body=f"{body}## What was learned\n\nHeat it.\n")})
    config = CONFIG.replace("  font: false\n", "  font: false\n  custom_dir: theme\n")
    (root / "mkdocs.yml").write_text(f"{config}extra_css: [style.css]\n", encoding="utf-8")
    for number, link in enumerate((*LINKS, *FOLDERS)):
        file = root / link
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        target = secret if link in LINKS else outside
        # Every other link leads there by way of another.
        if number % 2:
            between = tmp_path / f"between-{number}"
            between.symlink_to(target)
            target = between
        file.symlink_to(os.path.relpath(target, file.parent) if number % 3 else target)
    # Whoever reads a line of it, reads for ever.
    (root / "lessons/zero.jpg").symlink_to("/dev/zero")
    return Base(root)


def holding(folder: Path) -> list[str]:
    """Return the files below a folder that hold the planted word, links not followed."""
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink() and PLANTED.encode() in file.read_bytes()
    ]


def test_the_check_names_every_link(base: Base) -> None:
    found = base.run("check", "--format", "json")
    assert found.exit_code == 1
    assert PLANTED not in found.output
    named = {it.span.file for it in base.load().diagnostics if it.rule == "file-outside"}
    assert named == {*LINKS, *FOLDERS, "lessons/zero.jpg"}


@pytest.mark.parametrize(
    "command",
    ["search pumps plant", "solved pumps plant", "show linked", "related linked", "insights"],
)
def test_no_command_tells_of_it(base: Base, command: str) -> None:
    assert PLANTED not in base.run(*command.split()).output


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("private", [False, True])
def test_no_export_takes_it(base: Base, form: str, *, private: bool) -> None:
    arguments = ["--private"] if private else []
    found = base.run("export", "--format", form, "-o", str(base.root / "out"), *arguments)
    assert found.exit_code == 1
    assert holding(base.root) == []


def test_a_bundle_of_a_base_that_was_read_before_takes_none(base: Base) -> None:
    source, lost = read_source(read_project(base.root), "public", private=True)
    assert {it.rule for it in lost} == {"file-outside"}
    with pytest.raises(ExportError, match="leads out of the folder"):
        write_export(source, "markdown-bundle", io.BytesIO())


def test_an_import_looks_at_none(base: Base) -> None:
    assert existing_lessons(read_project(base.root)).lessons == {}


def test_a_preview_shows_none(base: Base, tmp_path: Path) -> None:
    for link in (*LINKS, *FOLDERS):
        if link.startswith("theme/"):
            (base.root / link).unlink()
    preview(base.root, tmp_path / "site")
    assert (tmp_path / "site/lesson/own/index.html").exists()
    assert holding(tmp_path / "site") == []
    names = {file.name for file in (tmp_path / "site").rglob("*")}
    assert names.isdisjoint({"pump.png", "pump.SVG", "style.css", "notes.txt", "secret.md"})


def test_a_theme_that_reads_outside_stops_the_preview(
    base: Base, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for link in (*LINKS, *FOLDERS):
        if not link.startswith("theme/"):
            (base.root / link).unlink()
    with pytest.raises(SystemExit):
        preview(base.root, tmp_path / "site")
    assert "theme/robots.txt:1:1: error[file-outside]" in caplog.text
    assert holding(tmp_path / "site") == []


def test_a_theme_whose_folder_is_a_link_out_of_the_project_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "base").mkdir()
    root = write_base(tmp_path / "base", {})
    config = CONFIG.replace("  font: false\n", "  font: false\n  custom_dir: theme\n")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "theme").symlink_to("../outside")
    assert "theme:1:1: error[file-outside]" in Base(root).run("check").output
    (root / "mkdocs.yml").write_text(config.replace("theme\n", "../outside\n"), encoding="utf-8")
    assert Base(root).run("check").exit_code == 0


def test_no_site_is_built_without_the_people_who_may_not_be_on_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = write_base(tmp_path, {})
    (root / "people.yml").symlink_to("/etc/hostname")
    preview(root, tmp_path / "site")
    assert "people.yml:1:1: error[file-outside]" in caplog.text


def test_a_lessons_folder_that_is_a_link_out_of_the_project_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_base(elsewhere, {"own.md": lesson_text()})
    root = tmp_path / "base"
    root.mkdir()
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "lessons").symlink_to(elsewhere / "lessons")
    with pytest.raises(SettingsError, match="lessons is a symbolic link that leads out"):
        read_project(root)
    with pytest.raises(SystemExit):
        preview(root, tmp_path / "site")
    assert "lessons is a symbolic link that leads out" in caplog.text


def test_a_lessons_folder_named_elsewhere_or_linked_within_the_project_is_read(
    tmp_path: Path,
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_base(elsewhere, {"own.md": lesson_text()})
    root = tmp_path / "base"
    root.mkdir()
    outside = CONFIG.replace("docs_dir: lessons", "docs_dir: ../elsewhere/lessons")
    (root / "mkdocs.yml").write_text(outside, encoding="utf-8")
    assert Base(root).load().library.lessons
    (elsewhere / "lessons").rename(elsewhere / "texts")
    (elsewhere / "lessons").symlink_to("texts")
    assert Base(elsewhere).run("check").exit_code == 0


def test_a_linked_picture_of_the_base_is_published(tmp_path: Path) -> None:
    root = write_base(tmp_path, {"pictures/pump.svg": "<svg/>"})
    (root / "lessons/linked.svg").symlink_to("pictures/pump.svg")
    preview(root, tmp_path / "site")
    assert (tmp_path / "site/linked.svg").read_text("utf-8") == "<svg/>"


def test_links_in_circles_do_not_slow_a_build(
    tmp_path: Path, make_base: Callable[[dict[str, str]], Base]
) -> None:
    """Following them, MkDocs would meet 2 to the power of 40 folders."""
    base = make_base({})
    for name in ("one", "two"):
        (base.root / "lessons" / name).symlink_to(".", target_is_directory=True)
    preview(base.root, tmp_path / "site")
    assert not (tmp_path / "site/one").exists()


def test_a_preview_watches_no_folder_through_a_link(
    tmp_path: Path, make_base: Callable[[dict[str, str]], Base]
) -> None:
    """Links in circles, made while it runs, would be followed 2 to the power of 40 times."""
    base = make_base({"one/own.md": lesson_text(), "two/in.md": lesson_text()})
    config = load_config(str(base.root / "mkdocs.yml"))
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    server.watch(config.docs_dir)
    config.plugins.on_serve(server, config=config, builder=server.builder)
    for name, target in (("one/a", "two"), ("two/a", "one"), ("one/b", "two"), ("out", "/")):
        (base.root / "lessons" / name).symlink_to(base.root / "lessons" / target)
    emitters: list[Any] = list(server.observer.emitters)
    emitter = next(each for each in emitters if each.watch.path == config.docs_dir)
    emitter.on_thread_start()
    server.server_close()
    paths = emitter._snapshot.paths
    seen = {os.path.relpath(path, config.docs_dir) for path in paths}
    assert {"one/own.md", "two/in.md"} <= seen
    assert not [path for path in seen if path.startswith(("one/a", "two/a", "one/b", "out"))]


@pytest.mark.parametrize("leads", ["secret.txt", "pipe"])
def test_a_file_that_becomes_a_link_once_it_was_found_is_not_read(
    leads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text(PLANTED, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    folder = tmp_path / "base"
    folder.mkdir()
    picture = folder / "pump.png"
    picture.write_bytes(b"")
    (found,) = walk(folder)

    def change(*_arguments: object) -> Path:
        picture.unlink(missing_ok=True)
        if leads == "pipe":
            os.mkfifo(picture)
        else:
            picture.symlink_to(tmp_path / leads)
        return picture

    change()
    with pytest.raises(OSError, match=r"pipe|symbolic link"):
        read_found(folder, found)
    monkeypatch.setattr("site_builder.files.allowed_file", change)
    with pytest.raises(OSError, match=r"pipe|symbolic link"):
        read_file(folder, "pump.png")


class TestWhatIsNoFile:
    """A pipe, a socket or a device might never end: none is opened."""

    @pytest.mark.parametrize("name", ["pump.png", "pump.svg", "pipe.md", "notes.txt"])
    def test_it_is_passed_over_and_said(self, name: str, tmp_path: Path) -> None:
        root = write_base(tmp_path, {})
        os.mkfifo(root / "lessons" / name)
        found = Base(root).run("check")
        assert f"lessons/{name}:1:1: warning[file-unreadable]: it is passed over" in found.output
        with zipfile.ZipFile(io.BytesIO(_bundle(root))) as archive:
            assert f"lessons/{name}" not in archive.namelist()

    @pytest.mark.parametrize("name", ["lessons/vocabulary.yml", "people.yml"])
    def test_it_is_an_error_in_the_place_of_words(self, name: str, tmp_path: Path) -> None:
        root = write_base(tmp_path, {})
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)
        assert f"{name}:1:1: error[file-unreadable]" in Base(root).run("check").output

    def test_no_configuration_is_read_from_it(self, tmp_path: Path) -> None:
        root = write_base(tmp_path, {})
        (root / "mkdocs.yml").unlink()
        os.mkfifo(root / "mkdocs.yml")
        with pytest.raises(SettingsError, match="a pipe, a socket or a device"):
            read_project(root)

    def test_a_socket_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("socket.md")
            assert [str(file.problem) for file in walk(tmp_path)] == [
                "[Errno 22] it is a pipe, a socket or a device"
            ]


@pytest.mark.parametrize("path", ["../outside/secret.md", "linked/secret.md", "own/../../x.md"])
def test_no_path_leads_out_of_a_folder(path: str, tmp_path: Path) -> None:
    for folder in ("outside", "base/own"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("outside/secret.md", "x.md"):
        (tmp_path / file).write_text(PLANTED, encoding="utf-8")
    (tmp_path / "base/linked").symlink_to("../outside")
    with pytest.raises(FileOutsideError):
        read_file(tmp_path / "base", path)


OPENS = re.compile(r"\.read_bytes\(|\.read_text\(|\.open\(\"rb\"|\bopen\(|copyfile|copy2")
_MAPPINGS = Path("/proc/self/maps")
OTHERS = {
    "library/writing.py": "opens what it writes",
    "publish/swap.py": "reads the site that it built",
    "publish/writing.py": "opens what it writes",
    "records/lexicon.py": "reads lists of words of the package",
    "report/web_links.py": "reads its own cache, and asks web servers",
}


def _mappings() -> int:
    return len(_MAPPINGS.read_text("utf-8").splitlines())


@pytest.mark.skipif(not _MAPPINGS.exists(), reason="only Linux tells of mappings")
def test_files_that_are_held_take_few_mappings_of_memory(tmp_path: Path) -> None:
    """Linux gives a process 65,530 of them, and a large base has more files than that."""
    for number in range(500):
        (tmp_path / f"{number}.md").write_bytes(b"x" * 3_000)
    before = _mappings()
    held = [read_file(tmp_path, f"{number}.md", MAX_BYTES + 1) for number in range(500)]
    assert _mappings() - before < 50
    assert {len(data) for data in held} == {3_000}


@pytest.mark.skipif(not _MAPPINGS.exists(), reason="only Linux has files of no size")
@pytest.mark.parametrize("most", [30, 1_000])
def test_a_file_that_has_more_than_its_size_tells_is_read_as_well(most: int) -> None:
    assert read_regular(_MAPPINGS, most).count(b"-") >= 1
    assert len(read_regular(_MAPPINGS, most)) == most


def test_of_a_file_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"0123456789")
    read = [read_file(tmp_path, "a.md", most) for most in (0, 4, 10, 11, -1)]
    assert read == [b"", b"0123", *[b"0123456789"] * 3]


@pytest.mark.parametrize(
    "room", ["library", "markdown", "pictures", "publish", "records", "report"]
)
def test_no_other_module_opens_a_file_of_a_base(room: str) -> None:
    package = theme_dir().parent / "site_builder"
    opening = {
        str(file.relative_to(package))
        for file in (package / room).rglob("*.py")
        if OPENS.search(file.read_text("utf-8"))
    }
    assert opening <= OTHERS.keys(), (
        "read_file of site_builder/files.py is the guard of all readers"
    )


def _bundle(root: Path) -> bytes:
    source, lost = read_source(read_project(root), "public", private=False)
    assert lost == []
    stream = io.BytesIO()
    write_export(source, "markdown-bundle", stream)
    return stream.getvalue()
