"""Search: an index of the lessons, and what a query finds in it."""
