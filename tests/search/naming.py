"""The names of published files, as a browser learns them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = 7


def paths_of(search: Path) -> dict[str, list[str]]:
    """Return the paths of all files of a published index below its folder, by kind and number."""
    named = json.loads((search / "index.json").read_bytes())["files"]
    paths = {kind: _paths(search, kind, *names) for kind, names in named.items()}
    placed: tuple[int, str] = json.loads((search / paths["placed"][0]).read_bytes())
    return {**paths, "positions": _paths(search, "positions", *placed)}


def _paths(search: Path, kind: str, share: int, names: str) -> list[str]:
    files = []
    for at in range(0, len(names), LETTERS):
        name = names[at : at + LETTERS]
        found = list((search / kind).glob(f"{name}-*"))
        assert 0 < len(found) <= share
        ending = found[0].suffix
        files += [f"{kind}/{name}-{place}{ending}" for place in range(len(found))]
    return files


def json_of(search: Path, kind: str, number: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Return what is in a published file of a kind."""
    return json.loads((search / paths_of(search)[kind][number]).read_bytes())
