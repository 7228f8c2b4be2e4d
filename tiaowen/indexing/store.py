"""The vectors of an index: which entries are nearest to a question."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from tiaowen.errors import IndexFileError

MORE = 1.25  # times as many entries are looked at exactly as are wanted


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

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """Cosine similarity of each entry to one vector, float32 (dimension,) -> float32 (size,)."""

    def nearest(self, vector: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        """Like `search` for one vector, float32 (dimension,), without looking at every entry in full.

        The cosines are exact; an entry at the end of the list may be missing that `search` would find.
        """

    def nearest_together(self, vectors: np.ndarray, limit: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """What `nearest` returns for each of some vectors, float32 (n, dimension), in less time."""

    def vectors(self, entries: np.ndarray) -> np.ndarray:
        """The vectors of the given entries, float32 (len(entries), dimension)."""

    def save(self, file: Path) -> None:
        """Write to one file."""


class FaissStore:
    """Exact inner-product search in a flat FAISS index (vectors are normalised, so this is the cosine)."""

    def __init__(self, index: Any) -> None:
        import faiss

        # One question is too little work to be shared out: more threads only wait for each other, and cores for them.
        faiss.omp_set_num_threads(1)
        self._index = index
        self._rough: Any = None

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

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        faiss: Any = importlib.import_module("faiss")  # its type hints lack this function
        # One entry at a time and on one thread: the same bits whatever machine, threads and neighbours.
        row = np.ascontiguousarray(vector, dtype=np.float32)
        found = np.empty(self.size, dtype=np.float32)
        faiss.fvec_inner_products_ny(
            faiss.swig_ptr(found), faiss.swig_ptr(row), self._index.get_xb(), self.dimension, self.size
        )
        return found

    def nearest(self, vector: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        rough = self._rough or self._coarse()
        row = np.ascontiguousarray(vector, dtype=np.float32)
        _, found = rough.search(row[np.newaxis], min(int(MORE * limit), self.size))
        return self._exact(row, found[0], limit)

    def nearest_together(self, vectors: np.ndarray, limit: int) -> list[tuple[np.ndarray, np.ndarray]]:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        # One product of matrices reads the entries once for all rows, in place of once for each.
        rough = rows @ self._stored().T
        kept = min(int(MORE * limit), self.size)
        found = np.argpartition(rough, self.size - kept, axis=1)[:, self.size - kept :]
        return [self._exact(row, entries, limit) for row, entries in zip(rows, found, strict=True)]

    def _exact(self, row: np.ndarray, found: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        """The nearest of some entries, by cosines that do not depend on how these were found."""
        faiss: Any = importlib.import_module("faiss")
        entries = np.sort(found)  # read in the order in which they lie in memory
        cosines = np.empty(len(entries), dtype=np.float32)
        faiss.fvec_inner_products_by_idx(
            *(faiss.swig_ptr(a) for a in (cosines, row)), self._index.get_xb(), faiss.swig_ptr(entries),
            self.dimension, 1, len(entries),
        )  # fmt: skip
        order = np.argsort(-cosines, kind="stable")[:limit]
        return cosines[order], entries[order]

    def _stored(self) -> np.ndarray:
        """float32 (size, dimension): the vectors where they lie."""
        import faiss

        found: np.ndarray = faiss.rev_swig_ptr(self._index.get_xb(), self.size * self.dimension)
        return found.reshape(self.size, -1)

    def _coarse(self) -> Any:
        """The vectors in one byte a number, which are read four times as fast; made when first needed."""
        import faiss

        rough = faiss.IndexScalarQuantizer(self.dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        vectors = self._stored()
        rough.train(vectors)
        rough.add(vectors)
        self._rough = rough
        return rough

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
