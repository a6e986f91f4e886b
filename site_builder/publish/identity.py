"""What a site calls itself, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The name and the address of a site."""

    name: str = ""
    url: str = ""
    """With its slash at the end; empty where none is set, and then addresses are relative."""
    description: str = ""
