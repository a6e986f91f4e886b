"""What the text of a record holds and leads to, and what its author meant otherwise."""
