"""From the channels' scores to one: features of a question and a clause, and the model that weighs them.

Two linear models, fitted by `python -m train.ranker` and kept as numbers in `models/ranker.json`. The rank is a
conditional logit (McFadden 1974) over the clauses of one question. P(the clause answers) = 1 / (1 + exp(-(b + w·x)))
is fitted on questions with and without an answer, so it is comparable across questions: 0.8 means right about four
times of five.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tiaowen.errors import IndexFileError
from tiaowen.language.question_types import ASKS

MODEL = Path(__file__).resolve().parents[2] / "models" / "ranker.json"


FEATURES: tuple[str, ...] = (
    "dense", "dense_question", "dense_max", "words", "words_question", "words_max", "bigrams_max", "pinyin_max",
    "best_exact", "document", "regulation", "named", *(f"asks_{kind}" for kind in ASKS), "asks_unmet",
)  # fmt: skip
"""What a question and a clause are compared by; the rank is a weighted sum of these."""

DOCUMENT = 0.4
"""What the nearness of its document counts beside that of the clause. Not fitted: the question bank leads to few
documents, so it teaches nothing about it. Chosen on STARD's validation questions: .2 to 1 differ by .007 of R@10."""

EVIDENCE: tuple[str, ...] = (
    "rank", "lead", "dense", "dense_question", "dense_max", "words", "asks_unmet", "bank",
    "covered", "covered_by_bank", "unknown", "sentence", "nouns", "missing_noun", "missing_nouns",
    "quantity", "asks_quantity", "unstated", "uncounted", "length",
)  # fmt: skip
"""What the probability is computed from: the rank, its lead over the next clause, how near the clause is, whether the
index has a question bank, and how much of the question is there, word by word (see `tiaowen.relevance.evidence`)."""


class Ranker:
    """Ranks by a weighted sum of FEATURES; turns the rank and the EVIDENCE into probabilities.

    evidence: that a clause answers, `lead` included; answerable: that any clause of the documents does, from the best
    clause's evidence. The two differ where several clauses answer equally well.
    """

    def __init__(
        self, weights: Mapping[str, float], evidence: Mapping[str, float], answerable: Mapping[str, float]
    ) -> None:
        self.weights = np.array([weights[name] for name in FEATURES], dtype=np.float64)
        self.evidence = np.array([evidence[name] for name in (*EVIDENCE, "bias")], dtype=np.float64)
        self.answerable_weights = np.array([answerable[name] for name in (*EVIDENCE, "bias")], dtype=np.float64)

    def rank(self, features: np.ndarray) -> np.ndarray:
        """float (n, len(FEATURES)) -> float (n,): higher is better, comparable among the clauses of one question."""
        return np.asarray(features @ self.weights)

    def probability(self, evidence: np.ndarray) -> np.ndarray:
        """float (n, len(EVIDENCE)) -> float (n,) in [0, 1]."""
        return _logistic(evidence @ self.evidence[:-1] + self.evidence[-1])

    def answerable(self, evidence: np.ndarray) -> float:
        """float (len(EVIDENCE),) of the best clause -> the probability that the documents answer the question."""
        return float(_logistic(evidence @ self.answerable_weights[:-1] + self.answerable_weights[-1]))

    @classmethod
    def load(cls, file: Path = MODEL) -> Ranker:
        """Raises IndexFileError where the file is missing or has other features than this version computes."""
        try:
            model = json.loads(file.read_text("utf-8"))
            return cls(model["weights"], model["evidence"], model["answerable"])
        except (OSError, ValueError, KeyError) as error:
            raise IndexFileError(
                "完好的排序模型 models/ranker.json", f"无法读取（{type(error).__name__}）", "重新取得程序文件"
            ) from error


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))))


def gap(values: np.ndarray) -> np.ndarray:
    """How far each value is behind the best of the others: positive for the best one only."""
    if len(values) < 2:
        return np.zeros_like(values)
    order = np.argsort(values)
    best, second = values[order[-1]], values[order[-2]]
    result = values - best
    result[order[-1]] = best - second
    return np.asarray(result)
