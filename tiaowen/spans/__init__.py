"""The words of a clause that may answer, and which of them does."""
