"""Records made of answers, whatever characters these contain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.exchange.forms.published import linked, place_of
from site_builder.markdown.body import Body
from site_builder.records.blanks import is_blank
from site_builder.records.guess import bare_words
from site_builder.records.header.write import (
    UNWRITABLE_IN_BLOCK,
    Data,
    one_line,
    record_text,
    tidied,
)
from site_builder.records.kinds import ID_PATTERN, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from site_builder.library.library import Library
    from site_builder.records.vocabulary import Vocabulary

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_AROUND_WORDS = ' \t-*+>#`_"“”.'
"""Signs around a word of a list that are no part of it."""
_NUMBER = re.compile(r"\A\s*\d{1,3}[.)]\s+")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\([^\s()]{0,500}\)")
_JOINED = re.compile(r" and | & |/", re.IGNORECASE)
_MOST_PASSES = 3
_DEEPEST_TOP = 2
"""Lowest level of the headings that begin a section."""
_RECORD_ADDRESS = re.compile(r"(?:^|/)(lesson|assist)/([a-z0-9-]+)/?(?:[?#]\S*)?$")


@dataclass(frozen=True, slots=True)
class LessonSource:
    """Where a lesson was learned: an assist of the base, or a publication."""

    assist: str = ""
    """Id of the assist; empty for a publication."""
    title: str = ""
    design: str = ""
    place: Mapping[str, str] = field(default_factory=dict)
    """Where it can be found: a field of the citation, such as ``doi``, with its value."""

    @property
    def fields(self) -> dict[str, Data]:
        """The fields of a lesson that name its source."""
        citation = {"title": self.title, **self.place, "design": self.design}
        is_cited = self.title and not self.assist
        return {"source_assist": self.assist, "citations": [citation] if is_cited else []}


def text_of(fields: Mapping[str, Data], body: str) -> str:
    """Return the text of a record, its fields in this order; empty ones are left out."""
    return record_text(tidied(fields), f"{body.strip()}\n" if body.strip() else "")


def body_of(sections: Mapping[str, str]) -> str:
    """Return the body of a record from its sections by heading; empty ones are left out.

    No section can end early, begin another one or swallow the next.
    """
    fitted = {title: fitting(text) for title, text in sections.items()}
    parts = [f"## {title}\n\n{text}" for title, text in fitted.items() if text]
    return "\n\n".join(parts)


def fitting(text: str) -> str:
    """Return a text as the content of one section.

    Invisible characters are removed, and headings as high as those of sections are lowered to the
    third level. Text that would still reach beyond the section, such as code that is never closed,
    becomes a quotation.
    """
    text = visible(text)
    for _ in range(_MOST_PASSES):
        lowered = _lowered(text)
        if lowered == text:
            break
        text = lowered
    return text if _stays(text) else "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def visible(text: str) -> str:
    """Return a text with line feeds as line ends, without invisible characters."""
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
    """Return whether a text between two headings stays between them."""
    before, after = "Before", "After"
    # The second copy closes a block that the first leaves open.
    whole = f"## {before}\n\n{text}\n\n## {after}\n\n{text}\n\n## {after}\n\nEnd"
    sections = [(section.heading.title, section.text) for section in Body(whole).sections]
    return sections == [(before, text), (after, text), (after, "End")]


def source_of(answer: str, library: Library, design: str = "", address: str = "") -> LessonSource:
    """Return where a lesson was learned: an assist of the base, or else a publication.

    Args:
        answer: Title, id or address of an assist, or title of a publication.
        library: The records of the base.
        design: How the work that a publication reports was done.
        address: Where a publication can be found.
    """
    if assist := library.assist(id_named(answer, Kind.ASSIST, library)):
        return LessonSource(assist.id)
    title, found = linked(answer)
    return LessonSource("", one_line(title), design, place_of(address) or place_of(found or answer))


def id_named(answer: str, kind: Kind, library: Library) -> str:
    """Return the id of a lesson or assist named by id, alias, title or address.

    An answer in the form of an id, or an address with one, names that id even if there is no such
    record; any other unknown answer gives an empty text.
    """
    name = one_line(answer)
    addresses = (_RECORD_ADDRESS.search(word.strip("<>()[],.;")) for word in name.split())
    address = next(filter(None, addresses), None)
    named = name.casefold() if address is None else address[2] if address[1] == kind else ""
    wanted = named if ID_PATTERN.fullmatch(named) else ""
    if known := library.get(kind, wanted) or library.by_alias(kind, wanted):
        return known.id
    title = bare_words(name)
    records = library.lessons if kind is Kind.LESSON else library.assists
    titled = (record for record in records if title and bare_words(record.fields.title) == title)
    return next((record.id for record in titled), wanted)


def listed(
    answer: str,
    find: Callable[[str], str | None],
    find_whole: Callable[[str], str | None] | None = None,
) -> dict[str, str | None]:
    """Return the words of a list, each with what it is found to be or None.

    Words are separated by commas, semicolons or line ends, or by ``and`` between known ones.

    Args:
        answer: The list.
        find: Returns what a word is, or None.
        find_whole: The same for a line that may be one word with a comma in it (default: `find`).
    """
    is_one = find_whole or find
    known: dict[str, str | None] = {}
    lines = _LINK.sub(r"\1", answer).split("\n")
    split = ([line] if is_one(line) else re.split("[,;]", line) for line in lines)
    for part in (part for parts in split for part in parts):
        word = one_line(_NUMBER.sub("", part).strip(_AROUND_WORDS))
        joined = {one: find(one) for one in _JOINED.split(word)}
        if find(word) is None and all(joined.values()):
            known |= joined
        elif not is_blank(word):
            known[word] = find(word)
    return known


def tags_of(answer: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags in an answer, and the words among them that are not in the vocabulary.

    Tags are ids, labels or synonyms, separated by commas, semicolons or line ends, or by ``and``
    between known ones.
    """
    known = listed(answer, lambda word: vocabulary.meant("tags", word))
    tags = dict.fromkeys(tag or word for word, tag in known.items())
    return tuple(tags), tuple(word for word, tag in known.items() if tag is None)


def word_of(answer: str, kind: str, vocabulary: Vocabulary) -> str:
    """Return the id of a team or setting named by id or label, or the name if it is unknown."""
    name = one_line(answer)
    return vocabulary.meant(kind, name) or name


def headed(body: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return those of the wanted sections that a body has, with headings in any case."""
    present = {section.heading.title.casefold() for section in Body(body).sections if section.text}
    return tuple(title for title in wanted if title.casefold() in present)


def usual_folder(tag: str, library: Library, prefix: str) -> str:
    """Return the folder of most lessons with a tag; of equals, the first by alphabet."""
    paths = [lesson.path.removeprefix(prefix) for lesson in library.tagged.get(tag, ())]
    folders = [path.rpartition("/")[0] for path in paths]
    best = min(folders, key=lambda folder: (-folders.count(folder), folder), default="")
    return f"{best}/" if best else ""
