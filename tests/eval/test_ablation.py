"""The search without its parts: what is silenced is silent, and comes back."""

from __future__ import annotations

import numpy as np

from eval.ablation import CHANNELS, WHOLE, only, run, variants
from eval.questions import load_questions
from tests.support.corpora import ROOT
from tiaowen import Assistant
from tiaowen.retrieval.ranking import FEATURES

QUESTION = "基层党组织每年至少要组织几次党史学习？"


def test_a_silenced_part_says_nothing_and_comes_back(assistant: Assistant) -> None:
    retriever = assistant.retriever
    before = retriever.ranker.weights.copy()
    with only(assistant, CHANNELS["words"]):
        kept = {name for name, weight in zip(FEATURES, retriever.ranker.weights, strict=True) if weight}
        assert kept and all(name.startswith("words") for name in kept)
        found = retriever.candidates(QUESTION)
        words = found.features[:, FEATURES.index("words")]
        assert words[found.order[0]] > np.median(words)
    assert np.array_equal(retriever.ranker.weights, before)


def test_every_part_has_a_row_with_the_measures_of_the_whole(assistant: Assistant) -> None:
    questions = [q for q in load_questions(ROOT / "eval" / "dev.jsonl") if q.answer_spans][:6]
    measured = run(assistant, questions)
    assert {WHOLE, *(name for name, _ in variants())} < set(measured)
    assert all(len(about["values"]["span@1"]) == len(questions) for about in measured.values())
