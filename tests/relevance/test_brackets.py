"""The case that a number falls into."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiaowen import Assistant, build_index
from tiaowen.datamodels import Span
from tiaowen.relevance.brackets import brackets, fits, narrowed, values

LEAVE = "员工累计工作满1年不满10年的，年休假5天；满10年不满20年的，年休假10天；满20年的，年休假15天。"
NOTICE = "连休3天以内的，提前2个工作日申请；超过3天的，提前10个工作日申请。"
LIFTS = "每台补助金额：六层以下（含六层）的20万元，七层以上的24万元。"
SPENDING = "单笔开支五百元以下的由书记审批；超过五百元不足三千元的，由支委会研究；三千元以上的，提交党员大会讨论。"
TRANSFER = "外出六个月以上的，应当转接组织关系；不足六个月的，由支部保持联系，本人每两个月汇报一次。"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("连着休一个星期", [("days", 7.0)]),
        ("花四百块钱找谁批", [("元", 400.0)]),
        ("罚了2万元", [("元", 20000.0)]),
        ("工资六千块，交几成", [("元", 6000.0)]),
        ("我们楼一共六层", [("层", 6.0)]),
        ("十五岁的孩子", [("岁", 15.0)]),
        ("每3天一次", [("次", 1.0)]),
        ("三年以上的怎么办", []),
        ("第3条是什么", []),
        ("年假几天", []),
    ],
)
def test_what_a_question_says_of_its_own_case(question: str, found: list[tuple[str, float]]) -> None:
    assert [(value.dimension, value.value) for value in values(question)] == found


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("满1年不满10年的", (365, 1000), (364, 3650)),
        ("10天以上15天以内的", (10, 15), (9, 16)),
        ("超过3天的", (4, 99), (3, 1)),
        ("不足六个月的", (1, 179), (180, 400)),
        ("三千元以上的", (3000, 9999), (2999,)),
        ("六层以下（含六层）的", (1, 6), (7,)),
        ("不满十四周岁的", (13,), (14, 60)),
        ("年满十八周岁的", (18, 60), (17,)),
        ("| 3000元以上至5000元（含） | 1% |", (3000, 5000), (2999, 5001)),
        ("10000元以上：2%。", (10000, 20000), (9000,)),
        ("工作满20年以上", (7300, 9999), (7299,)),
        ("工作满10年不满20年，请产假的；", (3650, 7299), (3649, 7300)),
    ],
)
def test_the_ends_of_a_bracket(text: str, inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    (bracket,) = brackets(text)
    assert all(bracket.holds(value) for value in inside)
    assert not any(bracket.holds(value) for value in outside)


@pytest.mark.parametrize(
    "text",
    [
        "处五百元以上五千元以下的罚款",
        "处五千元以上五万元以下罚款",
        "应当在15日内报告",
        "逾期15日以内的部分",
        "第三条以下的",
    ],
)
def test_what_is_ordered_is_no_case(text: str) -> None:
    assert brackets(text) == ()


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("工作12年有几天年假", LEAVE, "满10年不满20年的，年休假10天"),
        ("工作了25年年假几天", LEAVE, "满20年的，年休假15天"),
        ("干了3年能休几天", LEAVE, "员工累计工作满1年不满10年的，年休假5天"),
        ("连着休一个星期要提前几天说", NOTICE, "超过3天的，提前10个工作日申请"),
        ("休2天提前多久", NOTICE, "连休3天以内的，提前2个工作日申请"),
        ("六层的楼补多少", LIFTS, "每台补助金额：六层以下（含六层）的20万元"),
        ("八层的楼补多少", LIFTS, "七层以上的24万元"),
        ("花两千块钱谁批", SPENDING, "超过五百元不足三千元的，由支委会研究"),
        ("外出四个月要转组织关系吗", TRANSFER, "不足六个月的，由支部保持联系，本人每两个月汇报一次"),
    ],
)
def test_the_case_of_the_question_is_quoted(question: str, text: str, said: str) -> None:
    assert text[slice(*narrowed(question, text, Span(0, len(text))))] == said


@pytest.mark.parametrize("question", ["年假有几天", "休三公里要提前多久", "工作0.5年呢", ""])
def test_without_a_number_of_the_kind_or_a_case_that_holds_all_is_quoted(question: str) -> None:
    assert narrowed(question, LEAVE, Span(0, len(LEAVE))) == Span(0, len(LEAVE))
    assert not fits(question, LEAVE)


@given(st.text(alphabet="满不超过以上下内年天元13一的，；。", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_quoted_lies_in_what_was_to_be_quoted(text: str, low: int, high: int) -> None:
    span = Span(min(low, high, len(text)), min(max(low, high), len(text)))
    inner = narrowed("工作3年", text, span)
    assert span.start <= inner.start <= inner.end <= span.end


def test_an_answer_quotes_the_case_of_the_question(tmp_path: Path) -> None:
    (tmp_path / "休假.txt").write_text(
        f"示例公司休假管理办法\n第一条 为规范休假，制定本办法。\n第二条 {LEAVE}\n", "utf-8"
    )
    build_index(tmp_path / "休假.txt", tmp_path / "index")
    answer = Assistant.load(tmp_path / "index").ask("工作满12年有几天年休假")
    assert answer.answer == "满10年不满20年的，年休假10天"
    assert "年休假5天" in answer.citations[0].quote  # the clause is shown whole
