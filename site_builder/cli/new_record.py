"""New records: questions that options can answer, an editor, a check, and then a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.asking import ask_choice, at_terminal
from site_builder.cli.output import print_problems, say
from site_builder.errors import PersonNumberError, UnamendableError, UnwritableError

if TYPE_CHECKING:
    from site_builder.cli.asking import Asker
    from site_builder.library.base import Base
    from site_builder.library.trial import Trial
    from site_builder.project import Project

_EDIT, _DRAFT, _LEAVE = "edit", "draft", "leave"


def wants_editor(asker: Asker, *, edit: bool | None) -> bool:
    """Return whether to open an editor: as requested, or else if one is named and asked questions.

    Nobody who has named no editor is put into one that they may not know how to leave.
    """
    return asker.has_asked and at_terminal() and bool(_editor()) if edit is None else edit


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
    try:
        write_new(project.root / path, data.decode())
    except UnwritableError:
        say(f"The text is kept in {file}", err=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    click.echo(path)
    return tried


def say_next(project: Project, path: str, *, is_draft: bool = False) -> None:
    """Print what to do with a record that has just been written."""
    say("\nNext:", err=True)
    if is_draft:
        say(f"  put right what was found, and take `status: draft` out of {path}", err=True)
    say("  lessons check    finds what is wrong in the whole base", err=True)
    say("  lessons serve    shows it as it will be published", err=True)
    if (project.root / ".git").exists():
        say(f"  git add {path} && git commit    keeps it", err=True)


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


def _editor() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def _open_editor(file: Path) -> None:
    """Open a file in the editor that ``VISUAL`` or ``EDITOR`` names, or in one that is there."""
    named = f"`{_editor()}`" if _editor() else "an editor (`EDITOR` names another)"
    say(f"The text opens in {named}: save and close it to go on.", err=True)
    try:
        click.edit(filename=str(file))
    except click.ClickException as error:
        say(error.format_message(), err=True)


def _choice(*, edit: bool, may_draft: bool) -> str:
    """Ask what to do with a record that has errors."""
    if not edit and not at_terminal():
        return _LEAVE
    draft = {_DRAFT: "keep it as a draft"} if may_draft else {}
    choices = {_EDIT: "edit it again", **draft, _LEAVE: "leave it"}
    *others, last = choices.values()
    question = f"The record has errors. {', '.join(others).capitalize()}, or {last} [{_EDIT}]"
    try:
        return ask_choice(question, choices, empty=_EDIT)
    except click.Abort:
        click.echo(err=True)
        return _LEAVE


def _after_errors(file: Path, path: str, data: bytes, choice: str) -> None:
    """Edit a kept text again, make it a draft, or end the command."""
    if choice == _EDIT:
        _open_editor(file)
    elif choice == _LEAVE:
        say(f"Nothing was written. The text is kept in {file}", err=True)
        say(f"Put it right there, and move it to {path}", err=True)
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
