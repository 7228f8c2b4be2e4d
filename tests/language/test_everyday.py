"""Words that regulations use for one thing are read as the clause has them."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.language.everyday import in_terms_of


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        ("年度考核有哪几个等级", "年度考核的结果分为四个档次", "年度考核有哪几个档次"),
        ("年度考核有哪几个档次", "年度考核的结果分为四个等次", "年度考核有哪几个等次"),
        ("申请复核的时限", "复核期限为三十日", "申请复核的期限"),
        ("占道施工找谁批准", "占道施工应当经主管部门同意", "占道施工找谁同意"),
        ("岗位等级有几级", "岗位等级分为十级，考核分为四个档次", "岗位等级有几级"),  # the text has the word itself
        ("年度考核有哪几个等级", "年度考核由单位组织", "年度考核有哪几个等级"),
    ],
)
def test_the_question_is_put_in_the_words_of_the_text(question: str, text: str, read: str) -> None:
    assert in_terms_of(question, text) == read


@pytest.mark.parametrize("word", ["等级", "等次", "档次"])
def test_all_words_for_the_grades_of_an_assessment_find_them(assistant: Assistant, word: str) -> None:
    answer = assistant.ask(f"年度考核有哪几个{word}？")
    assert "优秀、合格、基本合格和不合格" in answer.answer
    assert answer.citations[0].clause.label == "第十条"


@pytest.mark.parametrize("word", ["等次", "档次"])
def test_the_general_ratio_is_quoted_whatever_the_grade_is_called(assistant: Assistant, word: str) -> None:
    assert "20%" in assistant.ask(f"年度考核优秀{word}的比例").answer
