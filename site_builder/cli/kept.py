"""Answers that are kept when a command breaks off, for its next run to go on with."""

from __future__ import annotations

import json
from itertools import count
from shlex import quote
from typing import TYPE_CHECKING

from site_builder.cli.output import say
from site_builder.diagnostics import counted, shortened
from site_builder.errors import PersonNumberError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MOST = 1_000_000
"""Bytes of a file that are read."""


class KeptAnswers:
    """The files with the answers to one command about one subject."""

    def __init__(self, folder: Path, command: str, subject: str) -> None:
        """Name the files.

        Args:
            folder: The folder that they are in.
            command: What follows ``lessons``, such as ``new lesson``.
            subject: What the answers are about, if the command names it.
        """
        self._folder, self._command, self._subject = folder, command, subject
        self._taken: Path | None = None

    def read(self) -> dict[str, str]:
        """Return the answers that were kept last, if any, and say where they are."""
        found = [(file, answers) for file in self._files() if (answers := self._answers_in(file))]
        if not found:
            return {}
        self._last, answers = found[-1]
        first = shortened(next(filter(None, answers.values()), ""))
        say(f"Answers of an earlier try are kept in {self._last}:", err=True)
        say(f"  {counted(len(answers), 'answer')}, the first of them “{first}”", err=True)
        return answers

    def take(self) -> None:
        """Note that the answers that were read are gone on with."""
        self._taken = self._last

    def forget(self) -> None:
        """Remove the answers that were gone on with."""
        if self._taken:
            self._taken.unlink(missing_ok=True)

    def write(self, answers: Mapping[str, str]) -> None:
        """Write answers to a file and say where it is; none with the number of a person is kept.

        Raises:
            UnwritableError: They cannot be written.
        """
        from site_builder.library.certain import refuse_persons
        from site_builder.library.writing import write_new

        file = next(file for file in self._names() if not file.exists())
        kept = {}
        for name, answer in answers.items():
            try:
                refuse_persons(file, answer)
            except PersonNumberError:
                say(f"The answer for {name} was not kept: it holds a person's number.", err=True)
            else:
                kept[name] = answer
        content = {"command": self._command, "subject": self._subject, "answers": kept}
        write_new(file, json.dumps(content, ensure_ascii=False, indent=1))
        self.forget()
        again = f"lessons {self._command} {quote(self._subject) if self._subject else ''}".strip()
        say(f"Your answers are kept in {file}\nTo go on with them: {again}", err=True)

    def _names(self) -> Iterator[Path]:
        stem = self._command.replace(" ", "-")
        return (self._folder / f"{stem}-{number}.json" for number in count(1))

    def _files(self) -> list[Path]:
        stem = self._command.replace(" ", "-")
        files = self._folder.glob(f"{stem}-*.json") if self._folder.is_dir() else ()
        return sorted(files, key=lambda file: (len(file.name), file.name))

    def _answers_in(self, file: Path) -> dict[str, str]:
        try:
            with file.open("rb") as stream:
                content = json.loads(stream.read(_MOST))
            is_same = (content["command"], content["subject"]) == (self._command, self._subject)
            answers = content["answers"].items() if is_same else ()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}
        return {name: text for name, text in answers if isinstance(text, str)}
