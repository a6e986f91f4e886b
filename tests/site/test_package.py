"""The wheel holds all that it takes, and works where there is no working copy."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text
from tests.site.built import (
    REPOSITORY,
    BuiltSite,
    attribute,
    contents,
    environment,
    run,
    write_project,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Return the paths of all files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the wheel is installed, alone, without a network."""
    folder = tmp_path_factory.mktemp("installed")
    options = ("--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    done = run("pip", "install", *options, "--target", str(folder), str(wheel))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def python(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where the package is the installed one, its dependencies those of this test.

    The folder of the dependencies is named as a path, so that its .pth files are not read and the
    working copy stays out of sight.
    """
    paths = [str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=cwd,
        env=environment(PYTHONPATH=":".join(dict.fromkeys(paths))),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_the_wheel_has_every_file_of_the_package_and_the_theme(names: set[str]) -> None:
    places = {
        "site_builder": "site_builder",
        "theme_overrides": "site_builder/theme_overrides",
        "lessons/guide": "site_builder/starter/shared/lessons/guide",
    }
    wanted = {
        f"{place}/{path}"
        for folder, place in places.items()
        for path in contents(REPOSITORY / folder)
        if "__pycache__" not in path
    }
    assert {"site_builder/py.typed", "site_builder/theme_overrides/base.html"} <= wanted
    assert "site_builder/theme_overrides/assets/beforehand/site.css" in wanted
    assert wanted - names == set()


def test_the_wheel_has_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"site_builder"}
    begin = "site_builder/starter/"
    others = [name for name in names if not name.startswith(begin)]
    assert [name for name in others if name.endswith((".pyc", ".md", ".yml"))] == []
    assert f"{begin}shared/.github/workflows/ci.yml" not in names


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    done = python(installed, tmp_path, "-c", "import site_builder; print(site_builder.__file__)")
    assert done.stdout.strip() == str(installed / "site_builder/__init__.py")


def test_the_installed_package_builds_a_site_with_its_look(installed: Path, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {"shed.md": lesson_text()})
    done = python(installed, root, "-m", "site_builder", "build", "--strict")
    assert done.returncode == 0, done.stderr
    site = BuiltSite(root / "site")
    sheets = [attribute(link, "href") for link in site.page("").select("link[rel=stylesheet]")]
    below = {sheet.removeprefix("./") for sheet in sheets}
    assert "assets/beforehand/site.css" in below
    assert any(sheet.startswith("assets/stylesheets/main.") for sheet in below)
    assert {site.target("index.html", sheet)[0] for sheet in sheets} <= site.files
    assert site.page("lesson/shed/").select("main h1")


def test_the_installed_package_builds_what_the_working_copy_builds(
    installed: Path, tmp_path: Path
) -> None:
    root = write_project(tmp_path / "project", {"shed.md": lesson_text()})
    ours = run("site_builder", "-C", str(root), "build", "-d", str(tmp_path / "ours"))
    arguments = ("-m", "site_builder", "build", "-d", str(tmp_path / "theirs"))
    theirs = python(installed, root, *arguments)
    assert (ours.returncode, theirs.returncode) == (0, 0), ours.stderr + theirs.stderr
    assert contents(tmp_path / "theirs") == contents(tmp_path / "ours")


def test_the_installed_plugin_is_found_by_its_name(installed: Path, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {})
    done = python(installed, root, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/rules/index.html").is_file()


def test_the_command_is_installed(installed: Path, tmp_path: Path) -> None:
    script = installed / "bin/lessons"
    done = python(installed, tmp_path, str(script), "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("lessons, version ")
