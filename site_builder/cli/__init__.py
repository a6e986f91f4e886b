"""The command ``lessons``: parse, call, print, exit. Nothing else imports click.

Each command imports what it needs when it runs, so that none pays for another's libraries.
"""

from __future__ import annotations

from site_builder.cli.root import main

__all__ = ["main"]
