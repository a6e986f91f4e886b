"""The one place that knows what day it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return today's date in UTC, or the day that ``SOURCE_DATE_EPOCH`` names.

    See https://reproducible-builds.org/specs/source-date-epoch/. A value that is not a number of
    seconds is ignored, as the specification leaves its handling to the tool.
    """
    try:
        moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        moment = datetime.now(UTC)
    return moment.date()
