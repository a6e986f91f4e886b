"""Beforehand: check, cross-link, index and publish a base of lessons kept as Markdown files."""

__version__ = "0.2.0"
