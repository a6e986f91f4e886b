"""``lessons meaning``."""

from __future__ import annotations

import click

from site_builder.cli.base import read_base
from site_builder.cli.output import fail, format_option, print_json, progress, say
from site_builder.diagnostics import counted


@click.command()
@format_option
def meaning(form: str) -> None:
    """Let lessons be found by their meaning too.

    What they mean is worked out in up to 0.2 seconds a lesson, once. Only lessons that are new or
    changed are worked out; if it is stopped, the next run goes on. The result is kept below
    .cache/meaning, with that of open assists, which are told of beside lessons.
    """
    from site_builder.search.lesson_vectors import (
        make_open_vectors,
        make_vectors,
        waiting,
        why_words_alone,
    )
    from site_builder.search.lessons import search_texts
    from site_builder.search.open import facts_of

    project, base = read_base()
    if why := why_words_alone(project):
        fail(why)
    lessons = list(search_texts(base.library, base.evidence))
    with progress("Working out what lessons mean", waiting(project, lessons)) as advance:
        made = make_vectors(project, lessons, on_made=advance)
        make_open_vectors(project, facts_of(base.library).assists)
    if form == "json":
        print_json({"made": made.made, "kept": made.kept})
        return
    say(
        f"{counted(len(lessons), 'lesson')}: {made.made:,} worked out now, "
        f"{made.kept:,} unchanged since they were worked out."
    )
