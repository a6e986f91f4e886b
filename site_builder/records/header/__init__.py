"""The YAML header of a file: read with its places, written, and edited in place."""
