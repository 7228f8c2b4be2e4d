"""The leading hits read again, question and clause together, before one of them answers.

Retrieval is quick and compares what was computed apart. The few clauses that it puts first are read once more by the
cross-encoder, one after the other until none is left that may be better. That may change their order and says whether
the question is answered at all. Both probabilities are logistic regressions on what retrieval and reading say, fitted
by `python -m train.rereading` on questions to documents that the cross-encoder was not trained on, so that its word
counts for as much as it is right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tiaowen.datamodels import Hit
from tiaowen.encoding.encoding import MODELS
from tiaowen.errors import IndexFileError
from tiaowen.reranking.cross_encoder import CrossEncoder

MODEL = MODELS / "rereading.json"
READ_AGAIN = 3  # hits
HOPELESS = 0.4  # a hit whose score is below this share of the best read so far is not read any more

EVIDENCE: tuple[str, ...] = ("score", "read", "bias")
"""What decides whether a clause is right: the log odds of its score, and those that reading it gave."""

ANSWERABLE: tuple[str, ...] = ("answerable", "score", "read", "read_other", "bias")
"""What decides whether the question is answered: log odds that it is and those of the first clause, as retrieval has
them; those that reading gave to the first clause, and the best of the others read (0 where none was)."""


class Rereader:
    """Puts hits in the order that reading them gives."""

    def __init__(
        self, cross: CrossEncoder, evidence: Mapping[str, float], answerable: Mapping[str, float], share: float = 1.0
    ) -> None:
        """share: how much reading counts for the order, in [0, 1]: less among many units (retrieval.share_among)."""
        self.cross = cross
        self._evidence = [evidence[name] for name in EVIDENCE]
        self._share = share
        self._answerable = [answerable[name] for name in ANSWERABLE]

    def hits(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, those read in the new order and with new scores, which never rise down the list.

        Clauses that an address brought stay as they are.
        """
        if not hits or "address" in hits[0].why:
            return list(hits)
        read: list[float] = []

        def reread(hit: Hit) -> float:
            read.append(self.cross.read(question, hit.clause).answers)
            return _probability(self._evidence, (log_odds(hit.score), read[-1], 1.0))

        scores = in_turn(hits, reread)
        leading = hits[: len(scores)]
        order = sorted(range(len(leading)), key=lambda i: -self._rank(leading[i], read[i]))
        for before, after in pairwise(order):
            scores[after] = min(scores[after], scores[before])
        first = leading[order[0]]
        odds = log_odds(first.why.get("answerable", first.score)), log_odds(first.score)
        other = max((read[i] for i in order[1:]), default=0.0)
        known = _probability(self._answerable, (*odds, read[order[0]], other, 1.0))
        fresh = [
            replace(
                leading[i],
                score=round(scores[i], 4),
                why={
                    **leading[i].why,
                    "score": leading[i].score,
                    "read": round(read[i], 3),
                    "answerable": round(known, 4),
                },
            )
            for i in order
        ]
        least = fresh[-1].score
        return [*fresh, *(replace(hit, score=min(hit.score, least)) for hit in hits[len(leading) :])]

    def _rank(self, hit: Hit, read: float) -> float:
        """What the order goes by: the log odds of the score, with as much of reading as the library's size leaves."""
        score, reading, _ = self._evidence
        return score * log_odds(hit.score) + self._share * reading * read

    @classmethod
    def load(cls, cross: CrossEncoder, file: Path = MODEL, share: float = 1.0) -> Rereader:
        """Raises IndexFileError where the file is missing or damaged."""
        try:
            model = json.loads(file.read_text("utf-8"))
            return cls(cross, model["evidence"], model["answerable"], share)
        except (OSError, ValueError, KeyError) as error:
            raise IndexFileError(
                "完好的判断模型 models/rereading.json", f"无法读取（{type(error).__name__}）", "重新取得程序文件"
            ) from error


def in_turn(hits: Sequence[Hit], reread: Callable[[Hit], float]) -> list[float]:
    """The new scores of the leading hits that are worth the time, read one after the other.

    Where reading confirms the first, the second is no longer worth it; where it refutes the first, a hit that was far
    behind is. Measured on 2,566 kept-out questions: docs/encoder.md.
    """
    scores: list[float] = []
    for hit in hits[:READ_AGAIN]:
        if scores and hit.score < HOPELESS * max(scores):
            break
        scores.append(reread(hit))
    return scores


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), p held within [.001, .999]: scores are rounded."""
    held = min(max(probability, 0.001), 0.999)
    return math.log(held / (1 - held))


def _probability(weights: Sequence[float], values: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True))))
