"""Words about another thing of the same kind are told from those about what is asked."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.rivals import ESTABLISHED, of_a_rival, speaks_of

DOCUMENT = "年度检查和日常检查由监理单位进行。" * ESTABLISHED + "专项检查另行规定。"


@pytest.mark.parametrize(
    ("question", "quoted", "rival"),
    [
        ("日常检查合格率要达到多少", "年度检查合格率不低于百分之九十", True),
        ("日常检查合格率要达到多少", "日常检查合格率不低于百分之八十", False),
        ("日常检查和年度检查合格率各是多少", "年度检查合格率不低于百分之九十", False),  # both are asked about
        ("检查合格率要达到多少", "年度检查合格率不低于百分之九十", False),  # none is named
        ("日常检查合格率要达到多少", "专项检查合格率不低于百分之九十", False),  # a word that the document has once
        ("突击检查合格率要达到多少", "年度检查合格率不低于百分之九十", False),  # one that it does not have
    ],
)
def test_a_rival_shares_the_last_word_and_is_used_as_often(question: str, quoted: str, rival: bool) -> None:
    assert of_a_rival(question, quoted, DOCUMENT) == rival


def test_what_speaks_of_a_term_of_the_question() -> None:
    assert speaks_of("日常检查合格率要达到多少", "日常检查合格率不低于百分之八十", DOCUMENT)
    assert not speaks_of("日常检查合格率要达到多少", "检查合格率不低于百分之八十", DOCUMENT)


def test_an_everyday_word_names_the_term_of_the_law(assistant: Assistant) -> None:
    answer = assistant.ask("年底考核优秀最多能给多少人")
    assert "20%" in answer.answer and "40%" not in answer.answer
    assert answer.citations[0].clause.label.startswith("第十五条")


@pytest.mark.parametrize("question", ["平时考核优秀比例是多少", "平时考核优秀的最多占多少"])
def test_the_ratio_of_another_assessment_is_not_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "40%" in answer.answer and "20%" not in answer.answer
    assert answer.citations[0].clause.label == "第二十四条"


def test_the_general_ratio_comes_before_that_of_a_case(assistant: Assistant) -> None:
    assert "20%" in assistant.ask("年度考核优秀比例是多少").answer
