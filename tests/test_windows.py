"""The stretch of a clause that is read: whole sentences, those that share most with the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpora import clause, seeds
from tiaowen.normalization import bigrams
from tiaowen.windows import CONTEXT, LONGEST, context, window

STUDY = "党史学习教育工作条例"


@given(
    st.text(alphabet="党史学习考核。；，\n（）几次", max_size=20),
    st.text(alphabet="党史学习考核。；，\n（）一二", max_size=600),
)
def test_a_window_lies_in_the_text_and_is_no_longer_than_what_is_read(question: str, text: str) -> None:
    found = window(question, text)
    assert 0 <= found.start <= found.end <= len(text)
    assert found.end - found.start <= LONGEST
    assert len(text) > LONGEST or found == (0, len(text))


@pytest.mark.parametrize("place", [0, 7, 20, 39])
def test_the_sentence_asked_about_is_in_the_window(place: int) -> None:
    sentences = [f"第{i}项工作由有关部门按照职责分工组织实施并定期检查。" for i in range(40)]
    sentences[place] = "疏干水由西汇水务集团统一销售。"
    text = "".join(sentences)
    found = window("疏干水由谁统一销售？", text)
    assert sentences[place].rstrip("。") in text[found.start : found.end]


def test_of_equal_stretches_the_first_is_read() -> None:
    text = "甲部门负责登记。" * 100
    assert window("谁负责登记", text).start == 0


def test_a_single_sentence_that_is_longer_is_cut() -> None:
    text = "登记，" * 200
    found = window("登记", text)
    assert found.end - found.start == LONGEST


def test_the_context_is_the_title_and_the_headings_and_not_long() -> None:
    unit = clause(f"{STUDY}/第十九条")
    found = context(unit, seeds())
    assert STUDY in found and len(found) <= CONTEXT
    assert set(bigrams(found))
