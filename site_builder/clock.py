"""The one place that knows what day it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

_EPOCH = "SOURCE_DATE_EPOCH"
_YEAR_3000 = 32_503_680_000


def today() -> date:
    """Return today's date in UTC, or the day that ``SOURCE_DATE_EPOCH`` names.

    See https://reproducible-builds.org/specs/source-date-epoch/. A value that is not a number of
    seconds from 1970 to 2999 is ignored, as the specification leaves its handling to the tool.
    """
    seconds = _seconds()
    return (datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)).date()


def forget_unusable_moment() -> None:
    """Take a ``SOURCE_DATE_EPOCH`` that is ignored out of the environment, for other programs."""
    if _seconds() is None:
        os.environ.pop(_EPOCH, None)


def _seconds() -> int | None:
    try:
        seconds = int(os.environ.get(_EPOCH, ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < _YEAR_3000 else None
