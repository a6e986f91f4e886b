"""What Lighthouse makes of the pages that readers open first, of this base and of a large one.

Lighthouse is fetched from npm into a folder of its own. On a busy machine its figure for speed is
lower than the page deserves: it slows the processor fourfold by what it finds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import generated
from benchmarks.chromium import serving
from benchmarks.measure import (
    Command,
    CommandFailedError,
    Figure,
    program,
    progress,
    run,
)
from benchmarks.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

PACKAGE = "lighthouse@12.8.2"
REPOSITORY = Path(__file__).parent.parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LISTS = frozenset({"all/"})
"""Pages that may have more bytes than others."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
WANTED_SCORE, WANTED_SHIFT = 98, 0.05
MOST_KB, MOST_KB_OF_A_LIST = 45, 60


@dataclass(frozen=True, slots=True)
class Judged:
    """What Lighthouse says of a page."""

    scores: dict[str, int]
    shift: float
    """Cumulative layout shift."""
    kilobytes: float
    """Sent for the page, packed, without pictures."""
    own_kilobytes: float
    """Of it page, style sheets and scripts: what is not the index of the search."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "lighthouse",
        __doc__,
        lessons=(2000, "lessons of the large base; 0 leaves it out"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    lessons = options.lessons
    lighthouse = _fetched(folder / "npm")
    bases = {"shipped": REPOSITORY}
    if lessons:
        bases[f"{lessons:,} lessons"] = generated(folder, lessons, options.seed).folder
    for name, base in bases.items():
        site = folder / f"site-{name.replace(' ', '-').replace(',', '')}"
        if not site.exists():
            progress(f"building: {name}")
            build = ("build", "--site-dir", str(site.resolve()))
            run(Command((program("lessons"), "-C", str(base), *build)))
        for page in _pages(site):
            progress(f"looking at: {name}, {page or 'home'}")
            yield from _page_figures(lighthouse, site, page, f"{name} : {page or 'home'}")


def _pages(site: Path) -> tuple[str, ...]:
    first = min(path.parent.name for path in (site / "lesson").glob("*/index.html"))
    return ("", "solved/?q=nobody+has+time+to+learn", f"lesson/{first}/", "all/", "share/")


def _page_figures(lighthouse: Path, site: Path, page: str, what: str) -> Iterator[Figure]:
    judged = _judged(lighthouse, site, page)
    command = f"lighthouse {page}"
    note = ", ".join(f"{name} {score}" for name, score in judged.scores.items())
    lowest = min(judged.scores.values())
    yield Figure(f"{what} : lowest score", command, lowest, WANTED_SCORE, "", "high", note)
    yield Figure(f"{what} : layout shift", command, judged.shift, WANTED_SHIFT)
    most = MOST_KB_OF_A_LIST if page in LISTS else MOST_KB
    yield Figure(f"{what} : sent, without pictures", command, judged.kilobytes, most, "kB")
    yield Figure(f"{what} : of it not the index", command, judged.own_kilobytes, most, "kB")


def _judged(lighthouse: Path, site: Path, page: str) -> Judged:
    with serving(site) as served, tempfile.TemporaryDirectory() as aside:
        report = Path(aside) / "report.json"
        arguments = (
            *(str(lighthouse), f"{served.address}/{page}", "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"),
            f"--chrome-flags={FLAGS}",
        )
        done = subprocess.run(
            arguments,
            env={**os.environ, "CHROME_PATH": _chromium()},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise CommandFailedError(arguments, done.returncode, done.stdout + done.stderr)
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    sent = told["audits"]["network-requests"]["details"]["items"]
    packed = {it["url"]: it["transferSize"] for it in sent if it.get("resourceType") != "Image"}
    own = sum(size for url, size in packed.items() if "/search/" not in url)
    shift = told["audits"]["cumulative-layout-shift"]["numericValue"]
    kilobytes = (round(size / 1000, 1) for size in (sum(packed.values()), own))
    return Judged(scores, round(shift, 3), *kilobytes)


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise SystemExit("no Chromium on this machine; install the package `chromium`")
    return found


def _fetched(folder: Path) -> Path:
    command = folder / "node_modules/.bin/lighthouse"
    npm = shutil.which("npm")
    if not command.exists():
        if not npm:
            raise SystemExit("no npm on this machine; install the package `npm`")
        progress(f"fetching {PACKAGE}")
        run(Command((npm, "install", "--silent", "--prefix", str(folder), PACKAGE)))
    return command


if __name__ == "__main__":
    main()
