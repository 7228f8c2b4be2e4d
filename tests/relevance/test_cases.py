"""The case of a list that a question names."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.relevance.cases import named_case

LIST = """有下列情形的，按照规定处理：
（一）受警告处分的，不得评优；
（二）受严重警告处分的，不定档次；
（三）受诫勉的，不得评优。"""


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("受诫勉以后还能评优吗", "（三）"),
        ("严重警告能评优吗", "（二）"),
        ("受处分的能评优吗", None),  # in several
        ("警告和诫勉能评优吗", None),  # two of them
        ("受哪些处分不得评优", None),
        ("不定档次的是谁", "（二）"),
    ],
)
def test_a_case_is_named_by_a_word_that_no_other_has(question: str, begins: str | None) -> None:
    case = named_case(question, LIST)
    assert (LIST[slice(*case)][:3] if case else None) == begins


def test_a_word_that_stands_elsewhere_in_the_clause_names_no_case() -> None:
    assert named_case("受诫勉以后还能评优吗", f"{LIST}\n受诫勉的，另行规定。") is None


def test_items_that_begin_otherwise_are_no_cases() -> None:
    assert (
        named_case("受诫勉以后还能评优吗", LIST.replace("（一）受", "（一）对").replace("（三）受", "（三）曾")) is None
    )


@pytest.mark.parametrize("question", ["记过处分当年考核能定优秀吗", "受了记过处分当年年度考核能评优秀吗"])
def test_what_follows_from_another_case_is_no_answer(assistant: Assistant, question: str) -> None:
    """调整职务 and 诫勉 have the words asked for (不得确定为优秀档次), 记过 has its own consequence."""
    answer = assistant.ask(question)
    assert "记过" in answer.answer
    assert "诫勉" not in answer.answer
