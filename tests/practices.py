"""Which practices are exercised by tests: those that a mark ``practice`` of a test names.

As a plugin of pytest it prints the ids of all marks, which takes collecting all tests:
``pytest --collect-only -p tests.practices``.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reading import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REPOSITORY = Path(__file__).parent.parent
COLLECTED = pytest.StashKey[frozenset[str] | None]()
_SIGN = "practice: "


@cache
def states() -> dict[str, str]:
    """Return the state of each practice of this repository's table."""
    documents = read_yaml(REPOSITORY / "lessons/practices.yml")["documents"]
    return {
        practice["id"]: practice["state"]
        for document in documents
        for practice in document["practices"]
    }


def marks(items: Iterable[pytest.Item]) -> dict[str, str]:
    """Return each practice that a mark names, with a test that bears the mark."""
    return {
        str(practice): item.nodeid
        for item in items
        for mark in item.iter_markers("practice")
        for practice in mark.args
    }


def exercised(config: pytest.Config) -> frozenset[str]:
    """Return the ids that some test is marked with.

    If this run has collected only some of the tests, another process collects all.
    """
    here = config.stash[COLLECTED]
    if here is not None:
        return here
    arguments = ("-m", "pytest", "--collect-only", "-q", "-p", "tests.practices")
    found = subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    lines = found.stdout.splitlines()
    return frozenset(line.removeprefix(_SIGN) for line in lines if line.startswith(_SIGN))


def remember(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Keep what marks name, if all tests are here."""
    here = {item.path for item in items}
    is_whole = here.issuperset((REPOSITORY / "tests").rglob("test_*.py"))
    config.stash[COLLECTED] = frozenset(marks(items)) if is_whole else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Print the ids of all marks."""
    for practice in sorted(marks(session.items)):
        print(f"{_SIGN}{practice}")  # noqa: T201 - read by `exercised`
