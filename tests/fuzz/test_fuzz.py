"""Whatever becomes of an input, its reader answers or refuses, and touches nothing else.

``FUZZ_SECONDS`` is the processor time for all targets. An input that shows a fault is kept under
``seeds/``, and tried ever after.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS, template
from tests.fuzz.world import world

SEEDS = Path(__file__).parent / "seeds"
KEPT = sorted(file for file in SEEDS.glob("*/*") if file.is_file())
SECONDS = float(os.environ.get("FUZZ_SECONDS", "15")) / len(TARGETS)
ROUNDS = 10
"""Rounds between two looks at the clock."""


def said_of(target: str, data: bytes) -> list[str]:
    with world(template(), len(data)) as made:
        TARGETS[target].run(made, data)
    return made.said


def keep(target: str, data: bytes) -> Path:
    file = SEEDS / target / hashlib.sha256(data).hexdigest()[:8]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    "target", [pytest.param(one, marks=pytest.mark.xdist_group(one)) for one in TARGETS]
)
def test_no_edit_of_an_input_brings_its_reader_down(target: str) -> None:
    end, rounds, latest = time.process_time() + SECONDS, 0, b""

    @settings(
        max_examples=ROUNDS,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated(TARGETS[target].seeds(), TARGETS[target].tokens), st.booleans())
    def one(data: bytes, is_repeated: bool) -> None:  # noqa: FBT001
        nonlocal rounds, latest
        rounds, latest = rounds + 1, data
        said = said_of(target, data)
        if is_repeated:
            assert said_of(target, data) == said

    try:
        while time.process_time() < end:
            one()
    except BaseException as error:
        error.add_note(f"the input is kept as {keep(target, latest)}")
        raise
    finally:
        print(f"{target}: {rounds} rounds")  # noqa: T201 - shown by `pytest -s`


@pytest.mark.parametrize("target", TARGETS)
def test_a_valid_input_is_read_alike_each_time(target: str) -> None:
    for seed in TARGETS[target].seeds()[:3]:
        assert said_of(target, seed) == said_of(target, seed)


@pytest.mark.parametrize("file", KEPT, ids=[f"{file.parent.name}/{file.name}" for file in KEPT])
def test_an_input_that_once_showed_a_fault_is_read_alike_each_time(file: Path) -> None:
    target, data = file.parent.name, file.read_bytes()
    assert said_of(target, data) == said_of(target, data)
