"""Likeliest words -> the spans of an answer: what they cannot do without, lists, conditions, exceptions."""
