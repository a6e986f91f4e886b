"""A knowledge base of one's own: the files that it begins with, and where they come from.

What a new base shares with this project's own (guide, workflows, forms) is copied from there; what
differs lies under ``files/``.
"""
