"""The text of a file in any usual encoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted, shortened
from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables.rows import Assumption

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CANDIDATES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp932": "Shift-JIS",
    "gb18030": "GB 18030",
    "cp949": "Korean",
    "big5": "Big5",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "koi8_r": "KOI8-R",
    "cp850": "DOS 850",
}
"""Encodings of one or two bytes that registers have, the most likely first, with their names."""
_NUL_NOTE = Assumption("it contains NUL characters, which are left out")
_SAMPLE = 30_000
_MIXED = 4
"""How many signs in UTF-8 there are for each broken one in a text that is UTF-8 all the same."""
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a]")
_UTF16 = 0.9
"""Share of NUL bytes in even, or in odd, places of a text in UTF-16."""
# The signs of Windows-1252 without quotation marks, dashes, ª and º.
_SIGNS_IN_WORDS = re.compile(
    "[^\\W\\d_][\u00a1-\u00a9\u00ab-\u00b9\u00bb-\u00bf\u00d7\u00f7\u0192\u201a\u2020-\u2022\u2030\u2122]+[^\\W\\d_]"
)
_HIGH_WORD = re.compile(r"\w*[^\x00-\x7f\W]\w*")


def decoded(file: Path, data: bytes, encoding: str) -> tuple[str, list[Assumption]]:
    """Return the text of a file, and what was taken for granted in decoding it.

    Args:
        file: The file, for messages.
        data: Its bytes.
        encoding: Its encoding, if that is known; empty to find it out.

    Raises:
        TableError: The bytes are not text.
        TableChoiceError: The encoding does not exist.
    """
    if data.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        hint = "rename it to .xlsx if it is a workbook"
        raise TableError(file, "it is a workbook or a compressed file", hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _in_encoding(file, data, encoding or "utf-16"), []
    if encoding:
        return _without_nul(_in_encoding(file, data, encoding), list(_doubts(data, encoding)))
    if b"\0" in data:
        return _with_nul(file, data)
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _guessed(file, data, error)


def _in_encoding(file: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "such as utf-8, utf-16, cp1252, latin-1 or mac-roman"
        problem = f"`{encoding}` is not a known encoding"
        raise TableChoiceError(file, problem, hint, "encoding") from error
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        hint = "save it as UTF-8, or name `encoding:` in the map"
        raise TableError(file, f"line {line:,} is not {encoding}", hint) from error


def _doubts(data: bytes, encoding: str) -> Iterator[Assumption]:
    """Yield that a file is UTF-8 though something else is said of it."""
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8", "utf-8-sig"} or data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    yield Assumption(f"it is read as {encoding}, as the map says, but it is UTF-8")


def _with_nul(file: Path, data: bytes) -> tuple[str, list[Assumption]]:
    """Return the text of a file with NUL bytes: UTF-16 without a mark, or text with some more."""
    start = data[:_SAMPLE]
    nul = start.count(0)
    # Every other byte of Latin letters and of separators in UTF-16 is NUL.
    for guess, at_these in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if at_these.count(0) >= _UTF16 * nul and nul * 50 > len(start) and len(data) % 2 == 0:
            note = Assumption(f"it is read as {guess}", "encoding", guess)
            return _without_nul(_in_encoding(file, data, guess), [note])
    if _BINARY.search(data):
        raise TableError(file, "it contains NUL characters; it is probably not a text file")
    text, notes = decoded(file, data.replace(b"\0", b""), "")
    return text, [*notes, _NUL_NOTE]


def _without_nul(text: str, notes: list[Assumption]) -> tuple[str, list[Assumption]]:
    return (text.replace("\0", ""), [*notes, _NUL_NOTE]) if "\0" in text else (text, notes)


def _guessed(file: Path, data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Assumption]]:
    """Return the text of a file that is not UTF-8 in the likeliest encoding."""
    line = data.count(b"\n", 0, error.start) + 1
    where = f"byte 0x{data[error.start]:02x} in line {line:,}"
    lenient = data.decode("utf-8-sig", "replace")
    broken = lenient.count("\ufffd")
    if sum(sign > "\x7f" for sign in lenient) - broken >= _MIXED * broken:
        signs = counted(broken, "sign")
        text = f"{signs} of it {'is' if broken == 1 else 'are'} not UTF-8 ({where} first)"
        return lenient, [Assumption(f"{text} and read as `\ufffd`")]
    encoding = _likeliest(data)
    text = _in_encoding(file, data, encoding)
    words = list(dict.fromkeys(_HIGH_WORD.findall(text)))[:3]
    such = ", ".join(f"`{shortened(word)}`" for word in words)
    note = (
        f"it is not UTF-8 ({where}) and is read as {_CANDIDATES[encoding]}; "
        f"look whether letters come out right{': ' * bool(such)}{such}"
    )
    return text, [Assumption(note, "encoding", encoding)]


def _likeliest(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import

    lines = data.replace(b"\r", b"\n").split(b"\n")
    sample = b"\n".join(line for line in lines if not line.isascii())
    if len(sample) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n", 0, _SAMPLE) + 1] or sample
    scores: dict[str, tuple[float, float, int]] = {}
    for match in from_bytes(sample, cp_isolation=list(_CANDIDATES), threshold=0.5):
        text = str(match)
        # A match stands for all encodings that give the same text.
        for place, encoding in enumerate(_CANDIDATES):
            if _gives(data, sample, encoding, text):
                strange = 0.1 * bool(_SIGNS_IN_WORDS.search(text))
                scores[encoding] = (round(match.chaos, 2) + strange, -match.coherence, place)
                break
    return min(scores, key=lambda encoding: scores[encoding], default="cp1252")


def _gives(data: bytes, sample: bytes, encoding: str, text: str) -> bool:
    """Return whether a sample of a file is a text in an encoding, and the file can be."""
    try:
        return sample.decode(encoding) == text and bool(data.decode(encoding))
    except UnicodeError:
        return False
