"""The base that a command runs on: its records, its search index, and changes to its files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from site_builder.cli.output import fail, print_lines
from site_builder.diagnostics import Severity
from site_builder.errors import FaultyRecordError, UnknownRecordError, UnsuitableRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.base import Base
    from site_builder.library.graph import RecordLink
    from site_builder.project import Project
    from site_builder.records.assist import Assist
    from site_builder.records.fields import Part
    from site_builder.records.header.edit import Revision
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.search.store import Opened


def find_project() -> Project:
    """Return the project that ``-C`` names, or the nearest one upward.

    What killed commands left in it is removed.
    """
    from site_builder.library.writing import tidy

    project = _found_project()
    tidy(project.root, project.lessons_dir)
    return project


def _found_project() -> Project:
    """Return the project; a build that was killed while it put its site in place is finished."""
    from site_builder.project import find_root, read_project  # reads YAML
    from site_builder.publish.swap import recover

    root = click.get_current_context().find_root().obj
    project = read_project(root.resolve() if root else find_root(Path.cwd()))
    recover(project.site_dir)
    return project


def read_base() -> tuple[Project, Base]:
    """Return the project that the command runs on, and its base, checked."""
    from site_builder.library.loader import load

    project = find_project()
    return project, load(project)


def read_records() -> Base:
    """Return the base that the command runs on, read and not checked."""
    from site_builder.library.loader import unchecked

    return unchecked(find_project())


def find_record(base: Base, record_id: str, kinds: Sequence[str]) -> Record[Part]:
    """Return the record with an id, current or former; kinds are searched in the order given.

    Raises:
        FaultyRecordError: The file of the record has errors.
        UnknownRecordError: No record has the id.
        UnsuitableRecordError: A record of another kind has it.
    """
    from site_builder.library.reading import key_of
    from site_builder.records.guess import nearest
    from site_builder.records.kinds import Kind

    library = base.library
    for kind in map(Kind, kinds):
        record = library.get(kind, record_id) or library.by_alias(kind, record_id)
        if record:
            return record
    # What cannot be read is told with the reason, which only a check finds.
    for problem in base.diagnostics or read_base()[1].diagnostics:
        path = problem.span.file
        if path in base.unreadable and problem.severity is Severity.ERROR:
            kind, faulty_id = key_of(path.removeprefix(base.prefix))
            if faulty_id == record_id and kind in kinds:
                raise FaultyRecordError(path, problem.span.line, problem.message)
    for kind in Kind:
        if library.get(kind, record_id):
            raise UnsuitableRecordError(record_id, kind.noun, [Kind(one).noun for one in kinds])
    known = [known_id for kind in kinds for known_id in library.ids(Kind(kind))]
    begun = sorted(name for name in known if name.startswith(record_id))[:3]
    raise UnknownRecordError(record_id, begun or nearest(record_id, known, limit=3))


def need_words(base: Base, kind: str) -> None:
    """End the command unless the vocabulary has words of a kind: ``tags`` or ``teams``."""
    from site_builder.library.checks.references import WAY_OUT
    from site_builder.library.survey import VOCABULARY_FILE

    if getattr(base.library.vocabulary, kind):
        return
    path = base.prefix + VOCABULARY_FILE
    if base.vocabulary_unreadable:
        fail(f"{path} has errors; `lessons check {path}` shows them")
    if base.vocabulary_document is None:
        fail(f"there is no {path}; {WAY_OUT}")
    fail(f"{path} has no {kind}; add some there first")


def find_lesson(base: Base, lesson_id: str) -> Record[Lesson]:
    """Return the lesson with an id, as :func:`find_record` does."""
    return cast("Record[Lesson]", find_record(base, lesson_id, ["lesson"]))


def find_assist(base: Base, assist_id: str) -> Record[Assist]:
    """Return the assist with an id, as :func:`find_record` does.

    Raises:
        FaultyRecordError: The base has no such format.
    """
    assist = cast("Record[Assist]", find_record(base, assist_id, ["assist"]))
    form = assist.fields.format
    if form not in base.library.vocabulary.ids("formats") and not base.vocabulary_unreadable:
        line = assist.document.span_of(("format",)).line
        raise FaultyRecordError(assist.path, line, f"`format` has no value `{form}`")
    return assist


def open_index(base: Base | None = None) -> Opened:
    """Return the search index, updated; a terminal is told when the update takes a while."""
    from site_builder.search.open import open_search  # imports Whoosh

    def on_work() -> None:
        if sys.stderr.isatty():
            click.echo("Updating the search index …", err=True)

    return open_search(_found_project(), on_work, loaded=base)


def quoted(base: Base, link: RecordLink) -> str:
    """Return the sentence that contains a link, to print after its type; empty without one."""
    sentence = base.graph.sentence(link)
    return f": “{sentence}”" if sentence else ""


def save(
    project: Project, revisions: Sequence[Revision], *, dry_run: bool = False, quiet: bool = False
) -> None:
    """Write changed headers to their files, and print each changed line with its place."""
    from site_builder.library.writing import write_revision

    for revision in revisions:
        if not dry_run:
            write_revision(project.root, revision)
        if not quiet:
            print_lines(revision.lines)
