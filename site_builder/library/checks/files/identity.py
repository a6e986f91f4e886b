"""Ids: well formed, and each taken once within its kind."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.library.checks.problems import at_field
from site_builder.records.kinds import ID_PATTERN, Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mkdn"}


def malformed_ids(base: Base) -> Iterator[Diagnostic]:
    """A record's file name is its id: small letters, digits, single hyphens."""
    for record in base.records:
        if record.kind is not Kind.PAGE and not ID_PATTERN.fullmatch(record.id):
            yield Diagnostic(
                "id-malformed",
                Severity.ERROR,
                record.document.span(0, 0),
                f"the file's name `{record.id}.md` cannot serve as an id",
                f"rename it to `{slug}.md`"
                if (slug := _slug(record.id))
                else "it takes small letters a to z, digits, and single hyphens between them",
            )


def foreign_endings(base: Base) -> Iterator[Diagnostic]:
    """A Markdown file ends in ``.md``; under another name nobody would miss it on the site."""
    for path in sorted(base.files):
        stem, ending = posixpath.splitext(path)
        if ending != ".md" and ending.lower() in _MARKDOWN:
            yield Diagnostic(
                "id-malformed",
                Severity.ERROR,
                Span(path),
                f"a file whose name ends in `{ending}` is not read",
                f"rename it to `{posixpath.basename(stem)}.md`",
            )


def clashing_ids(base: Base) -> Iterator[Diagnostic]:
    """Within a kind an id is taken once, aliases and letter case included."""
    owners: dict[tuple[Kind, str], Record[Part]] = {}
    for record in base.records:
        owner = owners.setdefault((record.kind, record.id.casefold()), record)
        if owner is not record:
            message = f"the id `{record.id}` is taken by {owner.path}"
            if owner.id != record.id:
                message += f" (`{owner.id}`: letter case does not tell ids apart)"
            yield Diagnostic(
                "id-clash",
                Severity.ERROR,
                record.document.span(0, 0),
                message,
                "give one of the two files another name",
            )
    for record in base.records:
        for number, alias in enumerate(getattr(record.fields, "aliases", ())):
            owner = owners.setdefault((record.kind, alias.casefold()), record)
            of = "this record" if owner is record else owner.path
            if owner is not record or alias.casefold() == record.id.casefold():
                yield at_field(
                    record,
                    "id-clash",
                    ("aliases", number),
                    f"the alias `{alias}` is the id or alias of {of}",
                    "take the alias out, or choose another",
                )


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


CHECKS = (malformed_ids, foreign_endings, clashing_ids)
