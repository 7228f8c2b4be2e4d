"""The ``Encoder`` protocol: sentences to vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Maps texts to unit vectors whose dot product is their similarity (cosine, -1 … 1)."""

    @property
    def name(self) -> str:
        """The folder's last part or the hub name: for people to read, not an identity."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change when any file of the model does."""

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Questions -> float32 of shape (len(texts), dimension), rows of length 1."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Clauses -> float32 of shape (len(texts), dimension), rows of length 1, in the order given.

        ``progress(done, total)`` is called about once a second, in texts.
        """
