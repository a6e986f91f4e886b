"""What checks of a whole base have found, for as long as all that they have read is the same.

Most edits change the text of one file, and most checks read headers: what these have found holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.library.kept import problem_packed, problems_unpacked
from site_builder.library.packed import KeptRecord
from site_builder.records.noted import noting, texts_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.kept import Kept
    from site_builder.library.reading import Readings
    from site_builder.library.survey import Survey

    Found: TypeAlias = tuple[str, list[str], list[Diagnostic]]
    """Name of a question, the files whose texts were read to answer it, and the answer."""

_NAME = "findings"
_MOST_TEXTS = 0.25
"""Share of the texts of a base from which it is not worth knowing which ones a check has read."""


class Findings:
    """What is known of the checks of one base."""

    def __init__(self, kept: Kept, found: Survey, readings: Readings) -> None:
        """Take what was kept of a base that was the same but for the texts of its records."""
        self._kept, self._count = kept, len(found.known)
        self._digests = {found.prefix + path: it.digest for path, it in found.known.items()}
        # What holds the number of a person is kept from everything else.
        heads = {
            path: record.head + bytes([it.alone.is_barred])
            for path, it in readings.records.items()
            if isinstance(record := it.record, KeptRecord) and it.alone
        }
        self.frame = found.state({path: it.digest for path, it in found.known.items()} | heads)
        """Digest of all that problems depend on but the texts of records."""
        self._last: dict[str, tuple[dict[str, bytes], list[Any]]] = (
            kept.answer(_NAME, self.frame) or {}
        )

    @property
    def are_known(self) -> bool:
        """Whether most questions were answered already."""
        return bool(self._last)

    def of(self, name: str, ask: Callable[[], Iterable[Diagnostic]]) -> Found:
        """Return what checks find, without asking them where that is known.

        Args:
            name: What the question is called.
            ask: Asks the checks.
        """
        texts, problems = self._last.get(name) or ({"": b""}, [])
        if texts.items() <= self._digests.items():
            return name, [*texts], [*problems_unpacked(problems)]
        with noting() as names:
            found = [*ask()]
        read = texts_among(names)
        is_short = len(read) <= self._count * _MOST_TEXTS and read <= self._digests.keys()
        return name, sorted(read) if is_short else [""], found

    def keep(self, found: Iterable[Found]) -> None:
        """Keep what checks have found."""
        now = {
            name: ({path: self._digests[path] for path in texts}, [*map(problem_packed, problems)])
            for name, texts, problems in found
            if texts != [""]
        }
        if now != self._last:
            self._kept.keep(_NAME, self.frame, now, self._count)
