"""Records: from the text of a file to a checked, frozen value."""
