"""One question on several things, one message with several questions."""

from __future__ import annotations

import pytest

from tests.support.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.answering.topics import merged
from tiaowen.datamodels import Answer
from tiaowen.language.question_parts import split_parts, topic_readings

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


def cited(answer: Answer) -> list[tuple[str, str]]:
    return [(c.clause.document.title, c.clause.label) for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("考核办法和党史条例分别由谁解释", [(APPRAISAL, "第五十一条"), (STUDY, "第三十三条")]),
        ("党史条例、考核办法各从什么时候施行", [(STUDY, "第三十四条"), (STUDY, "题注"), (APPRAISAL, "第五十二条")]),
        ("考核办法第二十条和党史条例第二十条分别说什么", [(APPRAISAL, "第二十条"), (STUDY, "第二十条")]),
        ("考核办法和党史条例第二十条分别说什么", [(APPRAISAL, "第二十条"), (STUDY, "第二十条")]),
    ],
)
def test_each_document_answers_for_itself(assistant: Assistant, question: str, places: list[tuple[str, str]]) -> None:
    answer = assistant.ask(question)
    assert cited(answer) == places
    assert_verbatim(answer, assistant.corpus)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("平时考核、年度考核和聘期考核的结果各分哪几个档次", ["第二十四条", "第十条", "第十九条"]),
        ("年度考核和聘期考核的结果有什么不一样", ["第十条", "第十九条"]),
    ],
)
def test_each_of_several_things_has_its_clause(assistant: Assistant, question: str, labels: list[str]) -> None:
    answer = assistant.ask(question)
    assert [assistant.corpus.unit(c.clause).label for c in answer.citations] == labels


def test_a_list_inside_a_topic_may_belong_to_it() -> None:
    readings = topic_readings("取代甲厂、乙厂供水和办下丙证，时限各是什么时候")
    assert [len(reading) for reading in readings] == [3, 2]
    assert readings[1] == ["取代甲厂、乙厂供水，时限是什么时候", "办下丙证，时限是什么时候"]
    assert topic_readings("取代甲厂、乙厂供水和取代丙厂供水，时限各是什么时候")[0] == (
        ["取代甲厂、乙厂供水，时限是什么时候", "取代丙厂供水，时限是什么时候"]
    )


def test_the_case_before_the_things_is_that_of_each() -> None:
    assert topic_readings("违反招聘纪律的，应聘的人和工作人员分别怎么处理") == [
        ["违反招聘纪律的，应聘的人怎么处理", "违反招聘纪律的，工作人员怎么处理"]
    ]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("试用期能约定多久，工资最低给多少？", ["试用期能约定多久", "工资最低给多少？"]),
        ("在考核中，优秀的比例是多少？", []),
        ("谁管，怎么罚", []),
        ("投诉以后几天能答复，不满意找谁", ["投诉以后几天能答复", "不满意找谁"]),
        ("多久作出复核决定，原来的人要不要回避", ["多久作出复核决定", "原来的人要不要回避"]),
        ("几个处分合并执行，最长多少个月？", []),
        ("婚假几天、丧假几天、产假多少天", ["婚假几天", "丧假几天", "产假多少天"]),
        ("婚假几天 丧假几天", ["婚假几天", "丧假几天"]),
        ("体检费多少钱、由谁出", ["体检费多少钱", "由谁出"]),
        ("住院要几天，多少钱，谁出？", ["住院要几天", "多少钱", "谁出？"]),
        ("窗口人员，夜班补多少，病假发多少", ["窗口人员，夜班补多少", "病假发多少"]),
        ("连续旷工4天，怎么处理", []),
        ("工作满3年、不满5年的，年假几天", []),
        ("工作满几年的，可以请多少天年假", []),
        ("什么时候、怎么交社保", []),
        ("续签合同须经谁决定、谁同意", []),
        ("每年培训要达到多少天、多少学时", []),
        ("哪些单位、哪些个人应当缴费", []),
        ("在什么情况下，单位可以解除合同吗", []),
    ],
)
def test_a_question_that_asks_several_things_falls_into_its_parts(question: str, parts: list[str]) -> None:
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "said", "labels"),
    [
        ("平时考核结果分几个档次，优秀最多占多少", ("优秀、合格、基本合格和不合格四个档次", "40%以内"), {"第二十四条"}),
        ("平时考核优秀的比例是多少，年度考核呢", ("40%以内", "20%"), {"第二十四条", "第十五条第一款"}),
        ("考核办法由谁解释，什么时候施行", ("负责解释", "自发布之日起施行"), {"第五十一条", "第五十二条"}),
    ],
)
def test_both_halves_are_answered(assistant: Assistant, question: str, said: tuple[str, ...], labels: set[str]) -> None:
    answer = assistant.ask(question)
    assert all(words in answer.answer for words in said)
    assert labels <= {c.clause.label for c in answer.citations}
    assert_verbatim(answer, assistant.corpus)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("平时考核和年度考核有什么区别", ["第二十三条", "第九条"]),
        ("聘期考核与专项考核的区别", ["第十八条", "第二十五条"]),
    ],
)
def test_things_are_compared_by_their_definitions(assistant: Assistant, question: str, labels: list[str]) -> None:
    answer = assistant.ask(question)
    assert [c.clause.label for c in answer.citations] == labels
    assert all("考核是" in span.quote for span in answer.spans)


def test_what_the_documents_do_not_speak_of_is_not_compared(assistant: Assistant) -> None:
    answer = assistant.ask("年度考核和消防演练有什么区别")
    assert answer.why is not None and answer.why.way != "topics"


def test_a_question_asked_again_and_again_is_answered_once(assistant: Assistant) -> None:
    question = "聘期考核的结果一般分为哪些档次？"
    assert assistant.ask(question * 10).answer == assistant.ask(question).answer


def test_the_parts_without_an_answer_are_named_and_the_others_answered(assistant: Assistant) -> None:
    parts = ["聘期考核的结果一般分为哪些档次？", "今天天气怎么样？"]
    answers = [assistant.ask(part) for part in parts]
    whole = merged("".join(parts), parts, answers)
    assert (whole.status, whole.spans) == ("answered", answers[0].spans)
    assert "“今天天气怎么样？”没有找到依据" in whole.note
    assert merged(parts[1], parts[1:], answers[1:]) == answers[1]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        (
            "考核办法和党史条例都是从啥时候开始执行的",
            [(APPRAISAL, "第五十二条"), (STUDY, "第三十四条"), (STUDY, "题注")],
        ),
        ("党史条例跟考核办法都归谁解释啊", [(STUDY, "第三十三条"), (APPRAISAL, "第五十一条")]),
    ],
)
def test_both_documents_may_be_asked_in_everyday_words(
    assistant: Assistant, question: str, places: list[tuple[str, str]]
) -> None:
    assert cited(assistant.ask(question)) == places


def test_parts_that_one_clause_answers_share_its_citation(assistant: Assistant) -> None:
    answer = assistant.ask("平时考核以什么为周期？平时考核结果分哪几个档次？")
    assert cited(answer) == [(APPRAISAL, "第二十四条")]
    assert len(answer.citations[0].highlights) == 2
    assert_verbatim(answer, assistant.corpus)
