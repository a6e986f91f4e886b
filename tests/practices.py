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

import yaml

if TYPE_CHECKING:
    import pytest

REPOSITORY = Path(__file__).parent.parent
_SIGN = "practice: "


@cache
def states() -> dict[str, str]:
    """Return the state of each practice of this repository's table."""
    text = (REPOSITORY / "lessons/practices.yml").read_text(encoding="utf-8")
    documents = yaml.safe_load(text)["documents"]
    return {
        practice["id"]: practice["state"]
        for document in documents
        for practice in document["practices"]
    }


@cache
def exercised() -> frozenset[str]:
    """Return the ids that some test is marked with."""
    arguments = ("-m", "pytest", "--collect-only", "-q", "-p", "tests.practices")
    found = subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    lines = found.stdout.splitlines()
    return frozenset(line.removeprefix(_SIGN) for line in lines if line.startswith(_SIGN))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Print the ids of all marks."""
    marks = (mark for item in session.items for mark in item.iter_markers("practice"))
    for practice in sorted({str(practice) for mark in marks for practice in mark.args}):
        print(f"{_SIGN}{practice}")  # noqa: T201 - read by `exercised`
