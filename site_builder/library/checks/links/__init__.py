"""Links, images and sections of a body."""

from __future__ import annotations

from site_builder.library.checks.links import sections, targets

CHECKS = (*targets.CHECKS, *sections.CHECKS)
