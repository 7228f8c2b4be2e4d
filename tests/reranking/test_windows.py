"""The stretches of a clause that are read: whole sentences, of like length, all of them where it is not too long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpora import clause, seeds
from tiaowen.language.normalization import bigrams
from tiaowen.reranking.windows import CONTEXT, LONGEST, MOST, context, windows

STUDY = "党史学习教育工作条例"


@given(
    st.text(alphabet="党史学习考核。；，\n（）几次", max_size=20),
    st.text(alphabet="党史学习考核。；，\n（）一二", max_size=1600),
)
def test_stretches_lie_in_the_text_in_order_and_are_no_longer_than_what_is_read(question: str, text: str) -> None:
    found = windows(question, text)
    assert 1 <= len(found) <= MOST
    assert all(0 <= low <= high <= len(text) and high - low <= LONGEST for low, high in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert len(text) > LONGEST or found == [(0, len(text))]
    assert windows(question, text, most=1)[0] in found


@given(st.lists(st.integers(1, LONGEST - 1), max_size=12))
def test_all_of_a_text_is_read_that_is_not_too_long(lengths: list[int]) -> None:
    text = "".join("学" * length + "。" for length in lengths)
    covered = {i for low, high in windows("", text, most=99) for i in range(low, high)}
    assert {i for i, c in enumerate(text) if c == "学"} <= covered


@pytest.mark.parametrize("place", [0, 7, 60, 99])
def test_of_a_very_long_clause_the_stretch_with_the_sentence_asked_about_is_read(place: int) -> None:
    sentences = [f"第{i}项工作由有关部门按照职责分工组织实施并定期检查。" for i in range(100)]
    sentences[place] = "疏干水由西汇水务集团统一销售。"
    text = "".join(sentences)
    found = windows("疏干水由谁统一销售？", text)
    assert len(found) == MOST
    assert any(sentences[place].rstrip("。") in text[low:high] for low, high in found)


def test_stretches_are_of_like_length() -> None:
    text = "甲部门负责登记工作。" * 26  # 260 characters: not 240 and a scrap of 20
    assert [high - low for low, high in windows("登记", text)] == [129, 129]


def test_of_equal_stretches_the_first_is_read() -> None:
    assert windows("谁负责登记", "甲部门负责登记。" * 200)[0].start == 0


def test_a_single_sentence_that_is_longer_is_cut() -> None:
    found = windows("登记", "登记，" * 200)
    assert [high - low for low, high in found] == [LONGEST, LONGEST, 600 - 2 * LONGEST - 1]


def test_the_context_is_the_title_and_the_headings_and_not_long() -> None:
    unit = clause(f"{STUDY}/第十九条")
    found = context(unit, seeds())
    assert STUDY in found and len(found) <= CONTEXT
    assert set(bigrams(found))
