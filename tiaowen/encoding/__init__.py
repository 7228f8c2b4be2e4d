"""Texts -> vectors: the encoders."""
