"""Pictures: what they are, what in them is active, and their bytes without what describes them."""
