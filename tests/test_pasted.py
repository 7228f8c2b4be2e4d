"""Pasted passages: where they stand, and what differs from the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quoting import assert_verbatim, squeezed
from tiaowen import Assistant
from tiaowen.pasted import passage

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
SENTENCE = "聘期考核的结果一般分为合格和不合格等档次。"


@pytest.mark.parametrize(
    "message",
    [
        f"这段话出自哪里：{SENTENCE}",
        f"下面这段话出自哪个文件？\n{SENTENCE}",
        f"“{SENTENCE}”是哪一条的",
        f"{SENTENCE}\n这段话出自哪里？",
        "这段话出自哪里：聘期考核的结果\n一般分为合格 和不合格等檔次。",
    ],
)
def test_a_passage_is_found_word_for_word(assistant: Assistant, message: str) -> None:
    answer = assistant.ask(message)
    assert_verbatim(answer, assistant.corpus)
    assert [c.cite for c in answer.citations] == [f"《{APPRAISAL}》第十九条"]
    assert squeezed(answer.answer).rstrip("。") == SENTENCE.rstrip("。")
    assert answer.note.endswith("与原文逐字一致。")


@pytest.mark.parametrize(
    ("words", "changed", "difference"),
    [
        ("每年至少组织2次以党史为主要内容的学习或者主题党日", "1", "“1”被改为“2”"),
        ("每年至少组织1次以党史为内容的学习或者主题党日", "主要", "缺“主要”"),
        ("每年至少认真组织1次以党史为主要内容的学习或者主题党日", "组织", "多“认真”"),
    ],
)
def test_what_was_changed_is_shown_and_the_source_quoted(
    assistant: Assistant, words: str, changed: str, difference: str
) -> None:
    answer = assistant.ask(f"“{words}”出自哪里")
    assert answer.answer == "每年至少组织1次以党史为主要内容的学习或者主题党日"
    assert changed in answer.answer
    assert difference in answer.note
    assert answer.citations[0].cite == f"《{STUDY}》第十九条"


def test_a_passage_may_run_through_several_articles(assistant: Assistant) -> None:
    document = next(d for d in assistant.corpus.documents if d.title == APPRAISAL)
    articles = [c for c in assistant.corpus.by_document[document.id] if c.label in ("第十九条", "第二十条")]
    answer = assistant.ask("这段话出自哪里：" + document.text[articles[0].body : articles[1].end])
    assert [c.label for c in answer.citations] == ["第十九条", "第二十条"]
    assert_verbatim(answer, assistant.corpus)


def test_words_that_are_nowhere_are_refused(assistant: Assistant) -> None:
    answer = assistant.ask("这段话出自哪里：床前明月光，疑是地上霜，举头望明月，低头思故乡")
    assert (answer.status, answer.citations) == ("refused", ())
    assert "没有这段文字" in answer.note


@pytest.mark.parametrize(
    "message",
    ["“三会一课”是什么", "“严重警告处分的当年”怎么考核", "考核办法由谁解释", "出处在哪里", "第十九条：每年要学几次？"],
)
def test_a_question_about_a_rule_is_no_passage(message: str) -> None:
    assert passage(message) == ""


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_stretch_of_any_document_is_found(assistant: Assistant, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(assistant.corpus.documents))
    start = data.draw(st.integers(0, len(document.text) - 40))
    words = document.text[start : start + data.draw(st.integers(30, 300))]
    answer = assistant.ask(f"这段话出自哪里：{words}")
    assert_verbatim(answer, assistant.corpus)
    assert answer.status == "answered"
    assert "逐字一致" in answer.note


@pytest.mark.parametrize("end", [" 是哪条规定的？", "，出自哪个文件", "\n在第几条"])
def test_a_changed_article_is_found_by_its_words_though_its_number_names_no_document(
    assistant: Assistant, end: str
) -> None:
    answer = assistant.ask(f"第十九条 聘期考核的结果通常分为合格和不合格等档次{end}")
    assert [c.cite for c in answer.citations] == [f"《{APPRAISAL}》第十九条"]
    assert "“一般”被改为“通常”" in answer.note


def test_a_long_changed_passage_without_a_question_is_located(assistant: Assistant) -> None:
    answer = assistant.ask("各级党委（党组）原则上每3年组织开展1次党史学习教育工作情况综合评估，充分运用评估结果。")
    assert [c.clause.label for c in answer.citations][:1] == ["第三十一条第一款"]
    assert "“5”被改为“3”" in answer.note


@pytest.mark.parametrize(
    "message",
    ["单位不给我交社保还要扣我两个月的工资是哪条规定的", "内蒙古自治区事业单位工作人员考核办法第五章第四十九条"],
)
def test_a_case_and_a_long_name_are_no_passage(assistant: Assistant, message: str) -> None:
    assert "被改为" not in assistant.ask(message).note


def test_a_title_before_a_question_is_no_passage(assistant: Assistant) -> None:
    answer = assistant.ask("全国党员教育培训工作规划(2024-2028年)哪个部门负责？")
    assert "逐字一致" not in answer.note


@pytest.mark.parametrize(
    ("following", "expected"),
    [("党史学习教育由谁统筹协调", (STUDY, "第七条")), ("那第二十条呢", (APPRAISAL, "第二十条"))],
)
def test_a_question_after_a_passage_is_not_completed_with_its_words(
    assistant: Assistant, following: str, expected: tuple[str, str]
) -> None:
    pasted = "第十九条 聘期考核的结果通常分为合格和不合格等档次，是哪条规定的"
    answer = assistant.ask(following, [(pasted, assistant.ask(pasted))])
    assert "通常" not in answer.rewritten
    assert (answer.citations[0].clause.document.title, answer.citations[0].clause.label) == expected
