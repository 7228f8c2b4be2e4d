"""Remarks on the conversation: corrections, the way back to an earlier subject, the article after the next."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.conversation.remarks import taken
from tiaowen.datamodels import Answer

BEFORE = [
    ("年度考核优秀的比例是多少？", Answer("", "answered")),
    ("党史学习教育的主要任务是什么？", Answer("", "answered")),
]


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("不对，我问的是平时考核", "那平时考核呢"),
        ("不是这个，我问的是聘期考核。", "那聘期考核呢"),
        ("错了！我是问平时考核的情况", "那平时考核呢"),
        ("不对，是平时考核吧", "那平时考核呢"),
        ("我问的是平时考核呢", "那平时考核呢"),
        ("我不是问年度考核，是问平时考核", "那平时考核呢"),
        ("我说的不是年度考核，我说的是平时考核", "那平时考核呢"),
        ("不对，我想问的是谁来组织平时考核", "谁来组织平时考核"),
        ("再下一条", "下一条"),
        ("再往前两条", "前两条"),
        # a case, not a correction
        ("不是党员，是积极分子，怎么办", "不是党员，是积极分子，怎么办"),
        ("不对外公示行吗", "不对外公示行吗"),
        ("再犯怎么处理", "再犯怎么处理"),
        ("不是优秀能晋级吗", "不是优秀能晋级吗"),
    ],
)
def test_a_correction_says_what_was_meant(message: str, question: str) -> None:
    assert taken(message, BEFORE) == (question, BEFORE)


@pytest.mark.parametrize(
    ("message", "question", "turns"),
    [
        ("回到刚才考核的问题，不合格怎么办", "不合格怎么办", 1),
        ("说回考核，基本合格呢", "基本合格呢", 1),
        ("再回过头来说考核，谁来组织", "谁来组织", 1),
        ("说回党史学习教育，由谁负责", "由谁负责", 2),
        ("说回养老金，怎么领", "说回养老金，怎么领", 2),  # nothing was said of it
        ("回到单位，还要公示吗", "回到单位，还要公示吗", 2),
    ],
)
def test_who_goes_back_asks_after_the_turns_on_that(message: str, question: str, turns: int) -> None:
    assert taken(message, BEFORE) == (question, BEFORE[:turns])


def test_nothing_is_corrected_where_nothing_was_said() -> None:
    assert taken("我问的是平时考核", []) == ("我问的是平时考核", [])


def conversation(assistant: Assistant, *questions: str) -> Answer:
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.ask(question, history)))
    return history[-1][1]


def test_a_correction_is_answered_for_what_was_meant(assistant: Assistant) -> None:
    answer = conversation(assistant, "年度考核优秀的比例是多少？", "不对，我问的是平时考核")
    assert answer.citations[0].label == "第二十四条" and answer.question == "不对，我问的是平时考核"
    assert answer.rewritten == "平时考核优秀的比例是多少？"


def test_an_earlier_subject_is_taken_up_again(assistant: Assistant) -> None:
    answer = conversation(
        assistant, "年度考核优秀的比例是多少？", "党史学习教育的主要任务是什么？", "回到刚才考核的问题，能申诉吗"
    )
    assert answer.citations[0].label == "第三十七条"


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("上上条", ["第十八条"]),
        ("下下条", ["第二十二条"]),
        ("再下一条", ["第二十一条"]),
        ("下两条", ["第二十一条", "第二十二条"]),
        ("前两条", ["第十八条", "第十九条"]),
    ],
)
def test_articles_are_counted_from_the_one_shown(assistant: Assistant, said: str, labels: list[str]) -> None:
    answer = conversation(assistant, "考核办法第二十条", said)
    assert [citation.label for citation in answer.citations] == labels
