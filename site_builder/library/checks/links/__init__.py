"""Links, images, sections and markup of a body."""

from __future__ import annotations

from site_builder.library.checks.links import markup, sections, targets

CHECKS = (*targets.CHECKS, *sections.CHECKS, *markup.CHECKS)
