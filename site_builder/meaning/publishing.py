"""The published files of the search by meaning.

``search/<weights>/meaning/`` is the same for every base and every build: ``layers.bin`` and
``rows/N.bin`` as :mod:`~site_builder.meaning.packing` describes them, 64 rows in each but the
last; ``digests.bin`` with the SHA-256 of each of these, 32 bytes each; ``vocab.bin``,
``letters.bin`` and the licence of the weights. All but digests and licence is deflated.
``search/<folder>/meaning/`` is that of the lessons: ``vectors.bin``
(:mod:`~site_builder.meaning.vectors`); the same of open assists, if there are any, in
``open.bin``; and ``index.json``, which names all files but the rows with their bytes and their
SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from site_builder.meaning.packed import DIGEST, packed
from site_builder.meaning.packing import ROWS_A_SHARD, WIDTH
from site_builder.meaning.wordpiece import LETTERS, VOCABULARY, packaged

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.meaning.vectors import Vectors

FORMAT_VERSION = 3
_WEIGHTS = DIGEST[:16]
_LICENCE = "LICENSE.txt"
_MEMORY = 9
"""Level of memory at which blocks are longest."""
_SHARD_BYTES = ROWS_A_SHARD * (WIDTH + 4)


def publish_meaning(
    vectors: Vectors, search: Path, folder: str, open_assists: Vectors | None = None
) -> dict[str, Any]:
    """Write the files, and return what the index of the search says of them.

    Args:
        vectors: The vectors of all lessons.
        search: The folder of the published index.
        folder: Name of the folder of these lessons below it.
        open_assists: The vectors of the meetings in ``open.json``.
    """
    layers, rows = packed()
    shards = [
        deflated(rows[at : at + _SHARD_BYTES], zlib.Z_HUFFMAN_ONLY)
        for at in range(0, len(rows), _SHARD_BYTES)
    ]
    weights, lessons = f"{_WEIGHTS}/meaning", f"{folder}/meaning"
    loaded = {
        "layers": (f"{weights}/layers.bin", deflated(layers, zlib.Z_HUFFMAN_ONLY)),
        "vocabulary": (f"{weights}/vocab.bin", deflated(packaged(VOCABULARY))),
        "letters": (f"{weights}/letters.bin", deflated(packaged(LETTERS))),
        "digests": (
            f"{weights}/digests.bin",
            b"".join(hashlib.sha256(shard).digest() for shard in shards),
        ),
        "vectors": (f"{lessons}/vectors.bin", vectors.published()),
    }
    if open_assists:
        loaded["open"] = (f"{lessons}/open.bin", open_assists.published())
    (search / weights / "rows").mkdir(parents=True)
    (search / lessons).mkdir(parents=True)
    for number, shard in enumerate(shards):
        (search / weights / "rows" / f"{number}.bin").write_bytes(shard)
    (search / weights / _LICENCE).write_bytes(packaged(_LICENCE))
    for path, content in loaded.values():
        (search / path).write_bytes(content)
    document = {
        "format_version": FORMAT_VERSION,
        "model": "all-MiniLM-L6-v2",
        "language": "en",
        "rows": f"{weights}/rows",
        "rows_a_shard": ROWS_A_SHARD,
        "files": {
            name: {
                "path": path,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for name, (path, content) in loaded.items()
        },
    }
    told = json.dumps(document, separators=(",", ":"))
    (search / lessons / "index.json").write_text(told, encoding="utf-8")
    return {
        "index": f"{lessons}/index.json",
        "bytes": sum(len(content) for _path, content in loaded.values()),
        "lessons": len(vectors.times),
        "known": len(vectors.known),
    }


def deflated(content: bytes | memoryview, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return content as browsers inflate it.

    Versions of zlib may deflate the same weights into other bytes at the same address. A browser
    that has kept those of another build sees it by their digest, and fetches them anew.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY, strategy)
    return packer.compress(content) + packer.flush()
