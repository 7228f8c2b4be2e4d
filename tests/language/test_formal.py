"""Formal question words in plain ones, for reading."""

from __future__ import annotations

import pytest

from tests.support.corpora import clause, seeds
from tiaowen.language.formal import plainly
from tiaowen.reranking.cross_encoder import CrossEncoder


@pytest.mark.parametrize(
    ("formal", "plain"),
    [
        ("聘期考核应当在何时之前完成？", "聘期考核什么时候之前完成？"),
        ("所需资金从何处保障", "资金从哪里保障"),
        ("请问所说的“平时考核”具体指什么？", "的“平时考核”是什么意思？"),
        ("应当如何处理", "怎么处理"),
        ("能否按期退休，是否应当报批", "能不能按期退休，要不要报批"),
        ("由何部门解释", "由哪个部门解释"),
        ("符合哪些情形方可免检", "符合什么情况才能免检"),
        ("地方可以制定细则吗", "地方可以制定细则吗"),
        ("申请复查的条件", "什么情况下可以申请复查"),
        ("占道施工找谁批？", "占道施工找谁批准？"),
        ("解除合同需要满足哪些条件？", "什么情况下可以解除合同"),
        ("办公用房的条件是什么", "办公用房的条件是什么"),
        ("投标人须知是什么", "投标人须知是什么"),
        ("无须审批吗", "无须审批吗"),
        ("年度考核什么时候搞", "年度考核什么时候搞"),
        ("挂职的同志由谁考核", "挂职的人由谁考核"),
        ("同志之间怎么称呼", "同志之间怎么称呼"),
    ],
)
def test_formal_words_become_plain_ones(formal: str, plain: str) -> None:
    assert plainly(formal) == plain


@pytest.mark.parametrize("question", ["聘期考核应当何时完成", "聘期考核应当在何时之前完成？", "聘期考核应于何时完成？"])
def test_a_formal_question_is_settled_by_its_clause(question: str) -> None:
    right = clause("内蒙古自治区事业单位工作人员考核办法/第十八条")
    other = clause("内蒙古自治区事业单位工作人员考核办法/第二十三条")
    cross = CrossEncoder(seeds())
    assert cross.read(question, right).answers > 0 > cross.read(question, other).answers
