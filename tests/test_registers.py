"""Registers in the layouts of public ones are mapped right, and never wrong without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.registers import RIGHT, TABLES, judge

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("part", TABLES)
def test_most_of_a_register_is_mapped_without_a_human(tmp_path: Path, part: str) -> None:
    judged = {name: judge(register, tmp_path) for name, register in TABLES[part].items()}

    columns = sum(one.columns for one in judged.values())
    assert sum(one.right for one in judged.values()) >= RIGHT * columns
    assert {name: one.silent for name, one in judged.items() if one.silent} == {}
