"""Tables of other programs, read and written: rows of cells, whatever they come in."""
