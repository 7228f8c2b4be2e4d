"""Quotations found in a text and compared with the sources."""
