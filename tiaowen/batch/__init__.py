"""A table of questions -> a table of answers."""
