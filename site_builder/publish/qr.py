"""The address of a page as a QR code, drawn as one line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

_LONGEST = 300
"""Most bytes of an address: the squares of a longer one are too small on paper."""
_MASK = 3
"""Any mask is valid; trying all eight takes four times as long."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code on a field of ``size`` by ``size`` squares, without its quiet zone."""

    size: int
    path: str
    """The dark squares as the ``d`` of a path with a stroke of 1."""


def qr_code(address: str) -> QrCode | None:
    """Return the QR code of an address, or None for one too long to be read from paper."""
    if not address or len(address.encode()) > _LONGEST:
        return None
    from segno import make_qr  # noqa: PLC0415 - a build makes most codes once

    rows = make_qr(address, error="m", mask=_MASK).matrix
    return QrCode(len(rows), "".join(_line(number, row) for number, row in enumerate(rows)))


def _line(number: int, row: bytearray) -> str:
    runs = [(dark, len(list(run))) for dark, run in groupby(row)]
    drawn = "".join(
        f"{'h' if dark else 'm'}{length}{'' if dark else ' 0'}" for dark, length in runs
    )
    return f"M0 {number}.5{drawn}"
