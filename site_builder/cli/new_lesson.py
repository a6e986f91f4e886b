"""``lessons new lesson``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.base import open_index, project_of
from site_builder.cli.new_record import wants_editor, write_checked
from site_builder.cli.options import edit_option
from site_builder.cli.output import printable
from site_builder.cli.prompts import AnswerError, Asker, at_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.exchange.forms.answers import LessonSource
    from site_builder.exchange.forms.similar import SimilarLesson
    from site_builder.library.library import Library
    from site_builder.library.trial import Trial
    from site_builder.project import Project
    from site_builder.records.vocabulary import Vocabulary

_TEXTS = {"What happened": "what_happened", "What was learned": "what_was_learned"}
"""Required sections, and the option that gives each."""


@click.command()
@click.option("--title", help="The lesson in a few words.")
@click.option("--problem", help="The problem, in one sentence that a stranger would type.")
@click.option("--evidence", help="What it rests on: experiential, research or both.")
@click.option("--tag", "tags", multiple=True, help="A topic by id, label or synonym; repeatable.")
@click.option(
    "--source", help="Where it was learned: id or title of an assist, or title of a publication."
)
@click.option("--design", help="How the work was done that the publication reports.")
@click.option("--address", default="", help="DOI or web address of the publication.")
@click.option("--what-happened", help="What happened, as Markdown.")
@click.option("--what-was-learned", help="What was learned, as Markdown.")
@click.option(
    "--from-file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Take the text from a Markdown file with these headings; - is standard input.",
)
@click.option(
    "--folder", help="Folder below lessons/ (default: where most lessons of the first tag are)."
)
@click.option("--anyway", is_flag=True, help="Write it though a lesson has nearly this problem.")
@edit_option
@click.pass_context
def lesson(
    ctx: click.Context,
    /,
    *,
    tags: tuple[str, ...],
    address: str,
    file: IO[str] | None,
    folder: str | None,
    anyway: bool,
    edit: bool | None,
    **given: str | None,
) -> None:
    """Write down what was learned.

    Asks for what a lesson needs, each of which an option gives as well; shows lessons that look
    like it; opens it in your editor; checks it; and writes it once there is no error in it.
    """
    from site_builder.clock import today
    from site_builder.exchange.forms.answers import text_of, usual_folder
    from site_builder.exchange.forms.questions import EVIDENCE
    from site_builder.library.trial import Trial
    from site_builder.records.kinds import Kind, id_from

    project = project_of(ctx)
    body = _body(ctx, file)
    trial = Trial(project)
    library = trial.base.library
    asker = Asker()
    below = _folder(folder, project) if folder is not None else None
    title = asker.text("The lesson in a few words", given["title"], "title")
    problem = asker.text(
        "The problem, in one sentence that a stranger would type", given["problem"], "problem"
    )
    _show_near(ctx, trial, title, problem, anyway=anyway)
    evidence = asker.choice("What does it rest on", EVIDENCE, given["evidence"], "evidence")
    chosen = _tags(asker, tags, library.vocabulary)
    source = _source(asker, library, given, address)
    fields = {
        "title": title,
        "problem": problem,
        "evidence": evidence,
        "tags": chosen,
        "date": today().isoformat(),
        **source.fields,
    }
    text = text_of(fields, _whole(asker, body, given))
    where = usual_folder(chosen[0], library, trial.prefix) if below is None else below
    lesson_id = trial.base.free_id(Kind.LESSON, id_from(title, "lesson"))
    tried = write_checked(
        trial,
        project,
        f"{trial.prefix}{where}{lesson_id}.md",
        text,
        edit=wants_editor(asker, edit=edit),
        may_draft=True,
    )
    if written := tried.base.library.lesson(lesson_id):
        click.echo(tried.base.evidence.statement(written), err=True)


def _body(ctx: click.Context, file: IO[str] | None) -> str:
    """Return the text of a file, which is to have the headings of a lesson."""
    from site_builder.exchange.forms.answers import headed, visible
    from site_builder.records.lesson import SECTIONS

    if file is None:
        return ""
    try:
        text = visible(file.read())
    except UnicodeDecodeError:
        ctx.fail("--from-file: the text is not UTF-8")
    if text.startswith("---"):
        ctx.fail("--from-file: give the text alone, without a header between lines of dashes")
    if not headed(text, SECTIONS):
        ctx.fail("--from-file: put the text under `## What happened` and `## What was learned`")
    return text


def _show_near(ctx: click.Context, trial: Trial, title: str, problem: str, *, anyway: bool) -> None:
    """Show lessons that look like the new one; stop where one is nearly the same."""
    from site_builder.exchange.forms.similar import nearest_lessons

    base = trial.base
    opened = open_index(ctx, base)
    near = nearest_lessons(title, problem, base.library, base.settings.near_duplicate, opened)
    if not near:
        return
    looks = "1 lesson looks" if len(near) == 1 else f"{len(near)} lessons look"
    click.echo("\n\n".join([f"{looks} like this one:", *map(_shown, near)]) + "\n", err=True)
    if anyway or not any(one.same for one in near):
        return
    if not at_terminal():
        message = "Nothing was written. If it says something else, say so with --anyway."
        click.echo(message, err=True)
        ctx.exit(1)
    if not click.confirm("Write it anyway?", err=True):
        click.echo("Nothing was written. To tell of a use: lessons new reuse LESSON", err=True)
        ctx.exit(1)


def _shown(near: SimilarLesson) -> str:
    title = click.style(printable(near.title), bold=True)
    return f"{title} ({near.id})\n  {printable(near.problem)}\n  {printable(near.how)}"


def _tags(asker: Asker, given: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the tags that were meant, by id, label or synonym."""
    from site_builder.exchange.forms.answers import tags_of
    from site_builder.records.guess import did_you_mean

    def read(answer: str) -> str:
        tags, unknown = tags_of(answer, vocabulary)
        labels = [tag.label for tag in vocabulary.tags.values()]
        said = []
        for word in unknown:
            hint = did_you_mean(word, vocabulary.tags) or did_you_mean(word, labels)
            said.append(f"there is no tag `{word}`" + (f"; {hint}" if hint else ""))
        if said or not tags:
            raise AnswerError("\n".join(said) or "it names no topic")
        return ",".join(tags)

    if not vocabulary.tags:
        raise click.UsageError("vocabulary.yml names no tags; add some there first")
    if not given:
        for tag_id, tag in vocabulary.tags.items():
            click.echo(f"  {tag_id:<24} {printable(tag.label)}", err=True)
    joined = ",".join(given) if given else None
    question = "Which topics, with commas between them"
    return tuple(asker.text(question, joined, "tag", read).split(","))


def _source(
    asker: Asker, library: Library, given: Mapping[str, str | None], address: str
) -> LessonSource:
    """Return where it was learned; of a publication, how its work was done is asked as well."""
    from site_builder.exchange.forms.answers import source_of
    from site_builder.exchange.forms.questions import DESIGNS
    from site_builder.records.guess import did_you_mean
    from site_builder.records.kinds import Kind

    def read(answer: str) -> str:
        found = source_of(answer, library)
        if found.assist and not library.assist(found.assist):
            hint = did_you_mean(found.assist, library.ids(Kind.ASSIST))
            raise AnswerError(
                f"there is no assist `{found.assist}`" + (f"; {hint}" if hint else "")
            )
        return answer

    question = "Where was it learned (id or title of an assist, or title of a publication)"
    answer = asker.text(question, given["source"], "source", read)
    if source_of(answer, library).assist:
        return source_of(answer, library)
    design = asker.choice("What kind of account is that", DESIGNS, given["design"], "design")
    return source_of(answer, library, design, address)


def _whole(asker: Asker, body: str, given: Mapping[str, str | None]) -> str:
    """Return a text with the sections that a lesson needs; those it has not are asked for."""
    from site_builder.exchange.forms.answers import body_of, headed

    there = headed(body, list(_TEXTS))
    lacking = {
        title: asker.text(title, given[option], option.replace("_", "-"))
        for title, option in _TEXTS.items()
        if title not in there
    }
    added = body_of(lacking)
    happened = next(iter(_TEXTS))
    parts = [added, body] if happened in lacking else [body, added]
    return "\n\n".join(part for part in parts if part)


def _folder(given: str, project: Project) -> str:
    """Return a folder below the lessons folder, with its slash.

    Raises:
        click.BadParameter: It is none, or holds records of another kind.
    """
    from site_builder.records.kinds import FOLDERS, ID_PATTERN

    parts = [part for part in given.replace("\\", "/").split("/") if part not in {"", "."}]
    hint = "--folder"
    if parts and parts[0] in FOLDERS:
        message = f"`{parts[0]}` holds no lessons; choose any other folder"
        raise click.BadParameter(message, param_hint=hint)
    inside = (project.lessons_dir / "/".join(parts)).resolve()
    is_there = inside.is_dir() and inside.is_relative_to(project.lessons_dir.resolve())
    hidden = any(part.startswith(".") for part in parts)
    if hidden or not (is_there or all(ID_PATTERN.fullmatch(part) for part in parts)):
        message = (
            f"`{given}` is not a folder below the lessons folder, and cannot be the name of one"
        )
        raise click.BadParameter(message, param_hint=hint)
    return "".join(f"{part}/" for part in parts)
