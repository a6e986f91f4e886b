"""``lessons new lesson``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.asking import Asker, at_terminal, worded
from site_builder.cli.base import find_project, need_words, open_index
from site_builder.cli.new_record import say_next, wants_editor, write_checked
from site_builder.cli.output import edit_option, fail, say
from site_builder.clock import today
from site_builder.records.guess import did_you_mean

if TYPE_CHECKING:
    from site_builder.exchange.forms.answers import LessonSource
    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.records.vocabulary import Vocabulary

_SECTIONS = {"What happened": "what_happened", "What was learned": "what_was_learned"}
"""Required sections, and the parameter of each section's option."""


@click.command()
@click.option("--title", help="The lesson in a few words.")
@click.option("--problem", help="The problem, in one sentence that a stranger would type.")
@click.option("--evidence", help="Kind of evidence: experiential, research or both.")
@click.option("--tag", "tags", multiple=True, help="A topic by id, label or synonym; repeatable.")
@click.option(
    "--source", help="Where it was learned: id or title of an assist, or title of a publication."
)
@click.option("--design", help="Study design or kind of account of the publication.")
@click.option("--address", default="", help="DOI or web address of the publication.")
@click.option("--what-happened", help="What happened, as Markdown.")
@click.option("--what-was-learned", help="What was learned, as Markdown.")
@click.option(
    "--from-file",
    "file",
    type=click.File("rb"),
    help="Read the text from a Markdown file with these headings; - is standard input.",
)
@click.option(
    "--folder", help="Folder below lessons/ (default: where most lessons of the first tag are)."
)
@click.option(
    "--anyway", is_flag=True, help="Write it even if a lesson has nearly the same problem."
)
@edit_option
def lesson(
    *,
    tags: tuple[str, ...],
    address: str,
    file: IO[bytes] | None,
    folder: str | None,
    anyway: bool,
    edit: bool | None,
    **given: str | None,
) -> None:
    """Write down what was learned.

    Asks for the parts of a lesson, which options can give instead; shows similar lessons; opens
    the text in your editor; checks it; and writes it once it has no errors.
    """
    from site_builder.exchange.forms.answers import usual_folder
    from site_builder.library.trial import Trial
    from site_builder.records.kinds import Kind, id_from

    project = find_project()
    body = _body(file)
    trial = Trial(project)
    need_words(trial.base, "tags")
    below = _folder(folder, project) if folder is not None else None
    answers = {**given, "tag": ",".join(tags) if tags else None}
    asked = ["title", "problem", "evidence", "tag", "source"]
    asker = Asker(project, "new lesson", answers, [*asked, *_missing_in(body).values()])
    with asker.keeping():
        title, text, first_tag = _lesson_text(asker, trial.base, body, address, anyway=anyway)
        prefix = trial.base.prefix
        where = usual_folder(first_tag, trial.base.library, prefix) if below is None else below
        lesson_id = trial.base.free_id(Kind.LESSON, id_from(title, "lesson"))
        path = f"{prefix}{where}{lesson_id}.md"
        wanted = wants_editor(asker, edit=edit)
        tried = write_checked(trial, project, path, text, edit=wanted, may_draft=True)
    if written := tried.library.lesson(lesson_id):
        say(tried.evidence.statement(written), err=True)
        say_next(project, path, is_draft=written.fields.status == "draft")


def _lesson_text(
    asker: Asker, base: Base, body: str, address: str, *, anyway: bool
) -> tuple[str, str, str]:
    """Ask for the parts of a lesson; return its title, its text and its first tag."""
    from site_builder.exchange.forms.answers import text_of
    from site_builder.exchange.forms.questions import EVIDENCE

    title = asker.text("The lesson in a few words", "title", worded)
    stranger = "The problem, in one sentence that a stranger would type"
    problem = asker.text(stranger, "problem", worded)
    _show_similar(base, title, problem, anyway=anyway)
    evidence = asker.choice("What does it rest on", EVIDENCE, "evidence")
    tags = _tags(asker, base.library.vocabulary)
    fields = {
        "title": title,
        "problem": problem,
        "evidence": evidence,
        "tags": tags,
        "date": today().isoformat(),
        **_source(asker, base.library, address).fields,
    }
    return title, text_of(fields, _with_sections(asker, body)), tags[0]


def _body(file: IO[bytes] | None) -> str:
    """Return the text of ``--from-file``, which must have the headings of a lesson."""
    from site_builder.exchange.forms.answers import headed, visible
    from site_builder.library.survey import MAX_BYTES
    from site_builder.records.lesson import SECTIONS

    if file is None:
        return ""
    # A stream may have no end.
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        fail(f"--from-file: the text is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = visible(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        fail(f"--from-file: byte {error.start + 1} is not UTF-8")
    if text.startswith("---"):
        fail("--from-file: the text begins with a header; remove it and its lines of dashes")
    if not headed(text, SECTIONS):
        fail("--from-file: put the text under `## What happened` and `## What was learned`")
    return text


def _show_similar(base: Base, title: str, problem: str, *, anyway: bool) -> None:
    """Print similar lessons; stop if the problem of one is nearly the same."""
    from site_builder.exchange.forms.similar import nearest_lessons

    limit = base.settings.near_duplicate
    similar = nearest_lessons(title, problem, base.library, limit, open_index(base))
    if not similar:
        return
    count = "1 lesson is" if len(similar) == 1 else f"{len(similar)} lessons are"
    say(f"{count} similar:\n", err=True)
    for near in similar:
        say(f"{near.title} ({near.id})", bold=True, err=True)
        say(f"  {near.problem}\n  {near.how}\n", err=True)
    if anyway or not any(near.same for near in similar):
        return
    if not at_terminal():
        say("Nothing was written. To write it as a different lesson, give --anyway.", err=True)
    elif click.confirm("Write it anyway?", err=True):
        return
    else:
        say("Nothing was written. To report a use: lessons new reuse LESSON", err=True)
    raise SystemExit(1)


def _tags(asker: Asker, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the ids of the tags that are given by id, label, synonym or number."""
    return asker.several(
        "Which topics, separated by commas",
        {tag_id: tag.label for tag_id, tag in vocabulary.tags.items()},
        "tag",
        "tag",
        lambda word: vocabulary.meant("tags", word),
    )


def _source(asker: Asker, library: Library, address: str) -> LessonSource:
    """Return where it was learned; for a publication, with its design."""
    from site_builder.exchange.forms.answers import id_named, source_of
    from site_builder.exchange.forms.questions import DESIGNS
    from site_builder.records.kinds import Kind

    def read(answer: str) -> str:
        named = id_named(answer, Kind.ASSIST, library)
        hint = did_you_mean(named, library.ids(Kind.ASSIST)) if named else ""
        if hint and not library.assist(named):
            raise click.BadParameter(f"there is no assist `{named}`; {hint}")
        return answer

    question = "Where was it learned (id or title of an assist, or title of a publication)"
    answer = asker.text(question, "source", read)
    if source_of(answer, library).assist:
        return source_of(answer, library)
    asker.plan("source", "design")
    design = asker.choice("What kind of account is that", DESIGNS, "design")
    return source_of(answer, library, design, address)


def _missing_in(body: str) -> dict[str, str]:
    """Return the required sections that a text lacks, with the parameters of their options."""
    from site_builder.exchange.forms.answers import headed

    present = headed(body, list(_SECTIONS))
    return {title: option for title, option in _SECTIONS.items() if title not in present}


def _with_sections(asker: Asker, body: str) -> str:
    """Return a text with the required sections; asks for those that are missing."""
    from site_builder.exchange.forms.answers import body_of

    missing = {title: asker.text(title, option) for title, option in _missing_in(body).items()}
    added = body_of(missing)
    parts = [added, body] if next(iter(_SECTIONS)) in missing else [body, added]
    return "\n\n".join(part for part in parts if part)


def _folder(given: str, project: Project) -> str:
    """Return the folder that ``--folder`` names, below the lessons folder, with its slash."""
    from site_builder.records.kinds import FOLDERS, ID_PATTERN

    parts = [part for part in given.replace("\\", "/").split("/") if part not in {"", "."}]
    if parts and parts[0] in FOLDERS:
        fail(f"--folder: `{parts[0]}` cannot hold lessons; choose another folder")
    folder = (project.lessons_dir / "/".join(parts)).resolve()
    exists = folder.is_dir() and folder.is_relative_to(project.lessons_dir.resolve())
    is_hidden = any(part.startswith(".") for part in parts)
    if is_hidden or not (exists or all(ID_PATTERN.fullmatch(part) for part in parts)):
        fail(f"--folder: `{given}` is not a valid name for a folder below the lessons folder")
    return "".join(f"{part}/" for part in parts)
