"""Sites that several tests look at, each built once a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.insight_bases import FILES, PEOPLE
from tests.site.bases import BESIDE, CONFIG, RICH, SHED
from tests.site.built import REPOSITORY, BuiltSite, run, write_project
from tests.site.shared import shared, shared_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def repository_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of this repository's own lessons, built strictly."""
    return shared_site(tmp_path_factory, "repository", REPOSITORY, "--strict")


@pytest.fixture(scope="session")
def rich_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of an invented base that has one of everything."""

    def make(root: Path) -> None:
        write_project(root, RICH, CONFIG, BESIDE)
        (root / "lessons/heat pumps/deep/shed.png").write_bytes(SHED)

    return shared(tmp_path_factory, "rich", make)


@pytest.fixture(scope="session")
def rich_site(tmp_path_factory: pytest.TempPathFactory, rich_base: Path) -> BuiltSite:
    """Return the site of the invented base that has one of everything, built strictly."""
    return shared_site(tmp_path_factory, "rich", rich_base, "--strict")


@pytest.fixture(scope="session")
def told_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of a base without guide, with figures that are told and others withheld."""
    people = {"people.yml": PEOPLE}
    root = shared(
        tmp_path_factory, "told", lambda folder: write_project(folder, FILES, beside=people)
    )
    return shared_site(tmp_path_factory, "told", root)


@pytest.fixture(scope="session")
def tour_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of examples/tour, which shows everything that a base can show."""
    return shared_site(tmp_path_factory, "tour", REPOSITORY / "examples/tour")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel of this working copy."""
    folder = tmp_path_factory.mktemp("wheel")
    arguments = ("--no-isolation", "--wheel", "--outdir", str(folder), str(REPOSITORY))
    done = run("build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session", params=["repository", "invented"])
def any_site(request: pytest.FixtureRequest) -> BuiltSite:
    """Return each of the two sites in turn: what holds for all pages has to hold in both."""
    name = "repository_site" if request.param == "repository" else "rich_site"
    site: BuiltSite = request.getfixturevalue(name)
    return site
