"""Every module can be imported by itself, whatever was imported before it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import site_builder

PACKAGE = Path(site_builder.__file__).parent
MODULES = sorted(
    ".".join(("site_builder", *file.relative_to(PACKAGE).with_suffix("").parts))
    for file in PACKAGE.rglob("*.py")
    if file.name not in {"__init__.py", "__main__.py"}
)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__doc__
