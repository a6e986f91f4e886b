"""The one place that knows what day it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return today's date in UTC, or the day that ``SOURCE_DATE_EPOCH`` names.

    See https://reproducible-builds.org/specs/source-date-epoch/. A value that is not a number of
    seconds is ignored, as the specification leaves its handling to the tool.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date()
