"""The tables of eval.weights: both encoders are read off the fused vectors, and what is measured is what is set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.weights import AMONG, SHARES, WEIGHTS, by_share, by_weight, split
from tests.support.library import CharacterEncoder
from tiaowen import Assistant
from tiaowen.encoding.encoding import CONTEXTUAL, load_encoder
from tiaowen.encoding.fused_encoding import FusedEncoder

QUESTIONS = ("基层党组织每年至少要组织几次党史学习？", "聘期考核的结果分为哪些档次")


class Backwards(CharacterEncoder):
    """Another encoder: it reads from the end."""

    fingerprint = "backwards-1"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return super().encode_queries([text[::-1] for text in texts])


def test_fused_vectors_come_apart_into_those_of_both_encoders() -> None:
    one, two = CharacterEncoder(), Backwards()
    texts = ["农田受保护。", "县级人民政府负责登记。"]
    first, second = split(FusedEncoder(one, two, 0.25).encode_queries(texts), one.dimension, 0.25)
    assert np.allclose(first, one.encode_queries(texts), atol=1e-6)
    assert np.allclose(second, two.encode_queries(texts), atol=1e-6)


def test_both_tables_have_their_rows_and_leave_the_search_as_it_was(assistant: Assistant) -> None:
    retriever = assistant.retriever
    before = retriever._scale.copy()
    asked = [(text, frozenset({retriever.row[retriever.search(text, 1)[0].clause.id]})) for text in QUESTIONS]
    shares = list(by_share(retriever, asked, load_encoder(str(CONTEXTUAL)).dimension))
    assert len(shares) == len(SHARES) and all(0 <= float(cell) <= 1 for row in shares for cell in row[1:])
    (weights,) = by_weight(retriever, asked)  # no draw is smaller than the five documents
    assert len(retriever.units) < min(AMONG) and len(weights) == 1 + len(WEIGHTS)
    assert weights[-1] == "1.000"  # the weight that the search itself has here
    assert np.array_equal(retriever._scale, before)
