"""What tests share: an invented base, the command, the built site and a browser."""

from __future__ import annotations

import gc
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from site_builder.cli import main
from site_builder.library.loader import load
from site_builder.project import read_project
from tests import practices
from tests.builders import write_base
from tests.in_memory import write_there
from tests.tools import lint_workflows, tool, without
from tests.workers import group, longest_first, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from playwright.sync_api import Browser

    from site_builder.library.base import Base as LoadedBase

REPOSITORY = Path(__file__).parent.parent

# A run on every change tries fewer examples than one before a change is taken.
EXAMPLES = int(os.environ.get("EXAMPLES", "100"))
settings.register_profile("project", deadline=None, print_blob=True, max_examples=EXAMPLES)
settings.load_profile("project")


def pytest_configure(config: pytest.Config) -> None:
    """Write to memory where there is room."""
    write_there(config)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Refuse a mark for a practice that the table has not; say which tests stay together."""
    marked = practices.marks(items)
    if unknown := marked.keys() - practices.states().keys():
        named = "; ".join(f"{name} at {marked[name]}" for name in sorted(unknown))
        raise pytest.UsageError(f"practices that lessons/practices.yml has not: {named}")
    practices.remember(config, items)
    group(items)
    yield
    longest_first(items)
    if hasattr(config, "workerinput"):
        tell(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while thousands of tests are collected, of which none is."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Leave thousands of collected tests out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _own_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key of seals away from that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the commands that tests start share compiled modules, where Python may not write them."""
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(autouse=True)
def _fixed_day_and_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every test run on 1 March 2026, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@dataclass(frozen=True)
class Base:
    """An invented base on disk."""

    root: Path

    def load(self) -> LoadedBase:
        """Read and check it."""
        return load(read_project(self.root))

    def run(self, *arguments: str, input: str | None = None) -> Result:  # noqa: A002 - click's name
        """Run a command of ``lessons`` on it."""
        return CliRunner().invoke(
            main, ["-C", str(self.root), *arguments], input=input, catch_exceptions=False
        )


@pytest.fixture
def make_base(tmp_path: Path) -> Callable[[dict[str, str]], Base]:
    """Return a function that writes an invented base: paths below ``lessons`` to texts."""
    return lambda files: Base(write_base(tmp_path, files))


@pytest.fixture(scope="session")
def actionlint() -> Callable[[Sequence[Path]], list[str]]:
    """Return a function that gives what actionlint says of workflows, or skip."""
    lint_workflows([])
    return lint_workflows


@pytest.fixture(scope="session")
def sarif_schema() -> dict[str, Any]:
    """Return the JSON schema of SARIF 2.1.0, or skip."""
    file = tool("sarif") / "lib/schemas/sarif-2.1.0-rtm.5.json"
    schema: dict[str, Any] = json.loads(file.read_bytes())
    return schema


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real Chromium, or skip: with CI=true a missing browser is a failure."""
    # Without the windows of a desktop a page opens in a quarter of the time.
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not executable:
        without("no Chromium on this machine; install the package `chromium` to run this test")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only browser tests pay for it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield running
        running.close()
