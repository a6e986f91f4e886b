"""From the text of a new record to its file: edited, checked, and written when it is right."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import click

from site_builder.cli.prompts import Asker, at_terminal
from site_builder.errors import UnamendableError, UnwritableError

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library.trial import Trial, Tried
    from site_builder.project import Project

_EDIT, _DRAFT, _LEAVE = "edit", "draft", "leave"


class Unsaved:
    """A text that is not among the lessons yet, kept where no crash and no mistake can lose it."""

    def __init__(self, project: Project, path: str, text: str) -> None:
        """Keep a text below ``.cache/unsaved``.

        Raises:
            UnwritableError: It cannot be kept.
        """
        above = project.cache_dir / "unsaved"
        try:
            above.mkdir(parents=True, exist_ok=True)
            self.root = _new_folder(above)
            self.file = self.root / path
            self.file.parent.mkdir(parents=True)
            self.file.write_bytes(text.encode())
        except OSError as error:
            raise UnwritableError(above, error.strerror or str(error)) from error

    def read(self) -> bytes:
        """Return the text as it is now.

        Raises:
            UnwritableError: An editor has left nothing to read.
        """
        try:
            return self.file.read_bytes()
        except OSError as error:
            raise UnwritableError(self.file, error.strerror or str(error)) from error

    def edit(self) -> None:
        """Open it in the editor that ``VISUAL`` or ``EDITOR`` names."""
        try:
            click.edit(filename=str(self.file))
        except click.ClickException as error:
            click.echo(error.format_message(), err=True)

    def forget(self) -> None:
        """Take it away, once it is written."""
        shutil.rmtree(self.root, ignore_errors=True)


def _new_folder(above: Path) -> Path:
    for number in count(1):
        folder = above / str(number)
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError  # there is always a further number


def write_checked(
    trial: Trial, project: Project, path: str, text: str, *, edit: bool, may_draft: bool
) -> Tried:
    """Write a record once the check finds no error in it, or somebody wants it as a draft.

    Says what the check finds. Where it finds errors and there is nobody to ask, or they leave it,
    nothing is written below the lessons folder, and the command ends with 1.

    Args:
        trial: The base.
        project: Where it lies.
        path: Path of the new file from the project root.
        text: What is to stand in it.
        edit: Whether to open it in an editor first, and again after errors.
        may_draft: Whether such a record can be a draft.
    """
    from site_builder.library.writing import write_new

    unsaved = Unsaved(project, path, text)
    if edit:
        unsaved.edit()
    while True:
        data = unsaved.read()
        tried = trial.of(path, data)
        _say(tried, unsaved)
        if not tried.has_errors:
            break
        choice = _choice(edit=edit, may_draft=may_draft)
        if choice == _EDIT:
            unsaved.edit()
        elif choice == _DRAFT and (drafted := _as_draft(path, data)):
            unsaved.file.write_bytes(drafted.encode())
        elif choice == _DRAFT:
            click.echo("Its header cannot be read, so it cannot say that it is a draft.", err=True)
        else:
            click.echo(f"Nothing was written. The text is kept in {unsaved.file}", err=True)
            click.get_current_context().exit(1)
    write_new(project.root / path, data.decode())
    unsaved.forget()
    click.echo(path)
    return tried


def wants_editor(asker: Asker, *, edit: bool | None) -> bool:
    """Return whether to open an editor: as asked for, or else where questions were asked."""
    return asker.has_asked and at_terminal() if edit is None else edit


def _say(tried: Tried, unsaved: Unsaved) -> None:
    from site_builder.report import text

    for block in text.render(tried.diagnostics, unsaved.root):
        click.echo(block + "\n", err=True)


def _choice(*, edit: bool, may_draft: bool) -> str:
    if not edit and not at_terminal():
        return _LEAVE
    choices = [_EDIT, *([_DRAFT] if may_draft else []), _LEAVE]
    question = "There are errors. Edit it again"
    question += ", keep it as a draft, or leave it" if may_draft else ", or leave it"
    try:
        answer = click.prompt(question, type=click.Choice(choices), default=_EDIT, err=True)
    except click.Abort:
        click.echo(err=True)
        return _LEAVE
    return str(answer)


def _as_draft(path: str, data: bytes) -> str | None:
    """Return a lesson's text as that of a draft, or None where its header cannot be read."""
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
