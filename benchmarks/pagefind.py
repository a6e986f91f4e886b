"""Pagefind on the pages of a built site, beside which our search is measured.

It is installed for the benchmark alone, into a folder that goes away with it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.asking import Finder
from benchmarks.measure import Command

if TYPE_CHECKING:
    from pathlib import Path

FINDER = Finder("Pagefind", "/beside.html", re.compile("^/pagefind/"))
_PAGES = "lesson/*/index.html"
_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>Pagefind</title>
<textarea id="bh-search"></textarea>
<ul id="bh-found"></ul>
<script type="module">
  import { search } from "/pagefind/pagefind.js";
  const box = document.getElementById("bh-search");
  box.addEventListener("input", ask);
  box.value = new URLSearchParams(location.search).get("q");
  ask();

  async function ask() {
    const { results } = await search(box.value);
    const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    const titles = found.length ? found.map(({ meta }) => meta.title) : ["nothing found"];
    const lines = titles.map((title) => {
      const line = document.createElement("li");
      line.textContent = title;
      return line;
    });
    document.getElementById("bh-found").replaceChildren(...lines);
  }
</script>
"""


class PagefindMissingError(Exception):
    """Pagefind cannot be had here."""


def index_with_pagefind(site: Path, folder: Path) -> str:
    """Index the lessons of a built site, and put a page beside them that asks the index.

    Args:
        site: The built site.
        folder: Where Pagefind is installed, unless it is there already.

    Returns:
        Its version.

    Raises:
        PagefindMissingError: It cannot be installed, or fails.
    """
    version, command = pagefind_command(site, folder, site / "pagefind")
    _run([*command.arguments])
    (site / FINDER.page.lstrip("/")).write_text(_PAGE, encoding="utf-8")
    return version


def pagefind_command(site: Path, folder: Path, index: Path) -> tuple[str, Command]:
    """Return the version of Pagefind, and the command that indexes the lessons of a site.

    Args:
        site: The built site.
        folder: Where Pagefind is installed, unless it is there already.
        index: Where its index goes.

    Raises:
        PagefindMissingError: It cannot be installed.
    """
    program = _installed(folder)
    options = ("--site", str(site), "--glob", _PAGES, "--root-selector", "article", "--quiet")
    to = ("--output-path", str(index))
    version = _run([*program, "--version"]).split()[-1]
    return version, Command((*program, *options, *to))


def _installed(folder: Path) -> list[str]:
    """Return how to run Pagefind: from PyPI, else from npm."""
    module = ["env", f"PYTHONPATH={folder}", sys.executable, "-m", "pagefind"]
    if (folder / "pagefind").exists():
        return module
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        _run([*pip, "--no-deps", "--target", str(folder), "pagefind", "pagefind_bin"])
    except PagefindMissingError:
        npm = shutil.which("npm")
        if not npm:
            raise
        _run([npm, "install", "--silent", "--prefix", str(folder), "pagefind"])
        return [str(folder / "node_modules" / ".bin" / "pagefind")]
    return module


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["it says nothing"]
        raise PagefindMissingError(f"{' '.join(command[:4])}: {lines[-1]}")
    return done.stdout
