"""Words that only tell what a term means, where a rule is asked for."""

from __future__ import annotations

import pytest

from tiaowen.relevance.meanings import only_defines

DEFINITION = "本条例所称公园，是指具有良好的园林环境、向公众开放的场所，包括综合公园和专类公园。"
ENTRIES = "本规定中下列用语的含义是：\n（一）船舶，是指非用于军事的海船。\n（二）油类：指烃类矿物油及其残余物。"


@pytest.mark.parametrize("question", ["公园里能不能遛狗？", "公园要收门票吗", "公园关门了怎么通知游客"])
@pytest.mark.parametrize("quoted", [DEFINITION, ENTRIES])
def test_a_definition_is_no_rule(question: str, quoted: str) -> None:
    assert only_defines(question, quoted)


@pytest.mark.parametrize(
    "question",
    [
        "什么是公园", "公园是什么意思", "什么样的地方算公园", "专类公园属于公园吗", "公园包括哪些", "公园分几种",
        "小区里的绿地也归这个管？", "军舰漏油适用这个规定吗", "多大的绿地是公园", "这里说的公园指什么",
    ],
)  # fmt: skip
def test_a_definition_answers_what_a_thing_is_and_what_counts_as_one(question: str) -> None:
    assert not only_defines(question, DEFINITION)


@pytest.mark.parametrize(
    "quoted",
    [
        "公园应当免费开放。",
        DEFINITION + "公园应当免费开放。",
        "政府制定指导意见。",
        "本条例所称公园免费开放，指标由主管部门下达。",
        "",
    ],
)
def test_a_rule_is_no_definition(quoted: str) -> None:
    assert not only_defines("公园要收门票吗", quoted)
