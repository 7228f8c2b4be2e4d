"""Questions on a document as a whole, and on broad topics of one."""

from __future__ import annotations

import pytest

from tests.support.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.answering.wholes import asks_of_whole

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


@pytest.mark.parametrize(
    "question", ["考核办法有哪些章", "考核办法目录", "考核办法讲了什么", "考核办法的主要内容是什么"]
)
def test_the_outline_of_a_document_is_its_headings(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert_verbatim(answer, assistant.corpus)
    assert [c.label for c in answer.citations] == [f"第{n}章" for n in "一二三四五六七八九"]
    assert answer.answer.split("\n")[2] == "第三章 年度考核"
    assert "共 9 章、52 条" in answer.note


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("社区意见有多少点", "共 17 点"),
        ("水资源方案提了几个问题", "共 4 个问题"),
        ("水资源方案共几条措施", "共 11 项工作措施"),
        ("考核办法共几款", "共 91 款"),
        ("考核办法共几目", "共 3 目"),
        ("意见分几部分", "共 6 个部分"),
        ("规划分几个部分", "共 5 个部分"),
        ("答记者问共几个问题", "共 10 问"),
        ("培训规划分几个部分", "共 5 个部分"),
        ("考核办法有几章几条", "共 9 章、52 条"),
        ("考核办法第四十四条有几项", "第四十四条共 9 项"),
    ],
)
def test_what_is_counted_may_be_called_by_any_level(assistant: Assistant, question: str, counted: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, counted in answer.note) == ("answered", True)


@pytest.mark.parametrize(
    "question", ["培训规划管到哪一年", "培训规划是哪几年的", "培训规划的期限是多久", "培训规划实施到哪年"]
)
def test_the_years_of_a_plan_stand_in_its_title(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert_verbatim(answer, assistant.corpus)
    assert [c.label for c in answer.citations] == ["标题"]
    assert "2024-2028年" in answer.answer


@pytest.mark.parametrize("question", ["考核办法管到哪一年", "培训规划五年内书记培训多少天", "培训规划的评估到什么时候"])
def test_years_that_no_title_has_or_of_something_else_are_not_told_by_it(assistant: Assistant, question: str) -> None:
    assert all(c.label != "标题" for c in assistant.ask(question).citations)


@pytest.mark.parametrize("question", ["考核办法有几条优秀的标准", "年度考核分为几个档次"])
def test_a_number_of_something_else_is_not_counted(assistant: Assistant, question: str) -> None:
    assert "按正文统计" not in assistant.ask(question).note


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("水资源方案的文号是什么", "海南政办发〔2024〕8号"),
        ("社区意见什么时候发的", "2024年3月28日"),
        ("考核办法啥时候出的", "2024年4月3日"),
        ("考核办法哪个部门印发的", "内蒙古自治区人力资源和社会保障厅"),
        ("考核办法开头说了什么", "为了全面准确评价事业单位工作人员"),
    ],
)
def test_what_a_document_says_about_itself_is_quoted(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert words in answer.answer
    assert_verbatim(answer, assistant.corpus)


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("这个办法是谁发的？", True),
        ("哪个部门出的？", True),
        ("由谁制定？", True),
        ("谁来出？", False),  # the money
        ("住房公积金谁出", False),
    ],
)
def test_who_issued_a_document_is_not_who_pays(question: str, whole: bool) -> None:
    assert asks_of_whole(question) == whole


def test_a_document_without_a_number_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("考核办法的文号是多少")
    assert (answer.status, answer.note) == ("refused", f"《{APPRAISAL}》没有印出文号。")


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("考核办法最后一条", "第五十二条"),
        ("考核办法倒数第二条说的什么", "第五十一条"),
        ("考核办法第四十四条最后一款", "第四十四条第二款"),
        ("考核办法§44(6)", "第四十四条第（六）项"),
        ("考核办法44-6", "第四十四条第（六）项"),
        ("社区意见二、1", "第1点"),
        ("水资源方案问题四的工作目标", "问题四·工作目标"),
    ],
)
def test_addresses_that_people_write(assistant: Assistant, question: str, label: str) -> None:
    assert assistant.ask(question).citations[0].label == label


@pytest.mark.parametrize(
    ("question", "first", "number"),
    [
        ("党史条例对领导体制和工作职责作了哪些规定", "第七条", 3),
        ("党史学习教育应突出哪些内容", "第十条", 6),
        ("党史条例专设“保障和监督”一章，有哪些要求？", "第二十五条", 7),
        ("党史条例总则", "第一条", 6),
        ("社区工作者激励保障有哪些措施", "第12点", 3),
        ("如何加强社区工作者能力建设", "第5点", 4),
        ("怎么落实考核办法", "第四十六条", 3),
        ("制定考核办法的目的是什么", "第一条", 1),
    ],
)
def test_a_broad_question_brings_all_clauses_of_its_topic_in_order(
    assistant: Assistant, question: str, first: str, number: int
) -> None:
    answer = assistant.ask(question, documents=[d.id for d in assistant.corpus.documents if d.kind != "qa"])
    assert_verbatim(answer, assistant.corpus)
    clauses = [c for c in answer.citations if c.clause.role != "container"]
    assert (clauses[0].label, len(clauses)) == (first, number)
    starts = [c.clause.start for c in clauses]
    assert starts == sorted(starts)
    assert all(c.clause.start <= starts[0] for c in answer.citations[number:])  # their heading stands behind them


def test_a_broad_question_on_two_topics_cites_the_clauses_on_both(assistant: Assistant) -> None:
    question = f"《{STUDY}》在树立正确党史观和旗帜鲜明反对历史虚无主义方面作出了哪些规定？"
    answer = assistant.ask(question, documents=[STUDY])
    assert [c.label for c in answer.citations] == ["第十五条", "第二十八条"]


def test_a_question_on_one_fact_is_not_broad(assistant: Assistant) -> None:
    assert len(assistant.ask("聘期考核的结果一般分为哪些档次？").citations) == 1


def test_rules_that_somebody_keeps_to_are_one_clause(assistant: Assistant) -> None:
    answer = assistant.ask("社区工作者应当遵守哪些规定？")
    assert answer.why is not None and answer.why.way != "broad"


def test_the_very_question_put_to_the_drafters_is_answered_by_them(assistant: Assistant) -> None:
    answer = assistant.ask("请介绍一下《条例》的主要框架和内容。")
    assert answer.citations[0].label == "答3"


def test_a_count_that_names_no_document_is_ambiguous(assistant: Assistant) -> None:
    answer = assistant.ask("共几条？")
    assert (answer.status, answer.note) == ("refused", "“共几条”没有写明是哪个文件的，库中有15个文件。")


@pytest.mark.parametrize(
    ("question", "title"), [("规划主要内容", "全国党员教育培训工作规划(2024-2028年)"), ("办法主要内容", APPRAISAL)]
)
def test_a_kind_of_which_there_is_one_names_it(assistant: Assistant, question: str, title: str) -> None:
    answer = assistant.ask(question)
    assert {citation.clause.document.title for citation in answer.citations} == {title}


def test_a_title_that_is_asked_for_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("考核办法标题")
    assert answer.answer == APPRAISAL
    assert [citation.label for citation in answer.citations] == ["标题"]
    assert_verbatim(answer, assistant.corpus)


def test_a_range_of_chapters_is_counted_chapter_by_chapter(assistant: Assistant) -> None:
    note = assistant.ask("考核办法第一章至第二章").note
    assert note.startswith("第一章共") and "；第二章共" in note
    assert note.count("以下是各条首句") == 1


def test_a_level_that_is_not_there_is_named_as_it_is_written(assistant: Assistant) -> None:
    assert assistant.ask("水资源方案问题三工作措施9").note.endswith("没有工作措施9。")
    assert "没有第九部分" in assistant.ask("社区意见第九部分").note
