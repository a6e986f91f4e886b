"""``lessons rename``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_record, read_base
from site_builder.cli.output import dry_run_option, fail, kind_option, print_diff, say
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

_KINDS = ("lesson", "assist", "reuse")


@click.command()
@click.argument("record_id", metavar="ID")
@click.argument("new_id", metavar="NEW")
@kind_option
@dry_run_option
def rename(record_id: str, new_id: str, kind: str | None, *, dry_run: bool) -> None:
    """Give a record another id, and mend every link to it.

    Renames its file, mends every reference and every link, and keeps the old id as an alias,
    so that its old address leads to the new one.
    """
    from site_builder.library.renaming import rename as write
    from site_builder.library.renaming import renaming
    from site_builder.records.kinds import Kind

    project, base = read_base()
    record = find_record(base, record_id, [kind] if kind else _KINDS)
    named = [it for it in map(Kind, _KINDS) if base.library.get(it, record_id)]
    if len(named) > 1 and not kind:
        kinds = " and ".join("an assist" if it == "assist" else f"a {it}" for it in named)
        fail(f"'{record_id}' is the id of {kinds}; name one with --kind")
    _refuse(base, record, new_id)
    planned = renaming(base, record, new_id)
    if dry_run:
        for path, (before, after) in planned.texts.items():
            print_diff(path, before, after)
    else:
        write(project.root, planned)
    links = counted(len(planned.texts) - 1, "other file")
    verb = "Would rename" if dry_run else "Renamed"
    say(f"{verb} {planned.old_path} to {planned.new_path}, and mended links in {links}.")
    say(f"The address of `{record.id}` leads to `{new_id}`: it is an alias now.")
    for path in sorted(base.unreadable):
        text = (project.root / path).read_bytes().decode(errors="replace")
        if record.id in text:
            say(f"{path} cannot be read, and names `{record.id}`: mend it by hand.", err=True)


def _refuse(base: Base, record: Record[Part], new_id: str) -> None:
    """End the command if a record cannot have an id."""
    from site_builder.records.kinds import ID_PATTERN, id_from

    if not ID_PATTERN.fullmatch(new_id):
        guess = id_from(new_id, "")
        hint = f"; did you mean '{guess}'?" if guess else ""
        fail(
            f"'{new_id}' is no id: small letters a to z, digits, single hyphens between them{hint}"
        )
    if new_id == record.id:
        fail(f"the {record.kind} has the id '{new_id}' already")
    own = new_id in getattr(record.fields, "aliases", ())
    if not own and base.free_id(record.kind, new_id) != new_id:
        fail(f"another {record.kind} has the id '{new_id}', or had it")
