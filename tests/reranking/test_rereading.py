"""The leading hits read again: their order, their scores, and what is left as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.questions import load_questions
from tests.support.corpora import ROOT
from tiaowen import Assistant
from tiaowen.datamodels import Hit
from tiaowen.errors import IndexFileError
from tiaowen.reranking.rereading import ANSWERABLE, EVIDENCE, HOPELESS, MODEL, READ_AGAIN, Rereader, in_turn, log_odds
from tiaowen.retrieval.retrieval import share_among

QUESTIONS = [q.question for q in load_questions(ROOT / "eval" / "dev.jsonl").questions][::4]


@pytest.fixture(scope="module")
def rereader(assistant: Assistant) -> Rereader:
    return assistant.routes.rereader


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_hits_come_back_with_probabilities_in_falling_order(assistant: Assistant, question: str) -> None:
    hits = assistant.retriever.search(question, 8)
    found = assistant.routes.rereader.hits(question, hits)
    assert {h.clause.id for h in found} == {h.clause.id for h in hits}
    scores = [hit.score for hit in found]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert [h.clause for h in found[READ_AGAIN:]] == [h.clause for h in hits[READ_AGAIN:]]
    assert found[0].why["read"] == pytest.approx(
        assistant.routes.rereader.cross.read(question, found[0].clause).answers, abs=1e-3
    )
    assert 0 <= found[0].why["answerable"] <= 1


def test_where_only_reading_counts_it_decides_the_order(assistant: Assistant, rereader: Rereader) -> None:
    strict = Rereader(rereader.cross, {"score": 0.0, "read": 1.0, "bias": 0.0}, dict.fromkeys(ANSWERABLE, 0.0))
    changed = 0
    for question in QUESTIONS:
        retrieved = assistant.retriever.search(question, READ_AGAIN)
        # The worst first, and all of them worth reading.
        hits = [replace(h, score=1.0) for h in reversed(retrieved)]
        best = max(hits, key=lambda h: rereader.cross.read(question, h.clause).answers)
        found = strict.hits(question, hits)
        assert found[0].clause == best.clause
        assert found[0].why["answerable"] == 0.5
        changed += best is not hits[0]
    assert changed


def test_a_hit_that_is_far_behind_is_read_only_where_those_before_it_are_refuted(assistant: Assistant) -> None:
    first, second, third = assistant.retriever.search(QUESTIONS[0], 3)
    hits = [replace(first, score=0.8), replace(second, score=0.9 * HOPELESS * 0.8), replace(third, score=0.01)]
    assert in_turn(hits, lambda hit: hit.score) == [0.8]
    assert in_turn(hits, lambda hit: hit.score / 2) == [0.4, hits[1].score / 2]
    refuted = in_turn(hits, lambda hit: 0.001)
    assert len(refuted) == len(hits)
    assert in_turn([hits[0]] * 9, lambda hit: hit.score) == [0.8] * READ_AGAIN


def test_where_only_the_score_counts_nothing_moves(assistant: Assistant, rereader: Rereader) -> None:
    plain = Rereader(rereader.cross, {"score": 1.0, "read": 0.0, "bias": 0.0}, dict.fromkeys(ANSWERABLE, 0.0))
    for question in QUESTIONS:
        hits = assistant.retriever.search(question, 5)
        assert [h.clause for h in plain.hits(question, hits)] == [h.clause for h in hits]


def test_among_very_many_units_reading_counts_for_less_in_the_order(assistant: Assistant, rereader: Rereader) -> None:
    evidence, answerable = {"score": 1.0, "read": 1.0, "bias": 0.0}, dict.fromkeys(ANSWERABLE, 0.0)
    some = [Rereader(rereader.cross, evidence, answerable, share) for share in (0.0, 1e-3, 1.0)]
    moved = 0
    for question in QUESTIONS:
        hits = [replace(h, score=0.9) for h in assistant.retriever.search(question, READ_AGAIN)]
        hits[0] = replace(hits[0], score=0.91)
        deaf, hard, full = (reader.hits(question, hits) for reader in some)
        assert [h.clause for h in deaf] == [h.clause for h in hits]
        moved += full[0].clause != hits[0].clause
        assert hard[0].clause == hits[0].clause
    assert moved
    assert share_among(200) == 1.0 > share_among(60_000)


def test_a_clause_that_an_address_brought_is_left_alone(assistant: Assistant, rereader: Rereader) -> None:
    hits = [Hit(h.clause, 1.0, {"address": 1.0}) for h in assistant.retriever.search("考核结果", 2)]
    assert rereader.hits("第五条", hits) == hits
    assert rereader.hits("第五条", []) == []


def test_log_odds_are_held() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0)) and log_odds(0.0) < -6


def test_a_model_without_a_weight_is_refused(rereader: Rereader, tmp_path: Path) -> None:
    model = json.loads(MODEL.read_text("utf-8"))
    assert tuple(model["evidence"]) == EVIDENCE and tuple(model["answerable"]) == ANSWERABLE
    assert model["evidence"]["read"] > 0 and model["answerable"]["read"] > 0
    del model["evidence"]["read"]
    (tmp_path / "rereading.json").write_text(json.dumps(model), "utf-8")
    for file in (tmp_path / "rereading.json", tmp_path / "none.json"):
        with pytest.raises(IndexFileError, match="rereading"):
            Rereader.load(rereader.cross, file)
