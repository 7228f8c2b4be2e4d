"""Negations, degrees, extremes and measures that tell the cases of one clause apart."""

from __future__ import annotations

import pytest

from tiaowen.language.normalization import search_text
from tiaowen.relevance.contrasts import agreement, amounts, counted, extreme, kinds, told_apart


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("固定收入", "没有固定收入的", {"不"}),
        ("固定收入", "有固定收入的", {""}),
        ("初次", "初次就业，非初次就业", {"", "不"}),
        ("警告", "党内警告、严重警告", {"", "严重"}),
        ("事故", "特别重大事故、一般事故", {"", "一般"}),
        ("确定", "不得确定为优秀", {""}),
        ("备案", "未经备案", {"不"}),
        ("合格", "合格、基本合格、不合格", {"", "基本", "不"}),
        ("开除", "警告、记过", set()),
    ],
)
def test_how_a_word_stands_in_a_text(word: str, text: str, found: set[str]) -> None:
    assert kinds(word, text) == found


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("没有固定收入的党员每月交多少党费？", "没有固定收入的交5角", "有固定收入的交1%"),
        ("有固定收入的党员交多少党费", "有固定收入的交1%", "没有固定收入的交5角"),
        ("受警告处分怎么定？", "受警告处分的当年不得定为优秀", "受严重警告处分的当年不确定档次"),
        ("受严重警告处分怎么定？", "受严重警告处分的当年不确定档次", "受警告处分的当年不得定为优秀"),
        ("非初次就业的怎么考核", "非初次就业的合并计算", "初次就业的只写评语"),
    ],
)
def test_the_case_that_is_asked_about_agrees_more(question: str, right: str, wrong: str) -> None:
    weights = dict.fromkeys(("固定收入", "固定", "警告", "初次"), 1.0)
    asked = told_apart(question, f"{right}；{wrong}", weights)
    assert asked
    assert agreement(right, asked, weights) > agreement(wrong, asked, weights)


def test_one_kind_of_a_word_tells_nothing_apart() -> None:
    assert told_apart("能定为优秀吗", "不得定为优秀", {"优秀": 1.0}) == {}


def test_a_colloquial_denial_may_reach_any_word() -> None:
    asked = told_apart("还没报上去备案能评职称吗", "实行备案制度；凡未经备案的，不得评聘", {"备案": 1.0})
    assert "不" in asked["备案"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("五年以上，延长三个月", {"time": {5 * 365.0, 90.0}}),
        ("处五万元以上十万元以下罚款", {"元": {5e4, 1e5}}),
        ("不少于20%", {"%": {20.0}}),
        ("第五年", {}),
    ],
)
def test_amounts_by_dimension(text: str, found: dict[str, set[float]]) -> None:
    assert amounts(search_text(text)) == found


@pytest.mark.parametrize(
    ("question", "piece", "whole", "found"),
    [
        ("最长可以延长到几年？", "经批准可以延长至5年", "任期3年。经批准可以延长至5年", (1.0, 1.0)),
        ("最长几年？", "任期3年", "任期3年。经批准可以延长至5年", (0.0, 0.0)),
        ("至少几次", "至少2次", "至少2次，一般5次", (1.0, 1.0)),
        ("几年", "不超过5年", "3年，不超过5年", (0.0, 0.0)),
    ],
)
def test_an_extreme_is_looked_for_only_where_it_is_asked_for(
    question: str, piece: str, whole: str, found: tuple[float, float]
) -> None:
    assert extreme(question, piece, whole) == found


@pytest.mark.parametrize(
    ("question", "piece", "found"),
    [
        ("几天", "5个工作日", True),
        ("多少名", "配备18人", True),
        ("任满几届", "任满1届", True),
        ("任满几届", "连续10年", False),
        ("谁", "5天", False),
    ],
)
def test_a_count_in_the_measure_that_is_asked_for(question: str, piece: str, found: bool) -> None:
    assert counted(question, piece) is found
