"""The base that a command runs on, and the records that are named to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from site_builder.errors import UnknownRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.assist import Assist
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Kind, Record
    from site_builder.records.lesson import Lesson
    from site_builder.search.store import Opened


def project_of(ctx: click.Context) -> Project:
    """Return the project that the command runs on."""
    from site_builder.project import find_root, read_project  # reads YAML

    root = ctx.find_root().obj
    return read_project(root.resolve() if root else find_root(Path.cwd()))


def read_base(ctx: click.Context) -> tuple[Project, Base]:
    """Return the project that the command runs on, and its base, checked."""
    from site_builder.library.loader import load

    project = project_of(ctx)
    return project, load(project)


def find_record(base: Base, record_id: str, kinds: Sequence[Kind]) -> Record[Part]:
    """Return the record of an id, or of an id that it had before; the first of some kinds.

    Raises:
        UnknownRecordError: There is none.
    """
    library = base.library
    for kind in kinds:
        record = library.get(kind, record_id) or library.by_alias(kind, record_id)
        if record:
            return record
    from site_builder.records.guess import nearest  # after a mistake

    known = [known_id for kind in kinds for known_id in library.ids(kind)]
    raise UnknownRecordError(record_id, nearest(record_id, known, limit=3))


def find_lesson(base: Base, lesson_id: str) -> Record[Lesson]:
    """Return the lesson of an id, as :func:`find_record` does."""
    from site_builder.records.kinds import Kind

    return cast("Record[Lesson]", find_record(base, lesson_id, [Kind.LESSON]))


def find_assist(base: Base, assist_id: str) -> Record[Assist]:
    """Return the assist of an id, as :func:`find_record` does."""
    from site_builder.records.kinds import Kind

    return cast("Record[Assist]", find_record(base, assist_id, [Kind.ASSIST]))


def open_index(ctx: click.Context, base: Base | None = None) -> Opened:
    """Return the search index, up to date; says so where that takes a while."""
    from site_builder.search.open import open_search  # imports Whoosh

    def on_work() -> None:
        if sys.stderr.isatty():
            click.echo("Reading the lessons, since some have changed …", err=True)

    return open_search(project_of(ctx), on_work, loaded=base)
