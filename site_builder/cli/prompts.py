"""Questions, each of which an option answers as well."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from site_builder.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class AnswerError(Exception):
    """An answer cannot be taken; its message says why, and what is allowed."""


class Asker:
    """Asks what was not given, and remembers whether anything had to be asked."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.has_asked = False

    def text(
        self, question: str, given: str | None, option: str, read: Callable[[str], str] = str
    ) -> str:
        """Return an answer of at least one sign.

        Args:
            question: What to ask.
            given: The answer, if an option gave it.
            option: Name of that option.
            read: Makes of an answer what is returned; raises :class:`AnswerError` if it cannot.

        Raises:
            click.BadParameter: The answer that was given cannot be taken.
        """
        while True:
            self.has_asked = self.has_asked or given is None
            answer = click.prompt(question, err=True) if given is None else given
            try:
                return read(_not_empty(answer))
            except AnswerError as error:
                if given is not None:
                    raise click.BadParameter(str(error), param_hint=f"--{option}") from None
                click.echo(printable(str(error)), err=True)

    def choice(
        self, question: str, choices: Mapping[str, str], given: str | None, option: str
    ) -> str:
        """Return which of some choices was meant, by its code or its words.

        Raises:
            click.UsageError: There is nothing to choose from.
            click.BadParameter: The answer that was given is none of them.
        """
        from site_builder.exchange.forms.questions import chosen, no_choice

        def read(answer: str) -> str:
            code = chosen(answer, choices)
            if code is None:
                raise AnswerError(no_choice(answer, choices))
            return code

        if not choices:
            raise click.UsageError(f"vocabulary.yml names no {option}; add yours there first")
        if given is None:
            for code, words in choices.items():
                click.echo(f"  {code:<24} {printable(words)}", err=True)
        return self.text(question, given, option, read)


def _not_empty(answer: str) -> str:
    if not answer.strip():
        raise AnswerError("it is empty")
    return answer.strip()


def at_terminal() -> bool:
    """Return whether somebody sits there who can be shown something and asked about it."""
    return sys.stdin.isatty() and sys.stderr.isatty()
