"""What of a record's file may be published: never a person, and nothing that is hidden.

Fields are cut out of the header, and all else stays as its author wrote it. What was cut is read
again afterwards, and where it does not say what it should, the header is written anew.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit
from site_builder.library.graph import is_local, resolve
from site_builder.library.writing import edited
from site_builder.records.header.document import parse_document
from site_builder.records.header.read import offsets_of
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from site_builder.library.library import Key
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document
    from site_builder.records.header.read import Place, Value
    from site_builder.records.kinds import Record

PEOPLE_FIELDS = frozenset({"participants"})
"""Fields that hold nothing but people."""
ROLE_FIELDS = frozenset(
    {"facilitator", "lead", "from", "owner", "contact", "consent", "join", "thanks"}
)
"""Fields that hold a role, in whose place an author may have written a pseudonym."""
_NEEDED_ROLES = frozenset({("reported_by",), ("override", "by")})
"""Roles without which a record is none."""
_UNNAMED = "not named"

# One that says why a check is to pass over a line is part of the record.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#(?!\s*allow:)[^\n]*")
_COLON = re.compile(r"[\"']?[ \t]*:")
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\n?[ \t]*<?([^\s<>]+)[^\n]*\n?", re.MULTILINE
)
# To YAML a line ends at these too, even between quotes.
_ENDS_LINE = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "\x7f\x85\u2028\u2029\ufeff"})


def without_people(document: Document, people: Collection[str] = ()) -> str:
    """Return the text of a record's file without anybody who took part.

    Left out are the fields that hold people, a pseudonym where a role belongs, and the comments of
    the header, which no page shows and in which anything may stand.

    Args:
        document: The file.
        people: Every pseudonym of the base.
    """
    gone: set[Place] = {(name,) for name in PEOPLE_FIELDS if name in document.header}
    unnamed: set[Place] = set()
    if people:
        for place, value in _leaves(document.header, ()):
            if value not in people:
                continue
            if place in _NEEDED_ROLES:
                unnamed.add(place)
            elif _field_of(place) in ROLE_FIELDS:
                gone.add(place)
    return _rewritten(document, gone, unnamed)


def source_text(
    record: Record[Part],
    people: Collection[str],
    is_shown: Callable[[Key], bool],
    hidden: Collection[str],
) -> str:
    """Return the text of a record's file as far as the readers of a site may see it.

    Args:
        record: The record.
        people: Every pseudonym of the base.
        is_shown: Whether a record is on the site.
        hidden: Paths from the project root of the records that are not.
    """
    public = without_people(record.document, people)
    if not hidden:
        return public
    document, _problems = parse_document(record.path, public)
    if document is None:
        return visible_body(record, hidden)
    gone = {place for place, target in _references(document.header) if not is_shown(target)}
    header = _rewritten(document, gone, set())
    return header[: len(header) - len(document.body)] + visible_body(record, hidden)


def visible_body(record: Record[Part], hidden: Collection[str]) -> str:
    """Return the text below a record's header, links to hidden records left as their words."""
    text = record.body.text
    if not hidden:
        return text
    edits = [
        Edit(link.start, link.end, link.text)
        for link in record.body.links
        if _leads_to(record, link.target, hidden)
    ]
    edits += [
        Edit(*found.span(), "")
        for found in _DEFINITION.finditer(record.body.prose)
        if _leads_to(record, found[1], hidden)
    ]
    return edited(text, edits)


def _leads_to(record: Record[Part], target: str, hidden: Collection[str]) -> bool:
    return is_local(target) and resolve(record.path, target)[0] in hidden


def _references(header: dict[str, Value]) -> Iterator[tuple[Place, Key]]:
    """Yield what leads to another record, with the place that goes when the record does."""
    for place, value in _leaves(header, ()):
        match place:
            case ("source_assist" | "merged_into",):
                yield place, (Kind.ASSIST, value)
            case ("lesson",) | ("relations", _, _):
                yield place, (Kind.LESSON, value)
            case ("relies_on", _, "id") | ("receipts", _, "hits", _, "id"):
                yield place[:-1], (Kind.LESSON, value)


def _leaves(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    for step, child in _children(value):
        if isinstance(child, str):
            yield (*place, step), child
        else:
            yield from _leaves(child, (*place, step))


def _children(value: Value) -> list[tuple[str | int, Value]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _field_of(place: Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "")


def _rewritten(document: Document, gone: set[Place], unnamed: set[Place]) -> str:
    """Return a file without some fields and comments, and with others that name nobody."""
    header = document.text[document.header_at : document.header_end]
    comments = list(_comments(header, document.header)) if "#" in header else []
    if not (gone or unnamed or comments):
        return document.text
    wanted = _left(document.header, (), gone, unnamed)
    cuts = [*_cuts(header, document.header, (), gone), *comments]
    edits = [Edit(start, end, "") for start, end in _joined(cuts)]
    edits += [Edit(*_offsets(header, place), _UNNAMED) for place in unnamed]
    text = _with_header(document, edited(header, edits))
    again, _problems = parse_document(document.path, text)
    if again and again.header == wanted and again.body == document.body:
        return text
    lines = [f"\n{name}: {_flow(value)}" for name, value in _children(wanted)]
    return _with_header(document, "".join([*lines, "\n"]))


def _with_header(document: Document, header: str) -> str:
    return document.text[: document.header_at] + header + document.text[document.header_end :]


def _flow(value: Value) -> str:
    # What JSON writes is YAML on one line.
    return json.dumps(value, ensure_ascii=False).translate(_ENDS_LINE)


def _is_lost(value: Value, place: Place, gone: set[Place]) -> bool:
    """Return whether nothing is left of a value."""
    if place in gone:
        return True
    children = _children(value)
    return bool(children) and all(_is_lost(one, (*place, step), gone) for step, one in children)


def _left(value: Value, place: Place, gone: set[Place], unnamed: set[Place]) -> Value:
    """Return what is left of a value that is not lost."""
    kept = [
        (step, _left(child, (*place, step), gone, unnamed))
        for step, child in _children(value)
        if not _is_lost(child, (*place, step), gone)
    ]
    if isinstance(value, dict):
        return {str(step): child for step, child in kept}
    if isinstance(value, list):
        return [child for _step, child in kept]
    return _UNNAMED if place in unnamed else value


def _cuts(header: str, value: Value, place: Place, gone: set[Place]) -> Iterator[tuple[int, int]]:
    """Yield what to cut out of a header for what is lost of a value, of which something is left.

    Up to the next that stays, or from the last that stays: that holds for every way to write lists
    and groups.
    """
    children = [((*place, step), child) for step, child in _children(value)]
    lost = [_is_lost(child, inner, gone) for inner, child in children]
    if not any(lost):
        for inner, child in children:
            if any(one[: len(inner)] == inner for one in gone):
                yield from _cuts(header, child, inner, gone)
        return
    begins_at = 0
    for number, (inner, child) in enumerate(children):
        if not lost[number]:
            if begins_at < number:
                yield _start(header, children[begins_at][0]), _start(header, inner)
            begins_at = number + 1
            yield from _cuts(header, child, inner, gone)
    if begins_at < len(children):
        before, (last, nothing) = children[begins_at - 1][0], children[-1]
        end = _offsets(header, last)[1]
        # Of a field without a value, the place is its name.
        colon = _COLON.match(header, end) if nothing is None else None
        yield _offsets(header, before)[1], colon.end() if colon else end


def _start(header: str, place: Place) -> int:
    """Return where a field with its name begins, or a value of a list."""
    return _offsets(header, place, key=isinstance(place[-1], str))[0]


def _offsets(header: str, place: Place, *, key: bool = False) -> tuple[int, int]:
    found = offsets_of(header, place, key=key)
    assert found  # noqa: S101 - its value has been read
    return found


def _comments(header: str, values: dict[str, Value]) -> Iterator[tuple[int, int]]:
    """Yield where comments stand, with the line of which they are all."""
    inside = [_offsets(header, place) for place, _value in _leaves(values, ())]
    for found in _COMMENT.finditer(header):
        if any(start <= found.start() < end for start, end in inside):
            continue
        line = header.rfind("\n", 0, found.start()) + 1
        before = header[line : found.start()]
        if before.strip():
            yield line + len(before.rstrip()), found.end()
        else:
            yield line, min(found.end() + 1, len(header))


def _joined(cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches of which none overlaps another."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cut for cut in cuts if cut[0] < cut[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
