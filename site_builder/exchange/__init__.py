"""Moving in and out: other systems' tables, our own exports, and forms filled in elsewhere."""
