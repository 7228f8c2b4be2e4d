"""Papers named in pieces of their titles before an address."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen.addresses.resolving import Resolver
from tiaowen.addresses.titles import TitleMatcher

CONTRACT = "锦园小区物业服务合同\n第一条 乙方提供物业服务。\n第二条 合同期限三年。"
MINUTES = (
    "关于农贸市场改造提升工作的专题会议纪要\n现将会议议定事项纪要如下：\n一、关于资金\n（一）区财政承担60%。\n（二）分三次拨付。\n"
    "二、关于安置\n（一）设置临时交易点。\n（二）摊位费全免。"
)


LABOUR = "劳动合同书\n第一条 合同期限三年。\n第二条 附件是其组成部分。\n附件1\n薪酬确认书\n1、月薪。\n2、奖金。"
RULING = (
    "最高人民法院、最高人民检察院关于审理拒不执行判决、裁定案件适用法律若干问题的解释\n"
    "第一条 为正确适用法律，制定本解释。\n第二条 自发布之日起施行。"
)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(corpus(CONTRACT, MINUTES, LABOUR, RULING))


@pytest.mark.parametrize(
    ("question", "title", "label"),
    [
        ("锦园物业服务合同第二条原文", "锦园小区物业服务合同", "第二条"),
        ("请问锦园小区服务合同的第一条", "锦园小区物业服务合同", "第一条"),
        ("农贸市场会议纪要第二条第二项写了什么？", "关于农贸市场改造提升工作的专题会议纪要", "二、（二）"),
        ("农贸市场改造纪要第一条", "关于农贸市场改造提升工作的专题会议纪要", "一、关于资金"),
        ("劳动合同附件1的内容", "劳动合同书", "附件1"),
        ("劳动合同书第二条", "劳动合同书", "第二条"),
    ],
)
def test_all_words_in_the_order_of_a_title_name_it(resolver: Resolver, question: str, title: str, label: str) -> None:
    located = resolver.locate(question)
    assert located is not None
    assert [(clause.document.title, clause.label) for clause in located.clauses] == [(title, label)]


@pytest.mark.parametrize("question", ["锦园保洁合同第二条", "小区物业服务合同有几份", "同合务服第二条"])
def test_another_paper_or_no_address_names_nothing(resolver: Resolver, question: str) -> None:
    assert not [match for match in resolver.titles.find(question) if match.form == "loose" and match.documents]


def test_two_papers_that_fit_are_not_chosen_between() -> None:
    both = corpus(CONTRACT, CONTRACT.replace("锦园小区", "锦园东区"))
    assert TitleMatcher(both.documents).find("锦园物业服务合同第二条") == []


def test_a_title_is_a_name_from_its_beginning_over_the_marks_in_it(resolver: Resolver) -> None:
    title = RULING.split("\n", 1)[0]
    for said in (title, title.replace("院、", "院 ", 1)):
        (match,) = resolver.titles.find(f"{said}一共多少条")
        assert (match.start, match.end) == (0, len(said))


def test_other_words_before_a_name_are_no_part_of_it(resolver: Resolver) -> None:
    (match,) = resolver.titles.find("请问甲、裁定案件适用法律若干问题的解释第一条")
    assert match.start > 2
