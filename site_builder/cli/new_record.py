"""New records: questions that options can answer, an editor, a check, and then a file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.output import fail, print_problems, say
from site_builder.errors import PersonNumberError, UnamendableError, UnwritableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.library.base import Base
    from site_builder.library.trial import Trial
    from site_builder.project import Project

_EDIT, _DRAFT, _LEAVE = "edit", "draft", "leave"


class Asker:
    """Asks the questions that no option has answered.

    Attributes:
        has_asked: Whether any question was asked.
    """

    def __init__(self, given: Mapping[str, str | None]) -> None:
        self._given = given
        self.has_asked = False

    def text(self, question: str, option: str, read: Callable[[str], str] = str) -> str:
        """Return a non-empty answer; an invalid one is asked for again.

        Args:
            question: The question.
            option: Parameter of the option that can answer it.
            read: Converts the answer; raises ``click.BadParameter`` for an invalid one.

        Raises:
            click.BadParameter: The value of the option is invalid.
        """

        def checked(answer: str) -> str:
            if not answer.strip():
                raise click.BadParameter("it is empty")
            return read(answer.strip())

        given = self._given.get(option)
        if given is None:
            self.has_asked = True
            return str(click.prompt(question, value_proc=checked, err=True))
        try:
            return checked(given)
        except click.BadParameter as error:
            error.param_hint = f"--{option.replace('_', '-')}"
            raise

    def choice(self, question: str, choices: Mapping[str, str], option: str) -> str:
        """Return the code of a choice, which is answered by its code or its words.

        Raises:
            click.UsageError: There are no choices.
            click.BadParameter: The value of the option is not one of them.
        """
        from site_builder.exchange.forms.questions import chosen, no_choice

        def read(answer: str) -> str:
            if code := chosen(answer, choices):
                return code
            raise click.BadParameter(no_choice(answer, choices))

        if not choices:
            fail(f"vocabulary.yml has no {option}; add yours there first")
        if self._given.get(option) is None:
            print_choices(choices)
        return self.text(question, option, read)


def print_choices(choices: Mapping[str, str]) -> None:
    """Print the codes of choices with their words."""
    for code, words in choices.items():
        say(f"  {code:<24} {words}", err=True)


def at_terminal() -> bool:
    """Return whether the command runs at a terminal, where a person can answer questions."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def wants_editor(asker: Asker, *, edit: bool | None) -> bool:
    """Return whether to open an editor: as requested, or else if questions were asked."""
    return asker.has_asked and at_terminal() if edit is None else edit


def write_checked(
    trial: Trial, project: Project, path: str, text: str, *, edit: bool, may_draft: bool
) -> Base:
    """Write a record once the check finds no error in it, or it is kept as a draft.

    Prints what the check finds. If errors remain, nothing is written below the lessons folder, the
    text stays below ``.cache/unsaved``, and the command ends with status 1.

    Args:
        trial: The base.
        project: Its project.
        path: Path of the new file from the project root.
        text: Text of the file.
        edit: Whether to open it in an editor first, and again after errors.
        may_draft: Whether records of this kind can be drafts.

    Raises:
        PersonNumberError: The text holds the number of a person, and is not kept.
        UnwritableError: The text cannot be kept, read again or written.
    """
    from site_builder.library.certain import refuse_persons
    from site_builder.library.writing import write_new

    if not edit:
        # Such a text is not even kept below `.cache`.
        refuse_persons(project.root / path, text)
    kept = project.cache_dir / "unsaved"
    try:
        kept.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=kept))
        file = folder / path
        file.parent.mkdir(parents=True)
        file.write_bytes(text.encode())
        if edit:
            _open_editor(file)
        while True:
            data = file.read_bytes()
            tried = trial.of(path, data)
            print_problems(tried.diagnostics, folder, err=True)
            if not tried.has_errors:
                break
            choice = _choice(edit=edit, may_draft=may_draft)
            if choice == _LEAVE:
                _keep_no_person(project.root / path, data, folder)
            _after_errors(file, path, data, choice)
    except OSError as error:
        file = Path(error.filename or kept)
        raise UnwritableError(file, error.strerror or str(error)) from error
    write_new(project.root / path, data.decode())
    shutil.rmtree(folder, ignore_errors=True)
    click.echo(path)
    return tried


def _keep_no_person(file: Path, data: bytes, folder: Path) -> None:
    """Remove the folder of a text that is left, if the text holds the number of a person.

    Raises:
        PersonNumberError: It holds one.
    """
    from site_builder.library.certain import refuse_persons

    try:
        refuse_persons(file, data.decode("utf-8", "replace"))
    except PersonNumberError:
        shutil.rmtree(folder)
        raise


def _open_editor(file: Path) -> None:
    """Open a file in the editor that ``VISUAL`` or ``EDITOR`` names."""
    try:
        click.edit(filename=str(file))
    except click.ClickException as error:
        say(error.format_message(), err=True)


def _choice(*, edit: bool, may_draft: bool) -> str:
    """Ask what to do with a record that has errors."""
    if not edit and not at_terminal():
        return _LEAVE
    choices = [_EDIT, *([_DRAFT] if may_draft else []), _LEAVE]
    question = "The record has errors. Edit it again"
    question += ", keep it as a draft, or leave it" if may_draft else ", or leave it"
    try:
        answer = click.prompt(question, type=click.Choice(choices), default=_EDIT, err=True)
    except click.Abort:
        click.echo(err=True)
        return _LEAVE
    return str(answer)


def _after_errors(file: Path, path: str, data: bytes, choice: str) -> None:
    """Edit a kept text again, make it a draft, or end the command."""
    if choice == _EDIT:
        _open_editor(file)
    elif choice == _LEAVE:
        say(f"Nothing was written. The text is kept in {file}", err=True)
        raise SystemExit(1)
    elif (draft := _as_draft(path, data)) is None:
        say("The header cannot be read, so the record cannot become a draft.", err=True)
    else:
        file.write_bytes(draft.encode())


def _as_draft(path: str, data: bytes) -> str | None:
    """Return a lesson's text with the status of a draft, or None if its header is unreadable."""
    from site_builder.records.header.document import decode, parse_document
    from site_builder.records.header.edit import HeaderEditor

    text, problems = decode(path, data)
    document = None if problems else parse_document(path, text)[0]
    if document is None:
        return None
    try:
        return HeaderEditor(document).set(("status",), "draft").made().after.text
    except UnamendableError:
        return None
