"""A lead comes with its items where these mislead without it."""

from __future__ import annotations

import pytest
from completing import quoted
from corpora import corpus

from tiaowen.datamodels import Span
from tiaowen.leads import with_leads

RULES = corpus("""
市容管理办法
第一条 有下列情形之一的，不得担任监督员：
（一）受过处罚的；
（二）有违规记录的。
第二条 聘用期间有下列情形之一的，终止协议：
（一）本人提出的；
（二）因病连续十五日不能工作的；
（三）岗位撤销的。
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        (  # a list of what is forbidden, where the question does not say so
            "担任监督员的情形有哪些？",
            "有下列情形之一的",
            "有下列情形之一的，不得担任监督员：\n（一）受过处罚的；\n（二）有违规记录的。",
        ),
        ("哪些情形不得担任监督员？", "有下列情形之一的", "（一）受过处罚的；\n（二）有违规记录的。"),
        # the lead of which the items are cases, unless the question says it itself
        (
            "生病二十天没来怎么办？",
            "因病连续十五日不能工作的",
            "聘用期间有下列情形之一的，终止协议\n（二）因病连续十五日不能工作的",
        ),
        (
            "哪些情形终止协议？",
            "（一）本人提出的；\n（二）因病连续十五日不能工作的；\n（三）岗位撤销的",
            "（一）本人提出的；\n（二）因病连续十五日不能工作的；\n（三）岗位撤销的。",
        ),
    ],
)
def test_a_lead_comes_with_its_items_unless_the_question_says_it_itself(question: str, best: str, found: str) -> None:
    assert quoted(question, best, RULES) == found


@pytest.mark.parametrize("question", ["在编人员能不能报考", "在编人员能否报考", "在编人员能报考吗"])
def test_an_item_for_a_yes_or_no_comes_with_the_lead_that_forbids(question: str) -> None:
    """报考 stands in the question, 不得 does not."""
    rules = corpus("招聘办法\n第一条 有下列情形之一的，不得报考：\n（一）现役军人；\n（二）在编人员。")
    unit = next(c for c in rules.clauses if c.role == "unit" and c.level == "条")
    start = unit.document.text.index("在编人员")
    found = with_leads(question, unit, [Span(start, start + 4)], rules)
    assert [unit.document.text[slice(*span)] for span in found] == ["有下列情形之一的，不得报考", "在编人员"]
