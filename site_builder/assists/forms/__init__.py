"""One module for each format, with what its document asks for."""
