"""YAML as a header needs it: text, nothing, lists and mappings, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from site_builder.records.header.values import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

Spans: TypeAlias = dict[Place, tuple[tuple[int, int], tuple[int, int] | None]]
"""Offsets of each value, and of its key if it has one."""

NULL_TAG = "tag:yaml.org,2002:null"
TEXT_TAG = "tag:yaml.org,2002:str"
_TAGS: dict[type[yaml.Node], str] = {
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain texts that mean no value: https://yaml.org/type/null.html"""
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_BaseLoader):  # type: ignore[misc]
    """Tells text from null and no other type, since the models convert the values.

    PyYAML calls ``resolve`` for every value; this one returns what PyYAML's own returns with no
    pattern but that of ``null``, in a fifth of the time.
    """

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node without one."""
        if kind is yaml.ScalarNode:
            return NULL_TAG if implicit[0] and value in _NOTHING else TEXT_TAG
        return _TAGS[kind]

    def descend_resolver(self, *_place: object) -> None:
        """Skip PyYAML's tracking of paths, on which no tag depends."""

    def ascend_resolver(self) -> None:
        """Skip PyYAML's tracking of paths."""


def spans_of(header: str, root: yaml.Node | None) -> Spans:
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


def composed_spans(header: str) -> Spans:
    """Return the same of a header that YAML can read."""
    return spans_of(header, yaml.compose(header, Loader=Loader))
