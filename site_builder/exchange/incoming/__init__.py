"""Draft lessons imported from tables of other systems by a map."""
