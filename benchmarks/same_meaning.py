"""Whether Chromium gives the same answers by meaning as the terminal, and how soon.

``python -m benchmarks.same_meaning`` makes up a base, works out what its lessons mean, asks both
the same queries with and without filters, half of them problems of the base and half the cases of
``tests/search_cases.yml``, and counts the answers that are equal: the lessons in their order, which
of them only meaning found, how many, and the verdict.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.bases import generated
from benchmarks.chromium import chromium, serving
from benchmarks.measure import Figure, progress
from benchmarks.project import base_config
from benchmarks.report import report
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.by_meaning import meaning_of
from site_builder.search.lesson_vectors import make_vectors
from site_builder.search.lessons import search_texts
from site_builder.search.memory import MemoryIndex
from site_builder.search.open import facts_of, open_search
from site_builder.search.postings import publish
from site_builder.search.query import plain_query

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from site_builder.project import Project
    from site_builder.search.store import Opened

_MODULES = Path(__file__).parent.parent / "theme_overrides" / "assets" / "beforehand"
_CASES = Path(__file__).parent.parent / "tests" / "search_cases.yml"
_COMMAND = "python -m benchmarks.same_meaning"
_FIRST, _LATER = 1.5, 0.25
"""Seconds wanted for the first answer, files at hand, and for a later one."""
_DEPTH = 10
_FILTERS: tuple[dict[str, list[str]], ...] = ({}, {}, {"basis": ["tried"]}, {"outcome": ["worked"]})
_ASK = """
async ([asked, limit]) => {
  const { Index } = await import("/assets/search.js");
  const { plainQuery } = await import("/assets/search/query.js");
  const { meaningOf } = await import("/assets/search/fusion.js");
  const begun = performance.now();
  const index = await Index.open("/search/");
  const worker = new Worker("/assets/meaning-worker.js", { type: "module" });
  const tell = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { answer, problem } }) => {
      if (problem) reject(new Error(problem));
      else if (answer) resolve(answer);
    };
    worker.postMessage({ id: 1, ...message });
  });
  const { known } = await tell({ index: index.meaning.index, folder: index.base });
  const answers = [];
  const seconds = [];
  for (const [text, values] of asked) {
    const start = seconds.length ? performance.now() : begun;
    const { near } = await tell({ text });
    const found = await index.answer(plainQuery(text), { values }, limit, meaningOf(near, known));
    seconds.push((performance.now() - start) / 1000);
    const rows = found.matches.map(({ row, byMeaning }) => [row, byMeaning]);
    answers.push([rows, found.total, found.by_meaning, found.verdict.word, found.verdict.close]);
  }
  worker.terminate();
  return { answers, seconds };
}
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "same_meaning",
        __doc__,
        lessons=(2_000, "lessons of the base"),
        queries=(200, "queries that are asked"),
        repeat=(5, "times that Chromium begins anew, for the seconds"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    base = generated(folder, options.lessons, options.seed)
    (base.folder / "mkdocs.yml").write_text(base_config("on"), encoding="utf-8")
    project = read_project(base.folder)
    site = folder / "same-meaning"
    shutil.rmtree(site, ignore_errors=True)
    problems = _published(project, site)
    cases = [case["ask"] for case in yaml.safe_load(_CASES.read_text("utf-8"))["cases"]]
    chance = random.Random(options.seed)
    half = options.queries // 2
    drawn = [*chance.sample(problems, options.queries - half), *chance.sample(cases, half)]
    asked = [(text, _FILTERS[at % len(_FILTERS)]) for at, text in enumerate(drawn)]
    progress(f"asking {len(asked)} queries in Chromium")
    with chromium() as browser, serving(site) as served, browser.new_page() as page:
        page.goto(f"{served.address}/")
        told = page.evaluate(_ASK, [asked, _DEPTH])
        again = [page.evaluate(_ASK, [asked[:5], _DEPTH]) for _time in range(options.repeat)]
    opened = open_search(project)
    ours = [_answered(opened, text, values) for text, values in asked]
    equal = sum(one == other for one, other in zip(told["answers"], ours, strict=True))
    by_meaning = sum(answered[2] for answered in ours)
    first = [one["seconds"][0] for one in again]
    later = [seconds for one in again for seconds in one["seconds"][1:]]
    yield Figure(
        "answers that are equal in Chromium",
        _COMMAND,
        equal,
        len(asked),
        "",
        "high",
        f"of {len(asked)} at {len(opened.rows)} lessons; {by_meaning} lessons only by meaning",
    )
    yield _seconds("first answer by meaning, files at hand", first, _FIRST)
    yield _seconds("a later one", later, _LATER)


def _published(project: Project, site: Path) -> list[str]:
    """Publish the index of a base with its vectors, and return the problems of its lessons."""
    loaded = load(project)
    index = MemoryIndex(search_texts(loaded.library, loaded.evidence))
    progress(f"working out {len(index.lessons)} lessons")
    made = make_vectors(project, index.lessons)
    publish(facts_of(loaded.library), index, site / "search", made.vectors)
    shutil.copytree(_MODULES, site / "assets")
    (site / "index.html").write_text("<!doctype html>", encoding="utf-8")
    return sorted({lesson.problem for lesson in index.lessons})


def _answered(opened: Opened, text: str, values: dict[str, list[str]]) -> list[Any]:
    """Return an answer of the terminal in the browser's shape."""
    filters = Filters({name: frozenset(some) for name, some in values.items()})
    found = answer(opened, plain_query(text), filters, _DEPTH, meaning_of(opened, text))
    rows = [[match.row, match.by_meaning] for match in found.matches]
    return [rows, found.total, found.by_meaning, found.verdict.word, found.verdict.close]


def _seconds(what: str, seconds: Sequence[float], wanted: float) -> Figure:
    spread = f"{min(seconds):.2f} to {max(seconds):.2f} s of {len(seconds)}"
    return Figure(what, _COMMAND, median(seconds), wanted, "s", note=spread)


if __name__ == "__main__":
    main()
