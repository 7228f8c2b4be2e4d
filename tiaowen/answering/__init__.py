"""Hits -> answer, citations or refusal; the ways in which one complete question is answered."""
