"""Runs ``lessons`` in copies of a process that has done what takes longer than most runs.

``python -m tests.site.prepared FOLDER`` reads a command a line, as JSON, and answers each with its
status. It has imported everything, and worked out what no base changes; the folder keeps compiled
templates for all runs.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import runpy
import select
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from site_builder.library import kept
from tests.builders import write_base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPOSITORY = Path(__file__).parents[2]
SECONDS = 600
"""How long a command may take."""
_ALSO = (
    "babel.dates",
    "dateutil.rrule",
    "icalendar",
    "markdown.extensions.toc",
    "mkdocs.commands.build",
)
"""What a build imports when it is needed."""


def run_prepared(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run ``lessons`` with arguments, and return how it ended."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with TemporaryDirectory() as folder:
        said = [f"{folder}/out", f"{folder}/err"]
        asked = {
            "arguments": [*arguments],
            "cwd": str(cwd),
            "environment": {**environment},
            "said": said,
        }
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        if not select.select([server.stdout], [], [], SECONDS)[0]:
            server.kill()
            raise subprocess.TimeoutExpired([*arguments], SECONDS)
        status = int(server.stdout.readline())
        out, err = (Path(file).read_text(encoding="utf-8") for file in said)
        return subprocess.CompletedProcess([*arguments], status, out, err)


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


@cache
def _server() -> subprocess.Popen[str]:
    # It ends when the pipe is closed, with this process.
    return subprocess.Popen(
        [sys.executable, "-m", "tests.site.prepared", _folder().name],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _become(asked: dict[str, Any]) -> None:
    """Turn this copy into the command."""
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, path in enumerate((os.devnull, *asked["said"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    if fewest := os.environ.get("FEWEST_FILES"):
        kept.FEWEST_FILES = int(fewest)
    sys.argv = ["lessons", *asked["arguments"]]
    runpy.run_module("site_builder", run_name="__main__", alter_sys=True)


def _import_all() -> None:
    import site_builder  # noqa: PLC0415 - in this process only

    for module in pkgutil.walk_packages(site_builder.__path__, "site_builder."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _ALSO:
        importlib.import_module(name)


def _make_a_site() -> None:
    """Make every file of the site of an empty base, so that caches are full."""
    from site_builder.library.loader import load  # noqa: PLC0415 - in this process only
    from site_builder.project import read_project  # noqa: PLC0415
    from site_builder.publish.site import Site  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        project = read_project(write_base(Path(folder), {}))
        list(Site(load(project), project, dict).beside.files(lambda **_words: ""))


def _keep_compiled(folder: str) -> None:
    """Let every build find templates that another has compiled."""
    from jinja2 import Environment, FileSystemBytecodeCache  # noqa: PLC0415 - as above
    from mkdocs.theme import Theme  # noqa: PLC0415

    compiled, plain = FileSystemBytecodeCache(folder), Theme.get_env

    def with_cache(theme: Theme) -> Environment:
        environment = plain(theme)
        environment.bytecode_cache = compiled
        return environment

    Theme.get_env = with_cache  # type: ignore[assignment,method-assign]


def main(folder: str) -> None:
    """Prepare, then serve until nobody asks any more."""
    _import_all()
    _make_a_site()
    _keep_compiled(folder)
    for line in sys.stdin:
        if not (child := os.fork()):
            _become(json.loads(line))
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(sys.argv[1])
