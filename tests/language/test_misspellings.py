"""A wrong character of the same sound is mended by the clauses found, and nothing else is."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.language.misspellings import mended

TEXTS = (
    "考核结果应当公示，公示期不少于五个工作日。预收资金余额不得超过限额。",
    "职工对处理决定不服的，可以申请复核；工作时间开展检查，应付款项按期结清。",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("考核公式期几天", "考核公示期几天"),  # 公式 is a word, but not one of the clauses
        ("预收资金余鹅怎么算", "预收资金余额怎么算"),
        ("职公不服处理绝定怎么办", "职工不服处理决定怎么办"),  # two of them
        ("考核公示期几天", "考核公示期几天"),
        ("职工的工作是什么", "职工的工作是什么"),  # 工作时
        ("单位有意见怎么应付检查", "单位有意见怎么应付检查"),
        ("月球上有水吗", "月球上有水吗"),
        ("", ""),
    ],
)
def test_what_is_mended(typed: str, meant: str) -> None:
    assert mended(typed, TEXTS) == meant
    assert mended(typed, ()) == typed


def test_the_question_is_shown_as_it_was_understood(assistant: Assistant) -> None:
    answer = assistant.ask("聘期考核公式期几天")
    assert (answer.status, answer.rewritten) == ("answered", "聘期考核公示期几天")
    assert "公示期不少于5个工作日" in answer.answer


def test_a_question_typed_right_is_left_as_it_is(assistant: Assistant) -> None:
    assert assistant.ask("聘期考核的公示期是几天").rewritten == ""
