"""谁, 什么时候 and 去哪里 are answered by words that name somebody, a time, a place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tiaowen import Assistant, build_index
from tiaowen.answering.extraction import NEARLY, naming
from tiaowen.relevance.answer_types import is_labelled, unnamed
from tiaowen.spans.candidates import candidates
from tiaowen.spans.wording import Wording

RULES = """青山区预备役人员管理规定
第一条 预备役人员应当依法参加训练。训练在区人民武装部的训练基地进行。
第二条 转让项目的，转让人应当书面通知住户。
第三条 停用旧水管，改用新水管。
责任单位：区水务集团
完成时限：2024年3月20日前
"""


@pytest.mark.parametrize(
    ("question", "quoted", "missing"),
    [
        ("预备役在哪里参加训练？", "预备役人员应当依法参加训练", "地点"),
        ("预备役在哪里参加训练？", "在区人民武装部的训练基地进行", ""),
        ("死亡证明在哪里开？", "死亡证明和火化证明", "地点"),
        ("差别体现在哪里？", "死亡证明和火化证明", ""),
        ("转让要在什么时限内告知？", "转让人应当书面通知住户", "时间"),
        ("什么时候告知住户？", "转让三日前书面通知", ""),
        ("看守人员什么时候能撤？", "经检查验收合格，方可撤出", ""),
        ("什么时候启动Ⅱ级响应？", "库水位达到汛限水位", ""),
        ("几号启动Ⅱ级响应？", "库水位达到汛限水位", "时间"),
        ("平时考核多久一次？", "一般以季度为周期", ""),
        ("拍卖行由谁挑选？", "变价出售破产财产应当通过拍卖进行", "主体"),
        ("谁来定载畜量？", "由草原行政主管部门制定", ""),
        ("评估的钱谁出？", "均由本行承担", ""),
        ("怎么拍卖？", "变价出售破产财产应当通过拍卖进行", ""),
    ],
)
def test_what_the_question_asks_for_is_named_or_missing(question: str, quoted: str, missing: str) -> None:
    assert unnamed(question, quoted) == missing


def test_a_label_says_what_its_line_names() -> None:
    assert is_labelled("完成时限：2024年3月20日前") and is_labelled("责任单位：区水务集团")
    assert not is_labelled("停用旧水管，改用新水管。")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("types")
    (folder / "规定.txt").write_text(RULES, "utf-8")
    build_index(folder / "规定.txt", folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "article", "best", "behind", "chosen"),
    [
        # the next sentence is nearly as likely and says where
        ("预备役在哪里参加训练", 0, "预备役人员应当依法参加训练", NEARLY / 2, "训练在区人民武装部的训练基地进行"),
        ("预备役在哪里参加训练", 0, "预备役人员应当依法参加训练", NEARLY * 3, "预备役人员应当依法参加训练"),
        # a line that says by its label that it names a time may be far behind
        ("什么时候停用旧水管", 2, "停用旧水管，改用新水管", NEARLY * 3, "完成时限：2024年3月20日前"),
    ],
)
def test_words_that_name_it_come_before_those_that_do_not(
    rules: Assistant, question: str, article: int, best: str, behind: float, chosen: str
) -> None:
    unit = [clause for clause in rules.corpus.clauses if clause.role == "unit" and clause.level == "条"][article]
    options = candidates(unit, rules.corpus)
    wording, text = Wording(unit, options), unit.document.text
    said = [text[a:b].rstrip("。；") for a, b in zip(wording.starts, wording.ends, strict=True)]
    scores = np.array([1.0 if words == best else 1.0 - behind if words == chosen else -9.0 for words in said])
    kept = naming(question, text, wording, scores)
    assert said[int(np.where(kept, scores, -np.inf).argmax())] == chosen


def test_a_clause_that_names_no_time_does_not_answer_when(rules: Assistant) -> None:
    answer = rules.ask("转让项目的，要在什么时限内通知住户？")
    assert answer.status == "refused" and answer.note.endswith("第二条没有写明所问的时间。")
    assert rules.ask("转让项目的，要通知谁？").answer.endswith("转让人应当书面通知住户")


def test_the_article_that_names_it_comes_before_one_that_does_not(assistant: Assistant) -> None:
    """坚持党的全面领导 is a principle: who leads the work stands elsewhere."""
    answer = assistant.ask("党史学习教育由谁领导？")
    assert answer.citations[0].cite == "《党史学习教育工作条例》第七条"
