"""The vectors of an index: which entries are nearest to a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from tiaowen.errors import IndexFileError


class ClauseStore(Protocol):
    """Holds one unit vector per entry, in entry order."""

    @property
    def size(self) -> int:
        """Number of entries."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def search(self, vectors: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        """Nearest entries of each row of `vectors`, float32 (n, dimension).

        Returns cosine similarities, float32 (n, limit), falling, and entry numbers, int64 (n, limit).
        """

    def vectors(self, entries: np.ndarray) -> np.ndarray:
        """The vectors of the given entries, float32 (len(entries), dimension)."""

    def save(self, file: Path) -> None:
        """Write to one file."""


class FaissStore:
    """Exact inner-product search in a flat FAISS index (vectors are normalised, so this is the cosine)."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: np.ndarray) -> FaissStore:
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @property
    def size(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def search(self, vectors: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        scores, entries = self._index.search(rows, min(limit, self.size))
        return scores, entries

    def vectors(self, entries: np.ndarray) -> np.ndarray:
        found: np.ndarray = self._index.reconstruct_batch(np.asarray(entries, dtype=np.int64))
        return found

    def save(self, file: Path) -> None:
        import faiss

        # FAISS writing by itself would not say that the disk is full.
        file.write_bytes(faiss.serialize_index(self._index).data)

    @classmethod
    def load(cls, file: Path) -> FaissStore:
        """Raises IndexFileError where the file is not a FAISS index."""
        import faiss

        try:
            return cls(faiss.read_index(str(file)))
        except RuntimeError as error:
            raise IndexFileError(
                "向量文件完好", f"{file.name} 无法读取", "重新建立索引：python run.py index"
            ) from error
