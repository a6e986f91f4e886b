"""Reads the YAML of a header: its values, and the place of each.

Every scalar stays the text that its author typed (see :mod:`site_builder.records.fields`).
"""

from __future__ import annotations

import marshal
import re
from typing import TYPE_CHECKING

import yaml

from site_builder.diagnostics import Diagnostic, Severity, shortened, span_between
from site_builder.records.header.compose import NULL_TAG, Loader, spans_of
from site_builder.records.header.syntax import syntax_problem

if TYPE_CHECKING:
    from site_builder.records.header.values import Value

MAX_DEPTH = 12
"""Deepest nesting of a header; records need five."""
MAX_VALUES = 20_000
"""Most values of a header with all aliases expanded."""

# The C parser recurses, and overflows the stack of the process at some ten thousand levels. A
# header with fewer opening brackets and a shallower margin than this cannot come near that. To YAML
# a line also ends at three rarer characters.
_SAFE_OPENINGS = 500
_DEEP = 500
_DEEP_MARGIN = re.compile(rf"(?:^|[\x85\u2028\u2029])[ \t\-?:]{{{_DEEP},}}", re.MULTILINE)

# A comment that may be meant as part of the value before it.
_CUT = re.compile(r"[ \t]+(#\w[^\n]*)")

_STANDARD_TAG = "tag:yaml.org,2002:"


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
        node = yaml.compose(header, Loader=Loader)
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
    places = marshal.dumps(spans_of(header, node)) if keeps_places else b""
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
        return None if node.tag == NULL_TAG else str(node.value)

    def _report(self, rule: str, node: yaml.Node, message: str, hint: str) -> None:
        self._add(rule, node.start_mark.index, node.end_mark.index, message, hint)

    def _add(self, rule: str, start: int, end: int, message: str, hint: str) -> None:
        span = span_between(self.path, self.text, self.at + start, self.at + end)
        self.problems.append(Diagnostic(rule, Severity.ERROR, span, message, hint))


def _too_deep_at(header: str) -> int | None:
    """Return where a header nests so deep that it could crash the parser, or None."""
    openings = header.count("[") + header.count("{")
    longest = max(map(len, header.splitlines()), default=0)
    is_deep = longest >= _DEEP and _DEEP_MARGIN.search(header)
    if openings < _SAFE_OPENINGS and not is_deep:
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
