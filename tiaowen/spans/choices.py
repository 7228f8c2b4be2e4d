"""A question on one clause with the words that may answer it: what the steps from candidates to an answer share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiaowen.datamodels import Hit, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.question_types import question_type
from tiaowen.spans.candidates import Candidate
from tiaowen.spans.minimum_risk import least_risk


@dataclass(frozen=True)
class Choice:
    """A question on a hit with its candidates and their scores (-inf: cannot be the answer); weights: word of the
    question -> weight."""

    question: str
    hit: Hit
    options: Sequence[Candidate]
    scores: np.ndarray
    kind: str  # of the quantity asked for, or empty
    weights: Mapping[str, float]

    @property
    def text(self) -> str:
        return self.hit.clause.document.text

    def best(self, inside: Callable[[Span], bool] = lambda _: True) -> Span | None:
        found = [i for i, o in enumerate(self.options) if inside(o.span)]
        return self.options[max(found, key=lambda i: self.scores[i])].span if found else None

    def likely(self) -> list[Span]:
        """The words that are worth most to quote (see minimum_risk), in reading order; two stretches of them at most.

        One where a quantity is asked for or whether something may be done: the other would state another case.
        """
        pairs = not self.kind and not question_type(self.question)["whether"]
        return least_risk([option.span for option in self.options], self.scores, pairs)

    def share(self, span: Span, without: str = "") -> float:
        """Share of the question's weight whose words stand in the span, and not in `without`."""
        words_here = search_text(self.text[span.start : span.end])
        total = sum(self.weights.values()) or 1.0
        known = (w for w in self.weights if len(w) > 1 and not w.isdigit())  # 5 of 5个月 is in 15年 as well
        return sum(self.weights[w] for w in known if w in words_here and w not in without) / total


def weighted(question: str, idf: Callable[[str], float]) -> dict[str, float]:
    """Words of the question -> their weights."""
    return {word: idf(word) + 0.1 for word in words(question)}
