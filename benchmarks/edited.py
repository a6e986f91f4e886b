"""What a build costs after one edited lesson, and how soon a preview shows the edit.

``python -m benchmarks.edited`` builds an invented base afresh and after an edit, by turns; then it
serves it, saves lessons, and asks for the page of each until it shows what was saved.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path
from socket import socket
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.bases import generated, workspace
from benchmarks.measure import (
    Command,
    CommandFailedError,
    Figure,
    alternate,
    as_json,
    as_text,
    environment,
    program,
    progress,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.bases import InventedBase

_WANTED = {2_000: 0.15, 10_000: 0.12}
_SAVED = 1.5
_LONGEST = 300
"""Most seconds to wait for a page."""
_OTHERS = 1_000
"""First number of the edits that a preview shows, which no earlier one has."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    options = _options(arguments)
    with workspace(options.keep) as folder:
        try:
            figures = [
                figure
                for lessons in options.lessons
                for figure in _figures(generated(folder, lessons, options.seed), options)
            ]
        except CommandFailedError as error:
            raise SystemExit(str(error)) from error
    print(as_json(figures) if options.format == "json" else as_text(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.edited",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--lessons", type=int, nargs="+", default=[2_000, 10_000], help="lessons of each base")
    add("--served", type=int, default=2_000, help="most lessons of a base that is served")
    add("--repeat", type=int, default=3, help="edits")
    add("--seed", type=int, default=1, help="seed of the invented bases")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    add("--keep", type=Path, metavar="DIR", help="make the bases here, and keep them")
    return parser.parse_args(arguments)


def _figures(base: InventedBase, options: argparse.Namespace) -> Iterator[Figure]:
    lessons = [
        file
        for folder in sorted((base.folder / "lessons").iterdir())
        if folder.is_dir() and folder.name not in {"assists", "guide", "reuse"}
        for file in sorted(folder.glob("*.md"))
    ]
    originals = {file: file.read_bytes() for file in lessons[: options.repeat]}
    try:
        yield from _built(base, list(originals), options.repeat)
        if base.lessons <= options.served:
            yield _served(base, list(originals))
    finally:
        for file, text in originals.items():
            file.write_bytes(text)


def _edit(file: Path, number: int) -> str:
    """Add a sentence to a lesson, and return it."""
    sentence = f"Edited for the {number}th time on a wet evening."
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{sentence}\n")
    return sentence


def _built(base: InventedBase, lessons: list[Path], repeat: int) -> Iterator[Figure]:
    progress(f"building {base.lessons} lessons afresh and after an edit, {repeat} times")
    edits = iter(enumerate(lessons))

    def edit() -> None:
        number, file = next(edits)
        _edit(file, number)

    after = Command(base.again("build").arguments, before=edit)
    full, edited = alternate([base.command("build"), after], repeat)
    command = f"lessons build, {base.lessons} lessons"
    yield Figure(
        what="build after one edited lesson : full, elapsed",
        command=command,
        figure=edited.seconds / full.seconds,
        wanted=_WANTED.get(base.lessons, max(_WANTED.values())),
        note=f"{edited.spread} : {full.spread}; {edited.peak_mb:.0f} : {full.peak_mb:.0f} MB",
    )
    yield Figure(
        what="build after one edited lesson : full, processor",
        command=command,
        figure=edited.processor_seconds / full.processor_seconds,
        wanted=_WANTED.get(base.lessons, max(_WANTED.values())),
        note=f"{edited.processor_spread} : {full.processor_spread}",
    )


def _served(base: InventedBase, lessons: list[Path]) -> Figure:
    progress(f"serving {base.lessons} lessons, and saving {len(lessons)} of them")
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = (program("lessons"), "-C", str(base.folder), "serve", "-a", address)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment(), **quiet) as server:  # type: ignore[call-overload]
        try:
            _wait(f"http://{address}/", "")
            seconds = []
            for number, file in enumerate(lessons, _OTHERS):
                time.sleep(3)  # the preview compares times of files
                started = time.perf_counter()
                _wait(f"http://{address}/lesson/{file.stem}/", _edit(file, number))
                seconds.append(time.perf_counter() - started)
        finally:
            server.send_signal(signal.SIGINT)
    return Figure(
        what="lessons serve: save to page",
        command=f"lessons serve, {base.lessons} lessons",
        figure=median(seconds),
        wanted=_SAVED,
        unit="s",
        note=f"{min(seconds):.2f} to {max(seconds):.2f} s",
    )


def _wait(url: str, text: str) -> None:
    """Ask for a page until it holds a text."""
    for _attempt in range(_LONGEST * 20):
        with suppress(OSError), urlopen(url, timeout=_LONGEST) as answer:  # noqa: S310 - our own
            if text in answer.read().decode():
                return
        time.sleep(0.05)
    message = f"{url} never showed it"
    raise SystemExit(message)


if __name__ == "__main__":
    main()
