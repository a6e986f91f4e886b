"""Seals on files that can be made again, which show that this user wrote them, byte for byte.

The key lies outside every base, so a folder that somebody else has prepared holds no valid seal.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from contextlib import contextmanager, suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY_BYTES = 32
_BEGINNING = b'{"seal":"'
_END = b'",'
_SEAL_LETTERS = 64
_MOST_BYTES = 500_000_000
_READS_PARTS = hasattr(os, "pread")


def sealed(document: bytes) -> bytes:
    """Return a JSON object with a seal as its first member.

    Raises:
        OSError: This user can keep no key.
    """
    rest = document.removeprefix(b"{")
    return b"".join((_BEGINNING, _seal(_key(), rest), _END, rest))


def unsealed(document: bytes) -> bool:
    """Return whether :func:`sealed` made this document, for this user."""
    before, seal, after, rest = (
        document[: len(_BEGINNING)],
        document[len(_BEGINNING) :][:_SEAL_LETTERS],
        document[len(_BEGINNING) + _SEAL_LETTERS :][: len(_END)],
        document[len(_BEGINNING) + _SEAL_LETTERS + len(_END) :],
    )
    with suppress(OSError):
        return (before, after) == (_BEGINNING, _END) and hmac.compare_digest(
            _seal(_key(), rest), seal
        )
    return False


def stamped(head: bytes, document: bytes) -> bytes:
    """Return a head, a seal on all of it, and a document of any bytes.

    Raises:
        OSError: This user can keep no key.
    """
    return b"".join((*stamp(head, document), document))


def stamp(head: bytes, *parts: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the parts of a document that is :func:`stamped`.

    Raises:
        OSError: This user can keep no key.
    """
    return head, _seal(_key(), head, *parts)


def unstamped(head: bytes, document: bytes) -> memoryview | None:
    """Return what :func:`stamped` was given; None unless head and user are the same."""
    rest = memoryview(document)[len(head) + _SEAL_LETTERS :]
    seal = document[len(head) : len(head) + _SEAL_LETTERS] if document.startswith(head) else b""
    with suppress(OSError):
        if hmac.compare_digest(_seal(_key(), head, rest), seal):
            return rest
    return None


def read_own(file: Path) -> bytes:
    """Return the bytes of a regular file; links, pipes and devices are not followed.

    Raises:
        OSError: It cannot be read, or is no such file.
    """
    with _opened(file) as (stream, status):
        return _all_of(file, stream, status)


def hold_own(file: Path) -> Held:
    """Return what reads parts of a regular file, opened as :func:`read_own` does.

    Raises:
        OSError: It cannot be read, or is no such file.
    """
    with _opened(file) as (stream, status):
        source = os.dup(stream.fileno()) if _READS_PARTS else _all_of(file, stream, status)
        return Held(source, status.st_size)


class Held:
    """A file that stays open: another may take its place, but its bytes stay as they are."""

    def __init__(self, source: int | bytes, size: int) -> None:
        """Set the open file, or its bytes where the system reads no parts of files; its size."""
        self._source, self._size = source, size

    def part(self, start: int, length: int) -> bytes:
        """Return some of its bytes, as many as there are."""
        if isinstance(self._source, bytes):
            return self._source[start : start + length]
        return os.pread(self._source, min(length, self._size), start)

    def __del__(self) -> None:
        """Close the file."""
        if isinstance(self._source, int):
            os.close(self._source)


def _all_of(file: Path, stream: IO[bytes], status: os.stat_result) -> bytes:
    if status.st_size > _MOST_BYTES:
        message = f"{file} is too large"
        raise OSError(message)
    return stream.read()


def map_own(file: Path) -> tuple[mmap | bytes, str]:
    """Return a regular file as :func:`read_own` does, without reading it, and its signature.

    Who changes the file changes the signature; it is empty where that cannot be told.

    Raises:
        OSError: It cannot be read, or is no such file.
    """
    with _opened(file) as (stream, status):
        data = mmap(stream.fileno(), 0, access=ACCESS_READ) if status.st_size else b""
        if os.name == "nt":  # which has neither number nor time of change
            return data, ""
        times = status.st_mtime_ns, status.st_ctime_ns
        return data, " ".join(map(str, (status.st_dev, status.st_ino, status.st_size, *times)))


@contextmanager
def _opened(file: Path) -> Iterator[tuple[IO[bytes], os.stat_result]]:
    # Windows has neither flag.
    more = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(file, "rb", opener=lambda path, flags: os.open(path, flags | more)) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            message = f"{file} is no regular file"
            raise OSError(message)
        yield stream, status


def user_cache() -> Path:
    """Return the folder of this user for what every base can share; it need not exist.

    Raises:
        OSError: This user has none.
    """
    root = os.environ.get("XDG_CACHE_HOME") or ""
    try:
        cache = Path(root) if Path(root).is_absolute() else Path.home() / ".cache"
    except RuntimeError as error:
        raise OSError(str(error)) from error
    return cache / "beforehand"


def _seal(key: bytes, *parts: bytes | memoryview) -> bytes:
    seal = hashlib.blake2b(key=key, digest_size=_SEAL_LETTERS // 2)
    for part in parts:
        seal.update(part)
    return seal.hexdigest().encode()


def _key() -> bytes:
    """Return the key of this user, made when it is first needed.

    Raises:
        OSError: It cannot be kept, or somebody else could have written it.
    """
    file = user_cache() / "key"
    if not file.exists():
        _make_key(file)
    key = read_own(file)
    if len(key) != _KEY_BYTES or not _is_private(file):
        message = f"{file} is not a private key"
        raise OSError(message)
    return key


def _make_key(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = file.with_name(f"key.{os.urandom(4).hex()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(os.urandom(_KEY_BYTES))
        with suppress(FileExistsError):  # another process was first
            os.link(aside, file)
    finally:
        aside.unlink()


def _is_private(file: Path) -> bool:
    """Return whether nobody but this user can have written or read a file."""
    if os.name == "nt":  # permissions of Windows are not in the mode
        return True
    status = file.lstat()
    return status.st_uid == os.geteuid() and not status.st_mode & 0o077
