"""What an assist that was held still owes."""

from __future__ import annotations

from site_builder.library.checks.assist_results import follow_through, formats, recorded

CHECKS = (*follow_through.CHECKS, *formats.CHECKS, *recorded.CHECKS)
