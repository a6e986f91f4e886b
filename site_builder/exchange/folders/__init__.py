"""Folders of Markdown from other programs, read as tables with a row for each file."""
