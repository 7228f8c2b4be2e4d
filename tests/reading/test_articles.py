"""What opens an article, a container or a part of an article, and what only looks so; it grows with every bug."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import build, labels

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


def test_the_body_begins_after_the_number():
    _, clauses = build("第一条 甲乙：\n（一）丙。")
    found = {clause.label: clause for clause in clauses}
    assert found["第一条"].document.text[found["第一条"].body :].startswith("甲乙")
    assert found["第一条第（一）项"].document.text[found["第一条第（一）项"].body :] == "丙。"


@pytest.mark.parametrize(
    "words",
    [
        "以下情形应当备案。",
        "与建筑物同时施工。",
        "列入名录的，从其规定。",
        "作为处罚依据的记录应当清晰。",
        "修改规划应当公告。",
        "到期的许可可以延续。",
    ],
)
def test_an_article_whose_words_follow_its_number_at_once_is_one(words):
    text = f"第一条制定本办法。\n第二条{words}\n第三条本办法自公布之日起施行。"
    _, clauses = build(text)
    assert labels(clauses) == ["第一条", "第二条", "第三条"]


def test_an_article_behind_a_full_stop_without_a_blank_is_cut_off_where_no_line_has_its_number():
    _, clauses = build("第一条　制定本办法。第二条适用本办法。第三条招牌是指标牌。\n第四条　本办法自公布之日起施行。")
    assert labels(clauses) == ["第一条", "第二条", "第三条", "第四条"]
    _, clauses = build("第一条　制定本办法。第二条情形消失的，从其规定。\n第二条　适用本办法。\n第三条　施行。")
    assert labels(clauses) == ["第一条", "第二条", "第三条"]
    assert clauses[0].text == "第一条　制定本办法。第二条情形消失的，从其规定。"


def test_items_that_run_on_behind_an_item_are_its_next_ones():
    text = (
        "第一条　下列情形：\n（一）甲；（二）乙；\n（三）依照第（四）项处理的；（四）丁。（五）戊。\n另有规定的除外。"
    )
    document, clauses = build(text)
    items = [clause.text for clause in clauses if clause.level == "项"]
    assert items == ["（一）甲；", "（二）乙；", "（三）依照第（四）项处理的；", "（四）丁。", "（五）戊。"]
    assert clauses[-1].label == "第一条第二款"
    _, clauses = build("第一条　下列情形：\n（一）甲；（二）乙。\n（二）丙；\n（三）丁。")
    assert [c.text for c in clauses if c.level == "项"][0] == "（一）甲；（二）乙。"  # the next line is the second
