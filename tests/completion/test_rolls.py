"""Lists whose rows are lines or units of their own: found, quoted whole, and the row that is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import corpus, laws, seeds
from tiaowen.completion.rolls import listed, rolls
from tiaowen.datamodels import Corpus, Span
from tiaowen.spans.choices import weighted

NOTICE = corpus(
    """
关于成立防汛领导小组的通知
为加强防汛工作，经研究，决定成立防汛领导小组，组成人员名单如下：
组　长：张建国　局长
副组长：李明华　副局长
王秀英　总工程师
成　员：赵志强　办公室主任
孙丽娟　财务科科长
领导小组下设办公室，办公室设在安全监管科。
各单位应当提交下列材料：
1.防汛预案；
2.物资清单。
3月1日前报送。
""",
    kind="notice",
)
RULES = corpus("""
犬只登记办法
第一条 登记收费标准如下表：
| 类别 | 收费标准 |
| 小型犬 | 每只100元 |
| 大型犬 | 每只300元 |
第二条 禁止饲养的犬只包括：
藏獒；
比特犬；
土佐犬。
第三条 登记应当具备下列条件：
（一）有固定住所；
（二）犬只已免疫。
第四条 违反规定的，处罚如下：情节轻微的，警告。
情节严重的，罚款。
""")

STEPS = corpus("""
冲床管理办法
第一条 开机步骤如下：
第一步，检查模具和螺栓。
第二步，接通电源，打开油泵。
第三步，在冲床记录表上签字。
开机后不得离人。
第二条 领导小组由下列人员组成：
组长：厂长
副组长：副厂长
成员：生产科、安全科主要负责人。
办公室设在安全科。
""")


def rows(question: str, chosen: str, of: Corpus) -> list[str]:
    """The rows for a question whose chosen words are `chosen`."""
    unit = next(c for c in of.clauses if c.role == "unit" and chosen in c.text)
    at = unit.document.text.index(chosen)
    found = listed(
        question,
        rolls(of.by_document[unit.document.id], of),
        unit,
        [Span(at, at + len(chosen))],
        weighted(question, lambda word: 1.0),
    )
    return [unit.document.text[slice(*row.span)] for row in found]


@pytest.mark.parametrize(
    ("question", "chosen", "found"),
    [
        ("领导小组有哪些成员", "组成人员名单如下", ["组　长", "副组长", "王秀英", "成　员", "孙丽娟"]),
        ("领导小组由哪些人组成", "赵志强", ["组　长", "副组长", "王秀英", "成　员", "孙丽娟"]),
        ("组长是谁", "李明华", ["组　长"]),  # 副组长 is another
        ("副组长有谁", "组成人员名单如下", ["副组长", "王秀英"]),
        ("领导小组副组长都有谁", "为加强防汛工作", ["副组长", "王秀英"]),  # asked for by its label
        ("王秀英担任什么职务", "王秀英", ["王秀英"]),
        ("办公室设在哪里", "办公室设在安全监管科", []),
        ("要提交什么材料", "各单位应当提交下列材料", ["1.防汛预案", "2.物资清单"]),
    ],
)
def test_rows_that_are_units_of_their_own(question: str, chosen: str, found: list[str]) -> None:
    brought = rows(question, chosen, NOTICE)
    assert len(brought) == len(found)
    assert all(row.startswith(begin) for row, begin in zip(brought, found, strict=True))


@pytest.mark.parametrize(
    ("question", "chosen", "found"),
    [
        ("登记收费标准是多少", "登记收费标准如下表", ["| 类别", "| 小型犬", "| 大型犬"]),
        ("大型犬收费多少", "登记收费标准如下表", ["| 类别", "| 大型犬"]),
        ("哪些犬不能养", "禁止饲养的犬只包括", ["藏獒", "比特犬", "土佐犬"]),
        ("登记要什么条件", "登记应当具备下列条件", []),  # numbered 项 are the business of `lists`
        ("情节严重怎么处罚", "处罚如下", []),  # one sentence is no list
    ],
)
def test_rows_that_are_lines_of_an_article(question: str, chosen: str, found: list[str]) -> None:
    brought = rows(question, chosen, RULES)
    assert len(brought) == len(found)
    assert all(row.startswith(begin) for row, begin in zip(brought, found, strict=True))


def _in_order(of: Corpus) -> int:
    """Every row lies in its unit, behind its lead and the row before it; returns how many rolls there are."""
    number = 0
    for clauses in of.by_document.values():
        for roll in rolls(clauses, of):
            at = roll.lead.end
            for row in roll.rows:
                assert row.unit.role == "unit"
                assert at <= row.span.start < row.span.end <= row.unit.end
                assert row.unit.start <= row.span.start <= row.label.start <= row.label.end <= row.span.end
                at = row.span.end
            number += 1
    return number


def test_rows_lie_in_their_units_in_order() -> None:
    assert _in_order(seeds()) >= 1
    assert _in_order(laws(40)) >= 1


LINES = ["如下：", "甲：乙", "| a | b |", "| --- | --- |", "1.丙；", "2.丁", "戊。", "己庚辛", "（一）壬"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["如下：", "甲：乙", "| a | b |", "| --- | --- |", "1.丙；", "2.丁", "戊。", "己庚辛", "（一）壬"]
        )
    )
)
def test_whatever_follows_a_colon_the_rows_lie_in_their_units(lines: list[str]) -> None:
    _in_order(corpus("示例\n" + "\n".join(["名单如下：", *lines]), kind="notice"))


@pytest.mark.parametrize("question", ["开冲床的步骤是什么", "怎么开冲床，顺序是怎样的", "冲床开机流程"])
def test_all_steps_are_rows(question: str) -> None:
    steps = ["第一步，检查模具和螺栓", "第二步，接通电源，打开油泵", "第三步，在冲床记录表上签字"]
    assert rows(question, "在冲床记录表上签字", STEPS) == steps


def test_the_last_line_of_a_roster_may_end_its_sentence() -> None:
    found = rows("领导小组由哪些人组成", "领导小组由下列人员组成", STEPS)
    assert found == ["组长：厂长", "副组长：副厂长", "成员：生产科、安全科主要负责人"]
