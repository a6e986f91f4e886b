"""What leaves the project: pages as plain data for the theme, and the files beside them."""
