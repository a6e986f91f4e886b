"""Assists: plans and their receipts, who to invite, the kit of a meeting, and what records tell."""
