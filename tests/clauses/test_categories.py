"""Into what a thing is divided is told by the sentence that divides it, not by those on its categories."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen import Assistant
from tiaowen.clauses.categories import asked_division, divided, division
from tiaowen.datamodels import Hit


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("年度考核的档次有哪些", ("年度考核", "档次")),
        ("年度考核的结果分成哪几个档？", ("年度考核的结果", "档")),
        ("年度考核有哪几个等次", ("年度考核", "等次")),
        ("护照一共分哪几类？", ("护照", "类")),
        ("监察官等级一共分几级", ("监察官", "等级")),
        ("优秀档次有哪些条件", None),
        ("年度考核由谁负责", None),
        ("分几类", None),
    ],
)
def test_what_is_divided_and_into_what(question: str, asked: tuple[str, str] | None) -> None:
    assert asked_division(question) == asked


@pytest.mark.parametrize(
    ("thing", "kind", "text", "said"),
    [
        ("护照", "类", "护照分为普通护照和公务护照。", "护照分为普通护照和公务护照"),
        ("年度考核", "等次", "年度考核的结果一般分为优秀、合格等档次。", "年度考核的结果一般分为优秀、合格等档次"),
        ("事故", "类", "事故分为：\n（一）大的；\n（二）小的。\n另定。", "事故分为：\n（一）大的；\n（二）小的"),
        ("平时考核", "档次", "年度考核的结果分为优秀、合格等档次。", None),
        ("数据", "级", "国家对数据实行分级保护，根据重要程度确定。", None),
        ("设备", "档次", "设备分为新的和旧的。", None),
        ("设备", "类", "设备分为若干类。", None),
    ],
)  # fmt: skip
def test_a_sentence_divides_by_its_form(thing: str, kind: str, text: str, said: str | None) -> None:
    span = division(thing, kind, text)
    assert (None if span is None else text[slice(*span)]) == said


@pytest.mark.parametrize("question", ["年度考核的档次有哪些", "年度考核有哪几个等级？", "事业单位年度考核分几档？"])
def test_the_sentence_that_divides_answers(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answer.startswith("年度考核的结果一般分为优秀、合格、基本合格和不合格四个档次")
    assert answer.why.way == "division"
    assert [c.clause.label for c in answer.citations][:1] == ["第十条"]


def test_the_division_that_counts_answers_how_many() -> None:
    text = (
        "示例办法\n第一条 聘期考核的结果分为合格和不合格等档次。\n第二条 年度考核的结果分为优秀、合格、较差三个档次。"
    )
    hits = [Hit(clause, 0.5, {}) for clause in corpus(text).clauses if clause.role == "unit"]
    counted, named = divided("考核等次分几档", hits), divided("聘期考核等次分几档", hits)
    assert counted is not None and counted[0].clause.label == "第二条"
    assert named is not None and named[0].clause.label == "第一条"
