"""What commands print fits the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.cli.output import print_wrapped

if TYPE_CHECKING:
    import pytest


def test_text_is_no_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    widths = []
    for columns in ("40", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        print_wrapped("word " * 60, "  ", hanging="  ")
        widths.append(max(map(len, capsys.readouterr().out.splitlines())))
    assert widths[0] <= 40
    assert 80 < widths[1] <= 96
