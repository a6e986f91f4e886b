"""What a record rests on, and whether it claims more."""

from __future__ import annotations

from site_builder.library.checks.evidence import levels, reuse

CHECKS = (*levels.CHECKS, *reuse.CHECKS)
