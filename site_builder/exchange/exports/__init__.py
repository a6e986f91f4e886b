"""Exports of a whole base in five forms, and their restoration."""
