"""The words to quote where it is not certain which of the candidates answers.

The best candidate is right more often than any other, yet a little more text may hold the answer much more often. So
that is quoted which serves best on average over all that may be right (minimum Bayes risk; Kumar & Byrne 2004, "Minimum
Bayes-Risk Decoding"): a candidate, or two that lie apart. A quotation q is worth

    F1(q, a) + WHOLE * [a lies in q]

where the answer is a, F1 being that of characters; the chances of the candidates are the softmax of their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from tiaowen.datamodels import Span

# Chosen by cross-validation on marked answers, then on dev and the tune sets (docs/encoder.md). SHARPNESS is above 1
# because the scores are fitted to share their weight among candidates that overlap.
SHARPNESS = 2.0
WHOLE = 0.3
APART = 0.1  # how much more two stretches must be worth than one
CONSIDERED = 60  # candidates that may be right
PAIRED = 12  # candidates of which two may be quoted


def least_risk(spans: Sequence[Span], scores: np.ndarray, pairs: bool = True) -> list[Span]:
    """The span, or the two spans in reading order, that are worth most on average; pairs: whether two may be.

    scores: float (n,), -inf for a span that cannot be the answer. Empty where there is no span.
    """
    if not spans:
        return []
    order = np.argsort(-scores, kind="stable")[:CONSIDERED]
    chances = np.exp(SHARPNESS * (scores[order] - scores[order[0]]))
    order, chances = order[chances > 0], chances[chances > 0] / chances.sum()
    starts, ends = np.array([spans[i] for i in order]).T
    lengths = ends - starts
    shared = np.maximum(0, np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts))
    worth = (2 * shared / (lengths[:, None] + lengths) + WHOLE * (shared == lengths)) @ chances
    chosen: tuple[int, ...] = (int(worth.argmax()),)
    most = float(worth.max()) + APART
    for one, other in combinations(np.argsort(-worth, kind="stable")[:PAIRED].tolist(), 2) if pairs else ():
        if ends[one] > starts[other] and ends[other] > starts[one]:
            continue
        both = shared[one] + shared[other]
        whole = (shared[one] == lengths) | (shared[other] == lengths)
        together = float((2 * both / (lengths[one] + lengths[other] + lengths) + WHOLE * whole) @ chances)
        if together > most:
            chosen, most = (one, other), together
    return sorted(spans[order[i]] for i in chosen)
