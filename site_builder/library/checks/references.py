"""References to words of the vocabulary and to records: their targets exist and are current."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.library.addresses import generated_sources, record_url, source_of
from site_builder.library.graph import LinkType, RecordLink
from site_builder.library.problems import at_field, is_current
from site_builder.library.survey import VOCABULARY_FILE
from site_builder.records.assist import Format
from site_builder.records.guess import folded
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.kinds import FOLDERS
from site_builder.records.lesson import Lesson, Status
from site_builder.records.vocabulary import controlled_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record

_ELSEWHERE = {
    LinkType.SUPERSEDES,
    LinkType.USES,
    LinkType.RELIES_ON,
    LinkType.FOUND,
    LinkType.TELLS_OF,
}
"""Links to a withdrawn lesson that say what was, or have a rule of their own."""
_MOST_NAMED = 5
_RENAMED = (
    "to rename one, change its label and keep its id, which no reader sees",
    "after renaming one, add its old id to its synonyms and run `lessons check --fix`",
)
"""How a team or a setting is renamed, and how a tag."""
WAY_OUT = (
    "write one with your topics, such as `tags: {preparation: {label: Preparation, description: "
    "What to do before.}}`, or copy that of a base made by `lessons init`"
)
_UNKNOWN_TARGET = {
    LinkType.SOURCE: "source-unknown",
    LinkType.USES: "lesson-unknown",
    LinkType.RELIES_ON: "lesson-unknown",
    LinkType.FOUND: "lesson-unknown",
    LinkType.TELLS_OF: "lesson-unknown",
    LinkType.MERGED_INTO: "assist-unknown",
}


def unknown_words(base: Base) -> Iterator[Diagnostic]:
    """Controlled words are in the vocabulary; synonyms are replaced by their tags."""
    if base.vocabulary_unreadable:
        return
    vocabulary = base.library.vocabulary
    known = {name: vocabulary.ids(name) for name in ("tags", "teams", "settings", "formats")}
    missing: set[str] = set()
    is_there = base.prefix + VOCABULARY_FILE in base.files
    for record in base.records:
        for words, place, word in controlled_words(record.fields):
            if word not in known[words]:
                if is_there or words == "formats":
                    yield _unknown_word(base, record, words, place, word)
                else:
                    missing.add(f"`{word}`")
    if missing:
        yield _missing_vocabulary(base, sorted(missing))


def _missing_vocabulary(base: Base, words: list[str]) -> Diagnostic:
    """Return one problem in the place of one for each word of each record."""
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    message = f"there is no such file, so {', '.join(words[:_MOST_NAMED])}{more} cannot be known"
    path = base.prefix + VOCABULARY_FILE
    alike = {path.casefold(), f"{path.casefold().removesuffix('yml')}yaml"}
    like = next((it for it in sorted(base.files) if it.casefold() in alike), None)
    hint = f"rename {like} to {path}" if like else WAY_OUT
    return Diagnostic("vocabulary-missing", Severity.ERROR, Span(path), message, hint)


def _unknown_word(
    base: Base, record: Record[Part], words: str, place: Place, word: str
) -> Diagnostic:
    vocabulary = base.library.vocabulary
    synonyms, only = vocabulary.tag_of_synonym, vocabulary.meant(words, word)
    tag = synonyms.get(word.casefold()) or synonyms.get(word.replace("-", " ").casefold())
    if words == "tags" and tag:
        message = f"`{word}` is another word for the tag `{tag}`"
        problem = at_field(record, "tag-synonym", place, message, f"write `{tag}`")
    else:
        kind = words.removesuffix("s")
        known = base.likely(words, lambda: vocabulary.ids(words))
        guess = f"did you mean `{only}`?" if only else known.did_you_mean(word)
        listed = f"the {words} are listed in vocabulary.yml; {_RENAMED[words == 'tags']}"
        rule, message = f"{kind}-unknown", f"there is no {kind} `{word}`"
        if words == "formats":
            # The built-in formats are in no file of the base.
            listed = f"one of: {', '.join(sorted(vocabulary.ids(words)))}"
            rule, message = "value-unknown", f"`format` has no value `{word}`"
        problem = at_field(record, rule, place, message, guess or listed)
    fix = HeaderEditor(record.document).set(place, only).fix() if only else ()
    return replace(problem, fix=fix)


def repeated_tags(base: Base) -> Iterator[Diagnostic]:
    """A tag is listed once in a record."""
    for record in base.records:
        tags = getattr(record.fields, "tags", ())
        if len(set(tags)) == len(tags):
            continue
        seen: set[str] = set()
        for number, tag in enumerate(tags):
            if tag in seen:
                message = f"the tag `{tag}` appears twice"
                yield at_field(record, "tag-repeated", ("tags", number), message)
            seen.add(tag)


def clashing_synonyms(base: Base) -> Iterator[Diagnostic]:
    """A word leads to one tag of the vocabulary."""
    document = base.vocabulary_document
    if document is None:
        return
    tags = base.library.vocabulary.tags
    owners: dict[str, str] = {}
    for tag_id, tag in tags.items():
        owners.setdefault(tag.label.casefold(), tag_id)
        owners.setdefault(tag_id.replace("-", " "), tag_id)
    for tag_id, tag in tags.items():
        for number, synonym in enumerate(tag.synonyms):
            owner = owners.setdefault(synonym.casefold(), tag_id)
            if owner != tag_id:
                span = document.span_of(("tags", tag_id, "synonyms", number))
                message = f"`{synonym}` leads to the tag `{owner}` already"
                hint = "leave the word to one of the two tags"
                yield Diagnostic("synonym-clash", Severity.ERROR, span, message, hint)


def clashing_labels(base: Base) -> Iterator[Diagnostic]:
    """A label is that of one tag, setting or format, or of one team in its organisation."""
    document, vocabulary = base.vocabulary_document, base.library.vocabulary
    if document is None:
        return
    for words in ("tags", "teams", "settings", "formats"):
        owners: dict[tuple[str, str], str] = {}
        for word, named in getattr(vocabulary, words).items():
            label = (named.label.casefold(), getattr(named, "organisation", "").casefold())
            owner = owners.setdefault(label, word)
            if owner != word:
                span = document.span_of((words, word, "label"))
                message = f"`{owner}` has the label “{named.label}” already"
                hint = "readers see labels, not ids: give each its own, or keep one of the two"
                yield Diagnostic("label-clash", Severity.ERROR, span, message, hint)


def unknown_pages_to_ask(base: Base) -> Iterator[Diagnostic]:
    """An address on this site is that of one of its pages."""
    document, library = base.vocabulary_document, base.library
    if document is None:
        return
    pages = {record_url(record.kind, record.id) for record in library.records}
    built = generated_sources(library.vocabulary.tags, practices=bool(library.practices))
    for words in ("teams", "roles"):
        for word, named in getattr(library.vocabulary, words).items():
            address = named.address or ""
            url = address.removeprefix("/")
            if address.startswith("/") and url not in pages and source_of(url) not in built:
                span = document.span_of((words, word, "address"))
                message = f"this site has no page `{address}`"
                hint = "the address of `lessons/guide/ask.md` is `/guide/ask/`"
                yield Diagnostic("page-unknown", Severity.ERROR, span, message, hint)


def redefined_formats(base: Base) -> Iterator[Diagnostic]:
    """A format of the vocabulary is no built-in one, and takes no folder of other records."""
    document = base.vocabulary_document
    if document is None:
        return
    built_in = {folded(form): form for form in Format}
    for word, own in base.library.vocabulary.formats.items():
        for place, name in (((), word), (("label",), own.label)):
            form = built_in.get(folded(name))
            if form:
                span = document.span_of(("formats", word, *place), key=not place)
                message = f"“{name}” is the format `{form}`, which every base has"
                hint = f"give yours another name, and `like: {form}` for all it does not say itself"
                yield Diagnostic("format-redefined", Severity.ERROR, span, message, hint)
        folder = own.folder or word
        if folder in FOLDERS:
            span = document.span_of(("formats", word, "folder"), key=not own.folder)
            message = f"lessons of `{word}` would lie in `{folder}`, a folder of other records"
            hint = "name another `folder`"
            yield Diagnostic("format-redefined", Severity.ERROR, span, message, hint)


def unknown_records(base: Base) -> Iterator[Diagnostic]:
    """A record named in a header exists."""
    for record, link in _header_links(base):
        if base.library.get(*link.target) is None and link.target not in base.unreadable_keys:
            kind, target = link.target
            rule = _UNKNOWN_TARGET.get(link.type, "relation-unknown")
            known = base.likely(kind, partial(base.library.ids, kind))
            guess = known.did_you_mean(target)
            hint = guess or "an id is the name of a record's file, without `.md`"
            yield at_field(record, rule, link.place, f"there is no {kind} `{target}`", hint)


def self_relations(base: Base) -> Iterator[Diagnostic]:
    """A record does not name itself."""
    for record, link in _header_links(base):
        if link.source == link.target:
            message = f"`{record.id}` names itself"
            yield at_field(record, "relation-self", link.place, message, "name another record")


def unheld_sources(base: Base) -> Iterator[Diagnostic]:
    """A lesson is learned at an assist that took place."""
    for lesson in base.library.lessons:
        source = base.library.assist(lesson.fields.source_assist or "")
        if source and not source.fields.took_place:
            how = source.fields.closed_as or source.fields.status
            message = f"the assist `{source.id}` has not taken place (it is {how})"
            hint = "a source is held, reported, or closed after it was held"
            yield at_field(lesson, "source-not-held", ("source_assist",), message, hint)


def supersedes_cycles(base: Base) -> Iterator[Diagnostic]:
    """Lessons do not replace each other in a circle."""
    for cycle in base.graph.cycles(LinkType.SUPERSEDES):
        lesson = base.library.lesson(cycle[0])
        if lesson:
            place: Place = ("relations", "supersedes")
            circle = " → ".join(
                (*cycle[:_MOST_NAMED], *["…"] * (len(cycle) > _MOST_NAMED), cycle[0])
            )
            message = f"lessons replace each other in a circle: {circle}"
            hint = "one of them has to stay current"
            yield at_field(lesson, "supersedes-cycle", place, message, hint, key=True)


def successors(base: Base) -> Iterator[Diagnostic]:
    """A superseded lesson has a successor, and a lesson with a successor is superseded."""
    in_circles = {
        lesson_id for cycle in base.graph.cycles(LinkType.SUPERSEDES) for lesson_id in cycle
    }
    newer_ones: defaultdict[str, list[Record[Lesson]]] = defaultdict(list)
    for lesson in base.library.lessons:
        for replaced in lesson.fields.relations.supersedes:
            if replaced != lesson.id:
                newer_ones[replaced].append(lesson)
    for lesson in base.library.lessons:
        status, newer = lesson.fields.status, newer_ones[lesson.id]
        current = [other.id for other in newer if other.fields.status is Status.PUBLISHED]
        if status is Status.SUPERSEDED and not newer:
            message = "no lesson names this one under `supersedes`"
            hint = "name it there, or withdraw this lesson"
            yield at_field(lesson, "successor-missing", ("status",), message, hint)
        elif status is Status.PUBLISHED and current and lesson.id not in in_circles:
            message = f"`{current[0]}` replaces this lesson"
            yield at_field(lesson, "superseded-standing", ("status",), message)


def withdrawn_targets(base: Base) -> Iterator[Diagnostic]:
    """A current record does not name a withdrawn lesson."""
    for record, link in _header_links(base):
        target = base.library.get(*link.target)
        if link.type in _ELSEWHERE or target is None or not is_current(record):
            continue
        if getattr(target.fields, "status", None) is Status.WITHDRAWN:
            message = f"the lesson `{target.id}` was withdrawn"
            hint = "name a lesson that is current"
            yield at_field(record, "link-to-withdrawn", link.place, message, hint)


def unexplained_withdrawals(base: Base) -> Iterator[Diagnostic]:
    """A withdrawal has a date and a reason."""
    rule = "withdrawal-unexplained"
    for lesson in base.library.lessons:
        status, withdrawn = lesson.fields.status, lesson.fields.withdrawn
        if status is Status.WITHDRAWN and withdrawn is None:
            message = "the lesson is withdrawn, and nothing says why"
            hint = "add `withdrawn` with `date` and `reason`"
            yield at_field(lesson, rule, ("status",), message, hint)
        elif withdrawn and status is not Status.WITHDRAWN:
            message = f"a withdrawal is given, but the status is `{status}`"
            hint = "set `status` to `withdrawn`, or take the reason out"
            yield at_field(lesson, rule, ("withdrawn",), message, hint, key=True)


def _header_links(base: Base) -> Iterator[tuple[Record[Part], RecordLink]]:
    for record in base.library.records:
        for link in base.graph.outgoing[(record.kind, record.id)]:
            if link.place:
                yield record, link
