"""Words about another thing of the same kind are told from those about what is asked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tiaowen import Assistant, build_index
from tiaowen.relevance.rivals import (
    ESTABLISHED,
    grade_given,
    grade_in_case,
    in_its_grades,
    of_a_rival,
    of_another_kind,
    of_another_year,
    speaks_of,
    under_another_grade,
)

DOCUMENT = "年度检查和日常检查由监理单位进行。" * ESTABLISHED + "专项检查另行规定。"


@pytest.mark.parametrize(
    ("question", "quoted", "rival"),
    [
        ("日常检查合格率要达到多少", "年度检查合格率不低于百分之九十", True),
        ("日常检查合格率要达到多少", "日常检查合格率不低于百分之八十", False),
        ("日常检查和年度检查合格率各是多少", "年度检查合格率不低于百分之九十", False),  # both are asked about
        ("检查合格率要达到多少", "年度检查合格率不低于百分之九十", False),  # none is named
        ("日常检查合格率要达到多少", "专项检查合格率不低于百分之九十", False),  # a word that the document has once
        ("突击检查合格率要达到多少", "年度检查合格率不低于百分之九十", False),  # one that it does not have
    ],
)
def test_a_rival_shares_the_last_word_and_is_used_as_often(question: str, quoted: str, rival: bool) -> None:
    assert of_a_rival(question, quoted, DOCUMENT) == rival


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("婚假几天", "工作满一年的，年休假五天", "年休假"),
        ("洗衣费能报销吗", "只报销交通费和住宿费", "交通费"),
        ("高温津贴每月多少", "夜班津贴每班25元", "夜班津贴"),
        ("婚假几天", "婚假三天，年休假五天", ""),  # it is there
        ("物业费多少钱", "物业服务费每平方米一元，停车费另计", ""),  # in full
        ("医药费谁付", "医疗费由单位支付", ""),  # perhaps another word for it
        ("婚假几天", "工作满一年的，休息五天", ""),  # of no kind
        ("滞纳金怎么收", "按日加收万分之三的违约金", ""),  # perhaps another word for it
        ("怎么请假", "年休假由本人申请", ""),  # 请假 is none
    ],
)
def test_a_kind_of_leave_or_fee_is_no_other_one(question: str, told: str, other: str) -> None:
    assert (of_another_kind(question, told) or ("", ""))[1] == other


def test_a_title_may_name_the_kind_asked_for_and_no_other_one() -> None:
    assert of_another_kind("住宿费每天多少", "临江 400元 300元", "差旅费报销办法") is None
    assert of_another_kind("困难补助能各领一份吗", "前款补助每户限一次") is None  # points at the very kind
    assert of_another_kind("代收电费能加手续费吗", "不得向业主收取手续费") is None  # both are asked about
    assert of_another_kind("委托他人办理退证带什么", "补证：凭身份证办理") is None  # 退证 is something done
    assert of_another_kind("差旅费怎么报销", "伙食费每人每天100元", "差旅费报销办法") is None
    assert of_another_kind("住宿费每天多少", "伙食费每人每天100元", "差旅费报销办法") == ("住宿费", "伙食费")


@pytest.mark.parametrize(
    ("question", "quoted", "rival"),
    [
        ("一级伤残赔几个月工资", "七级伤残为13个月的本人工资，八级伤残为11个月的本人工资", True),
        ("八级伤残赔几个月工资", "七级伤残为13个月的本人工资，八级伤残为11个月的本人工资", False),
        ("乙类场所多久检查一次", "甲类场所每季度检查一次", True),
        ("二等奖发多少钱", "甲类场所每季度检查一次", False),  # another scale
        ("伤残赔几个月工资", "七级伤残为13个月的本人工资", False),  # none is named
        ("一级和七级伤残各赔多少", "七级伤残为13个月的本人工资", False),  # one of those asked about
        ("有哪几种类别", "甲类场所每季度检查一次", False),
        ("八级伤残有补助金吗", "被鉴定为七级至十级伤残的，享受一次性补助金", False),  # it is between them
        ("五级伤残有补助金吗", "被鉴定为七至十级伤残的，享受一次性补助金", True),
        ("报上一级单位批准吗", "由二级单位审核", False),
        ("高级技师的日常检查多久一次", "日常检查每月一次，年度检查每年一次", False),  # no scale there
    ],
)
def test_grades_of_one_scale_are_rivals(question: str, quoted: str, rival: bool) -> None:
    assert of_a_rival(question, quoted, quoted) == rival


@pytest.mark.parametrize(
    ("question", "quoted", "rival"),
    [
        ("连续两年不合格怎么处理", "连续两年被确定为基本合格档次的，予以组织调整", True),
        ("考核合格有什么好处", "被确定为基本合格档次的，不计算任职年限", True),
        ("受警告处分影响考核吗", "受严重警告处分的，不确定档次", True),
        ("连续两年不合格怎么处理", "被确定为基本合格或者不合格档次的，责令检查", False),
        ("没有书面告知怎么办", "应当书面告知本人", False),  # no degree
        ("情节严重怎么罚", "情节特别严重的，吊销执照", False),  # one is the more of the other
    ],
)
def test_degrees_of_one_word_are_rivals(question: str, quoted: str, rival: bool) -> None:
    assert of_a_rival(question, quoted, quoted) == rival


def test_the_degree_that_is_named_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("连续两年考核不合格怎么处理")
    assert [c.clause.label for c in answer.citations] == ["第三十一条"]
    assert "连续两年被确定为不合格档次的" in answer.answer


def test_of_two_lists_that_is_quoted_which_names_the_grade(tmp_path: Path) -> None:
    lists = {"第五条": "一二三四", "第六条": "五六", "第七条": "七八九十"}
    text = "\n\n".join(
        f"{label} 职工因工致残被鉴定为{grades[0]}级至{grades[-1]}级伤残的，按伤残等级支付一次性补助金，标准为："
        + "，".join(
            f"{grade}级伤残为{29 - 2 * '一二三四五六七八九十'.index(grade) - 2}个月的本人工资" for grade in grades
        )
        + "。"
        for label, grades in lists.items()
    )
    (tmp_path / "办法.md").write_text(f"# 伤残补助办法\n\n第一条 为了保障受伤职工，制定本办法。\n\n{text}\n", "utf-8")
    build_index(tmp_path / "办法.md", tmp_path / "index")
    with closing(Assistant.load(tmp_path / "index")) as assistant:
        for label, grades in lists.items():
            for grade in grades:
                answer = assistant.ask(f"{grade}级伤残的一次性补助金是多少个月工资？")
                assert f"{grade}级伤残为" in answer.answer
                assert answer.citations[0].clause.label == label


def test_what_speaks_of_a_term_of_the_question() -> None:
    assert speaks_of("日常检查合格率要达到多少", "日常检查合格率不低于百分之八十", DOCUMENT)
    assert not speaks_of("日常检查合格率要达到多少", "检查合格率不低于百分之八十", DOCUMENT)


def test_an_everyday_word_names_the_term_of_the_law(assistant: Assistant) -> None:
    answer = assistant.ask("年底考核优秀最多能给多少人")
    assert "20%" in answer.answer and "40%" not in answer.answer
    assert answer.citations[0].clause.label.startswith("第十五条")


@pytest.mark.parametrize("question", ["平时考核优秀比例是多少", "平时考核优秀的最多占多少"])
def test_the_ratio_of_another_assessment_is_not_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "40%" in answer.answer and "20%" not in answer.answer
    assert answer.citations[0].clause.label == "第二十四条"


def test_the_general_ratio_comes_before_that_of_a_case(assistant: Assistant) -> None:
    assert "20%" in assistant.ask("年度考核优秀比例是多少").answer


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("民主评议不合格怎么处理", "被评为不合格的，由支部处置", True),
        ("评了个基本合格，后面会怎么样？", "被评为基本合格的，限期改进", True),
        ("评了合格会怎样", "被评为基本合格的，限期改进", False),
        ("评了合格会怎样", "不合格的，由支部处置", False),
        ("年度考核优秀有什么奖励", "考核为优秀档次的，可以嘉奖", True),
        ("不合格怎么处理", "结果分为优秀、合格、不合格三档，优秀不超过三分之一", False),
        ("优秀的比例是多少", "优秀的，可以嘉奖", None),
        ("考核怎么办", "不合格的，由支部处置", None),
    ],
)
def test_what_follows_from_a_grade_stands_where_the_grade_is_a_case(
    question: str, text: str, found: bool | None
) -> None:
    case = grade_in_case(question)
    assert (None if case is None else bool(case.search(text))) is found


@pytest.mark.parametrize(
    ("question", "quoted", "years"),
    [
        ("2022年用水多少", "2023年用水2261万立方米", ("2022", "2023")),
        ("2023年用水多少", "2023年用水2261万立方米", None),
        ("用水多少", "2023年用水2261万立方米", None),
        ("2025年要达到多少", "2024-2028年每年达到90%", None),  # it lies between them
        ("2025年要达到多少", "2021年至2023年每年达到90%", ("2025", "2021")),
        ("2025年培训几天", "每年培训5天", None),
    ],
)
def test_words_of_another_year_are_told(question: str, quoted: str, years: tuple[str, str] | None) -> None:
    assert of_another_year(question, quoted, quoted) == years


def test_a_clause_that_speaks_of_the_year_may_answer() -> None:
    assert of_another_year("2022年的情况", "2023年增长5%", "2022年为80，2023年增长5%") is None


@pytest.mark.parametrize(
    ("question", "quoted", "rival"),
    [
        ("不合格的条件是什么", "确定为合格档次应当具备下列条件", True),
        ("合格的条件是什么", "确定为合格档次应当具备下列条件", False),
        ("不合格的情形", "思想政治素质一般，工作作风较差", False),  # words for other things too
    ],
)
def test_conditions_of_another_grade_are_those_of_a_rival(question: str, quoted: str, rival: bool) -> None:
    assert of_a_rival(question, quoted, quoted) == rival


@pytest.mark.parametrize(
    ("question", "clause", "gives"),
    [
        ("什么样会被评为不合格", "有下列情形之一的，应当确定为不合格档次：", True),
        ("什么样会被评为不合格", "有下列情形之一的，应当确定为基本合格档次：", False),
        ("年度考核不合格的条件", "被确定为不合格档次的，按照下列规定办理：", False),  # what follows from it
        ("年度考核优秀有什么条件", "评定为优秀档次的工作人员，应当公开。", False),
    ],
)
def test_the_clause_that_gives_a_grade(question: str, clause: str, gives: bool) -> None:
    given = grade_given(question)
    assert given is not None and bool(given.search(clause)) is gives


@pytest.mark.parametrize("question", ["评了不合格会怎样", "什么情况下不能评优秀", "年度考核什么时候开始"])
def test_who_does_not_ask_for_the_conditions_of_a_grade(question: str) -> None:
    assert grade_given(question) is None


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("2026年展会在哪里", "2025年全市展会启用", ("2026", "2025")),
        ("2025年展会在哪里", "2025年全市展会启用", None),
        ("2026年展会在哪里", "全市展会规划（2024-2028年）", None),
        ("2026年展会在哪里", "全市展会管理办法（2018年修订）", None),
    ],
)
def test_words_without_a_year_are_of_the_year_of_the_title(
    question: str, title: str, found: tuple[str, str] | None
) -> None:
    assert of_another_year(question, "设在会展中心", "展会设在会展中心。", title) == found


@pytest.mark.parametrize(
    ("question", "headings", "clause", "found"),
    [
        ("Ⅱ级响应多久报告一次", "4.3 Ⅲ级响应", "每8小时报告一次。", True),
        ("二级响应多久报告一次", "4.3 III级响应", "每8小时报告一次。", True),
        ("Ⅱ级响应多久报告一次", "4.2 Ⅱ级响应", "每4小时报告一次。", False),
        ("Ⅱ级响应多久报告一次", "4 应急响应", "每4小时报告一次。", False),
        ("Ⅱ级响应多久报告一次", "4.3 Ⅲ级响应", "按照Ⅱ级响应报告。", False),
        ("红色预警怎么办", "3.2 橙色预警", "停止施工。", True),
        ("响应多久报告一次", "4.3 Ⅲ级响应", "每8小时报告一次。", False),
    ],
)
def test_a_clause_under_the_heading_of_another_grade(question: str, headings: str, clause: str, found: bool) -> None:
    assert under_another_grade(question, headings, clause) is found


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        ("Ⅲ级响应谁启动", "4.3三级响应\n由副总指挥启动", "三级响应谁启动"),
        ("三级响应谁启动", "Ⅲ级响应由教育局启动", "Ⅲ级响应谁启动"),
        ("三级响应谁启动", "III级响应由教育局启动，Ⅱ级响应由市政府启动", "III级响应谁启动"),
        ("Ⅲ级响应谁启动", "Ⅲ级响应和三级事故", "Ⅲ级响应谁启动"),
        ("二级事故谁调查", "一级事故由甲调查", "二级事故谁调查"),
    ],
)
def test_a_grade_is_read_as_the_text_writes_it(question: str, text: str, read: str) -> None:
    assert in_its_grades(question, text) == read
