"""``lessons new lesson`` and ``lessons new reuse``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from site_builder.cli.base import find_lesson, find_project, open_index
from site_builder.cli.new_record import (
    Asker,
    at_terminal,
    print_choices,
    wants_editor,
    write_checked,
)
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
_NOWHERE = "none"


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
    type=click.File(encoding="utf-8"),
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
    file: IO[str] | None,
    folder: str | None,
    anyway: bool,
    edit: bool | None,
    **given: str | None,
) -> None:
    """Write down what was learned.

    Asks for the parts of a lesson, which options can give instead; shows similar lessons; opens
    the text in your editor; checks it; and writes it once it has no errors.
    """
    from site_builder.exchange.forms.answers import text_of, usual_folder
    from site_builder.exchange.forms.questions import EVIDENCE
    from site_builder.library.trial import Trial
    from site_builder.records.kinds import Kind, id_from

    project = find_project()
    body = _body(file)
    trial = Trial(project)
    library = trial.base.library
    asker = Asker({**given, "tag": ",".join(tags) if tags else None})
    below = _folder(folder, project) if folder is not None else None
    title = asker.text("The lesson in a few words", "title")
    problem = asker.text("The problem, in one sentence that a stranger would type", "problem")
    _show_similar(trial.base, title, problem, anyway=anyway)
    evidence = asker.choice("What does it rest on", EVIDENCE, "evidence")
    chosen = _tags(asker, library.vocabulary, asks=not tags)
    source = _source(asker, library, address)
    fields = {
        "title": title,
        "problem": problem,
        "evidence": evidence,
        "tags": chosen,
        "date": today().isoformat(),
        **source.fields,
    }
    text = text_of(fields, _with_sections(asker, body))
    where = usual_folder(chosen[0], library, trial.base.prefix) if below is None else below
    lesson_id = trial.base.free_id(Kind.LESSON, id_from(title, "lesson"))
    tried = write_checked(
        trial,
        project,
        f"{trial.base.prefix}{where}{lesson_id}.md",
        text,
        edit=wants_editor(asker, edit=edit),
        may_draft=True,
    )
    if written := tried.library.lesson(lesson_id):
        say(tried.evidence.statement(written), err=True)


def _body(file: IO[str] | None) -> str:
    """Return the text of ``--from-file``, which must have the headings of a lesson."""
    from site_builder.exchange.forms.answers import headed, visible
    from site_builder.records.lesson import SECTIONS

    if file is None:
        return ""
    try:
        text = visible(file.read())
    except UnicodeDecodeError:
        fail("--from-file: the text is not UTF-8")
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


def _tags(asker: Asker, vocabulary: Vocabulary, *, asks: bool) -> tuple[str, ...]:
    """Return the ids of the tags that are given by id, label or synonym."""
    from site_builder.exchange.forms.answers import tags_of

    labels = {tag_id: tag.label for tag_id, tag in vocabulary.tags.items()}

    def read(answer: str) -> str:
        tags, unknown = tags_of(answer, vocabulary)
        problems = []
        for word in unknown:
            hint = did_you_mean(word, labels) or did_you_mean(word, labels.values())
            problems.append(f"there is no tag `{word}`" + (f"; {hint}" if hint else ""))
        if problems or not tags:
            raise click.BadParameter("\n".join(problems) or "it names no topic")
        return ",".join(tags)

    if not labels:
        fail("vocabulary.yml has no tags; add some there first")
    if asks:
        print_choices(labels)
    return tuple(asker.text("Which topics, separated by commas", "tag", read).split(","))


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
    design = asker.choice("What kind of account is that", DESIGNS, "design")
    return source_of(answer, library, design, address)


def _with_sections(asker: Asker, body: str) -> str:
    """Return a text with the required sections; asks for those that are missing."""
    from site_builder.exchange.forms.answers import body_of, headed

    present = headed(body, list(_SECTIONS))
    missing = {
        title: asker.text(title, option)
        for title, option in _SECTIONS.items()
        if title not in present
    }
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


@click.command()
@click.argument("lesson_id", metavar="LESSON")
@click.option("--team", help="Your team, from vocabulary.yml.")
@click.option("--setting", help=f"Where you used it, from vocabulary.yml, or {_NOWHERE}.")
@click.option("--outcome", help="How it went, such as worked or no-effect.")
@click.option("--measure", help="How you know, such as self-report or measured.")
@click.option("--reported-by", help="Your role, not your name.")
@click.option("--happened", help="When you used it: a day, a month or a year.")
@click.option("--changed", help="What you changed for your own setting.")
@click.option(
    "--changed-core",
    "cores",
    multiple=True,
    help="A core part of the lesson that you changed, by its words or number; repeatable.",
)
@click.option("--text", default="", help="Further text, as Markdown.")
@edit_option
def reuse(
    lesson_id: str, cores: tuple[str, ...], text: str, edit: bool | None, **given: str | None
) -> None:
    """Report how it went when your team used LESSON.

    Asks five questions, which options can answer instead, checks the report, and writes a file
    below reuse/.
    """
    from site_builder.exchange.forms.questions import MEASURES, OUTCOMES
    from site_builder.library.trial import Trial
    from site_builder.records.header.write import record_text, tidied
    from site_builder.records.kinds import Kind

    project = find_project()
    trial = Trial(project)
    lesson = find_lesson(trial.base, lesson_id)
    asker = Asker(given)
    happened = asker.text("", "happened", _read_date) if given["happened"] else ""
    say(f"How did it go with “{lesson.fields.title}”?", err=True)
    vocabulary = trial.base.library.vocabulary
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    settings = {setting_id: setting.label for setting_id, setting in vocabulary.settings.items()}
    settings[_NOWHERE] = "none of these"
    team = asker.choice("Which team are you", teams, "team")
    setting = asker.choice("Where did you use it", settings, "setting")
    outcome = asker.choice("How did it go", OUTCOMES, "outcome")
    measure = asker.choice("How do you know", MEASURES, "measure")
    fields = {
        "lesson": lesson.id,
        "digest": trial.base.reliances.digest(lesson),
        "team": team,
        "reported_by": asker.text("What is your role (no name)", "reported_by"),
        "date": today().isoformat(),
        "happened": happened,
        "outcome": outcome,
        "measure": measure,
        "setting": "" if setting == _NOWHERE else setting,
        "changed": given["changed"] or "",
        "changed_core": _changed_core(lesson.fields.core, cores),
    }
    record_id = trial.base.free_id(Kind.REUSE, f"{lesson.id}-{team}")
    tried = write_checked(
        trial,
        project,
        f"{trial.base.prefix}reuse/{record_id}.md",
        record_text(tidied(fields), f"{text.strip()}\n" if text.strip() else ""),
        edit=wants_editor(asker, edit=edit),
        may_draft=False,
    )
    before, now = (base.evidence.statement(lesson) for base in (trial.base, tried))
    say(f"Before: {before}\nNow:    {now}", err=True)


def _changed_core(parts: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """Return which core parts of a lesson were changed: by words or number, or asked for."""
    numbered = {str(number): part for number, part in enumerate(parts, start=1)}

    def read(answers: tuple[str, ...]) -> tuple[str, ...]:
        known = {**numbered, **{part.casefold(): part for part in parts}}
        for answer in answers:
            if answer.casefold() not in known:
                raise click.BadParameter(f"`{answer}` is no core part of the lesson")
        return tuple(dict.fromkeys(known[answer.casefold()] for answer in answers))

    if given or not parts or not at_terminal():
        return read(given)
    print_choices(numbered)
    question = "Which of these core parts did you change, by number (none: press Enter)"
    return click.prompt(
        question,
        default="",
        show_default=False,
        err=True,
        value_proc=lambda text: read(tuple(text.replace(",", " ").split())),
    )


def _read_date(text: str) -> str:
    from site_builder.records.dates import parse_partial
    from site_builder.records.fields import PARTIAL_FORM

    try:
        when = parse_partial(text)
    except ValueError:
        raise click.BadParameter(f"`{text}` is not {PARTIAL_FORM}") from None
    if when.earliest and when.earliest > today():
        raise click.BadParameter(f"`{text}` lies in the future")
    return str(when)
