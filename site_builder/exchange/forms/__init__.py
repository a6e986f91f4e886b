"""Records made of answers at a terminal, or in a form of an issue tracker."""
