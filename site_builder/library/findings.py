"""What checks of a whole base have found, for as long as all that they have read is the same.

Most edits change the text of one file, and most checks read headers: what these have found holds.
An edit of a header asks these again, but of the texts only those that read this header.
"""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, Any

from site_builder.library.kept import problem_packed, problems_unpacked
from site_builder.library.packed import KeptRecord
from site_builder.library.reading import key_of
from site_builder.records.kinds import Kind
from site_builder.records.noted import ALL, RECORD, noting, texts_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.kept import Kept
    from site_builder.library.reading import Readings
    from site_builder.library.survey import Survey

    Found: TypeAlias = tuple[str, list[str] | None, list[Diagnostic]]
    """Name of a question, what was read to answer it, by name, and the answer.

    None in place of the names if the answer is not worth keeping.
    """

_NAME = "findings"
_LARGEST_SHARE = 0.25
"""Of the texts of a base; an answer that rests on more of them is not worth keeping."""


class Findings:
    """What is known of the checks of one base."""

    def __init__(self, kept: Kept, found: Survey, readings: Readings) -> None:
        """Take what was kept of a base that was the same but for its records."""
        self._kept, self._count = kept, len(found.known)
        self._frame, self._digests = found.state({}), _digests_of(found, readings)
        self.headers = self._frame + self._digests[f"{ALL} "]
        """Digest of all that problems depend on but the texts of records."""
        self._last: dict[str, tuple[dict[str, bytes], list[Any]]] = (
            kept.answer(_NAME, self._frame) or {}
        )

    def knows(self, name: str) -> bool:
        """Return whether the answer to a question is known."""
        last = self._last.get(name)
        return last is not None and last[0].items() <= self._digests.items()

    def of(self, name: str, ask: Callable[[], Iterable[Diagnostic]]) -> Found:
        """Return what checks find, without asking them where that is known.

        Args:
            name: What the question is called.
            ask: Asks the checks, and notes what they read.
        """
        if self.knows(name):
            known, problems = self._last[name]
            return name, [*known], [*problems_unpacked(problems)]
        with noting() as names:
            found = [*ask()]
        texts = texts_among(names)
        every = f"{ALL} "
        headers = {it if it.startswith((RECORD, ALL)) else every for it in names - texts}
        headers = {every} if every in headers else headers
        read = {sys.intern(it) for it in texts | headers}
        is_few = len(texts) <= self._count * _LARGEST_SHARE
        is_worth_keeping = is_few and read <= self._digests.keys()
        return name, sorted(read) if is_worth_keeping else None, found

    def keep(self, found: Iterable[Found]) -> None:
        """Keep what checks have found."""
        now = {
            name: ({it: self._digests[it] for it in read}, [*map(problem_packed, problems)])
            for name, read, problems in found
            if read is not None
        }
        if now != self._last:
            self._kept.keep(_NAME, self._frame, now, self._count)


def _digests_of(found: Survey, readings: Readings) -> dict[str, bytes]:
    """Return the digests of all texts and headers, by the names under which they are noted."""
    digests = {found.prefix + path: it.digest for path, it in found.known.items()}
    kinds = {kind: hashlib.blake2b(digest_size=16) for kind in ("", *Kind)}
    for path, it in found.known.items():
        reading = readings.records[path]
        if isinstance(record := reading.record, KeptRecord) and reading.alone:
            kind, record_id = record.kind, record.id
            # A record that holds the number of a person is in no library.
            head = record.gist.head + bytes([reading.alone.is_barred])
        else:
            (kind, record_id), head = key_of(path), it.digest + b"-"
        name = f"{RECORD} {kind} {record_id}"
        digests[name] = digests.get(name, b"") + head
        kinds[""].update(head)
        kinds[kind].update(head)
    return digests | {f"{ALL} {kind}": digest.digest() for kind, digest in kinds.items()}
