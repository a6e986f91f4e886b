"""Records from answers: at a terminal, or in a form filled in elsewhere."""
