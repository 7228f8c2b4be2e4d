"""Clauses -> index: vectors and word index, built, saved, opened and checked."""
