"""What a document is for, from which day it is in force, and words that are beside the question."""

from __future__ import annotations

import pytest

from tests.support.quoting import assert_verbatim
from tests.support.reading_tools import read_text
from tiaowen import Assistant
from tiaowen.answering.purposes import asks_purpose, day_of_issue
from tiaowen.datamodels import Citation, Corpus
from tiaowen.language.question_parts import topic_readings
from tiaowen.relevance.rivals import opposite

STUDY = "党史学习教育工作条例"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("为什么要制定党史学习教育工作条例？", True),
        ("海南区为啥要出这个水资源工作方案", True),
        ("制定考核办法的目的是什么", True),
        ("出台这个文件图的是什么", True),
        ("为什么要做政策取向一致性评估", False),
        ("考核办法由谁制定", False),
        ("制定方案由谁负责", False),
    ],
)
def test_which_questions_ask_what_a_document_is_for(question: str, asked: bool) -> None:
    assert asks_purpose(question) is asked


@pytest.mark.parametrize(
    ("question", "begins", "label"),
    [
        ("为什么要制定党史学习教育工作条例？", "为了推动党史学习教育常态化长效化", "第一条"),
        ("海南区为啥要出这个水资源工作方案", "为进一步理顺供水关系", "序言"),
        ("制定内蒙古自治区事业单位工作人员考核办法的目的是什么", "为了全面准确评价", "第一条"),
    ],
)
def test_a_document_says_at_its_beginning_what_it_is_for(
    assistant: Assistant, question: str, begins: str, label: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answer.startswith(begins)
    assert [c.clause.label for c in answer.citations] == [label]
    assert_verbatim(answer, assistant.corpus)


def test_a_document_in_force_from_its_issue_is_dated_by_its_note(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STUDY}什么时候开始施行")
    assert [piece.quote for piece in answer.spans] == ["本条例自发布之日起施行", "2024年2月5日中共中央发布"]
    assert [c.clause.label for c in answer.citations] == ["第三十四条", "题注"]
    assert_verbatim(answer, assistant.corpus)


@pytest.mark.parametrize(
    ("note", "begins", "dated"),
    [
        ("2020年3月1日某市人民政府令第5号公布", "公布", ["2020年3月1日某市人民政府令第5号公布"]),
        ("1998年3月1日某市人民政府令第5号公布 2020年6月1日某市人民政府令第9号修订公布", "公布", []),  # which?
        ("2020年3月1日某市人民政府令第5号公布", "通过", []),  # another day
    ],
)
def test_a_day_of_issue_is_told_only_where_it_is_known(note: str, begins: str, dated: list[str]) -> None:
    ((document, clauses),) = read_text(
        f"某市养犬办法\n（{note}）\n第一条 为规范养犬，制定本办法。\n第二条 本办法自{begins}之日起施行。\n"
    )
    found = Corpus((document,), clauses)
    clause = next(c for c in found.clauses if c.label == "第二条")
    day = day_of_issue("什么时候施行", [Citation(clause, 0, len(clause.text))], found)
    assert ([day.quote] if day is not None else []) == dated


def test_who_does_not_ask_when_is_given_no_date(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STUDY}第三十四条")
    assert [c.clause.label for c in answer.citations] == ["第三十四条"]


@pytest.mark.parametrize(
    ("question", "quoted", "other"),
    [
        ("会议几号闭幕", "会议将于3月5日开幕", True),
        ("会议几号闭幕", "会议将于3月11日闭幕", False),
        ("会议几号开幕几号闭幕", "会议将于3月5日开幕", False),
        ("什么时候离职", "入职后签订合同", True),
        ("会议开几天", "会议将于3月5日开幕", False),
    ],
)
def test_the_opposite_of_what_is_asked_about_is_no_answer(question: str, quoted: str, other: bool) -> None:
    assert (opposite(question, quoted) is not None) is other


@pytest.mark.parametrize("question", ["2025年政协会议几号闭幕", "采访两会的外国记者报名最晚截止到哪天"])
def test_the_day_of_something_else_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert "说的是开幕，没有说闭幕" in answer.note or "没有写明所问的截止日期" in answer.note


def test_a_byline_answers_no_question_on_the_news(assistant: Assistant) -> None:
    answer = assistant.ask("西安区政务大厅有多少家单位进驻 开几个窗口")
    assert "署名" not in {c.clause.level for c in answer.citations}
    assert "19家进驻单位" in answer.answer


def test_appraisal_in_ordinary_times_is_no_word_for_peace() -> None:
    assert topic_readings("年度考核和平时考核的优秀名额各占多少") == [
        ["年度考核的优秀名额占多少", "平时考核的优秀名额占多少"]
    ]
    assert topic_readings("战争和和平各有什么规定") != []
    assert topic_readings("各国和平利用的要求") == []
