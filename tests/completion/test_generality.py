"""The general rule first, its special cases after it as exceptions, and the case that has the extreme."""

from __future__ import annotations

import pytest

from tests.support.completing import completions
from tests.support.corpora import corpus
from tiaowen.completion.generality import cases
from tiaowen.completion.provisos import Provisos
from tiaowen.datamodels import Span

RULES = corpus("""
市容管理办法
第一条 户外广告面积的比例，一般不超过建筑立面的20%。
有下列情形之一的，经批准，户外广告面积的比例可以适当提高，一般掌握在25%：
（一）位于商业街区的；
（二）用于公益宣传的。
位于历史街区的建筑，应当降低户外广告面积的比例，一般不超过10%。
第二条 审批机关应当自受理申请之日起二十日内作出决定。情况复杂的，经负责人批准，可以延长十日。
第三条 保证金自期满之日起十日内退还。设施损坏的，应当在五日内修复。
第四条 许可期限不满一年的，押金不得超过一千元；许可期限满一年的，押金不得超过三千元。
第五条 夜间占道施工的时间不得超过十二小时。工程复杂的，夜间占道施工的时间不得超过二十四小时。间隔不得少于六十小时。
第六条 店主享受停业期三十天，其中年内可以停业五天。遇灾的，增加停业期十天。
第七条 安排环卫工人延长工作的，按工资的150%支付加班工资；休息日安排工作的，按200%支付；法定节日安排工作的，按300%支付。
第八条 公共停车场15分钟以内免费；超过15分钟的，首小时十元，之后每小时五元；大型车加倍收取。
""")
RATIO = "户外广告面积的比例可以适当提高，一般掌握在25%"


def spans(question: str, best: str) -> list[str]:
    """The completed answer where `best` is the candidate that scores highest."""
    unit, found = completions(question, best, RULES)
    return [unit.document.text[slice(*span)] for span in found]


@pytest.mark.parametrize("question", ["历史街区的建筑户外广告面积比例", "位于历史街区的，户外广告面积比例是多少"])
def test_the_special_case_that_is_named_word_for_word_is_quoted_instead_of_the_rule(question: str) -> None:
    brought = "\n".join(spans(question, "户外广告面积的比例，一般不超过建筑立面的20%"))
    assert "历史街区" in brought and "10%" in brought and "20%" not in brought


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("户外广告面积的比例是多少？", ["20%"]),
        ("户外广告面积的比例最高是多少？", ["20%", "25%"]),
        ("户外广告面积的比例最低是多少？", ["20%", "10%"]),
        ("商业街区的户外广告面积比例可以提高到多少？", ["25%：\n（一）位于商业街区的"]),  # the case itself
    ],
)
def test_the_general_rule_is_quoted_before_the_special_case(question: str, found: list[str]) -> None:
    brought = "\n".join(spans(question, RATIO))
    assert [ratio for ratio in ("20%", "25%", "10%") if ratio in brought] == [words[:3] for words in found]
    assert all(words in brought for words in found)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "押金最高多少钱？",
            "许可期限不满一年的，押金不得超过一千元；许可期限满一年的，押金不得超过三千元",
        ),
        ("许可期限满1年的押金多少钱？", "许可期限满一年的，押金不得超过三千元"),  # the case is named
    ],
)
def test_of_parallel_cases_all_are_quoted_where_none_is_named(question: str, found: str) -> None:
    assert spans(question, "许可期限满一年的，押金不得超过三千元") == [found]


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        ("加班工资怎么计算", "按工资的150%支付加班工资", ["150%", "200%", "300%"]),
        ("休息日工作怎么计算工资", "休息日安排工作的，按200%支付", ["200%"]),  # the case is named
        ("停车场停3小时怎么收费", "公共停车场15分钟以内免费", ["免费", "首小时十元", "加倍"]),
    ],
)
def test_rates_side_by_side_are_quoted_together(question: str, best: str, found: list[str]) -> None:
    brought = "".join(spans(question, best))
    assert [rate for rate in ("150%", "200%", "300%", "免费", "首小时十元", "加倍") if rate in brought] == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("夜间占道施工最长多少小时？", ["十二小时", "二十四小时"]),
        ("夜间占道施工多少小时？", ["十二小时"]),  # the case is an exception of the rule
    ],
)
def test_the_extreme_of_the_next_sentence_comes_with_its_rule(question: str, found: list[str]) -> None:
    brought = "\n".join(spans(question, "夜间占道施工的时间不得超过十二小时"))
    assert [hours for hours in ("十二小时", "二十四小时", "六十小时") if hours in brought] == found


@pytest.mark.parametrize("best", ["其中年内可以停业五天", "增加停业期十天"])
def test_a_part_of_a_time_comes_with_the_whole(best: str) -> None:
    assert "停业期三十天" in spans("停业期多少天？", best)[0]
    assert "三十天" not in "".join(spans("年内可以停业多少天？", "其中年内可以停业五天"))  # the part is asked about


def test_the_special_cases_of_a_quoted_rule_are_exceptions() -> None:
    unit = next(c for c in RULES.clauses if c.role == "unit" and RATIO in c.text)
    rule = Span(unit.body, unit.document.text.index("。", unit.start))
    question = "户外广告面积的比例是多少？"
    found = Provisos(RULES).exceptions([rule], unit, question=question)
    assert ["25%" in found[0].quote, "（二）用于公益宣传的" in found[0].quote, "10%" in found[1].quote] == [True] * 3
    assert all(citation.exception for citation in found) and len(found) == 2
    assert Provisos(RULES).exceptions([rule], unit) == []  # only a question on the quantity makes them exceptions


@pytest.mark.parametrize(
    ("best", "question", "found"),
    [
        ("二十日内作出决定", "审批机关几日内作出决定？", ["情况复杂的，经负责人批准，可以延长十日"]),
        ("十日内退还", "保证金几日内退还？", []),  # another matter that has a time of its own
        ("二十日内作出决定", "谁作出决定？", []),
        (
            "夜间占道施工的时间不得超过十二小时",
            "夜间占道施工的时间是几小时？",
            ["工程复杂的，夜间占道施工的时间不得超过二十四小时"],
        ),
    ],
)
def test_what_changes_the_quantity_is_a_case_of_its_rule(best: str, question: str, found: list[str]) -> None:
    unit = next(c for c in RULES.clauses if c.role == "unit" and best in c.text)
    text = unit.document.text
    at = text.index(best)
    assert [text[slice(*case)] for case in cases(question, Span(at, at + len(best)), unit)] == found
