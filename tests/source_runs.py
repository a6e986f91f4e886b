"""Runs of eight words of the documents behind this base, kept as digests.

No text of this project may copy eight words in a row from one of the five documents that its
lessons cite. The documents are not part of the project, so `source_runs.bin` holds only the
first eight bytes of the BLAKE2b digest of each of their runs, sorted and joined. A chance match
among a million runs of other words has a probability of about one in three thousand million.

The file is made again from a folder of the documents' texts:

    python tests/source_runs.py FOLDER
"""

from __future__ import annotations

import hashlib
import html
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUN = 8
"""Words in a run. Seven in a row are too often chance, or a name."""
STORED = Path(__file__).with_name("source_runs.bin")
_SIZE = 8
_UNSEEN = re.compile(
    r"""\]\([^)]*\)             # the target of a Markdown link
    | <!--.*?-->
    | </?[a-zA-Z][^<>]*>        # HTML tags
    | \{[{%#].*?[#%}]\}         # Jinja
    | \\[nt]                    # escapes in string literals
    """,
    re.DOTALL | re.VERBOSE,
)
_APOSTROPHES = str.maketrans("", "", "'’‘`*_")
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text as read, without case, punctuation, markup and link targets."""
    seen = html.unescape(_UNSEEN.sub(" ", text))
    folded = unicodedata.normalize("NFKC", seen).casefold()
    return _WORD.findall(folded.translate(_APOSTROPHES))


def runs(text: str) -> Iterator[str]:
    """Yield every run of eight words of the text, in order."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        yield " ".join(found[start : start + RUN])


def digest(run: str) -> bytes:
    """Return the stored form of a run."""
    return hashlib.blake2b(run.encode(), digest_size=_SIZE).digest()


def packed(texts: Iterable[str]) -> bytes:
    """Return the digests of all runs of the texts, each once, sorted and joined."""
    return b"".join(sorted({digest(run) for text in texts for run in runs(text)}))


def unpacked(content: bytes) -> frozenset[bytes]:
    """Return the digests in the content of a file of runs."""
    return frozenset(content[at : at + _SIZE] for at in range(0, len(content), _SIZE))


def copied(text: str, known: frozenset[bytes], names: Iterable[str] = ()) -> list[str]:
    """Return the runs of the text that are among the known ones.

    Names (titles of documents, which a citation has to repeat) are taken out first, wherever they
    stand; the words before and after a name form no run.
    """
    plain = " ".join(words(text))
    for name in names:
        plain = plain.replace(" ".join(words(name)), " \n ")
    return [run for part in plain.split("\n") for run in runs(part) if digest(run) in known]


def main() -> None:
    """Write the file of runs from the texts in the folder that is given."""
    folder = Path(sys.argv[1])
    STORED.write_bytes(packed(path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))))


if __name__ == "__main__":
    main()
