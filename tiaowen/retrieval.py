"""Question -> hits: the channels are asked, their scores fused per unit, the best units returned.

dense     cosine between the question and a unit's passages and parts, and between it and the questions of its bank
words     BM25 over words        bigrams   BM25 over character pairs        pinyin   BM25 over pairs of syllables
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from tiaowen.datamodels import Clause, Hit
from tiaowen.encoding import Encoder
from tiaowen.index import Index
from tiaowen.normalization import search_text
from tiaowen.ranking import ASKS, FEATURES, Ranker, contents, gap, question_type

EXACT = 20_000  # entries up to which the cosine of every entry is computed; beyond, of the nearest ones only
NEAREST = 1_000
POOL = 60  # units that are ranked in full


class Retriever:
    """Finds units by what they say. Addresses and document names are resolved before (see assistant)."""

    def __init__(self, index: Index, encoder: Encoder, ranker: Ranker | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self.ranker = ranker or Ranker.load()
        corpus = index.corpus
        self.units: list[Clause] = [clause for clause in corpus.clauses if clause.role == "unit"]
        self.row = {unit.id: i for i, unit in enumerate(self.units)}
        self._unit_of_entry = np.array([self.row[entry.unit] for entry in index.entries])
        is_question = np.array([entry.kind == "question" for entry in index.entries], dtype=bool)
        self._text_entries = np.flatnonzero(~is_question)
        self._question_entries = np.flatnonzero(is_question)
        self.contents = np.array([contents(search_text(unit.text)) for unit in self.units])
        self._regulation = np.array([unit.document.kind not in ("news", "other") for unit in self.units], dtype=float)

    def search(
        self,
        question: str,
        limit: int = 10,
        documents: Collection[str] | None = None,
        named: Collection[str] = (),
        without: int | None = None,
    ) -> list[Hit]:
        """The best units, best first, with scores in [0, 1].

        documents: ids to search in (None: all). named: ids of documents that the question names, which are
        preferred. without: number of a question entry to leave out (its own, when the ranker is trained).
        """
        rows, features, best = self.features(question, documents, named, without)
        if not len(rows):
            return []
        scores = self.ranker.probability(features)
        hits = []
        for i in np.argsort(-scores, kind="stable")[:limit]:
            unit = self.units[rows[i]]
            entry = self.index.entries[best[i]]
            focus = self.index.corpus.by_id[entry.focus] if entry.focus != unit.id else None
            why = {name: round(float(v), 4) for name, v in zip(FEATURES, features[i], strict=True) if v and "_gap" not in name}
            hits.append(Hit(unit, round(float(scores[i]), 4), why, focus))
        return hits

    def features(
        self,
        question: str,
        documents: Collection[str] | None = None,
        named: Collection[str] = (),
        without: int | None = None,
        bank: bool = True,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of the units in the pool (n,), their features (n, len(FEATURES)) and their best text entries (n,)."""
        query = search_text(question)
        dense = self._cosines(query)
        lexical = self.index.lexical.scores(query)
        if without is not None:
            for values in (dense, *lexical.values()):
                values[without] = 0.0
        asked = self._question_entries if bank else self._question_entries[:0]
        columns = {"dense": self._best(dense, self._text_entries), "dense_question": self._best(dense, asked)}
        for name, values in lexical.items():
            columns[name] = self._best(values, self._text_entries)
            columns[f"{name}_question"] = self._best(values, asked)
        columns["banked"] = np.zeros(len(self.units))
        columns["banked"][self._unit_of_entry[asked]] = 1.0
        pool = self._pool(columns, documents)
        table = {name: values[pool] for name, values in columns.items()}
        for name in ("dense", "dense_question", "words", "words_question"):
            table[f"{name}_gap"] = gap(table[name])
        # A question of the bank that is nearly the same is worth more than its cosine says.
        table["best_exact"] = np.maximum(table["dense_question"] - 0.85, 0.0) * 10
        table["regulation"] = self._regulation[pool]
        table["named"] = np.array([float(self.units[i].document.id in named) for i in pool])
        wants = question_type(question)
        met = self.contents[pool]
        unmet = np.zeros(len(pool))
        for k, kind in enumerate(ASKS):
            table[f"asks_{kind}"] = (met[:, k] if len(pool) else np.zeros(0)) * float(wants[kind])
            if wants[kind] and len(pool):
                unmet += ~met[:, k]
        table["asks_unmet"] = unmet
        matrix = np.stack([np.asarray(table[name], dtype=np.float64) for name in FEATURES], axis=1)
        return pool, matrix, self._best_entries(dense + lexical["words"], pool)

    def _cosines(self, query: str) -> np.ndarray:
        """float32 (entries,): cosine of each entry, never negative; entries out of reach count as the farthest seen."""
        vector = self.encoder.encode_queries([query])
        size = self.index.store.size
        scores, entries = self.index.store.search(vector, size if size <= EXACT else NEAREST)
        cosines = np.full(size, max(float(scores[0, -1]), 0.0) if size > EXACT else 0.0, dtype=np.float32)
        cosines[entries[0]] = np.maximum(scores[0], 0.0)
        return cosines

    def _best(self, values: np.ndarray, entries: np.ndarray) -> np.ndarray:
        """float (units,): the best value among a unit's given entries, 0 for a unit without any."""
        best = np.zeros(len(self.units))
        np.maximum.at(best, self._unit_of_entry[entries], values[entries])
        return best

    def _pool(self, columns: dict[str, np.ndarray], documents: Collection[str] | None) -> np.ndarray:
        """The units that any channel puts in front, of the documents allowed."""
        allowed = np.ones(len(self.units), dtype=bool)
        if documents is not None:
            wanted = set(documents)
            allowed = np.array([unit.document.id in wanted for unit in self.units], dtype=bool)
        total = columns["dense"] + columns["dense_question"] + columns["words"] + columns["words_question"]
        picked: set[int] = set()
        for values in (total, columns["dense"], columns["words"], columns["bigrams"], columns["pinyin"], columns["dense_question"]):
            masked = np.where(allowed, values, -1.0)
            top = np.argpartition(-masked, min(POOL // 2, len(masked) - 1))[: POOL // 2]
            picked.update(int(i) for i in top if masked[i] > 0)
        return np.array(sorted(picked), dtype=np.int64)

    def _best_entries(self, values: np.ndarray, rows: Sequence[int] | np.ndarray) -> np.ndarray:
        """The number of the best text entry of each unit."""
        rank = {int(row): i for i, row in enumerate(rows)}
        best = np.full(len(rank), -1, dtype=np.int64)
        for entry in self._text_entries:
            i = rank.get(int(self._unit_of_entry[entry]))
            if i is not None and (best[i] < 0 or values[entry] > values[best[i]]):
                best[i] = entry
        return best
