"""How well the search ranks, on collections in which people judged what answers what.

``python -m benchmarks.relevance DIR…`` reads collections in the layout of BEIR and compares the
engine of ``lessons search``, by words alone and with meaning, with SQLite's FTS5 and with the model
of meaning by itself; with ``--browser`` the module of the site too.
"""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks.bases import workspace
from benchmarks.chromium import chromium
from benchmarks.judged import DEPTH, quality, read_collection
from benchmarks.measure import Figure, as_text, progress
from benchmarks.minilm import MiniLM, by_itself
from benchmarks.rankers import fts5, in_browser, lessons, with_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.judged import Quality
    from benchmarks.rankers import Ranker

_WANTED = {"askubuntu_dev": 0.39, "stackfaq": 0.87, "gitbugs_seamonkey": 0.60, "med": 0.695}
"""nDCG@10 that is wanted of our engine, by name of the collection."""
_WANTED_MEANS = {"lessons": 0.655, "meaning": 0.74}
"""The mean nDCG@10 over these collections that is wanted of words alone, and with meaning."""
_WANTED_GAIN = 0.025
"""How much better than FTS5 the mean has to be."""
_COMMAND = "python -m benchmarks.relevance"


@dataclass(frozen=True, slots=True)
class Result:
    """How well every engine did on a collection."""

    name: str
    queries: int
    engines: dict[str, Quality]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description=__doc__)
    add = parser.add_argument
    add("folders", type=Path, nargs="+", metavar="DIR", help="folder of a collection")
    add("--keep", type=Path, metavar="DIR", help="keep what documents mean, and go on from there")
    add("--browser", action="store_true", help="also rank in Chromium, as the site does")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    options = parser.parse_args(arguments)
    results = list(_measured(options.folders, options.keep, with_browser=options.browser))
    print(_as_json(results) if options.format == "json" else _as_text(results))


def _measured(
    folders: Iterable[Path], keep: Path | None, *, with_browser: bool
) -> Iterator[Result]:
    with ExitStack() as stack:
        folder = stack.enter_context(workspace(keep))
        rankers: dict[str, Ranker] = {
            "lessons": lessons,
            "meaning": with_meaning(folder / "vectors"),
            "fts5": fts5,
        }
        try:
            rankers["minilm"] = by_itself(MiniLM(folder / "minilm"))
        except OSError as error:
            progress(f"the model cannot be measured by itself: {error}")
        if with_browser:
            rankers["browser"] = in_browser(stack.enter_context(chromium()))
        for folder in folders:
            try:
                collection = read_collection(folder)
            except (OSError, ValueError, KeyError) as error:
                raise SystemExit(f"{folder} cannot be read: {error!r}") from error
            progress(f"{collection.name}: {len(collection.queries)} queries")
            engines = {
                name: quality(collection, rank(collection)) for name, rank in rankers.items()
            }
            yield Result(collection.name, len(collection.queries), engines)


def _as_json(results: Iterable[Result]) -> str:
    collections = [
        {
            "name": result.name,
            "engines": {name: one.document for name, one in result.engines.items()},
        }
        for result in results
    ]
    return json.dumps({"collections": collections}, indent=2)


def _as_text(results: Sequence[Result]) -> str:
    columns = f"{f'nDCG@{DEPTH}':>9}{f'recall@{DEPTH}':>11}{f'MRR@{DEPTH}':>9}{'empty':>7}"
    lines = [f"{'collection':<20}{'queries':>8}  {'engine':<9}{columns}"]
    lines += [
        f"{result.name:<20}{result.queries:>8}  {engine:<9}"
        f"{one.ndcg:>9.4f}{one.recall:>11.4f}{one.mrr:>9.4f}{one.empty:>7}"
        for result in results
        for engine, one in result.engines.items()
    ]
    means = _means(results)
    lines += [""]
    lines += [
        f"mean nDCG@{DEPTH} of {engine}: {figure:.4f} ({figure - means['fts5']:+.4f} to FTS5)"
        for engine, figure in means.items()
    ]
    figures = list(_figures(results, means))
    return "\n".join([*lines, "", as_text(figures)] if figures else lines)


def _means(results: Sequence[Result]) -> dict[str, float]:
    return {
        engine: mean(result.engines[engine].ndcg for result in results)
        for engine in results[0].engines
    }


def _figures(results: Sequence[Result], means: dict[str, float]) -> Iterator[Figure]:
    """Yield what is wanted of each collection that is known, and of the mean if all are there."""
    for result in results:
        for engine in result.engines:
            if result.name in _WANTED and engine in {"lessons", "browser"}:
                yield Figure(
                    what=f"nDCG@{DEPTH}, {engine} on {result.name}",
                    command=f"{_COMMAND} {result.name}",
                    figure=result.engines[engine].ndcg,
                    wanted=_WANTED[result.name],
                    better="high",
                )
    if {result.name for result in results} == _WANTED.keys():
        for engine, wanted in _WANTED_MEANS.items():
            yield Figure(
                what=f"mean nDCG@{DEPTH}, {engine}",
                command=_COMMAND,
                figure=means[engine],
                wanted=wanted,
                better="high",
            )
    if {result.name for result in results} >= _WANTED.keys():
        yield Figure(
            what=f"mean nDCG@{DEPTH}, lessons less FTS5",
            command=_COMMAND,
            figure=means["lessons"] - means["fts5"],
            wanted=_WANTED_GAIN,
            better="high",
            note=f"of {len(results)} collections",
        )


if __name__ == "__main__":
    main()
