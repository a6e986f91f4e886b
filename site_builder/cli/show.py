"""``lessons show``, ``lessons evidence`` and ``lessons insights``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_lesson, find_record, quoted, read_base, read_records
from site_builder.cli.output import (
    fail,
    format_option,
    kind_option,
    print_json,
    print_lines,
    print_wrapped,
    printable,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.base import Base
    from site_builder.library.evidence.explanation import Explanation
    from site_builder.library.graph import RecordLink
    from site_builder.publish.insight_views import Chapter
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@kind_option
@click.option("--orphans", is_flag=True, help="List the lessons that no record links to.")
@format_option
def show(record_id: str | None, kind: str | None, form: str, *, orphans: bool) -> None:
    """Print a record with its links in both directions.

    If records of several kinds share an ID, the lesson is printed; --kind selects another.
    """
    if bool(record_id) == orphans:
        fail("give the ID of a record or --orphans")
    base = read_records()
    if record_id is None:
        _print_orphans(base, form)
        return
    record = find_record(base, record_id, [kind] if kind else ["lesson", "assist", "reuse", "page"])
    outgoing = base.graph.outgoing[(record.kind, record.id)]
    incoming = base.graph.incoming.get((record.kind, record.id), ())
    if form == "json":
        print_json(_record_json(base, record, outgoing, incoming))
        return
    say(record.document.text.rstrip())
    if outgoing:
        say("\nLinks", bold=True)
    for link in outgoing:
        say(f"  {link.type}: {link.target[1]} ({link.target[0]})")
    if incoming:
        say("\nLinked from", bold=True)
    for link in incoming:
        say(f"  {link.type.inverse}: {link.source[1]} ({link.source[0]}){quoted(base, link)}")


def _print_orphans(base: Base, form: str) -> None:
    orphans = [{"id": lesson.id, "title": lesson.fields.title} for lesson in base.graph.orphans]
    if form == "json":
        print_json({"orphans": orphans})
    elif orphans:
        print_lines(f"{orphan['id']}: {orphan['title']}" for orphan in orphans)
    else:
        say("Every lesson is linked to by another record.")


def _record_json(
    base: Base, record: Record[Part], outgoing: Sequence[RecordLink], incoming: Sequence[RecordLink]
) -> dict[str, Any]:
    from site_builder.records.allowance import without_allowances

    def row(link: RecordLink, end: tuple[str, str]) -> dict[str, str]:
        return {
            "type": link.type,
            "kind": end[0],
            "id": end[1],
            "sentence": base.graph.sentence(link),
        }

    lesson = base.library.lesson(record.id)
    return {
        "kind": record.kind,
        "id": record.id,
        "path": record.path,
        "fields": record.document.header,
        "text": without_allowances(record.body).strip(),
        **({"evidence": _evidence_json(base, lesson)} if lesson and lesson is record else {}),
        "links": [row(link, link.target) for link in outgoing],
        "backlinks": [row(link, link.source) for link in incoming],
    }


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@click.option("--all", "shows_all", is_flag=True, help="Print a table of all lessons.")
@format_option
def evidence(record_id: str | None, form: str, *, shows_all: bool) -> None:
    """Explain the evidence for a lesson, and what would raise its levels.

    The levels of practice and research are derived from what the records state. Prints the facts,
    the ids of the rules that applied, and the least that would raise each level.
    """
    if bool(record_id) == shows_all:
        fail("give the ID of a lesson or --all")
    base = read_records()
    if record_id is None:
        if form == "json":
            print_json({"lessons": [_evidence_json(base, item) for item in base.library.lessons]})
        else:
            _print_levels(base, base.library.lessons)
        return
    lesson = find_lesson(base, record_id)
    if form == "json":
        print_json(_evidence_json(base, lesson))
    else:
        _print_evidence(lesson, base.evidence.explain(lesson))


def _evidence_json(base: Base, lesson: Record[Lesson]) -> dict[str, Any]:
    """Return the evidence for a lesson, with facts and rules, as a JSON document.

    ``basis`` (advice, tried, studied or both) and ``evidence_level`` are shown to readers; ``mark``
    is that of the front matter, as the facts give it.
    """
    assessment, explained = base.evidence.of(lesson), base.evidence.explain(lesson)
    derivation = assessment.derivation
    document: dict[str, Any] = {
        "id": lesson.id,
        "title": lesson.fields.title,
        "basis": assessment.basis,
        "mark": derivation.mark or "unsupported",
        "evidence_level": {"practice": assessment.practice, "research": assessment.research},
        "used_by": derivation.used_by,
        "contested": [{"rule": reason.rule, "text": reason.text} for reason in explained.contested],
        "confirmed": base.evidence.confirmed(lesson),
        "statement": explained.statement,
        "override": explained.override or None,
    }
    for axis in explained.axes:
        document[axis.name.lower()] = {
            "derived": axis.level,
            "label": axis.label,
            "rules": [{"rule": reason.rule, "text": reason.text} for reason in axis.reasons],
            "facts": [
                {
                    "text": fact.text,
                    "kind": fact.key[0] if fact.key else "citation",
                    "id": fact.key[1] if fact.key else None,
                }
                for fact in axis.facts
            ],
            "would_raise_it": axis.higher or None,
        }
    return document


def _print_evidence(lesson: Record[Lesson], explained: Explanation) -> None:
    from site_builder.library.evidence.words import sentence

    say(lesson.fields.title, bold=True)
    print_wrapped(explained.statement)
    if explained.override:
        print_wrapped(explained.override)
    for reason in explained.contested:
        print_wrapped(f"Contested: {reason.text}. [{reason.rule}]")
    for axis in explained.axes:
        say(f"\n{axis.name} {axis.level} of {axis.highest}: {axis.label}", bold=True)
        for reason in axis.reasons:
            print_wrapped(f"{sentence(reason.text)} [{reason.rule}]", "  ")
        if axis.facts:
            say("  Facts:")
        for fact in axis.facts:
            source = f" ({fact.key[0]} {fact.key[1]})" if fact.key else ""
            print_wrapped(f"- {fact.text}{source}", "    ", hanging="  ")
        if axis.higher:
            print_wrapped(f"What would raise it: {axis.higher}.", "  ")


def _print_levels(base: Base, lessons: Sequence[Record[Lesson]]) -> None:
    rows = [("lesson", "rests on", "practice", "research", "contested")]
    for lesson in lessons:
        assessed = base.evidence.of(lesson)
        levels = (f"{assessed.practice} of 4", f"{assessed.research} of 5")
        contested = "contested" if assessed.contested else ""
        rows.append((lesson.id, assessed.basis.label, *levels, contested))
    _print_table(rows, margin="")


@click.command()
@format_option
def insights(form: str) -> None:
    """Print statistics: who learns from whom, and with what results.

    Covers meetings avoided, actions and reuse, which teams give and take, the network of people
    who met, and problems that recur. No person is shown. Figures about fewer than five people are
    withheld, and so are figures from which these could be calculated.
    """
    from site_builder.assists.insights import as_json
    from site_builder.assists.insights import insights as derive
    from site_builder.clock import today
    from site_builder.publish.insights import insights_page

    project, base = read_base()
    figures = derive(base.library, base.evidence, project.settings, today())
    if form == "json":
        print_json(as_json(figures))
        return
    page = insights_page(figures, base.library)
    _print_table([(headline.label.capitalize(), headline.value) for headline in page.headlines])
    for chapter in page.chapters:
        _print_chapter(chapter)
    say()
    print_wrapped(page.withheld, "  ", "  ")


def _print_chapter(chapter: Chapter) -> None:
    say(f"\n{chapter.title}", bold=True)
    print_wrapped(chapter.lead, "  ", "  ")
    for panel in chapter.panels:
        table = panel.table
        say()
        print_wrapped(f"{table.caption}:", "  ", "  ")
        _print_table([table.columns, *table.rows, *([table.total] if table.total else [])])
    for definition in chapter.definitions:
        print_wrapped(f"{definition.label}: {' '.join(map(str, definition.values))}", "  ", "  ")
    for problem in chapter.problems:
        titles = "; ".join(link.title for link in problem.links)
        print_wrapped(f"{problem.note}: {problem.link.title} ({titles})", "  ", "  ")


def _print_table(rows: Sequence[Sequence[str]], margin: str = "  ") -> None:
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"{margin}{line}".rstrip())
