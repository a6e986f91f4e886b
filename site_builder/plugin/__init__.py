"""The MkDocs plugin ``lessons``. Nothing else imports MkDocs."""

from __future__ import annotations

from site_builder.plugin.hooks import LessonsPlugin, run_mkdocs

__all__ = ["LessonsPlugin", "run_mkdocs"]
