"""Ids of records, and files that are written alike."""

from __future__ import annotations

from site_builder.library.checks.files import identity, tidiness

CHECKS = (*identity.CHECKS, *tidiness.CHECKS)
