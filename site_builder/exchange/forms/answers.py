"""Texts of records from what people answered, whatever signs stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.markdown.body import Body
from site_builder.records.header.write import (
    UNWRITABLE_IN_BLOCK,
    Data,
    one_line,
    record_text,
    tidied,
)
from site_builder.records.identifiers import bare_doi
from site_builder.records.kinds import ID_PATTERN, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_builder.library.library import Library
    from site_builder.records.vocabulary import Vocabulary

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_MOST_PASSES = 3
_DEEPEST_TOP = 2
"""Level of the headings that part a record into sections."""
_RECORD_ADDRESS = re.compile(r"(?:^|/)(lesson|assist)/([a-z0-9-]+)/?(?:[?#]\S*)?$")


@dataclass(frozen=True, slots=True)
class LessonSource:
    """Where a lesson was learned: an assist of the base, or a publication."""

    assist: str = ""
    """Its id; empty for a publication."""
    title: str = ""
    design: str = ""
    address: str = ""
    """A DOI or a web address."""


@dataclass(frozen=True, slots=True)
class LessonAnswers:
    """What somebody answered who gives a lesson."""

    title: str
    problem: str
    evidence: str
    tags: tuple[str, ...]
    source: LessonSource
    more: Mapping[str, str] = field(default_factory=dict)
    """Further fields of the header; empty ones are left out."""


def lesson_text(
    answers: LessonAnswers, day: date, body: str, mark: Mapping[str, Data] | None = None
) -> str:
    """Return the text of a lesson.

    Args:
        answers: What was answered.
        day: Day on which it is recorded.
        body: The text below the header.
        mark: Fields that tell where it comes from, at the end of the header.
    """
    source = answers.source
    fields: dict[str, Data] = {
        "title": answers.title,
        "problem": answers.problem,
        "evidence": answers.evidence,
        "tags": answers.tags,
        "date": day.isoformat(),
        "source_assist": source.assist,
        "citations": [] if source.assist or not source.title else [_citation(source)],
        **answers.more,
        **(mark or {}),
    }
    return record_text(tidied(fields), f"{body.strip()}\n" if body.strip() else "")


def _citation(source: LessonSource) -> dict[str, Data]:
    doi = bare_doi(source.address)
    return {
        "title": source.title,
        "doi": doi,
        "url": "" if doi else source.address,
        "design": source.design,
    }


def body_of(sections: Mapping[str, str]) -> str:
    """Return a record's text of sections by heading; empty ones are left out.

    Nothing in a section can end it or begin another, nor take in the one that follows.
    """
    fitted = {title: fitting(text) for title, text in sections.items()}
    parts = [f"## {title}\n\n{text}" for title, text in fitted.items() if text]
    return "\n\n".join(parts)


def fitting(text: str) -> str:
    """Return a text that stands under a heading of a record and stays there.

    Invisible signs are taken out. Headings as high as those of sections go down to the third
    level. What could reach beyond its section all the same, such as code that is never closed,
    stands as a quotation.
    """
    text = visible(text)
    for _ in range(_MOST_PASSES):
        lowered = _lowered(text)
        if lowered == text:
            break
        text = lowered
    return text if _stays(text) else "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def visible(text: str) -> str:
    """Return a text with one kind of line end, without signs that nobody can see."""
    return UNWRITABLE_IN_BLOCK.sub("", _LINE_END.sub("\n", text)).strip()


def _lowered(text: str) -> str:
    parts, done = [], 0
    for heading in Body(text).headings:
        if heading.level <= _DEEPEST_TOP and not heading.is_nested:
            written = text[heading.start : heading.end]
            title = written if written.startswith("#") else written.rpartition("\n")[0]
            title = " ".join(title.lstrip("#").split())
            parts += [text[done : heading.start], f"### {title}".rstrip()]
            done = heading.end
    return "".join([*parts, text[done:]])


def _stays(text: str) -> bool:
    """Return whether a text between two headings is all that stands between them."""
    before, after = "Before", "After"
    # The second copy closes what the first may have left open.
    whole = f"## {before}\n\n{text}\n\n## {after}\n\n{text}\n\n## {after}\n\nEnd"
    sections = [(section.heading.title, section.text) for section in Body(whole).sections]
    return sections == [(before, text), (after, text), (after, "End")]


def source_of(answer: str, library: Library, design: str = "", address: str = "") -> LessonSource:
    """Return where a lesson was learned, from what somebody calls it.

    An assist is called by its id, an earlier one, its title or its address. Any other single word
    in the form of an id is meant as one; all else is the title of a publication.
    """
    name = one_line(answer)
    wanted = id_in(name, Kind.ASSIST)
    titled = next(
        (one.id for one in library.assists if one.fields.title.casefold() == name.casefold()), ""
    )
    known = library.get(Kind.ASSIST, wanted) or library.by_alias(Kind.ASSIST, wanted)
    if assist := (known.id if known else titled):
        return LessonSource(assist=assist)
    return LessonSource(wanted) if wanted else LessonSource("", name, design, one_line(address))


def lesson_called(answer: str, library: Library) -> str:
    """Return the id of the lesson that somebody names by its id, title or address."""
    name = one_line(answer)
    wanted = id_in(name, Kind.LESSON)
    titled = (
        lesson.id for lesson in library.lessons if lesson.fields.title.casefold() == name.casefold()
    )
    known = library.get(Kind.LESSON, wanted) or library.by_alias(Kind.LESSON, wanted)
    return known.id if known else next(titled, wanted or name)


def id_in(name: str, kind: Kind) -> str:
    """Return the id that a name is, or that its address holds; nothing where there is none."""
    if ID_PATTERN.fullmatch(name):
        return name
    found = _RECORD_ADDRESS.search(name)
    return found[2] if found and found[1] == kind and ID_PATTERN.fullmatch(found[2]) else ""


def tags_of(answer: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags that somebody names, and those of the words that are none.

    Args:
        answer: Ids, labels or synonyms, with commas, semicolons or line ends between them.
        vocabulary: The controlled words.
    """
    words = [one_line(word.strip(" \t-*#`")) for word in re.split(r"[,;\n]", answer)]
    words = [word for word in words if word]
    known = {word: vocabulary.meant("tags", word) for word in words}
    tags = dict.fromkeys(tag or word for word, tag in known.items())
    return tuple(tags), tuple(word for word, tag in known.items() if tag is None)


def word_of(answer: str, kind: str, vocabulary: Vocabulary) -> str:
    """Return the id of a team or setting that somebody names; what is unknown stays as it is."""
    name = one_line(answer)
    return vocabulary.meant(kind, name) or name


def headed(body: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return which of some sections a text has, whatever the case of its headings."""
    there = {section.heading.title.casefold() for section in Body(body).sections if section.text}
    return tuple(title for title in wanted if title.casefold() in there)


def usual_folder(tag: str, library: Library, prefix: str) -> str:
    """Return the folder that most lessons of a tag are in, of equals the first by alphabet."""
    paths = [one.path.removeprefix(prefix) for one in library.tagged.get(tag, ())]
    folders = [path.rpartition("/")[0] for path in paths]
    best = min(folders, key=lambda folder: (-folders.count(folder), folder), default="")
    return f"{best}/" if best else ""
