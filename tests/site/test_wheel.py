"""A base of one's own from nothing but the installed wheel, in an environment that is new."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_builder.publish.stylesheet import uncommented
from site_builder.starter.contents import ASSIST, LESSON, Start, starting_files
from tests.site.built import REPOSITORY, BuiltSite, attribute, contents, environment, run, words


@dataclass(frozen=True)
class Installed:
    """An environment into which the wheel is installed."""

    folder: Path
    base: Path
    """A base that was begun in it."""

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the folder of the base."""
        return subprocess.run(
            [str(self.folder / "bin" / program), *arguments],
            cwd=self.base,
            env=environment(PYTHONPATH="", VIRTUAL_ENV=str(self.folder)),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return a new environment with the wheel in it, and a base begun there.

    The packages that it needs are those of this environment, which is named as a path: then its
    .pth files are not read, and the working copy stays out of sight.
    """
    folder = tmp_path_factory.mktemp("fresh")
    done = run("venv", "--without-pip", str(folder / "venv"))
    assert done.returncode == 0, done.stderr
    python = folder / "venv/bin/python"
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    done = run("pip", "--python", str(python), "install", *options, str(wheel))
    assert done.returncode == 0, done.stdout + done.stderr
    (packages,) = (folder / "venv/lib").glob("python*/site-packages")
    needed = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (packages / "needed.pth").write_text("\n".join(needed), encoding="utf-8")
    (folder / "base").mkdir()
    begun = Installed(folder / "venv", folder / "base")
    done = begun.run("lessons", "init", ".", "--name", "Invented base", "--ci", "both")
    assert done.returncode == 0, done.stdout + done.stderr
    return begun


@pytest.fixture(scope="module")
def site(installed: Installed) -> BuiltSite:
    """Return the site of the new base, built strictly."""
    done = installed.run("lessons", "build", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltSite(installed.base / "site", done.stdout + done.stderr)


def test_the_package_of_the_environment_is_the_one_that_runs(installed: Installed) -> None:
    done = installed.run("python", "-c", "import site_builder; print(site_builder.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.folder)
    assert not Path(sys.executable).is_relative_to(installed.folder)


def test_the_wheel_begins_the_base_that_the_working_copy_begins(installed: Installed) -> None:
    files = starting_files(Start("Invented base", host="both"))
    # The day of these tests is that of the environment, too.
    for path in files.keys() - {"requirements.txt"}:
        assert (installed.base / path).read_text(encoding="utf-8") == files[path], path
    assert len(files) > 20


def test_what_a_new_base_requires_can_be_installed(
    installed: Installed, wheel: Path, tmp_path: Path
) -> None:
    """The base came from a wheel in a folder, so it carries that wheel."""
    requirements = str(installed.base / "requirements.txt")
    assert (installed.base / "wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    done = run(
        "pip",
        "install",
        *options,
        "--target",
        str(tmp_path),
        "-r",
        requirements,
        cwd=installed.base,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site_builder/theme_overrides").is_dir()


def test_a_new_base_has_no_problems(installed: Installed) -> None:
    done = installed.run("lessons", "check", "--strict")
    assert done.returncode == 0
    assert re.fullmatch(r"\d+ records checked: no problems\n", done.stdout)


def test_its_site_has_a_home_page_with_its_name(site: BuiltSite) -> None:
    assert words(site.page("").select_one("h1")) == "Invented base"


def test_its_site_has_the_examples_with_their_links_to_each_other(site: BuiltSite) -> None:
    assert site.lesson_links(f"assist/{ASSIST}/") == [LESSON]
    assert words(site.page(f"lesson/{LESSON}/").select_one("main h1")).startswith("Example (inv")


def test_its_site_has_the_guide(site: BuiltSite) -> None:
    assert words(site.page("guide/write-a-lesson/").select_one("main h1")) == "Write a lesson"


def test_its_site_has_our_look(site: BuiltSite) -> None:
    sheets = [attribute(link, "href") for link in site.page("").select("link[rel=stylesheet]")]
    assert {site.target("index.html", sheet)[0] for sheet in sheets} <= site.files
    ours = (REPOSITORY / "theme_overrides/assets/beforehand/site.css").read_text("utf-8")
    assert (site.folder / "assets/beforehand/site.css").read_text("utf-8") == uncommented(ours)


def test_its_site_can_be_searched(site: BuiltSite) -> None:
    assert "search/index.json" in site.files
    index = contents(site.folder / "search")
    assert any(LESSON.encode() in data for data in index.values())


def test_the_example_is_found_in_the_terminal(installed: Installed) -> None:
    done = installed.run("lessons", "search", "agenda", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert LESSON in done.stdout


def test_a_template_of_ones_own_comes_before_ours(installed: Installed, tmp_path: Path) -> None:
    root = shutil.copytree(
        installed.base, tmp_path / "base", ignore=shutil.ignore_patterns("site", ".cache")
    )
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  #custom_dir: ", "  custom_dir: "), encoding="utf-8")
    (root / "theme_overrides").mkdir()
    mine = '{% extends "base.html" %}{% block content %}<i>MINE</i>{% endblock %}'
    (root / "theme_overrides/lesson.html").write_text(mine, encoding="utf-8")
    done = installed.run("lessons", "-C", str(root), "build", "--strict")
    assert done.returncode == 0, done.stderr
    built = BuiltSite(root / "site")
    assert words(built.page(f"lesson/{LESSON}/").select_one("main")) == "MINE"
    assert words(built.page("").select_one("h1")) == "Invented base"


def test_plain_mkdocs_builds_the_same_site(installed: Installed, site: BuiltSite) -> None:
    done = installed.run("python", "-m", "mkdocs", "build", "--strict", "-d", "plain")
    assert done.returncode == 0, done.stderr
    assert BuiltSite(installed.base / "plain").files == site.files


def test_the_source_archive_has_what_the_wheel_is_built_from(wheel: Path, tmp_path: Path) -> None:
    done = run("build", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY))
    assert done.returncode == 0, done.stdout + done.stderr
    (again,) = tmp_path.glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    locks = {"requirements.lock", "requirements-run.lock"}
    assert {"Makefile", ".gitlab-ci.yml", "tests/tools.toml", *locks} <= names
