"""Keeps the vectors of lessons below ``.cache/meaning``, by a digest of the text they were made of.

The file holds numbers only, and a digest of itself: one that is torn, or of other weights, is made
again. It has no seal, since a workflow hands it from one machine to the next; the worst that a
forged one does is another order.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from site_builder.meaning.passages import KEY_BYTES, key_of
from site_builder.meaning.vectors import CODE_BYTES, VECTOR_BYTES, Vector, Vectors, vector_of
from site_builder.meaning.weights import MODEL_DIGEST
from site_builder.places import put
from site_builder.seals import read_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from site_builder.meaning.engine import Engine
    from site_builder.meaning.passages import Passages

_FORMAT = f"beforehand vectors 4 {MODEL_DIGEST}\n".encode()
_SUM_BYTES = 32
_SAVED_EVERY = 5.0
"""Seconds of work that an interruption may lose."""
_MOST_UNUSED = 500
"""Vectors of texts that are no longer there, or on another branch, which are kept too."""


class Kept:
    """The vectors of one base on disk."""

    def __init__(self, cache: Path, name: str = "vectors") -> None:
        """Read what is there under a name; the folder need not exist."""
        self._file = cache / "meaning" / f"{name}.bin"
        self._vectors = self._read()

    def _read(self) -> dict[str, Vector]:
        content = b""
        with suppress(OSError):
            content = read_own(self._file)
        body = content[len(_FORMAT) : -_SUM_BYTES]
        each = KEY_BYTES + VECTOR_BYTES
        if (
            not content.startswith(_FORMAT)
            or len(body) % each
            or content[-_SUM_BYTES:] != _sum(body)
        ):
            return {}
        rows = (body[at : at + each] for at in range(0, len(body), each))
        return {
            row[:KEY_BYTES].hex(): Vector(
                row[KEY_BYTES : KEY_BYTES + CODE_BYTES], int.from_bytes(row[-2:], "little")
            )
            for row in rows
        }

    def vectors(self, keys: Iterable[str]) -> Vectors:
        """Return the vectors of lessons by the keys of their passages, as far as they are kept."""
        return Vectors.of([self._vectors.get(key) for key in keys])

    def waiting(self, lessons: Iterable[Passages]) -> list[Passages]:
        """Return the passages of lessons that have no vector yet, each once."""
        return [it for it in dict.fromkeys(lessons) if key_of(it) not in self._vectors]

    def make(
        self,
        lessons: Sequence[Passages],
        engine: Callable[[], Engine],
        most: int | None = None,
        on_made: Callable[[], object] = lambda: None,
    ) -> int:
        """Make the vectors that lessons lack, and keep them; return how many were made.

        Args:
            lessons: The passages of every lesson; vectors of others are forgotten in time.
            engine: Returns what makes them, if any is lacking.
            most: Most vectors to make; None for all.
            on_made: Called after each.
        """
        waiting = self.waiting(lessons)[:most]
        if not waiting:
            return 0
        from site_builder.meaning.wordpiece import wordpiece  # noqa: PLC0415 - 0.02 s

        maker, tokens = engine(), wordpiece().tokens
        saved = time.monotonic()
        try:
            for passages in waiting:
                made = vector_of(maker.vectors([tokens(text) for text in passages]))
                self._vectors[key_of(passages)] = made
                on_made()
                if time.monotonic() - saved > _SAVED_EVERY:
                    self._save(lessons)
                    saved = time.monotonic()
        finally:
            self._save(lessons)
        return len(waiting)

    def _save(self, lessons: Sequence[Passages]) -> None:
        """Write all vectors, if the folder can be written."""
        used = set(map(key_of, lessons))
        # Another process may have made some meanwhile.
        self._vectors = self._read() | self._vectors
        kept = used | set(sorted(self._vectors.keys() - used)[:_MOST_UNUSED])
        rows = [
            bytes.fromhex(key) + vector.codes + vector.times.to_bytes(2, "little")
            for key, vector in sorted(self._vectors.items())
            if key in kept
        ]
        body = b"".join(rows)
        folder = self._file.parent
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if not folder.is_symlink() and not folder.parent.is_symlink():
                put(self._file, b"".join((_FORMAT, body, _sum(body))))


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM_BYTES).digest()
