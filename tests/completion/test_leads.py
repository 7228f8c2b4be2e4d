"""A lead comes with its items where these mislead without it."""

from __future__ import annotations

import pytest

from tests.support.completing import quoted
from tests.support.corpora import corpus
from tiaowen.completion.leads import with_leads
from tiaowen.datamodels import Span

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


def _led(rules: str, question: str, words: str) -> list[str]:
    made = corpus(rules)
    unit = next(c for c in made.clauses if c.role == "unit" and c.level == "条")
    start = unit.document.text.index(words)
    found = with_leads(question, unit, [Span(start, start + len(words))], made)
    return [unit.document.text[slice(*span)] for span in found]


FREE = "殡葬办法\n第一条 在本县殡仪馆火化的，免除下列费用：\n（一）遗体接运；\n（二）遗体火化（普通火化炉）；"


def test_the_name_of_a_thing_is_no_yes_and_no_no_without_its_lead() -> None:
    led = ["在本县殡仪馆火化的，免除下列费用", "遗体火化（普通火化炉）"]
    assert _led(FREE, "火化要花钱吗？", led[1]) == led
    assert _led(FREE, "火化用哪种炉子？", led[1]) == led[1:]


STATED = (
    "信访办法\n第一条 处理意见书应当载明投诉请求、事实和理由、处理意见及其依据：\n（一）请求成立的，予以支持；\n"
    "（二）请求不成立的，不予支持。\n第二条 县、乡两级机构的职责是：\n（一）受理信访事项；\n（二）督促检查。"
)


def test_a_lead_that_tells_what_is_asked_comes_with_its_items() -> None:
    lead, items = (
        "处理意见书应当载明投诉请求、事实和理由、处理意见及其依据",
        "（一）请求成立的，予以支持；\n（二）请求不成立的，不予支持",
    )
    assert _led(STATED, "处理意见书应当载明哪些内容？", items)[0].startswith(lead)
    assert _led(STATED, "处理意见书怎样分别处理？", items) == [items]
    made = corpus(STATED)
    second = [c for c in made.clauses if c.role == "unit" and c.level == "条"][1]
    start = second.document.text.index("（一）受理")
    words = Span(start, second.end - 1)
    assert with_leads("县、乡两级机构的职责有哪些？", second, [words], made) == [words]
