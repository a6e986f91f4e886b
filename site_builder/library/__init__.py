"""The library: every record of a base, how they link, and the rules across them."""
