"""The environments that the Makefile makes: one for running, and the rest for developing."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

RUN = REPOSITORY / "requirements-run.lock"
DEVELOP = REPOSITORY / "requirements.lock"
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def pinned(lock: Path) -> dict[str, tuple[str, list[str]]]:
    """Return the version and the hashes of each package of a lock file."""
    text = lock.read_text(encoding="utf-8")
    blocks = re.findall(
        r"^([a-z0-9-]+)==(\S+)[^\n]*\n((?:    --hash=\S+.*\n)+)", text, re.MULTILINE
    )
    return {
        f"{name}=={version}": (version, re.findall(r"sha256:\w+", hashes))
        for name, version, hashes in blocks
    }


def test_running_takes_the_same_packages_as_developing() -> None:
    run, develop = pinned(RUN), pinned(DEVELOP)
    assert len(run) > 30
    assert run.items() <= develop.items()


def test_every_package_that_the_program_needs_is_pinned_for_running() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    needed = project["project"]["dependencies"] + project["build-system"]["requires"]
    names = {re.split(r"[><=]", each)[0].lower() for each in needed}
    assert names <= {name.partition("==")[0] for name in pinned(RUN)}


def test_what_only_tests_need_is_not_installed_for_running() -> None:
    assert not {"playwright", "mypy", "pytest", "lxml", "ruff"} & {
        name.partition("==")[0] for name in pinned(RUN)
    }


def test_serving_needs_no_package_of_developers() -> None:
    assert re.search(r"^serve: \$\(INSTALLED\) ", MAKEFILE, re.MULTILINE)
    assert re.search(r"^\$\(INSTALLED\): \$\(RUN\) pyproject.toml$", MAKEFILE, re.MULTILINE)
    assert re.search(r"^\$\(RUN\): requirements-run.lock$", MAKEFILE, re.MULTILINE)


def test_no_lock_file_names_a_host() -> None:
    for lock in (RUN, DEVELOP):
        assert "://" not in lock.read_text(encoding="utf-8")
