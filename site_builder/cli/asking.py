"""Questions at a terminal: counted, asked again with the reason, and never lost."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from site_builder.cli.kept import KeptAnswers
from site_builder.cli.output import has_words, say
from site_builder.errors import BeforehandError
from site_builder.records.guess import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from site_builder.project import Project

Answer = TypeVar("Answer")
_NEEDED = "an answer is needed; Ctrl-C stops and keeps what you have answered"
NEW_WORD = "a new one is added to vocabulary.yml first; Ctrl-C keeps your answers"
"""The way out for whoever misses a topic or team among the choices."""
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[ \t]+(?=\d)")


def at_terminal() -> bool:
    """Return whether the command runs at a terminal, where a person can answer questions."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, read: Callable[[str], Answer], *, empty: str | None = None) -> Answer:
    """Ask until an answer can be read, and say what is wrong with one that cannot.

    Args:
        question: The question.
        read: Converts the answer; raises ``click.BadParameter`` for an invalid one.
        empty: What Enter alone stands for; without it, an answer is needed.
    """

    def checked(answer: str) -> Answer:
        text = answer.strip() or empty
        if text is None:
            raise click.BadParameter(_NEEDED)
        return read(text)

    answer: Answer = click.prompt(
        question, default="", show_default=False, value_proc=checked, err=True
    )
    return answer


def ask_choice(question: str, choices: Mapping[str, str], *, empty: str | None = None) -> str:
    """Ask for one of a few words, each of which may be shortened."""
    return ask(question, lambda answer: _chosen(answer, choices), empty=empty)


def print_choices(choices: Mapping[str, str]) -> None:
    """Print numbered choices: their codes and their words."""
    for number, (code, words) in enumerate(choices.items(), start=1):
        said = words if code == str(number) else f"{code:<24} {words}"
        say(f"  {number:>2}  {said}", err=True)
    if choices:
        say("  Type a number, or the first letters.", err=True)


def picked(answer: str, choices: Mapping[str, str]) -> str | None:
    """Return the code of the choice that is named by number, code, words or a beginning of these.

    Of a choice that is called by a number, the name goes before the place in the list.
    """
    from site_builder.exchange.forms.questions import chosen

    text = answer.strip().rstrip(".)")
    if text in choices or not text.isdecimal() or not 0 < int(text[:9]) <= len(choices):
        return chosen(answer, choices)
    return list(choices)[int(text[:9]) - 1]


def _chosen(answer: str, choices: Mapping[str, str], way_out: str = "") -> str:
    from site_builder.exchange.forms.questions import no_choice

    if code := picked(answer, choices):
        return code
    raise click.BadParameter("\n".join(filter(None, (no_choice(answer, choices), way_out))))


def read_date(text: str, *, partial: bool = True) -> str:
    """Return a date as records have it, from any form that can mean only one.

    Args:
        text: What was written.
        partial: Whether a month or a year is a date too.

    Raises:
        click.BadParameter: It is no date, or may be several.
    """
    from site_builder.records.date_forms import meant_date
    from site_builder.records.dates import ImpossibleDateError, parse_day, parse_partial
    from site_builder.records.fields import DAY_FORM, PARTIAL_FORM

    try:
        date = meant_date(text, partial=partial)
        return date or str(parse_partial(text) if partial else parse_day(text))
    except ImpossibleDateError as error:
        raise click.BadParameter(f"`{text}` is not in the calendar; {error}") from None
    except ValueError:
        form = PARTIAL_FORM if partial else DAY_FORM
        raise click.BadParameter(f"`{text}` is not {form}") from None


def worded(answer: str) -> str:
    """Return an answer in words.

    Raises:
        click.BadParameter: It has none.
    """
    if not has_words(answer):
        raise click.BadParameter(f"`{answer}` has no word; {_NEEDED}")
    return answer


class Asker:
    """Asks the questions that no option has answered.

    Attributes:
        has_asked: Whether any question was asked.
    """

    def __init__(
        self,
        project: Project,
        command: str,
        given: Mapping[str, str | None],
        planned: Sequence[str],
        subject: str = "",
    ) -> None:
        """Prepare questions, and offer to go on with answers that were kept.

        Args:
            project: The project, which keeps answers below ``.cache/unsaved``.
            command: What follows ``lessons``, such as ``new lesson``.
            given: Answers by parameter of their option; None if it was not given.
            planned: Parameters of the options of all questions, in their order.
            subject: What the answers are about, if the command names it.
        """
        self.has_asked = False
        self._kept = KeptAnswers(project.cache_dir / "unsaved", command, subject)
        self._given = {name: text for name, text in given.items() if text is not None}
        self._planned = [name for name in planned if name not in self._given]
        self._answers: dict[str, str] = {}
        self._ahead = ""
        if self._planned:
            self._offer()

    def plan(self, after: str, *names: str) -> None:
        """Add questions that follow from the answer to another one."""
        new = [name for name in names if name not in self._given]
        at = self._planned.index(after) + 1 if after in self._planned else len(self._planned)
        self._planned[at:at] = new

    def text(
        self,
        question: str,
        option: str,
        read: Callable[[str], str] = str,
        empty: str | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> str:
        """Return an answer; an invalid one is asked for again.

        Args:
            question: The question.
            option: Parameter of the option that can answer it.
            read: Converts the answer; raises ``click.BadParameter`` for an invalid one.
            empty: What Enter alone stands for; without it, an answer is needed.
            choices: Choices to show above the question.

        Raises:
            click.BadParameter: The value of the option is invalid, and nobody is there to ask.
        """
        if option in self._given:
            try:
                return self._noted(option, self._of_option(option, read, empty))
            except click.BadParameter as error:
                error.param_hint = f"--{option.replace('_', '-')}"
                if not at_terminal() and option not in self._planned:
                    raise
                say(error.format_message(), err=True)
        self.has_asked = True
        print_choices(choices or {})
        place = self._planned.index(option) + 1 if option in self._planned else 0
        counted = f"({place} of {len(self._planned)}) {question}" if place else question
        answer, self._ahead = self._ahead, ""
        try:
            return self._noted(option, read(answer) if answer else ask(counted, read, empty=empty))
        except click.BadParameter as error:
            say(f"Error: {error.message}", err=True)
        return self._noted(option, ask(counted, read, empty=empty))

    def choice(
        self,
        question: str,
        choices: Mapping[str, str],
        option: str,
        empty: str | None = None,
        way_out: str = "",
    ) -> str:
        """Return the code of a choice, or what Enter alone stands for, as in :meth:`text`.

        Args:
            question: The question.
            choices: Words by code.
            option: Parameter of the option that can answer it.
            empty: What Enter alone stands for; without it, an answer is needed.
            way_out: What to do if the right choice is not there.

        Raises:
            click.BadParameter: The value of the option is none of them.
        """

        def read(answer: str) -> str:
            return answer and _chosen(answer, choices, way_out)

        return self.text(question, option, read, empty, choices)

    def several(
        self,
        question: str,
        choices: Mapping[str, str],
        option: str,
        called: str,
        find: Callable[[str], str | None] = lambda _word: None,
        *,
        is_needed: bool = True,
    ) -> tuple[str, ...]:
        """Return the codes of choices; after an invalid one, only this one is asked for again.

        Args:
            question: The question.
            choices: Words by code.
            option: Parameter of the option that can answer it.
            called: What a choice is called in messages, such as ``tag``.
            find: Returns the code of a word that stands for a choice besides its own, or None.
            is_needed: Whether at least one has to be named.

        Raises:
            click.BadParameter: The value of the option names what is none of them.
        """
        from site_builder.exchange.forms.answers import listed

        taken: dict[str, None] = {}
        names = {words.casefold(): code for code, words in choices.items()}

        def read(answer: str) -> str:
            known = listed(
                _BETWEEN_NUMBERS.sub(",", answer),
                lambda word: find(word) or picked(word, choices),
                lambda line: find(line) or names.get(line.strip().casefold()),
            )
            taken.update(dict.fromkeys(code for code in known.values() if code))
            problems = [_unknown(word, choices, called) for word, code in known.items() if not code]
            if problems and called == "tag":
                problems.append(NEW_WORD)
            if problems and taken:
                words = ", ".join(choices[code] for code in taken)
                problems.append(f"{words}: taken. Type the rest again, or press Enter to leave it")
            if problems or (is_needed and not taken):
                raise click.BadParameter("\n".join(problems) or _NEEDED)
            return "\n".join(taken)

        answer = self.text(question, option, read, "", choices)
        return tuple(filter(None, answer.split("\n")))

    @contextlib.contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep the answers in a file if the command does not come to its end."""
        try:
            yield
        except (click.Abort, KeyboardInterrupt, EOFError):
            click.echo(err=True)
            self._keep()
            raise SystemExit(1) from None
        except (BeforehandError, click.ClickException, OSError) as error:
            if self.has_asked:
                self._forget_refused(str(error))
                self._keep()
            raise
        self._kept.forget()

    def _of_option(self, option: str, read: Callable[[str], str], empty: str | None) -> str:
        answer = self._given[option].strip()
        was_left_empty = empty is not None and option in self._planned
        if not answer and not was_left_empty:
            raise click.BadParameter("it is empty")
        return read(answer)

    def _noted(self, option: str, answer: str) -> str:
        self._answers[option] = answer
        return answer

    def _forget_refused(self, message: str) -> None:
        """Forget the answer that a message names by its option, so that it is asked for again."""
        option = message.removeprefix("--").partition(":")[0].replace("-", "_")
        self._answers.pop(option, None)

    def _keep(self) -> None:
        say("Nothing was written.", err=True)
        if self.has_asked and self._answers:
            self._kept.write(self._answers)

    def _offer(self) -> None:
        """Offer to go on with the answers that were kept last; they then count as given."""
        if not (answers := self._kept.read()) or not self._is_wanted():
            return
        self._given = answers | self._given
        self._answers |= answers
        self._kept.take()
        self.has_asked = True

    def _is_wanted(self) -> bool:
        """Ask whether to go on with them; what a program types instead is its first answer."""
        question = "Go on with them"
        if at_terminal():
            return click.confirm(question, default=True, err=True)
        line = str(click.prompt(f"{question} (y or n)", default="", show_default=False, err=True))
        if line.strip().casefold() not in {"", "y", "yes", "n", "no"}:
            self._ahead = line.strip()
        return line.strip().casefold() in {"", "y", "yes"}


def _unknown(word: str, choices: Mapping[str, str], called: str) -> str:
    hint = did_you_mean(word, choices) or did_you_mean(word, choices.values())
    return f"there is no {called} `{word}`" + (f"; {hint}" if hint else "")
