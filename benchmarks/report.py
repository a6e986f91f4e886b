"""A benchmark as a command: what it is asked, where it works, and the table of its figures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import workspace
from benchmarks.measure import CommandFailedError, Figure, as_json, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def report(
    arguments: Sequence[str] | None,
    figures: Callable[[argparse.Namespace, Path], Iterable[Figure]],
    name: str,
    about: str | None,
    **options: tuple[int | list[int], str],
) -> None:
    """Ask a benchmark for its figures, and print them.

    Args:
        arguments: Those of the command line; None for those of this process.
        figures: What gives the figures, from the options and a folder to work in.
        name: What the benchmark is called.
        about: What it measures.
        options: What it can be asked beside the usual, each with its default and what it means.
            A default of False is that of a flag, a list that of an option with several numbers.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}",
        description=about,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for option, (default, meaning) in options.items():
        if default is False:
            parser.add_argument(f"--{option}", action="store_true", help=meaning)
        else:
            several = "+" if isinstance(default, list) else None
            parser.add_argument(
                f"--{option}", type=int, nargs=several, default=default, help=meaning
            )
    add = parser.add_argument
    add("--seed", type=int, default=1, help="seed of what is made up")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    add("--keep", type=Path, metavar="DIR", help="make the bases here, and keep them")
    asked = parser.parse_args(arguments)
    with workspace(asked.keep) as folder:
        try:
            found = list(figures(asked, folder))
        except CommandFailedError as error:
            raise SystemExit(str(error)) from error
    print(as_json(found) if asked.format == "json" else as_text(found))
