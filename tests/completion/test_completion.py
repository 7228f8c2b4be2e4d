"""What the likeliest words bring along: steps of a penalty, what is permitted, rows of a table, blocks with a label."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.completing import quoted
from tests.support.corpora import corpus, seeds
from tiaowen import Assistant
from tiaowen.completion.completion import completed
from tiaowen.datamodels import Clause, Hit
from tiaowen.relevance.quantities import asked_quantity
from tiaowen.spans.candidates import candidates
from tiaowen.spans.choices import Choice

RULES = corpus("""
市容管理办法
第一条 未报记录的，由城管责令改正；逾期不改的，处一千元以下罚款；情节严重的，处五千元以下罚款；构成犯罪的，追究责任。
第二条 路程较近的，一般不得乘坐飞机。火车票无法购买的，经批准可以乘坐。
第三条 公司注册资本为一千万元。股东的出资如下：
| 股东 | 方式 | 出资额（万元） |
| 沈明 | 货币 | 300 |
| 周立 | 货币 | 700 |
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        (  # all steps of a penalty
            "不按时报记录怎么处罚？",
            "未报记录的，由城管责令改正",
            "未报记录的，由城管责令改正；逾期不改的，处一千元以下罚款；情节严重的，处五千元以下罚款；"
            "构成犯罪的，追究责任",
        ),
        (  # those that set an amount, with what they follow
            "不按时报记录罚多少钱？",
            "逾期不改的，处一千元以下罚款",
            "未报记录的，由城管责令改正；逾期不改的，处一千元以下罚款；情节严重的，处五千元以下罚款",
        ),
        (  # the question names the step
            "不报记录，逾期还不改的罚多少？",
            "逾期不改的，处一千元以下罚款",
            "逾期不改的，处一千元以下罚款",
        ),
        (  # what is permitted behind a prohibition, where its case is asked about
            "买不到火车票能坐飞机吗",
            "一般不得乘坐飞机",
            "路程较近的，一般不得乘坐飞机。火车票无法购买的，经批准可以乘坐",
        ),
        ("路近能坐飞机吗", "一般不得乘坐飞机", "路程较近的，一般不得乘坐飞机"),
        ("沈明出资多少万元", "公司注册资本为一千万元", "沈明 | 货币 | 300"),  # the row that bears the name
        ("公司注册资本多少万元", "公司注册资本为一千万元", "公司注册资本为一千万元"),
    ],
)
def test_the_span_brings_what_it_cannot_do_without(question: str, best: str, found: str) -> None:
    assert quoted(question, best, RULES) == found


UNITS = [c for c in seeds().clauses if c.role == "unit" and candidates(c, seeds())]


@settings(max_examples=150, deadline=None)
@given(
    st.data(), st.sampled_from(UNITS), st.sampled_from(["有哪些", "谁负责", "可以吗", "罚多少元", "怎么处理", "第几天"])
)
def test_whatever_is_best_the_spans_are_of_the_clause_in_order_and_cut_clean(data, unit: Clause, question: str) -> None:
    options = candidates(unit, seeds())
    best = data.draw(st.sampled_from(options))
    scores = np.array([50 * float(o is best) for o in options])
    found = completed(Choice(question, Hit(unit, 0.9), options, scores, asked_quantity(question), {}), seeds())
    text = unit.document.text
    assert found
    assert found == sorted(found)
    for low, high in found:
        assert unit.start <= low < high <= unit.end
        assert text[low] not in "，。；：、,;:!?！？）" and text[high - 1] not in "，、：,:"
    assert all(a.end < b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("区水务集团要跟谁签合作协议？", "与乌海市盛泰水业有限公司签订合作协议"),
        ("园区绿化的中水省下来给谁用？", "将全部中水用于上述两个工业项目"),
        ("停止绿化灌溉使用中水由谁负责？", "责任单位：区水务集团"),
    ],
)
def test_who_acts_stands_under_a_label_and_with_whom_does_not(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert said in answer.answer
    assert ("责任单位" in answer.answer) == ("责任单位" in said)
