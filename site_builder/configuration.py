"""Reads ``mkdocs.yml`` and the files it inherits from, with the place of every value.

What its tags name is never run here. MkDocs does run it, so a configuration file is code.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from site_builder.errors import FilePlace, SettingsError
from site_builder.files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_INHERIT = "INHERIT"
_CONFLICT = re.compile(rb"^<{7}(?: [^\r\n]*)?(?=\r?$)", re.MULTILINE)
_TOO_DEEP = "brackets and lists are nested too deeply"


class _Loader(yaml.SafeLoader):
    """Reads MkDocs configuration without running what its tags name."""

    has_asked = False
    """Whether a value was looked for in the environment."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's signature
        """Return the value of a node; whatever is wrong with it is told with its place."""
        try:
            return super().construct_object(node, deep=deep)
        except (yaml.YAMLError, RecursionError):
            raise
        except Exception as error:
            value = node.value if isinstance(node, yaml.ScalarNode) else "this"
            kind = node.tag.rpartition(":")[2]
            # What Python says of an impossible day is plain; what it says of a number is not.
            reason = f": {error}" if kind == "timestamp" and isinstance(error, ValueError) else ""
            raise _Wrong(f"`{value}` cannot be read as `{kind}`{reason}", node) from error


class _Wrong(yaml.YAMLError):
    """A value that cannot be used."""

    def __init__(self, problem: str, node: yaml.Node) -> None:
        super().__init__(problem)
        self.problem, self.node = problem, node


def _from_environment(loader: _Loader, node: yaml.Node) -> Any:  # noqa: ANN401 - any value
    """Return the value of MkDocs' ``!ENV``: the first variable that is set, or the default."""
    loader.has_asked = True
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    names = nodes[:-1] if len(nodes) > 1 else nodes
    if not all(isinstance(name, yaml.ScalarNode) for name in names):
        raise _Wrong("`!ENV` takes names of variables and, last, a default", node)
    for name in names:
        if (value := os.environ.get(name.value)) is not None:
            resolve: Any = loader.resolve
            tag = resolve(yaml.ScalarNode, value, (True, False))
            return loader.construct_object(
                yaml.ScalarNode(tag, value, node.start_mark, node.end_mark)
            )
    return loader.construct_object(nodes[-1], deep=True) if len(nodes) > 1 else None


_Loader.add_constructor("!ENV", _from_environment)
_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, _suffix, _node: None)


class Configuration:
    """The values of a configuration file, with those it inherits."""

    def __init__(self, file: Path, data: bytes) -> None:
        """Read the bytes of a file.

        Raises:
            SettingsError: It, or a file that it inherits from, cannot be read.
        """
        self.file = file
        loader, files = _Loader(""), list[Path]()
        try:
            self._root = _composed(file, data, files)
            self.values: dict[str, Any] = _read(file, lambda: loader.construct_document(self._root))
        except SettingsError as error:
            error.file = file
            raise
        self.is_alone = len(files) == 1 and not loader.has_asked
        """Whether the values depend on nothing but the bytes of the file."""

    def place(self, path: Sequence[str | int], *, of_name: bool = False) -> FilePlace:
        """Return where an option is written, or the nearest thing that holds it.

        Args:
            path: Names and positions that lead to it.
            of_name: Whether the name is meant rather than the value.
        """
        node: yaml.Node = self._root
        found = FilePlace(self.file)
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pairs = [(name, value) for name, value in node.value if name.value == step]
                if not pairs:
                    break
                name, node = pairs[-1]
                is_block = not isinstance(node, yaml.ScalarNode)
                found = _place_of(name if of_name or is_block else node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                found = _place_of(node)
        return found

    def error(self, path: Sequence[str | int], problem: str) -> SettingsError:
        """Return the error of one wrong option."""
        return SettingsError(self.file, [(str(path[-1]), problem)], [self.place(path)])


def _read(file: Path, read: Callable[[], Any]) -> Any:  # noqa: ANN401 - nodes, or any value
    """Return what PyYAML reads of a file; whatever it cannot read is told with its place."""
    try:
        return read()
    except yaml.YAMLError as error:
        raise _unreadable(file, error) from error
    except RecursionError as error:
        raise SettingsError(file, [("", _TOO_DEEP)], [FilePlace(file)]) from error


def _composed(file: Path, data: bytes, files: list[Path]) -> yaml.MappingNode:
    """Return the nodes of a file, laid over those of the file that it inherits from.

    Args:
        file: The file.
        data: Its bytes.
        files: Those that inherit from it, to which it is added.
    """
    files.append(file)

    def composed() -> yaml.Node | None:
        loader = _Loader(data)
        loader.name = str(file)
        return loader.get_single_node()

    _refuse_conflict(file, data)
    root = _read(file, composed)
    if not isinstance(root, yaml.MappingNode):
        problem = "must contain options, such as `site_name: Our lessons`"
        raise SettingsError(file, [("", problem)], [FilePlace(file)])
    _refuse_repeated(file, root)
    for at, (name, value) in enumerate(root.value):
        if name.value == _INHERIT:
            del root.value[at]
            return _merged(_inherited(file, value, files), root)
    return root


def _inherited(file: Path, value: yaml.Node, files: list[Path]) -> yaml.MappingNode:
    place = _place_of(value)
    if not isinstance(value, yaml.ScalarNode) or not value.value:
        raise SettingsError(file, [(_INHERIT, "must name a file")], [place])
    parent = Path(os.path.normpath(file.parent / value.value))
    if parent in files:
        raise SettingsError(file, [(_INHERIT, f"{value.value} inherits from itself")], [place])
    try:
        data = read_regular(parent)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = f"{value.value} cannot be read: {reason}"
        raise SettingsError(file, [(_INHERIT, problem)], [place]) from error
    return _composed(parent, data, files)


def _merged(below: yaml.MappingNode, above: yaml.MappingNode) -> yaml.MappingNode:
    """Return two mappings as one, as MkDocs merges them: what is above counts."""
    pairs = {name.value: (name, value) for name, value in below.value}
    for name, value in above.value:
        before = pairs.get(name.value, (name, value))[1]
        if isinstance(before, yaml.MappingNode) and isinstance(value, yaml.MappingNode):
            pairs[name.value] = (name, _merged(before, value) if before is not value else value)
        else:
            pairs[name.value] = (name, value)
    merged = list(pairs.values())
    return yaml.MappingNode(above.tag, merged, above.start_mark, above.end_mark)


def _refuse_conflict(file: Path, data: bytes) -> None:
    """Refuse a file in which git left two versions to choose from."""
    if mark := _CONFLICT.search(data):
        line = data.count(b"\n", 0, mark.start()) + 1
        problem = (
            "git left two versions of these lines here, with marks around them;"
            " keep what is right of both, and delete the lines with the marks"
        )
        place = FilePlace(file, line, 1, mark.end() - mark.start() + 1)
        raise SettingsError(file, [("", problem)], [place])


def _refuse_repeated(file: Path, root: yaml.Node) -> None:
    """Refuse an option that is written twice, of which all programs drop one."""
    waiting, walked = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        lines: dict[str, int] = {}
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        for name in (name for name, _value in pairs if isinstance(name, yaml.ScalarNode)):
            if name.value in lines:
                problem = f"is written twice, first in line {lines[name.value]}"
                raise SettingsError(file, [(name.value, problem)], [_place_of(name)])
            lines[name.value] = name.start_mark.line + 1
        inner = [
            value
            for part in (node.value if isinstance(node, yaml.CollectionNode) else ())
            for value in (part if isinstance(part, tuple) else (part,))
            if id(value) not in walked
        ]
        walked.update(map(id, inner))
        waiting += inner


def _place_of(node: yaml.Node) -> FilePlace:
    start, end = node.start_mark, node.end_mark
    last = end.column if end.line == start.line else start.column + 1
    return FilePlace(Path(start.name), start.line + 1, start.column + 1, last + 1)


def _unreadable(file: Path, error: yaml.YAMLError) -> SettingsError:
    if isinstance(error, _Wrong):
        return SettingsError(file, [("", error.problem)], [_place_of(error.node)])
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    if isinstance(error, yaml.reader.ReaderError):
        problem = f"this is no text in UTF-8: {problem} (at character {error.position + 1})"
    if mark is None:
        return SettingsError(file, [("", " ".join(problem.split()))], [FilePlace(file)])
    if "'\\t'" in problem:
        return SettingsError(file, [("", f"{problem}; indent with spaces")], [_at(file, mark)])
    context, begun = getattr(error, "context", None), getattr(error, "context_mark", None)
    if context:
        where = (
            f", which begins in line {begun.line + 1}" if begun and begun.line != mark.line else ""
        )
        problem += f" ({context}{where})"
    return SettingsError(file, [("", " ".join(problem.split()))], [_at(file, mark)])


def _at(file: Path, mark: yaml.Mark) -> FilePlace:
    return FilePlace(Path(mark.name or file), mark.line + 1, mark.column + 1, mark.column + 2)
