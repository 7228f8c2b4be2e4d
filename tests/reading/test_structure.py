"""From paragraphs to the tree of clauses: the bundled documents, roles and regions; any text is partitioned."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cpu_time import cpu_seconds
from tests.support.reading_tools import build, draft, labels, read
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.structure import structure


@pytest.fixture(scope="module")
def gazette():
    return read("004")


@pytest.fixture(scope="module")
def regulation():
    return read("000")["党史学习教育工作条例"]


@pytest.fixture(scope="module")
def measures(gazette):
    return gazette["内蒙古自治区事业单位工作人员考核办法"]


def kuan(clauses):
    """款 as lawyers count them: an article with one paragraph has one."""
    children = Counter(clause.parent for clause in clauses if clause.level == "款")
    return sum(max(1, children[clause.id]) for clause in clauses if clause.level == "条")


def levels(clauses):
    return Counter(clause.level for clause in clauses)


def by_label(clauses):
    return {clause.label: clause for clause in clauses}


# --- the bundled documents -------------------------------------------------------------------------------------------


def test_the_regulation_has_6_chapters_34_articles_42_paragraphs_10_items(regulation):
    _, clauses = regulation
    found = levels(clauses)
    assert (found["章"], found["条"], kuan(clauses), found["项"]) == (6, 34, 42, 10)
    assert [c.label for c in clauses if c.level == "条"][-1] == "第三十四条"
    assert (
        by_label(clauses)["第三十一条第二款"].text
        == "对党史学习教育工作中成绩突出的集体和个人，按照有关规定给予表彰奖励。"
    )


def test_the_measures_have_9_chapters_52_articles_91_paragraphs_79_items_3_subitems(measures):
    _, clauses = measures
    found = levels(clauses)
    assert (found["章"], found["条"], kuan(clauses), found["项"], found["目"]) == (9, 52, 91, 79, 3)


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("第十五条第二款", "事业单位在相应考核年度内有下列情形之一的"),
        ("第十五条第二款第（四）项", "（四）边境旗县"),
        ("第十五条第五款", "事业单位向同级事业单位人事综合管理部门提出"),
        ("第十七条第（三）项第1目", "1. 开展测评。"),
        ("第四十四条第（四）项", "（四）受留党察看处分的当年"),
        ("第四十四条第二款", "同时受党纪政务处分和组织处理的"),
        ("第三十一条第二款", "其中，受处理、处分时"),
        ("第三条第（六）项", "(六) 考用结合、奖惩分明。"),
    ],
)
def test_labels_of_paragraphs_items_and_subitems(measures, label, begins):
    _, clauses = measures
    assert by_label(clauses)[label].text.startswith(begins)


def test_the_plan_has_5_parts_17_sections_and_a_closing_paragraph_of_its_own():
    _, clauses = read("002")["全国党员教育培训工作规划(2024-2028年)"]
    assert levels(clauses)["部分"] == 5
    assert [c.label for c in clauses if c.level == "分节"] == [f"（{chinese(n)}）" for n in range(1, 18)]
    final = by_label(clauses)["末段"]
    assert final.text.startswith("中国人民解放军和中国人民武装警察部队") and final.parent is None
    assert by_label(clauses)["一、总体要求第3段"].text.startswith("为实现以上目标")
    assert by_label(clauses)["（五）"].heading == "农村党员培训"


def test_the_opinion_has_6_parts_and_17_points(gazette):
    _, clauses = next(found for title, found in gazette.items() if title.endswith("队伍建设的意见"))
    assert levels(clauses)["部分"] == 6
    assert [c.label for c in clauses if c.level == "点"] == [f"第{n}点" for n in range(1, 18)]
    assert by_label(clauses)["第1点"].heading == "明确人员范围"
    assert by_label(clauses)["序言"].role == "unit"


def test_the_water_plan_has_4_problems_and_11_measures_that_restart(gazette):
    _, clauses = gazette["海南区进一步加强水资源管理和利用工作方案"]
    found = by_label(clauses)
    assert levels(clauses)["问题"] == 4
    assert [c.label for c in clauses if c.level == "措施"] == [
        *(f"问题一·工作措施{n}" for n in (1, 2, 3, 4)),
        *(f"问题二·工作措施{n}" for n in (1, 2, 3)),
        *(f"问题三·工作措施{n}" for n in (1, 2, 3)),
        "问题四·工作措施",
    ]
    assert found["问题三·问题描述"].text.startswith("工业再生水回用占比过低，三年平均仅53%。")
    assert found["问题一·工作措施4"].text.endswith("责任单位：区水务集团\n完成时限：2024年8月底")
    assert found["四、（一）"].text.endswith("会议筹办、调度进展等相关工作。")
    assert {found["一、指导思想"].role, found["三、工作任务"].role} == {"container"}


@pytest.mark.parametrize("name", ["000", "001"])
def test_ten_questions_with_their_answers(name):
    _, clauses = next(v for v in read(name).values() if v[0].kind == "qa")
    assert labels(clauses)[1:11] == [f"答{n}" for n in range(1, 11)]
    assert labels(clauses)[0] == "导语"
    assert by_label(clauses)["答10"].heading.rstrip("?？") == "如何抓好《条例》的贯彻落实"


def test_the_notice_has_its_number_addressee_and_date(gazette):
    _, clauses = next(v for k, v in gazette.items() if k.startswith("乌海市海南区人民政府办公室"))
    assert sorted(labels(clauses)) == sorted(["文号", "主送机关", "第1段", "成文日期"])
    assert by_label(clauses)["文号"].text == "海南政办发〔2024〕8号"


# --- roles and regions -----------------------------------------------------------------------------------------------


def test_a_question_and_its_answer_on_one_line_are_one_unit():
    _, clauses = build("近日，回答了记者提问。\n问:甲?答:乙。\n丙。\n问：丁？\n答：戊。", kind="qa")
    assert labels(clauses) == ["导语", "答1", "答2"]
    assert by_label(clauses)["答1"].heading == "甲?"
    assert by_label(clauses)["答1第1段"].text == "答:乙。"


def test_roles_become_units_and_neighbours_of_one_role_are_one():
    text = "关于甲的通知\n甲发〔2024〕1号\n各市人民政府：\n乙。\n附件：1.丙\n甲市人民政府\n甲市财政局\n2024年1月1日"
    roles = {0: "title", 1: "number", 2: "addressee", 4: "attachment", 5: "signature", 6: "signature", 7: "date"}
    _, clauses = build(text, kind="notice", roles=roles)
    assert labels(clauses) == ["文号", "主送机关", "第1段", "附件", "落款", "成文日期"]


def test_a_regulation_after_its_decision_is_a_region_of_its_own():
    text = "一、将第二条修改为：“甲。”\n二、删去第三条。\n某某市某某办法\n第一章 总则\n第一条 甲。\n第二条 乙。"
    _, clauses = build(text, kind="decision")
    assert labels(clauses) == ["一、", "二、", "第一条", "第二条"]


# --- invariants ------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "第一条 ",
        "第二条",
        "第十条之一　",
        "第一章 总则",
        "第二节 ",
        "一、",
        "二、",
        "（一）",
        "（二）",
        "(三)",
        "1.",
        "2．",
        "①",
        "②",
        "“",
        "”",
        "问：",
        "答：",
        "问题一：",
        "工作措施1：",
        "责任单位：",
        "附件1",
        "附则",
        "序言",
        "甲乙丙丁",
        "。",
        "；",
        "：",
        "修改为：",
        "\n",
        "\n",
        " ",
        "　",
        "|a|",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(["regulation", "opinion", "news", "qa", "decision"])
)
def test_any_text_is_partitioned(text, kind):
    build(text, kind=kind)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_building_fail(text):
    build(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "第一条 甲。\n" * 100_000,
        "（一）" * 1_500_000,
        "第一条 " + "（一）“" * 1_000_000,
        "第一条 " + "。“第二条 " * 1_000_000,
        "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n" * 20_000,
        "第一条 甲。第二条 " * 300_000,
        "问：甲？\n答：乙。\n" * 100_000,
        "问题一：甲\n工作措施1：乙\n" * 100_000,
        "一、甲\n附件\n" * 100_000,
        "第一章 甲\n" * 200_000,
        "甲" * 6_000_000,
    ],
    ids=[
        "articles",
        "marks",
        "quotes",
        "glued quotes",
        "nested",
        "glued",
        "questions",
        "blocks",
        "appendices",
        "chapters",
        "line",
    ],
)
def test_a_hostile_text_is_built_in_linear_time(text):
    one = draft(text)
    assert cpu_seconds(lambda: structure.build(one, "d")) < 20


@pytest.mark.slow
def test_twenty_megabytes_of_regulations_are_built_in_seconds(measures):
    text = measures[0].text
    one = draft("\n".join([text] * (20_000_000 // len(text.encode()) + 1)))
    assert cpu_seconds(lambda: structure.build(one, "d")) < 20
