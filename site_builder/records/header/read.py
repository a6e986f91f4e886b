"""Reads the YAML of a header: its values, and the place of each.

Every scalar stays the text that its author typed (see :mod:`site_builder.records.fields`).
"""

from __future__ import annotations

import marshal
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import yaml

from site_builder.diagnostics import Diagnostic, Severity, shortened, span_between
from site_builder.records.header.syntax import syntax_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value: TypeAlias = Union[str, list["Value"], dict[str, "Value"], None]  # noqa: UP007 - it names itself
"""A header value as typed: text, nothing, a list or a mapping."""
Place: TypeAlias = tuple[str | int, ...]
"""Keys and list positions that lead to a value, as ``("citations", 0, "doi")``."""
_Spans: TypeAlias = dict[Place, tuple[tuple[int, int], tuple[int, int] | None]]
"""Offsets of each value, and of its key if it has one."""

MAX_DEPTH = 12
"""Deepest nesting of a header; records need five."""
MAX_VALUES = 20_000
"""Most values of a header with all aliases expanded."""

# The C parser recurses, and overflows the stack of the process at some ten thousand levels. A
# header with fewer opening brackets and a shallower margin than this cannot come near that. To YAML
# a line also ends at three rarer characters.
_SAFE_OPENINGS = 500
_DEEP_MARGIN = re.compile(r"(?:^|[\x85\u2028\u2029])[ \t\-?:]{500,}", re.MULTILINE)

# A comment that may be meant as part of the value before it.
_CUT = re.compile(r"[ \t]+(#\w[^\n]*)")

_NULL_TAG = "tag:yaml.org,2002:null"
_TEXT_TAG = "tag:yaml.org,2002:str"
_TAGS: dict[type[yaml.Node], str] = {
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain texts that mean no value: https://yaml.org/type/null.html"""
_STANDARD_TAG = "tag:yaml.org,2002:"
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BaseLoader):  # type: ignore[misc]
    """Tells text from null and no other type, since the models convert the values.

    PyYAML calls ``resolve`` for every value; this one returns what PyYAML's own returns with no
    pattern but that of ``null``, in a fifth of the time.
    """

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node without one."""
        if kind is yaml.ScalarNode:
            return _NULL_TAG if implicit[0] and value in _NOTHING else _TEXT_TAG
        return _TAGS[kind]

    def descend_resolver(self, *_place: object) -> None:
        """Skip PyYAML's tracking of paths, on which no tag depends."""

    def ascend_resolver(self) -> None:
        """Skip PyYAML's tracking of paths."""


def read_header(
    path: str, text: str, header: str, at: int, *, keeps_places: bool = False
) -> tuple[dict[str, Value] | None, bytes, list[Diagnostic]]:
    """Return the values of a header, or None if it cannot be read; their places; every problem.

    Args:
        path: Path of the file from the project root.
        text: The whole file.
        header: The header in it.
        at: Offset in the text where the header begins.
        keeps_places: Whether the places are wanted; otherwise they are empty.
    """
    reader = _HeaderReader(path, text, at)
    try:
        if (deep := _too_deep_at(header)) is not None:
            reader.report_depth(deep, deep + 1)
            return None, b"", reader.problems
        node = yaml.compose(header, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, b"", [syntax_problem(path, text, at, error)]
    if node is None:
        node = yaml.MappingNode("tag:yaml.org,2002:map", [])
        node.start_mark = node.end_mark = None
    if not isinstance(node, yaml.MappingNode):
        span = span_between(path, text, at + node.start_mark.index, at + node.end_mark.index)
        message = "the header is not a list of fields"
        hint = "write each field as `name: value`, with a space after the colon"
        return None, b"", [Diagnostic("header-not-mapping", Severity.ERROR, span, message, hint)]
    try:
        values = reader.mapping(node, 1)
    except _UnreadableHeaderError:
        return None, b"", reader.problems
    places = marshal.dumps(_spans(header, node)) if keeps_places else b""
    return values, places, reader.problems


class _UnreadableHeaderError(Exception):
    """The header cannot be read; the last problem says why."""


class _HeaderReader:
    """Turns nodes into values and collects problems."""

    def __init__(self, path: str, text: str, at: int) -> None:
        self.path = path
        self.text = text
        self.at = at
        self.count = 0
        self.field: yaml.Node | None = None
        self._has_number_sign = " #" in text or "\t#" in text
        self.problems: list[Diagnostic] = []

    def value(self, node: yaml.Node, depth: int) -> Value:
        """Return a node's value.

        Raises:
            _UnreadableHeaderError: It nests too deep or has too many values.
        """
        self._tally(node)
        if depth > MAX_DEPTH:
            self.report_depth(node.start_mark.index, node.end_mark.index)
            raise _UnreadableHeaderError
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - there is no fourth kind
        return self._scalar(node)

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Value]:
        """Return a mapping with the first value of each key.

        Of two keys that differ in case, the one in lower case is kept: it can be a field.
        """
        values: dict[str, Value] = {}
        cases: dict[str, str] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self._tally(key_node)
                self._report(
                    "yaml-syntax",
                    key_node,
                    "the name of a field cannot be a list or a group",
                    "text that begins with a bracket or a brace needs quotes around it",
                )
                continue
            if depth == 1:
                self.field = key_node
            value = self.value(value_node, depth + 1)
            if key in values:
                message = f"`{key}` appears twice in the same place"
                self._report("key-duplicate", key_node, message, "keep one of them")
                continue
            other = cases.setdefault(key.lower(), key)
            if other != key:
                message = f"`{key}` and `{other}` differ only in case"
                self._report("key-case", key_node, message, "keep one of them, in lower case")
                if key != key.lower():
                    continue
                del values[other]
                cases[key] = key
            values[key] = value
        return values

    def report_depth(self, start: int, end: int) -> None:
        """Report that the header nests too deep."""
        message = f"the header nests more than {MAX_DEPTH} levels deep"
        hint = "no field needs that; look for a stray bracket or indentation"
        self._add("header-too-deep", start, end, message, hint)

    def _tally(self, node: yaml.Node) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            self._report(
                "header-alias-bomb",
                self.field or node,
                f"the header expands to more than {MAX_VALUES:,} values",
                "write the values out instead of repeating them with `*`",
            )
            raise _UnreadableHeaderError

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        if not node.tag.startswith(_STANDARD_TAG):
            self._report(
                "yaml-tag",
                node,
                f"`{node.tag}` is a YAML tag, which no field takes",
                "put quotes around a value that begins with an exclamation mark",
            )
        if node.style:
            return str(node.value)
        end = self.at + node.end_mark.index
        if self._has_number_sign and (cut := _CUT.match(self.text, end)):
            message = f"`{shortened(cut[1])}` is read as a comment, not as part of the value"
            hint = "put quotes around the whole value, or a space after the # of a comment"
            span = span_between(self.path, self.text, *cut.span(1))
            self.problems.append(Diagnostic("value-cut", Severity.WARNING, span, message, hint))
        return None if node.tag == _NULL_TAG else str(node.value)

    def _report(self, rule: str, node: yaml.Node, message: str, hint: str) -> None:
        self._add(rule, node.start_mark.index, node.end_mark.index, message, hint)

    def _add(self, rule: str, start: int, end: int, message: str, hint: str) -> None:
        span = span_between(self.path, self.text, self.at + start, self.at + end)
        self.problems.append(Diagnostic(rule, Severity.ERROR, span, message, hint))


def _too_deep_at(header: str) -> int | None:
    """Return where a header nests so deep that it could crash the parser, or None."""
    openings = header.count("[") + header.count("{")
    if openings < _SAFE_OPENINGS and not _DEEP_MARGIN.search(header):
        return None
    depth = 0
    for event in yaml.parse(header, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark.index if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _spans(header: str, root: yaml.Node | None) -> _Spans:
    """Return the offsets of the key and of the value at each place of a header."""
    nodes: dict[Place, tuple[yaml.Node | None, yaml.Node]] = (
        {} if root is None or root.start_mark is None else {(): (None, root)}
    )
    stack = list(nodes)
    while stack:
        place = stack.pop()
        node = nodes[place][1]
        pairs: Iterable[tuple[str | int, yaml.Node, yaml.Node | None]] = ()
        if isinstance(node, yaml.MappingNode):
            pairs = (
                (key.value, value, key)
                for key, value in node.value
                if isinstance(key, yaml.ScalarNode)
            )
        elif isinstance(node, yaml.SequenceNode):
            pairs = ((number, child, None) for number, child in enumerate(node.value))
        for step, value, key in pairs:
            if (inner := (*place, step)) not in nodes:
                nodes[inner] = key, value
                stack.append(inner)
    return {
        place: (_span(header, node), None if key is None else _span(header, key))
        for place, (key, node) in nodes.items()
    }


def _span(header: str, node: yaml.Node) -> tuple[int, int]:
    start, end = node.start_mark.index, node.end_mark.index
    # A block's end mark is at the start of what follows it.
    return start, start + len(header[start:end].rstrip())


@lru_cache(maxsize=8)
def _composed(header: str) -> _Spans:
    return _spans(header, yaml.compose(header, Loader=_Loader))


@lru_cache(maxsize=8)
def _known(places: bytes) -> _Spans:
    spans: _Spans = marshal.loads(places)  # noqa: S302 - written above
    return spans


def offsets_of(
    header: str, place: Place, *, key: bool, places: bytes = b""
) -> tuple[int, int] | None:
    """Return the offsets of a value in a header, or of its key.

    For a place that does not exist, those of the key of the mapping that lacks it, or None for the
    header itself.

    Args:
        header: The header.
        place: The place.
        key: Whether those of the key are wanted.
        places: What :func:`read_header` has returned for the places of this header, if known.
    """
    spans = _known(places) if places else _composed(header)
    known = place
    while known and known not in spans:
        known = known[:-1]
    if known not in spans:
        return None
    value, label = spans[known]
    if known != place:
        return label or (value if known else None)
    if label is not None and (key or value[0] == value[1]):
        return label
    return value


def known_offsets(header: str, place: Place, *, key: bool = False) -> tuple[int, int]:
    """Return the offsets of a value that is known to be in a header, or of its key."""
    offsets = offsets_of(header, place, key=key)
    assert offsets  # noqa: S101 - it has been read
    return offsets


def end_of(header: str, value: Value, place: Place) -> int:
    """Return the end of a value's brackets or of its last text.

    The parser's own end of a block comes after the comments that follow it.
    """
    start, end = known_offsets(header, place)
    parts = children(value)
    if not parts or header[start] in "[{":
        return end
    step, child = parts[-1]
    return end_of(header, child, (*place, step))


def children(value: Value) -> list[tuple[str | int, Value]]:
    """Return the direct children of a value, each with its key or index."""
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def value_at(value: Value, place: Place) -> Value:
    """Return the value at a place within a value; None where there is no such place."""
    for step in place:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def leaves(value: Value, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text within a value, with its place."""
    for step, child in children(value):
        if isinstance(child, str):
            yield (*place, step), child
        else:
            yield from leaves(child, (*place, step))
