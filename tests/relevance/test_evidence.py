"""Does a clause hold what was asked? Word by word, in one sentence, with the quantity asked for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tiaowen.language.normalization import words
from tiaowen.relevance.evidence import COLUMNS, Asked, asked, columns, present, sentences, share, unheard

UNITS = [clause for clause in seeds().clauses if clause.role == "unit"]
FREQUENCY: Mapping[str, int] = {word: 1 for unit in UNITS for word in words(unit.text)}
ARTICLE_19 = next(u for u in UNITS if u.cite == "《党史学习教育工作条例》第十九条")


def ask(question: str) -> Asked:
    return asked(question, FREQUENCY, {}, len(UNITS))


def found(question: str, text: str, bank: str = "") -> dict[str, float]:
    return columns(ask(question), "", text, bank)


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("公务员", "公务员的考核按年度进行", 1.0),
        ("公务员", "事业单位工作人员的考核", 0.0),
        ("老板", "用人单位应当支付劳动报酬", 0.8),
        ("用人单位", "老板", 0.0),  # one way: a law's word is not looked for in everyday words
    ],
)
def test_a_word_is_present_itself_or_as_its_word_of_the_law(word: str, text: str, expected: float) -> None:
    assert present(word, text) == pytest.approx(expected)


def test_a_clause_about_others_lacks_the_noun_that_was_asked_about() -> None:
    text = "事业单位工作人员年度考核优秀档次人数一般不超过应参加考核人数的百分之二十。"
    same, other = (found(f"{who}年度考核优秀的比例是多少？", text) for who in ("事业单位工作人员", "公务员"))
    assert other["missing_noun"] > 0.5 > same["missing_noun"]
    assert other["nouns"] < same["nouns"]
    assert other["covered"] < same["covered"]


def test_the_quantity_counts_where_it_stands_with_what_was_asked() -> None:
    text = "新聘人员应当约定试用期。因病请假累计超过六个月的，不确定档次。"
    near, far = (found(question, text) for question in ("请假累计超过几个月不确定档次？", "试用期是几个月？"))
    assert near["asks_quantity"] == far["asks_quantity"] == 1.0
    assert near["quantity"] > 0.8
    assert far["quantity"] < far["sentence"]  # the sentence on 试用期 states no months
    assert found("请假累计超过几个月？", "请假应当经过批准。")["unstated"] == 1.0


@pytest.mark.parametrize(
    ("question", "text", "uncounted"),
    [
        ("一个网格员负责多少户居民？", "网格员负责网格内的居民。", 1.0),
        ("一个网格员负责多少户居民？", "每个网格一般为三百户左右。", 0.0),
        ("测评要请几名代表？", "服务对象代表不少于5人。", 0.0),
        ("测评由谁组织？", "测评由单位组织。", 0.0),
    ],
)
def test_what_is_to_be_counted_must_be_counted(question: str, text: str, uncounted: float) -> None:
    assert found(question, text)["uncounted"] == uncounted


def test_the_bank_fills_in_words_that_the_clause_does_not_use() -> None:
    question = "支部一年要搞几回党史学习？"
    alone, helped = (found(question, ARTICLE_19.text, bank) for bank in ("", "支部一年最少要搞几回党史学习"))
    assert helped["covered_by_bank"] > alone["covered_by_bank"]
    assert helped["covered"] == alone["covered"]


def test_unknown_words_count_by_what_they_are() -> None:
    assert ask("公务员的停车费怎么交？").unknown > ask("到底怎么才算优秀档次？").unknown
    assert ask("优秀档次的比例").unknown == 0.0


def test_an_item_is_read_with_the_words_that_govern_it() -> None:
    pieces = sentences("有下列情形之一的，不得确定为优秀：\n（一）旷工三天的；\n（二）受警告处分的。")
    assert any("不得确定为优秀" in piece and "警告处分" in piece for piece in pieces)


@given(
    st.text(alphabet="党史学习考核公务员几次多少户岁元老板？。，（一）12 ab", max_size=30),
    st.integers(0, len(UNITS) - 1),
)
def test_shares_are_shares_whatever_is_asked(question: str, number: int) -> None:
    row = columns(ask(question), "", UNITS[number].text, "")
    assert tuple(row) == COLUMNS
    assert all(0 <= row[name] <= 1 + 1e-9 for name in COLUMNS if name not in ("length", "missing_nouns"))
    assert share({}, UNITS[number].text) == 1.0


@pytest.mark.parametrize(
    ("question", "covered", "unknown", "cosine", "silent"),
    [
        ("房价多少？", 0.0, 1.0, 0.4, True),
        ("宿舍怎么安排？", 0.24, 0.77, 0.28, True),
        ("宿舍怎么安排？", 0.24, 0.77, 0.38, False),  # something is near
        ("宿舍怎么安排？", 0.24, 0.3, 0.28, False),  # most words are known
        ("烧纸钱怎么罚？", 0.73, 1.0, 0.34, False),  # the clause has them in other words
        ("从哪天开始算？", 0.0, 1.0, 0.4, False),  # it names nothing
        ("我儿子在国外被警察抓了，使馆会管吗？", 0.02, 0.8, 0.34, False),  # a case told at length
    ],
)
def test_a_short_question_in_unknown_words_is_about_something_else(
    question: str, covered: float, unknown: float, cosine: float, silent: bool
) -> None:
    assert unheard(question, covered, unknown, cosine) == silent
