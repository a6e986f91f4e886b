"""``lessons build`` and ``lessons serve``: what they leave behind, whatever happens to them."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from site_builder.places import make_own
from site_builder.publish.swap import Staging
from tests.builders import lesson_text
from tests.site.bases import CONFIG, RICH
from tests.site.built import REPOSITORY, contents, environment, lessons, run, write_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 300
"""Seconds to wait for what has to come, on a machine that does much else."""
WARNING = lesson_text(title="With a warning", status="draft", tags="[unknown]")
"""A draft, in which an error is a warning."""


@pytest.fixture(scope="module")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a small base whose site is built, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    root = write_project(folder / "project", {"shed.md": lesson_text(title="The good shed")})
    done = lessons(root, "build")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def project(built_project: Path, tmp_path: Path) -> Path:
    """Return the root of a small base whose site is built."""
    return shutil.copytree(built_project, tmp_path / "project")


def state(root: Path) -> dict[str, bytes]:
    """Return every file of a project but the index, which is made anew whenever it is needed."""
    return {path: data for path, data in contents(root).items() if not path.startswith(".cache/")}


def asides(root: Path) -> list[str]:
    """Return the names of what a build leaves beside the site."""
    return sorted(path.name for path in root.glob("site.*"))


def break_lesson(root: Path) -> None:
    """Take a required field out of a lesson."""
    (root / "lessons/broken.md").write_text(lesson_text(problem=""), encoding="utf-8")


# Errors and warnings


def test_a_build_goes_to_the_folder_site_beside_the_configuration(project: Path) -> None:
    assert (project / "site/lesson/shed/index.html").is_file()
    assert asides(project) == []


def test_an_error_aborts_the_build_and_the_last_site_stays(project: Path) -> None:
    break_lesson(project)
    before = state(project)
    done = lessons(project, "build")
    assert done.returncode == 1
    assert state(project) == before
    assert asides(project) == []


def test_an_aborted_build_reports_every_error_with_its_place(project: Path) -> None:
    break_lesson(project)
    (project / "lessons/worse.md").write_text("no header\n", encoding="utf-8")
    done = lessons(project, "build")
    assert "lessons/broken.md:1:1: error[field-missing]: `problem` is missing" in done.stderr
    assert "lessons/worse.md:1:1: error[header-missing]" in done.stderr
    assert re.search(r"4 records checked: \d+ errors", done.stderr)
    assert "Traceback" not in done.stderr


def test_the_first_build_that_fails_leaves_no_site(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {})
    break_lesson(root)
    before = state(root)
    assert lessons(root, "build").returncode == 1
    assert state(root) == before


def test_a_warning_is_reported_and_the_site_is_built(project: Path) -> None:
    (project / "lessons/doubtful.md").write_text(WARNING, encoding="utf-8")
    done = lessons(project, "build")
    assert done.returncode == 0
    assert "warning[tag-unknown]" in done.stderr
    assert (project / "site/lesson/doubtful/index.html").is_file()


def test_with_strict_a_warning_aborts_and_the_last_site_stays(project: Path) -> None:
    (project / "lessons/doubtful.md").write_text(WARNING, encoding="utf-8")
    before = state(project)
    done = lessons(project, "build", "--strict")
    assert done.returncode == 1
    assert "warning[tag-unknown]" in done.stderr
    assert state(project) == before
    assert asides(project) == []


def test_many_problems_are_counted_and_twenty_are_shown(tmp_path: Path) -> None:
    files = {f"l{n}.md": lesson_text(problem="", title="") for n in range(30)}
    done = lessons(write_project(tmp_path / "project", files), "build")
    assert done.stderr.count("error[field-missing]") == 20
    assert "60 errors" in done.stderr
    assert "`lessons check` shows all" in done.stderr


def test_notes_are_no_matter_of_a_build(tmp_path: Path) -> None:
    files = {"shed.md": lesson_text(date="2026-12-24")}
    root = write_project(tmp_path / "project", files)
    assert "note[date-future]" in lessons(root, "check").stdout
    done = lessons(root, "build", "--strict")
    assert done.returncode == 0
    assert "date-future" not in done.stderr


def test_quiet_says_nothing_of_a_build_that_goes_well(project: Path) -> None:
    done = lessons(project, "build", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_page_that_is_gone_from_the_base_is_gone_from_the_site(project: Path) -> None:
    (project / "lessons/shed.md").rename(project / "lessons/barn.md")
    assert lessons(project, "build").returncode == 0
    assert [path.name for path in (project / "site/lesson").iterdir()] == ["barn"]


def test_the_folder_of_the_site_is_named_from_where_the_command_runs(
    project: Path, tmp_path: Path
) -> None:
    done = run("site_builder", "-C", str(project), "build", "-d", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/index.html").is_file()
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("title_max", "many", "title_max"),
        ("titel_max", "9", "is not an option"),
        ("near_duplicate", "2", "near_duplicate"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_built(
    tmp_path: Path, option: str, value: str, problem: str
) -> None:
    config = f"site_name: x\ndocs_dir: lessons\nplugins:\n  - lessons:\n      {option}: {value}\n"
    root = write_project(tmp_path / "project", {}, config)
    done = lessons(root, "build")
    assert done.returncode in {1, 2}
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("folder", [".", "lessons/site"])
def test_a_site_never_lies_among_the_lessons_or_around_them(project: Path, folder: str) -> None:
    before = state(project)
    done = run("site_builder", "-C", str(project), "build", "-d", folder, cwd=project)
    assert done.returncode == 2
    assert "--site-dir names a folder in or around that of the lessons" in done.stderr
    assert state(project) == before


def test_no_program_that_lies_in_the_project_is_run(project: Path) -> None:
    for name in ("json", "yaml", "random", "site_builder", "sitecustomize"):
        (project / f"{name}.py").write_text("open('run', 'w')\nraise SystemExit(9)\n", "utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lessons")), "build"],
        cwd=project,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not (project / "run").exists()
    assert done.returncode == 0, done.stderr


# Interruptions

PAUSE = """\
import pathlib, time

def on_post_page(output, page, config):
    if "shed" in page.file.src_uri:
        (pathlib.Path(config.config_file_path).parent / "reached").touch()
        time.sleep(600)
"""

WAIT = """while not (pathlib.Path(config.config_file_path).parent / "go").exists():
            time.sleep(0.01)"""


def _killed_build(root: Path) -> None:
    """Kill a build while it writes pages."""
    config = root / "mkdocs.yml"
    calm = config.read_text(encoding="utf-8")
    config.write_text(f"{calm}hooks: [pause.py]\n", encoding="utf-8")
    (root / "pause.py").write_text(PAUSE, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "site_builder", "-C", str(root), "build"],
        cwd=REPOSITORY,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        until((root / "reached").exists)
        process.send_signal(signal.SIGKILL)
    config.write_text(calm, encoding="utf-8")
    (root / "pause.py").unlink()
    (root / "reached").unlink()


def until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened; fail if it does not."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"it did not happen within {PATIENCE} seconds")
        time.sleep(0.05)


def test_a_killed_build_leaves_the_last_site(project: Path) -> None:
    before = contents(project / "site")
    (project / "lessons/shed.md").write_text(lesson_text(title="Changed"), encoding="utf-8")
    _killed_build(project)
    (aside,) = asides(project)
    assert aside.startswith("site.new-"), "it was killed while it built"
    assert contents(project / "site") == before


def test_the_build_after_a_killed_one_is_whole(project: Path) -> None:
    (project / "lessons/shed.md").write_text(lesson_text(title="Changed"), encoding="utf-8")
    _killed_build(project)
    assert lessons(project, "build").returncode == 0
    assert asides(project) == []
    assert "Changed" in (project / "site/lesson/shed/index.html").read_text(encoding="utf-8")


def test_a_build_that_was_killed_between_two_renames_is_mended_by_any_command(
    project: Path,
) -> None:
    before = contents(project / "site")
    aside = make_own(project, "site.new-")
    (project / "site").rename(aside / "old")
    shutil.copytree(aside / "old", aside / "site")
    (aside / "complete.json").write_text(
        json.dumps(sorted(it.name for it in (aside / "site").iterdir())), "utf-8"
    )
    assert lessons(project, "show", "shed").returncode == 0
    assert contents(project / "site") == before
    assert asides(project) == []


def test_two_builds_at_once_are_both_whole(project: Path) -> None:
    """Whichever command runs them, the second waits for the first."""
    (project / "pause.py").write_text(PAUSE.replace("time.sleep(600)", WAIT), encoding="utf-8")
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [pause.py]\n")
    before = contents(project / "site")
    first = _started(project, "site_builder", "build")
    until((project / "reached").exists)
    (project / "lessons/late.md").write_text(
        lesson_text(title="Late", problem="It came while a build ran"), "utf-8"
    )
    second = _started(project, "mkdocs", "build")
    assert second.stderr is not None
    assert any("this one waits for its end" in line for line in second.stderr)
    assert contents(project / "site") == before
    (project / "go").touch()
    for build in (first, second):
        _said, complained = build.communicate(timeout=PATIENCE)
        assert build.returncode == 0, complained
    pages = {path for path in before if path.endswith(".html")}
    assert pages <= contents(project / "site").keys()
    assert (project / "site/lesson/late/index.html").is_file()
    assert asides(project) == []


def _started(root: Path, module: str, command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, command],
        cwd=root,
        env={**environment(), "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_an_interrupt_leaves_the_last_site(project: Path) -> None:
    before = contents(project / "site")
    (project / "pause.py").write_text(PAUSE, encoding="utf-8")
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [pause.py]\n")
    with subprocess.Popen(
        [sys.executable, "-m", "site_builder", "-C", str(project), "build"],
        cwd=REPOSITORY,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        until((project / "reached").exists)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert contents(project / "site") == before
    assert asides(project) == []


def test_two_sites_never_mix(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "404.html").touch()
    staging = Staging(target)
    fresh = staging.open()
    (fresh / "new.html").touch()
    assert [path.name for path in target.iterdir()] == ["404.html"]
    staging.complete()
    staging.close()
    assert sorted(path.name for path in target.iterdir()) == [".lessons-site.json", "new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


# The same bytes


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a base with one of everything, its site built once."""
    root = write_project(tmp_path_factory.mktemp("reference"), RICH, CONFIG)
    (root / "lessons/heat pumps/deep/shed.png").write_bytes(b"")
    done = lessons(root, "build", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    return root


def _different(first: Path, second: Path) -> list[str]:
    one, other = contents(first), contents(second)
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_a_build_gives_the_same_bytes_again(reference: Path, tmp_path: Path) -> None:
    done = lessons(reference, "build", "-d", str(tmp_path / "site"), PYTHONHASHSEED="2")
    assert done.returncode == 0, done.stderr
    assert _different(reference / "site", tmp_path / "site") == []


def test_a_build_gives_the_same_bytes_in_another_place(reference: Path, tmp_path: Path) -> None:
    """Without the index that is kept, and with files made in another order."""
    root = write_project(tmp_path / "a longer path", dict(reversed(RICH.items())), CONFIG)
    (root / "lessons/heat pumps/deep/shed.png").write_bytes(b"")
    done = lessons(root, "build", PYTHONHASHSEED="3", TZ="Pacific/Auckland", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert _different(reference / "site", root / "site") == []


def test_mkdocs_alone_builds_the_same_site(reference: Path, tmp_path: Path) -> None:
    config = str(reference / "mkdocs.yml")
    done = run("mkdocs", "build", "--strict", "-f", config, "-d", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert _different(reference / "site", tmp_path / "site") == []


def test_properdocs_builds_the_same_pages(reference: Path, tmp_path: Path) -> None:
    """The way out, should MkDocs and Material come to their end."""
    config = str(reference / "mkdocs.yml")
    done = run("properdocs", "build", "--strict", "-f", config, "-d", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    ours, theirs = (_uncompressed(folder) for folder in (reference / "site", tmp_path / "site"))
    assert theirs.keys() == ours.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


def _uncompressed(folder: Path) -> dict[str, bytes]:
    # What is compressed holds the time of its making.
    return {path: data for path, data in contents(folder).items() if not path.endswith(".gz")}


# Serving


@dataclass
class Serving:
    """A running ``lessons serve``."""

    root: Path
    address: str
    log: Path

    def page(self, path: str) -> str:
        """Return a page as it is served now, or nothing when there is none."""
        try:
            with urlopen(f"{self.address}/{path}", timeout=20) as answer:  # noqa: S310 - our own
                return str(answer.read().decode("utf-8"))
        except HTTPError as error:
            with error:
                return ""
        except (URLError, OSError):
            return ""

    def said(self) -> str:
        """Return what the command has said so far."""
        return self.log.read_text(encoding="utf-8")

    def save(self, path: str, text: str) -> None:
        """Save a file of the base."""
        (self.root / "lessons" / path).write_text(text, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def _running(root: Path, log: Path) -> Iterator[Serving]:
    port = _free_port()
    command = [sys.executable, "-u", "-m", "site_builder", "-C", str(root), "serve"]
    with (
        log.open("w", encoding="utf-8") as stream,
        subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=REPOSITORY,
            env=environment(),
            stdout=stream,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            serving = Serving(root, f"http://127.0.0.1:{port}", log)
            until(lambda: bool(serving.page("")) or process.poll() is not None)
            yield serving
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Return a running server of a small base."""
    folder = tmp_path_factory.mktemp("serving")
    files = {"shed.md": lesson_text(title="As it was"), "guide/how.md": "# How\n"}
    root = write_project(folder / "project", files)
    with _running(root, folder / "log.txt") as running:
        yield running


def test_a_page_is_served(serving: Serving) -> None:
    assert "As it was" in serving.page("assist/pump-review/") + serving.page("all/")


def test_serving_names_the_command_for_everything_else_and_ends_with_its_address(
    serving: Serving,
) -> None:
    assert serving.page("")
    _before, named, after = serving.said().partition("Other commands: `lessons --help`\n")
    assert named
    assert f"Serving on {serving.address}/" in after


def test_an_address_in_use_is_told_in_a_sentence(serving: Serving) -> None:
    address = serving.address.removeprefix("http://")
    done = lessons(serving.root, "serve", "--dev-addr", address)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: {address} is already in use; try -a 127.0.0.1:8001"
    )
    assert "Traceback" not in done.stderr


def test_serving_writes_no_site_into_the_project(serving: Serving) -> None:
    assert serving.page("")
    assert not (serving.root / "site").exists()
    assert asides(serving.root) == []


def test_a_lesson_that_is_saved_is_served(serving: Serving) -> None:
    serving.save("fresh.md", lesson_text(title="Before", problem="Nothing is fresh for long"))
    until(lambda: "Before" in serving.page("lesson/fresh/"))
    serving.save("fresh.md", lesson_text(title="After", problem="Nothing is fresh for long"))
    until(lambda: "After" in serving.page("lesson/fresh/"))
    assert "After" in serving.page("all/")


def test_a_broken_lesson_is_named_and_the_rest_is_served(serving: Serving) -> None:
    serving.save("bad.md", lesson_text(title="Broken soon", problem="Something is about to break"))
    until(lambda: "Broken soon" in serving.page("lesson/bad/"))
    serving.save("bad.md", lesson_text(evidence="wishful"))
    until(lambda: "lessons/bad.md:4:11: error[value-unknown]" in serving.said())
    until(lambda: serving.page("lesson/bad/") == "")
    assert "Invented pump review" in serving.page("assists/")
    serving.save("bad.md", lesson_text(title="Mended", problem="Something is whole again"))
    until(lambda: "Mended" in serving.page("lesson/bad/"))


def test_a_broken_configuration_is_named_and_served_again_once_it_is_mended(
    serving: Serving,
) -> None:
    config = serving.root / "mkdocs.yml"
    whole = config.read_text(encoding="utf-8")
    config.write_text(f"{whole}strict: !!bool perhaps\n", encoding="utf-8")
    until(lambda: "error[config-unreadable]: `perhaps` cannot be read" in serving.said())
    config.write_text(whole, encoding="utf-8")
    serving.save("later.md", lesson_text(title="Later", problem="The configuration was broken"))
    until(lambda: "Later" in serving.page("lesson/later/"))
    assert "Traceback" not in serving.said()


def test_an_image_beside_a_lesson_is_served(serving: Serving) -> None:
    (serving.root / "lessons/plan.svg").write_text("<svg/>", encoding="utf-8")
    until(lambda: serving.page("plan.svg") == "<svg/>")
    assert serving.page("plan.svg") == "<svg/>"


def test_serving_ends_with_an_interrupt(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {})
    with _running(root, tmp_path / "log.txt") as running:
        assert running.page("")
    assert "Traceback" not in running.said()
