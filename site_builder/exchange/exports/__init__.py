"""The whole base as data, in five forms, and back."""
