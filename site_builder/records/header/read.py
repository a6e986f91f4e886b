"""A header's YAML to values, and where each stands: knows YAML, and nothing of lessons.

Values are handed on as the author typed them, every scalar as text (see
:mod:`site_builder.records.fields`).
"""

from __future__ import annotations

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

MAX_DEPTH = 12
"""Deepest nesting of a header; records need five."""
MAX_VALUES = 20_000
"""Most values of a header, each alias counted as often as it stands."""

# The C parser recurses, and overflows the stack of the process at some ten thousand levels. A
# header with fewer opening brackets and a shallower margin than this cannot come near that. To YAML
# a line also ends at three rarer characters.
_SAFE_OPENINGS = 500
_DEEP_MARGIN = re.compile(r"(?:^|[\x85\u2028\u2029])[ \t\-?:]{500,}", re.MULTILINE)

# A comment that was perhaps meant as part of the value before it.
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
    """Tells only text from nothing; what other types a value has is its field's to say.

    PyYAML asks for the type of every value, in Python. The answers are those of its own resolver
    with the pattern of ``null`` alone, in a fifth of the time.
    """

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node without one."""
        if kind is yaml.ScalarNode:
            return _NULL_TAG if implicit[0] and value in _NOTHING else _TEXT_TAG
        return _TAGS[kind]

    def descend_resolver(self, *_place: object) -> None:
        """Keep no path: no tag depends on one."""

    def ascend_resolver(self) -> None:
        """Keep no path: no tag depends on one."""


def read_header(
    path: str, text: str, header: str, at: int
) -> tuple[dict[str, Value] | None, list[Diagnostic]]:
    """Return the values of a header, or None when it has to be given up; and every problem.

    Args:
        path: Path of the file from the project root.
        text: The whole file.
        header: The header in it.
        at: Offset in the text where the header begins.
    """
    reader = _HeaderReader(path, text, at)
    try:
        if (deep := _too_deep_at(header)) is not None:
            return None, [reader.too_deep(deep, deep + 1)]
        node = yaml.compose(header, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [syntax_problem(path, text, at, error)]
    if node is None:
        node = yaml.MappingNode("tag:yaml.org,2002:map", [])
        node.start_mark = node.end_mark = None
    if not isinstance(node, yaml.MappingNode):
        problem = Diagnostic(
            "header-not-mapping",
            Severity.ERROR,
            span_between(path, text, at + node.start_mark.index, at + node.end_mark.index),
            "the header is not a list of fields",
            "write each field as `name: value`, with a space after the colon",
        )
        return None, [problem]
    try:
        values = reader.mapping(node, 1)
    except _UnreadableHeaderError as error:
        return None, [*reader.problems, error.problem]
    return values, reader.problems


class _UnreadableHeaderError(Exception):
    """The header has to be given up; carries the problem."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _HeaderReader:
    """Turns nodes into values, and notes what is wrong on the way."""

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
            _UnreadableHeaderError: It nests too deep, or holds too many values.
        """
        self._tally(node)
        if depth > MAX_DEPTH:
            raise _UnreadableHeaderError(self.too_deep(node.start_mark.index, node.end_mark.index))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - there is no fourth kind
        return self._scalar(node)

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Value]:
        """Return a mapping; of a key that stands twice the first value is kept.

        Of two keys that differ in case, the one in small letters is kept: it can be a field.
        """
        values: dict[str, Value] = {}
        cases: dict[str, str] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self._tally(key_node)
                self.problems.append(
                    self._problem(
                        "yaml-syntax",
                        key_node,
                        "the name of a field cannot be a list or a group",
                        "text that begins with a bracket or a brace needs quotes around it",
                    )
                )
                continue
            if depth == 1:
                self.field = key_node
            value = self.value(value_node, depth + 1)
            if key in values:
                self.problems.append(
                    self._problem(
                        "key-duplicate",
                        key_node,
                        f"`{key}` appears twice in the same place",
                        "keep one of them",
                    )
                )
                continue
            other = cases.setdefault(key.lower(), key)
            if other != key:
                self.problems.append(
                    self._problem(
                        "key-case",
                        key_node,
                        f"`{key}` and `{other}` differ only in case",
                        "keep one of them, in lower case",
                    )
                )
                if key != key.lower():
                    continue
                del values[other]
                cases[key] = key
            values[key] = value
        return values

    def too_deep(self, start: int, end: int) -> Diagnostic:
        """Return the problem of a header that nests too deep."""
        return Diagnostic(
            "header-too-deep",
            Severity.ERROR,
            span_between(self.path, self.text, self.at + start, self.at + end),
            f"the header nests more than {MAX_DEPTH} levels deep",
            "no field needs that; look for a stray bracket or indentation",
        )

    def _tally(self, node: yaml.Node) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _UnreadableHeaderError(
                self._problem(
                    "header-alias-bomb",
                    self.field or node,
                    f"the header unfolds to more than {MAX_VALUES:,} values",
                    "write the values out instead of repeating them with `*`",
                )
            )

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        if not node.tag.startswith(_STANDARD_TAG):
            self.problems.append(
                self._problem(
                    "yaml-tag",
                    node,
                    f"`{node.tag}` is a YAML tag, which no field takes",
                    "put quotes around a value that begins with an exclamation mark",
                )
            )
        plain = not node.style
        if plain and self._has_number_sign:
            self._look_for_cut(node)
        if plain and node.tag == _NULL_TAG:
            return None
        return str(node.value)

    def _look_for_cut(self, node: yaml.ScalarNode) -> None:
        start = self.at + node.end_mark.index
        cut = _CUT.match(self.text, start)
        if cut:
            comment = shortened(cut[1])
            self.problems.append(
                Diagnostic(
                    "value-cut",
                    Severity.WARNING,
                    span_between(self.path, self.text, *cut.span(1)),
                    f"`{comment}` is read as a comment, not as part of the value",
                    "put quotes around the whole value, or a space after the # of a comment",
                )
            )

    def _problem(self, rule: str, node: yaml.Node, message: str, hint: str) -> Diagnostic:
        start, end = node.start_mark.index, node.end_mark.index
        place = span_between(self.path, self.text, self.at + start, self.at + end)
        return Diagnostic(rule, Severity.ERROR, place, message, hint)


def _too_deep_at(header: str) -> int | None:
    """Return where a header that may bring the parser down nests too deep, or None."""
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


@lru_cache(maxsize=8)
def _nodes(header: str) -> dict[Place, tuple[yaml.Node | None, yaml.Node]]:
    """Return the key and the value at each place of a header; an element is its own key."""
    root = yaml.compose(header, Loader=_Loader)
    nodes: dict[Place, tuple[yaml.Node | None, yaml.Node]] = (
        {} if root is None else {(): (None, root)}
    )
    stack = list(nodes)
    while stack:
        place = stack.pop()
        node = nodes[place][1]
        pairs: Iterable[tuple[str | int, yaml.Node, yaml.Node]] = ()
        if isinstance(node, yaml.MappingNode):
            pairs = (
                (key.value, key, value)
                for key, value in node.value
                if isinstance(key, yaml.ScalarNode)
            )
        elif isinstance(node, yaml.SequenceNode):
            pairs = ((number, child, child) for number, child in enumerate(node.value))
        for step, key, value in pairs:
            if (inner := (*place, step)) not in nodes:
                nodes[inner] = key, value
                stack.append(inner)
    return nodes


def offsets_of(header: str, place: Place, *, key: bool) -> tuple[int, int] | None:
    """Return the offsets of a value in a header, or of its key.

    For a place that does not exist, those of the key of the mapping that lacks it, or None for the
    header itself.
    """
    nodes = _nodes(header)
    known = place
    while known and known not in nodes:
        known = known[:-1]
    if known not in nodes:
        return None
    label, node = nodes[known]
    if known != place:
        if label is None:
            return None
        node = label
    target = label if key and label is not None else node
    start, end = target.start_mark.index, target.end_mark.index
    if start == end and label is not None:
        start, end = label.start_mark.index, label.end_mark.index
    # A block's end mark stands at the start of what follows it.
    return start, start + len(header[start:end].rstrip())


def known_offsets(header: str, place: Place, *, key: bool = False) -> tuple[int, int]:
    """Return where a value stands that has been read from a header, or its key."""
    offsets = offsets_of(header, place, key=key)
    assert offsets  # noqa: S101 - it has been read
    return offsets


def end_of(header: str, value: Value, place: Place) -> int:
    """Return where the last text of a value ends, or its brackets; a block has no end of its own.

    The end of a block, as the parser has it, lies behind the comments that follow it.
    """
    start, end = known_offsets(header, place)
    parts = children(value)
    if not parts or header[start] in "[{":
        return end
    step, child = parts[-1]
    return end_of(header, child, (*place, step))


def children(value: Value) -> list[tuple[str | int, Value]]:
    """Return the values within a value, each with its key or position; a text has none."""
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
