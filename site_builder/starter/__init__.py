"""The files of a new knowledge base.

Files that a new base shares with this project (guide, workflows, forms) are copied from there; the
others are in ``files/``.
"""
