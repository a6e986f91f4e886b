"""What a build costs after one edited lesson, and how soon a preview shows the edit.

``python -m benchmarks.edited`` builds an invented base afresh, after an edit of a text and of a
title, and after a lesson was added, by turns. Then it serves the base, saves lessons, and asks for
the page of each until it shows what was saved.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from contextlib import closing, suppress
from socket import socket
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.bases import generated
from benchmarks.measure import (
    Command,
    Figure,
    alternate,
    environment,
    program,
    progress,
)
from benchmarks.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.bases import InventedBase

_WANTED = {2_000: 0.15, 10_000: 0.12}
_SAVED = 1.5
_LONGEST = 300
"""Most seconds to wait for a page."""
_OTHERS = 1_000
"""First number of the edits that a preview shows, which no earlier one has."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "edited",
        __doc__,
        lessons=([2_000, 10_000], "lessons of each base"),
        served=(2_000, "most lessons of a base that is served"),
        repeat=(3, "edits"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    for lessons in options.lessons:
        yield from _of_base(generated(folder, lessons, options.seed), options)


def _of_base(base: InventedBase, options: argparse.Namespace) -> Iterator[Figure]:
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
            _another(file).unlink(missing_ok=True)


def _edit(file: Path, number: int) -> str:
    """Add a sentence to a lesson, and return it."""
    sentence = f"Edited for the {number}th time on a wet evening."
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{sentence}\n")
    return sentence


def _retitle(file: Path) -> None:
    """Change the title of a lesson."""
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^(title: .*)$", r"\1 again", text, count=1), encoding="utf-8")


def _another(file: Path) -> Path:
    return file.with_stem(f"{file.stem}-once-more")


def _add(file: Path) -> None:
    """Add a lesson that is like another."""
    shutil.copy(file, _another(file))
    _retitle(_another(file))


def _built(base: InventedBase, lessons: list[Path], repeat: int) -> Iterator[Figure]:
    progress(f"building {base.lessons} lessons afresh and after an edit, {repeat} times")
    texts, titles, models = iter(enumerate(lessons)), iter(lessons), iter(lessons)

    def edit() -> None:
        number, file = next(texts)
        _edit(file, number)

    again = base.again("build").arguments
    full, *edited = alternate(
        [
            base.command("build"),
            Command(again, before=edit),
            Command(again, before=lambda: _retitle(next(titles))),
            Command(again, before=lambda: _add(next(models))),
        ],
        repeat,
    )
    command = f"lessons build, {base.lessons} lessons"
    wanted = _WANTED.get(base.lessons, max(_WANTED.values()))
    changes = ("edited lesson", "edited title of a lesson", "added lesson")
    for what, one in zip(changes, edited, strict=True):
        yield Figure(
            what=f"build after one {what} : full, elapsed",
            command=command,
            figure=one.seconds / full.seconds,
            wanted=wanted,
            note=f"{one.spread} : {full.spread}; {one.peak_mb:.0f} : {full.peak_mb:.0f} MB",
        )
        yield Figure(
            what=f"build after one {what} : full, processor",
            command=command,
            figure=one.processor_seconds / full.processor_seconds,
            wanted=wanted,
            note=f"{one.processor_spread} : {full.processor_spread}",
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
