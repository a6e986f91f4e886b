"""Two records with all that can be wrong at once, and all that is said of them.

``awful.md`` can be read as a lesson, so that every check looks at it; ``refused.md`` cannot, since
its values are not what its fields take. Each line of ``awful.txt`` and ``refused.txt`` is one
problem: ``line:column rule message | hint``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["awful", "refused"])
def test_everything_wrong_is_said_once_and_in_order(
    name: str, make_base: Callable[[dict[str, str]], Base]
) -> None:
    base = make_base({f"{name}.md": (HERE / f"{name}.md").read_text(encoding="utf-8")})
    lines = [
        f"{found.span.line}:{found.span.column} {found.rule} {found.message}"
        + (f" | {found.hint}" if found.hint else "")
        for found in base.load().diagnostics
    ]
    assert lines == (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
