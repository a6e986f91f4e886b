"""Imports of tables, exports of a base, and forms of issue trackers."""
