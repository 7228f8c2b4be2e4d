"""From paragraphs to the tree of clauses: the bundled documents, and a table of traps that grows with every bug."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tools import build, draft, labels, read

from tiaowen.reading import structure
from tiaowen.reading.numerals import chinese


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


# --- traps -----------------------------------------------------------------------------------------------------------

ARTICLES = [
    pytest.param("第一条 为了甲。\n第二条 乙。", ["第一条", "第二条"], id="plain"),
    pytest.param("第1条 甲。\n第２条 乙。\n第三条　丙。", ["第一条", "第二条", "第三条"], id="digits of every width"),
    pytest.param("第一条甲乙丙丁。\n第二条戊己庚。", ["第一条", "第二条"], id="no blank after the number"),
    pytest.param(
        "第十条 甲。\n第十条之一 乙。\n第十条之二 丙。\n第十一条 丁。",
        ["第十条", "第十条之一", "第十条之二", "第十一条"],
        id="之一",
    ),
    pytest.param("第一条\n甲。\n第二条\n乙。", ["第一条", "第二条"], id="number on a line of its own"),
    pytest.param(
        "第一条 甲。\n第三条第二款规定的情形除外。\n第二条 乙。", ["第一条", "第二条"], id="wrapped reference"
    ),
    pytest.param("第一条 甲。\n第五条规定，乙。\n第二条 丙。", ["第一条", "第二条"], id="reference with 规定"),
    pytest.param("第一条 甲。\n第八条、第九条的规定除外。\n第二条 丙。", ["第一条", "第二条"], id="two references"),
    pytest.param(
        "第一条 甲。\n第十三条 列入名录的。\n第十四条 规划应当公开。",
        ["第一条", "第十三条", "第十四条"],
        id="a gap, and words like a reference's",
    ),
    pytest.param(
        "第一条 将第十条修改为：\n“第十条 新的话。\n“第十一条 又一句。”\n第二条 本决定自公布之日起施行。",
        ["第一条", "第二条"],
        id="quoted articles",
    ),
    pytest.param(
        "第五十二条 增加一节，内容如下：\n第七节 监察委员会\n第一百二十三条 甲。\n第一百二十四条 乙。\n第五十三条 丙。",
        ["第五十二条", "第五十三条"],
        id="an announced quotation without marks",
    ),
    pytest.param(
        "第一条 “甲”“乙。\n第二条 丙。\n第三条 丁。",
        ["第一条", "第二条", "第三条"],
        id="a quotation that is never closed",
    ),
    pytest.param(
        "第一条 甲。 第二条 乙。 第三条 丙。", ["第一条", "第二条", "第三条"], id="articles glued into one line"
    ),
    pytest.param(
        "第一条 依照第二条。第三条规定办理。\n第二条 乙。", ["第一条", "第二条"], id="a reference after a full stop"
    ),
    pytest.param(
        "第五十三条 甲。\n笫五十四条 乙。\n第五十五条 丙。",
        ["第五十三条", "第五十四条", "第五十五条"],
        id="misprint 笫",
    ),
    pytest.param("第十二条 已废止\n第十三条 甲。", ["第十二条", "第十三条"], id="repealed"),
    pytest.param(
        "为了甲，制定本规定如下：\n第一条 甲。\n第二条 乙。",
        ["序言", "第一条", "第二条"],
        id="a preamble that ends in a colon",
    ),
    pytest.param("第一条（目的） 甲。\n第二条【适用】乙。", ["第一条", "第二条"], id="titles in brackets"),
    pytest.param(
        "第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。",
        ["第一条", "第二条", "第二条#2", "第三条"],
        id="a number printed twice",
    ),
]


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_what_opens_an_article(text, expected):
    assert labels(build(text)[1]) == expected


CHAPTERS = [
    pytest.param("第一章 总则\n第一条 甲。\n第二章　罚则\n第二条 乙。", ["第一章", "第二章"], id="plain"),
    pytest.param("第一章\n总 则\n第一条 甲。", ["第一章"], id="title on the next line"),
    pytest.param(
        "第一编 总则\n第一章 基本规定\n第一条 甲。\n第二编 物权\n第一章 一般规定\n第二条 乙。",
        ["第一编", "第一编第一章", "第二编", "第二编第一章"],
        id="chapters that restart",
    ),
    pytest.param(
        "第二章 收养\n第一节 成立\n第一条 甲。\n第二节 效力\n第二条 乙。",
        ["第二章", "第二章第一节", "第二章第二节"],
        id="sections",
    ),
    pytest.param(
        "第一条 第三章“监督”主要规定甲。\n第三章“监督”，主要规定乙。\n第二条 丙。",
        [],
        id="a chapter mentioned at a line's start",
    ),
    pytest.param(
        "第一章 总则\n第二章 罚则\n第一章 总则\n第一条 甲。\n第二章 罚则\n第二条 乙。",
        ["第一章", "第二章"],
        id="a table of contents",
    ),
    pytest.param(
        "一、一般规定\n第一条 甲。\n二、附则\n第二条 乙。",
        ["一、一般规定", "二、附则"],
        id="headings 一、 above articles",
    ),
    pytest.param(
        "第一条 甲。\n第二节 请求没收、\n返还财物\n第二条 乙。", ["第二节"], id="a title wrapped after a comma"
    ),
    pytest.param("第一条 甲。\n第五节 生活、卫生。\n第二条 乙。", ["第五节"], id="a title with a full stop"),
    pytest.param("第一条 甲。\n网络素养促进\n第二条 乙。", ["网络素养促进"], id="a title that lost its number"),
    pytest.param("第一条 甲。\n附　则\n第二条 乙。", ["附则"], id="附则 is no appendix"),
    pytest.param("序　言\n甲国的历史。\n第一章 总纲\n第一条 甲。", ["序言", "第一章"], id="an unnumbered heading"),
    pytest.param("第一条 甲。\n附件1\n第一条 乙。", ["附件1"], id="an appendix with articles of its own"),
]


@pytest.mark.parametrize(("text", "expected"), CHAPTERS)
def test_what_is_a_container(text, expected):
    assert labels(build(text)[1], "container") == expected


PARTS = [
    pytest.param("第一条 甲：\n（一）乙；\n（二）丙。", ["第一条第（一）项", "第一条第（二）项"], id="items"),
    pytest.param(
        "第一条 甲：（一）乙；（二）丙；（三）丁。", [f"第一条第（{n}）项" for n in "一二三"], id="items in one line"
    ),
    pytest.param(
        "第一条 甲：（一）乙。（二）丙。\n（三）丁。",
        [f"第一条第（{n}）项" for n in "一二三"],
        id="items in one line and on",
    ),
    pytest.param(
        "第一条 甲：（一）乙。\n（二）丙。", ["第一条第（一）项", "第一条第（二）项"], id="the first item in the line"
    ),
    pytest.param("第一条 依照前款第（一）项、第（二）项办理。", [], id="references to items"),
    pytest.param(
        "第一条 依照（一）项至（三）项办理。\n（二）项除外。",
        ["第一条第一款", "第一条第二款"],
        id="（二）项 is a reference",
    ),
    pytest.param("第一条 甲。\n乙。", ["第一条第一款", "第一条第二款"], id="two paragraphs"),
    pytest.param(
        "第一条 甲：\n（一）乙；\n丙。",
        ["第一条第一款", "第一条第（一）项", "第一条第二款"],
        id="a paragraph after the items",
    ),
    pytest.param(
        "第一条 甲。\n乙：\n（一）丙。",
        ["第一条第一款", "第一条第二款", "第一条第二款第（一）项"],
        id="items of the second",
    ),
    pytest.param(
        "第一条 甲：\n（一）乙；\n丙：\n（一）丁。",
        ["第一条第一款", "第一条第一款第（一）项", "第一条第二款", "第一条第二款第（一）项"],
        id="items of both",
    ),
    pytest.param(
        "第一条 甲：\n(一) 乙：\n1. 丙；\n2．丁；\n(二) 戊。",
        ["第一条第（一）项", "第一条第（一）项第1目", "第一条第（一）项第2目", "第一条第（二）项"],
        id="subitems and mixed styles",
    ),
    pytest.param("第一条 甲：\n1.乙；\n2.丙。", ["第一条第（一）项", "第一条第（二）项"], id="Arabic items"),
    pytest.param(
        "第一条 甲：\n一、乙；\n二、丙。", ["第一条第（一）项", "第一条第（二）项"], id="items 一、 of old statutes"
    ),
    pytest.param("第一条 甲：\na) 乙；\nb) 丙。", ["第一条第（一）项", "第一条第（二）项"], id="letters"),
    pytest.param(
        "第一条 甲：\n（一）乙：\n(a) 丙；\n(b) 丁；\n（二）戊。",
        ["第一条第（一）项", "第一条第（一）项第1目", "第一条第（一）项第2目", "第一条第（二）项"],
        id="letters below items",
    ),
    pytest.param("第一条 甲。\nA公司乙。\nB股丙。", [f"第一条第{n}款" for n in "一二三"], id="letters of names"),
    pytest.param("第一条 甲：①乙；②丙。", ["第一条第（一）项", "第一条第（二）项"], id="circled"),
    pytest.param(
        "第一条 比例为1.5倍。\n2.5倍以上的除外。", ["第一条第一款", "第一条第二款"], id="2.5 is no second item"
    ),
    pytest.param("第一条 甲“（一）乙；（二）丙”。", [], id="quoted items"),
    pytest.param(
        "第一条 甲：\n（一）乙。\n乙的改动，是指丙。\n（二）丁。",
        ["第一条第（一）项", "第一条第（二）项"],
        id="a paragraph between two items",
    ),
    pytest.param(
        "第一条 甲：\n（一）乙。\n下列视为乙：\n1．丙。\n2．丁。\n（二）戊。",
        ["第一条第（一）项", "第一条第（一）项第1目", "第一条第（一）项第2目", "第一条第（二）项"],
        id="a list between two items",
    ),
    pytest.param(
        "第一条 甲：\n乙；\n丙；\n（三）丁。",
        ["第一条第（一）项", "第一条第（二）项", "第一条第（三）项"],
        id="first items without their numbers",
    ),
    pytest.param(
        "第一条 甲：\n（一）乙；\n丙；\n丁。\n（四）戊。",
        [f"第一条第（{n}）项" for n in "一二三四"],
        id="items in the middle without their numbers",
    ),
    pytest.param(
        "第一条 甲。\n乙；\n丙；\n（三）丁。",
        [f"第一条第{n}款" for n in "一二三"] + ["第一条第三款第（三）项"],
        id="nothing announces a list",
    ),
    pytest.param(
        "第一条 甲：\n（一）乙。\n第二款如下：\n（二）丙。",
        ["第一条第一款", "第一条第一款第（一）项", "第一条第二款", "第一条第二款第（二）项"],
        id="another list that is announced",
    ),
    pytest.param(
        "第一条 甲：\n（一）乙；\n（二）丙，具备下列条件：\n丁；\n戊；\n己。\n庚。",
        ["第一条第一款", "第一条第（一）项", "第一条第（二）项", "第一条第二款"],
        id="a list without numbers below an item",
    ),
    pytest.param(
        "第一条 甲：\n| 一 | 二 |\n| 三 | 四 |\n乙。",
        ["第一条第一款", "第一条第一款第1行", "第一条第一款第2行", "第一条第二款"],
        id="rows of a table",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_the_parts_of_an_article(text, expected):
    assert labels(build(text)[1], "part") == expected


SECTIONS = [
    pytest.param(
        "一、甲乙\n丙丁。\n戊己。\n二、庚辛\n壬癸。", ["一、甲乙第1段", "一、甲乙第2段", "二、庚辛第1段"], id="headings"
    ),
    pytest.param("一、甲。乙丙丁。\n二、戊。己庚。", ["一、", "二、"], id="sections that are sentences"),
    pytest.param(
        "一、甲乙\n（一）丙。丁戊。\n二、己庚\n（一）辛。壬癸。",
        ["一、（一）", "二、（一）"],
        id="numbers that restart",
    ),
    pytest.param(
        "一、甲乙\n（一）丙。丁戊。\n二、己庚\n（二）辛。壬癸。", ["（一）", "（二）"], id="numbers that run through"
    ),
    pytest.param("一、甲乙\n1.丙。丁戊。\n2.己。庚。\n二、辛壬\n3.癸。子。", ["第1点", "第2点", "第3点"], id="points"),
    pytest.param("开头。\n一、甲乙\n丙。", ["序言", "一、甲乙第1段"], id="an opening"),
    pytest.param("开头。\n又开头。\n一、甲乙\n丙。", ["序言第1段", "序言第2段", "一、甲乙第1段"], id="two openings"),
    pytest.param("甲。\n乙。", ["第1段", "第2段"], id="prose"),
    pytest.param(
        "一、甲。乙。\n二、丙。丁。\n三、戊。己。\n军队的办法另行制定。",
        ["一、", "二、", "三、", "末段"],
        id="a closing paragraph",
    ),
    pytest.param(
        "一、甲乙\n丙。\n二、丁戊\n己。\n本意见自印发之日起施行。",
        ["一、甲乙第1段", "二、丁戊第1段", "末段"],
        id="a closing formula",
    ),
    pytest.param("一、甲乙\n二季度以来，丙。\n2.5倍。", ["一、甲乙第1段", "一、甲乙第2段"], id="quarters and decimals"),
    pytest.param("一、甲乙丙：\n（一）丁；\n（二）戊。\n二、己庚。辛。", ["一、", "二、"], id="a list of a sentence"),
]


@pytest.mark.parametrize(("text", "expected"), SECTIONS)
def test_documents_without_articles(text, expected):
    assert labels(build(text, kind="opinion")[1]) == expected


def test_news_has_paragraphs_counted_through_and_subheadings_that_are_not():
    _, clauses = build("甲。\n小标题\n乙。\n丙。\n又一个\n丁。", kind="news")
    assert labels(clauses) == ["第1段", "第2段", "第3段", "第4段"]
    assert [c.heading for c in clauses if c.role == "container"] == ["小标题", "又一个"]


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


def test_the_body_begins_after_the_number():
    _, clauses = build("第一条 甲乙：\n（一）丙。")
    found = by_label(clauses)
    assert found["第一条"].document.text[found["第一条"].body :].startswith("甲乙")
    assert found["第一条第（一）项"].document.text[found["第一条第（一）项"].body :] == "丙。"


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
    begin = time.process_time()
    structure.build(one, "d")
    assert time.process_time() - begin < 20


@pytest.mark.slow
def test_twenty_megabytes_of_regulations_are_built_in_seconds(measures):
    text = measures[0].text
    one = draft("\n".join([text] * (20_000_000 // len(text.encode()) + 1)))
    begin = time.process_time()
    structure.build(one, "d")
    assert time.process_time() - begin < 20


def test_a_box_of_a_plan_belongs_to_no_point() -> None:
    goals = "一、目标\n（一）发展目标\n1. 藏书达到100册。\n2. 人次达到200人。\n专栏1　主要指标\n指标　目标\n藏书　100"
    text = f"{goals}\n二、任务\n（二）建馆。\n专栏 2　工程\n新馆。\n（三）开放。"
    _, clauses = build(text, kind="plan", title="示例规划")
    assert labels(clauses) == ["（一）第1点", "（一）第2点", "专栏1", "（二）", "专栏2", "（三）"]
    (box,) = [clause for clause in clauses if clause.label == "专栏1"]
    assert box.text == "专栏1　主要指标\n指标　目标\n藏书　100"
