"""From a table of another system to drafts of lessons, by a map."""
