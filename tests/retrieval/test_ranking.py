"""The ranking model: what a question asks for, what a clause holds, and numbers that stay probabilities."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiaowen.errors import IndexFileError
from tiaowen.language.question_types import ASKS, contents, question_type
from tiaowen.retrieval.ranking import EVIDENCE, FEATURES, MODEL, Ranker, gap

KINDS = list(ASKS)
finite = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("基层党组织每年至少要组织几次党史学习？", {"number"}),
        ("综合评估原则上多久开展一次？", {"number", "time"}),
        ("本条例自什么时候起施行", {"time"}),
        ("聘用合同由谁来签", {"who"}),
        ("县级以上机关能不能借调社区工作者？", {"whether"}),
        ("年度考核的结果分为哪几个档次", {"list"}),
        ("平时考核是指什么", {"definition"}),
        ("考核不合格的怎么处理", {"consequence"}),
        ("几乎所有党员都参加了", set()),
        ("近几年来的成绩", set()),
        ("", set()),
    ],
)
def test_what_a_question_asks_for(question: str, asked: set[str]) -> None:
    found = question_type(question)
    assert list(found) == KINDS
    assert {kind for kind, yes in found.items() if yes} >= asked
    if not asked:
        assert not any(found.values())


@pytest.mark.parametrize(
    ("text", "held", "missing"),
    [
        ("每年至少组织1次以党史为主要内容的学习", {"number", "time"}, {"definition", "list"}),
        ("本条例由中央党史和文献研究院负责解释。", {"who"}, {"number", "whether"}),
        ("县级以上机关事业单位不得借调社区工作者", {"whether", "consequence"}, {"number"}),
        ("应当遵循以下原则：（一）坚持党的全面领导；", {"list", "whether"}, {"time", "definition"}),
        ("本规定所称平时考核，是指对工作人员日常表现的考核", {"definition"}, {"time"}),
        ("", set(), set(KINDS)),
    ],
)
def test_what_a_clause_holds(text: str, held: set[str], missing: set[str]) -> None:
    found = {kind for kind, yes in zip(KINDS, contents(text), strict=True) if yes}
    assert found >= held
    assert not found & missing


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([5.0], [0.0]), ([3.0, 1.0, 2.5], [0.5, -2.0, -0.5]), ([1.0, 1.0], [0.0, 0.0])],
)
def test_the_gap_is_the_lead_of_the_best_and_the_lag_of_the_rest(values: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(gap(np.array(values)), expected)


@given(st.lists(finite, min_size=2, max_size=20))
def test_only_the_best_is_ever_ahead(values: list[float]) -> None:
    found = gap(np.array(values))
    assert (found > 0).sum() <= 1
    assert found.max() >= 0
    assert found.argmax() == int(np.argmax(values)) or found.max() == 0


@given(st.lists(finite, min_size=len(EVIDENCE), max_size=len(EVIDENCE)))
def test_probabilities_stay_probabilities_whatever_the_evidence(row: list[float]) -> None:
    ranker = Ranker.load()
    evidence = np.array([row, [0.0] * len(row)])
    assert ((ranker.probability(evidence) >= 0) & (ranker.probability(evidence) <= 1)).all()
    assert 0 <= ranker.answerable(evidence[0]) <= 1


def test_the_rank_is_the_weighted_sum_of_the_features() -> None:
    ranker = Ranker(
        {name: float(i) for i, name in enumerate(FEATURES)},
        dict.fromkeys((*EVIDENCE, "bias"), 0.0),
        {**dict.fromkeys(EVIDENCE, 0.0), "bias": 2.0},
    )
    np.testing.assert_allclose(ranker.rank(np.eye(len(FEATURES))), range(len(FEATURES)))
    np.testing.assert_allclose(ranker.probability(np.ones((3, len(EVIDENCE)))), 0.5)
    assert ranker.answerable(np.ones(len(EVIDENCE))) == pytest.approx(1 / (1 + np.exp(-2)))


def test_the_bundled_model_prefers_nearness_and_the_document_that_is_named() -> None:
    ranker = Ranker.load()
    plain = np.zeros((3, len(FEATURES)))
    plain[1, FEATURES.index("dense_max")] = plain[1, FEATURES.index("dense")] = 1.0
    plain[2, FEATURES.index("named")] = 1.0
    none, near, named = ranker.rank(plain)
    assert near > none
    assert named > none


@pytest.mark.parametrize("damage", ["missing", "not json", "a weight short"])
def test_a_damaged_model_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "ranker.json"
    if damage == "not json":
        file.write_text(MODEL.read_text("utf-8")[:-20], "utf-8")
    elif damage == "a weight short":
        model = json.loads(MODEL.read_text("utf-8"))
        del model["evidence"]["lead"]
        file.write_text(json.dumps(model), "utf-8")
    with pytest.raises(IndexFileError, match="重新取得程序文件"):
        Ranker.load(file)
