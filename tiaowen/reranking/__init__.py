"""Hits -> hits: question and clause read together by the cross-encoder."""
