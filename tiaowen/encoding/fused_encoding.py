"""Two encoders as one: their unit vectors, weighted and laid end to end.

With a = sqrt(1 - share) and b = sqrt(share), the vector [a·u, b·v] has length 1, and the dot product of two of them is
(1 - share)·cos(u, u') + share·cos(v, v'): a weighted mean of both similarities from one search. The contextual
encoder understands a sentence; the static one knows which words of everyday speech go with which words of the law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from tiaowen.encoding.encoder import Encoder, Progress


class FusedEncoder:
    """An `Encoder` of two. dimension: the sum of theirs."""

    setting = ""  # of `load_encoder`, for another process

    def __init__(self, contextual: Encoder, static: Encoder, share: float) -> None:
        """share: weight of the static encoder's cosine, in (0, 1)."""
        self._parts = (contextual, static)
        self._factors = (np.float32((1 - share) ** 0.5), np.float32(share**0.5))
        self._fingerprint = fused_fingerprint(contextual.fingerprint, static.fingerprint, share)

    @property
    def name(self) -> str:
        return "+".join(part.name for part in self._parts)

    @property
    def dimension(self) -> int:
        return sum(part.dimension for part in self._parts)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See ``Encoder``."""
        return self._joined([part.encode_queries(texts) for part in self._parts])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """See ``Encoder``. Progress is that of the contextual encoder, which takes nearly all of the time."""
        contextual, static = self._parts
        return self._joined([contextual.encode_passages(texts, progress), static.encode_passages(texts)])

    def _joined(self, vectors: Sequence[np.ndarray]) -> np.ndarray:
        contextual, static = (factor * rows for factor, rows in zip(self._factors, vectors, strict=True))
        unknown = ~static.any(axis=1)  # no word of the text is known to the static encoder: the other one decides alone
        contextual[unknown] = vectors[0][unknown]
        return np.concatenate([contextual, static], axis=1, dtype=np.float32)


def fused_fingerprint(contextual: str, static: str, share: float) -> str:
    """16 hexadecimal digits that change when either encoder or its weight does."""
    return hashlib.sha256(f"{contextual}+{static}*{share}".encode()).hexdigest()[:16]
