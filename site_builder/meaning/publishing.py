"""The published files of the search by meaning.

``search/<weights>/meaning/`` is the same for every base and every build: ``layers.bin`` and
``rows/N.bin`` as :mod:`~site_builder.meaning.packing` describes them, 64 rows in each but the
last; ``digests.bin`` with the SHA-256 of each of these, 32 bytes each; ``vocab.bin``,
``letters.bin`` and the licence of the weights. All but digests and licence is deflated.
``search/meaning/`` is that of the lessons, with names that tell what is in them: the vectors
(:mod:`~site_builder.meaning.vectors`); the same of open assists, if there are any; and an index,
which names all files but the rows with their bytes and their SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any, Protocol

from site_builder.meaning.packed import DIGEST, packed
from site_builder.meaning.packing import ROWS_A_SHARD, WIDTH
from site_builder.meaning.wordpiece import LETTERS, VOCABULARY, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.meaning.vectors import Vectors

FORMAT_VERSION = 3
_WEIGHTS = f"{DIGEST[:16]}/meaning"
_LICENCE = "LICENSE.txt"
_MEMORY = 9
"""Level of memory at which blocks are longest."""
_SHARD_BYTES = ROWS_A_SHARD * (WIDTH + 4)


class Files(Protocol):
    """The files of a published index, of which those of the last build may stay."""

    def one(self, kind: str, ending: str, content: bytes) -> tuple[int, str]:
        """Add a file of a kind; return how many share a name, and the name."""

    def add(self, key: bytes, make: Callable[[], tuple[Any, Iterable[tuple[str, bytes]]]]) -> Any:  # noqa: ANN401
        """Add files by path that are made from what a key tells; return what is told of them."""


def publish_meaning(
    vectors: Vectors, files: Files, open_assists: Vectors | None = None
) -> dict[str, Any]:
    """Write the files, and return what the index of the search says of them.

    Args:
        vectors: The vectors of all lessons.
        files: The files of the published index.
        open_assists: The vectors of the meetings that can still be joined.
    """
    key = f"{DIGEST} {zlib.ZLIB_RUNTIME_VERSION}".encode()
    loaded: dict[str, dict[str, Any]] = dict(files.add(key, _weights))
    for name, some in (("vectors", vectors), ("open", open_assists)):
        if some:
            content = some.published()
            path = f"meaning/{files.one('meaning', 'bin', content)[1]}-0.bin"
            loaded[name] = _told(path, content)
    document = {
        "format_version": FORMAT_VERSION,
        "model": "all-MiniLM-L6-v2",
        "language": "en",
        "rows": f"{_WEIGHTS}/rows",
        "rows_a_shard": ROWS_A_SHARD,
        "files": loaded,
    }
    told = json.dumps(document, separators=(",", ":")).encode()
    return {
        "index": f"meaning/{files.one('meaning', 'json', told)[1]}-0.json",
        "bytes": sum(file["bytes"] for file in loaded.values()),
        "lessons": len(vectors.times),
        "known": len(vectors.known),
    }


def _weights() -> tuple[dict[str, dict[str, Any]], list[tuple[str, bytes]]]:
    """Return what is told of the weights, and path and content of each file."""
    layers, rows = packed()
    shards = [
        deflated(rows[at : at + _SHARD_BYTES], zlib.Z_HUFFMAN_ONLY)
        for at in range(0, len(rows), _SHARD_BYTES)
    ]
    loaded = {
        "layers": (f"{_WEIGHTS}/layers.bin", deflated(layers, zlib.Z_HUFFMAN_ONLY)),
        "vocabulary": (f"{_WEIGHTS}/vocab.bin", deflated(packaged(VOCABULARY))),
        "letters": (f"{_WEIGHTS}/letters.bin", deflated(packaged(LETTERS))),
        "digests": (
            f"{_WEIGHTS}/digests.bin",
            b"".join(hashlib.sha256(shard).digest() for shard in shards),
        ),
    }
    files = [(f"{_WEIGHTS}/rows/{at}.bin", shard) for at, shard in enumerate(shards)]
    files += [*loaded.values(), (f"{_WEIGHTS}/{_LICENCE}", packaged(_LICENCE))]
    return {name: _told(*file) for name, file in loaded.items()}, files


def _told(path: str, content: bytes) -> dict[str, Any]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"path": path, "bytes": len(content), "sha256": sha256}


def deflated(content: bytes | memoryview, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return content as browsers inflate it.

    Versions of zlib may deflate the same weights into other bytes at the same address. A browser
    that has kept those of another build sees it by their digest, and fetches them anew.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY, strategy)
    return packer.compress(content) + packer.flush()
