"""``lessons related``."""

from __future__ import annotations

import click

from site_builder.cli.base import find_lesson, find_project
from site_builder.cli.output import fail, format_option, print_json, say


@click.command()
@click.argument("lesson_id", metavar="ID")
@format_option
def related(lesson_id: str, form: str) -> None:
    """Print the lessons most similar to a lesson, and why."""
    from site_builder.library.loader import unchecked
    from site_builder.search.lesson_vectors import vectors_of
    from site_builder.search.lessons import search_texts
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.related import related_lessons
    from site_builder.search.rows import Rows

    project = find_project()
    base = unchecked(project)
    texts = {text.id: text for text in search_texts(base.library, base.evidence)}
    if lesson_id not in texts:
        asked = find_lesson(base, lesson_id)
        if asked.id not in texts:
            fail(f"'{asked.id}' is {asked.fields.status}, and no search finds it")
        lesson_id = asked.id
    vectors = vectors_of(project, Rows.of(list(texts.values())))
    similar = related_lessons(MemoryIndex(texts.values()), vectors)[lesson_id]
    if form == "json":
        rows = [
            {
                "id": lesson.id,
                "title": texts[lesson.id].title,
                "words": lesson.words,
                "tags": lesson.tags,
                "same_source": lesson.same_source,
                "by_meaning": lesson.by_meaning,
            }
            for lesson in similar
        ]
        print_json({"id": lesson_id, "related": rows})
        return
    for lesson in similar:
        say(texts[lesson.id].title, bold=True)
        say(f"  {lesson.id}\n  {lesson.reason(base.library.vocabulary)}\n")
    if not similar:
        say("No other lesson shares a distinctive word or its meaning with this one.")
