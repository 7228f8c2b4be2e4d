"""A file of answers -> verified, altered, not found."""
