"""Which tests one process runs, when several share the suite: those that share what is costly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from _pytest.nodeid import NodeId

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHEAP = frozenset(
    {
        *("_compiled_once", "_own_key", "actionlint", "browser", "request", "sarif_schema"),
        # On disk, for all processes.
        *("any_site", "repository_site", "rich_base", "rich_site", "told_site", "tour_site"),
    }
)
"""Made once in each process, or once a run, without a loss."""


def group(items: Iterable[pytest.Item]) -> None:
    """Mark each test with its group: all that share fixtures, else those of its file.

    A test that has a group already keeps it.
    """
    shared = [(item, _shared(item)) for item in items]
    first: dict[str, str] = {}
    for _item, names in shared:
        for name in names:
            _join(first, names[0], name)
    for item, names in shared:
        if not _group_of(item):
            name = _first(first, names[0]) if names else _file_of(item)
            item.add_marker(pytest.mark.xdist_group(name))


def longest_first(items: list[pytest.Item]) -> None:
    """Begin with the groups that take long, so that no process waits for another at the end.

    First those that share what is costly, then files with properties or of sites, then the others.
    """
    slow = {_group_of(item) for item in items if _is_slow(item)}
    items.sort(key=lambda item: (_is_file(item), _group_of(item) not in slow))


def tell(items: Iterable[pytest.Item]) -> None:
    """Say behind the id of each test which group it is in, where the scheduler looks for it.

    xdist 3.8 writes it into a field that pytest has not read since 9.2, and shares out each test by
    itself then: https://github.com/pytest-dev/pytest-xdist/issues/1386.
    """
    for item in items:
        behind = f"@{_group_of(item)}"
        if not item.nodeid.endswith(behind):
            item._id = NodeId.parse(item.nodeid + behind)


def _is_slow(item: pytest.Item) -> bool:
    """Return whether a test tries many examples, or looks at a site."""
    tested = getattr(item, "obj", None)
    return getattr(tested, "is_hypothesis_test", False) or item.path.parent.name == "site"


def _is_file(item: pytest.Item) -> bool:
    """Return whether the group of a test is that of its file."""
    return _group_of(item) == _file_of(item)


def _group_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else ""


def _file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _shared(item: pytest.Item) -> list[str]:
    """Return names of the costly fixtures that a test shares with others."""
    known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    found: list[str] = []
    for name, definitions in sorted(known.items()):
        scope = definitions[-1].scope
        if name in _CHEAP or name.startswith("tmp_path") or scope not in {"module", "session"}:
            continue
        found.append(f"{item.path.name}:{name}" if scope == "module" else name)
    return found


def _first(first: dict[str, str], name: str) -> str:
    """Return the name that stands for all that are joined with one."""
    while (above := first.get(name, name)) != name:
        name = above
    return name


def _join(first: dict[str, str], one: str, other: str) -> None:
    first[_first(first, one)] = _first(first, other)
