"""Footnotes: what belongs to no article, and what only looks like a footnote."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import labels, read_text

NOTED = """某某区科技企业认定办法①

第一条  为了促进发展，制定本办法。
第二条  研发投入占比②不低于3%，有知识产权[1]3件以上。有下列情形之一的，不予认定：
（一）停产的；
（二）失信的。
————————
① 2021年6月3日常务会议通过。
② 按上一年度报表计算。

第三条  本办法自2021年7月1日起施行。

注释：
[1] 指发明专利。
[2] 以上包括本数。"""


def test_footnotes_stand_apart_from_articles_and_the_title_has_no_mark() -> None:
    ((document, clauses),) = read_text(NOTED)
    assert document.title == "某某区科技企业认定办法"
    assert clauses[0].text == "某某区科技企业认定办法①"
    notes = [f"注释{n}" for n in (1, 2, 3, 4)]
    assert labels(clauses) == ["第一条", "第二条", "第三条", *notes]
    assert [clause.text for clause in clauses if clause.label == "注释3"] == ["注释：\n[1] 指发明专利。"]
    assert labels(clauses, "part") == ["第二条第（一）项", "第二条第（二）项"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param("第一条 甲[^1]。\n\n第二条 乙。\n\n[^1]: 依据丙。", "注释1", id="Markdown"),
        pytest.param("第一条 甲注1乙。\n\n第二条 乙。\n\n注1：丙。", "注释1", id="注1"),
        pytest.param("第一条 甲。\n\n第二条 应当：\n\n① 乙；\n\n② 丙。", "第二条第（二）项", id="items"),
        pytest.param("第一条 甲。\n\n第二条 按第①项办：\n\n① 乙；\n\n② 丙。", "第二条第（二）项", id="a reference"),
        pytest.param("第一条 甲。\n\n第二条 乙。\n\n[1] 丙。", "第二条第二款", id="no mark in the text"),
        pytest.param(
            "第一条 甲[1]。\n\n第二条 乙：\n\n[1] 丙。\n\n丁。", "第二条第三款", id="in the midst of the text"
        ),
    ],
)
def test_a_footnote_has_a_mark_in_the_text_and_a_place_at_its_end(text: str, last: str) -> None:
    ((_, clauses),) = read_text(f"某某管理办法\n\n{text}")
    assert clauses[-1].label == last


def test_a_footnote_cuts_no_paragraph_and_goes_to_its_own_document() -> None:
    first = "某某县人民政府\n关于印发《某某县绿化办法》的通知\n\n各乡镇：\n现将办法[1]印发给你们。\n\n———\n[1] 甲。"
    ((one, clauses), (_, others)) = read_text(f"{first}\n\n某某县绿化办法\n\n第一条 乙。\n第二条 丙。")
    assert one.text.endswith("[1] 甲。")
    assert clauses[-1].label == "注释1"
    assert labels(others) == ["第一条", "第二条"]


def test_footnotes_straight_above_the_number_of_their_page_are_no_items() -> None:
    text = (
        "某某县公园管理办法\n第一条 公园实行免费开放①。\n第二条 游人不得携带宠物进入公园，不得在公园内遛犬，"
        "不得将宠物②\n① 收费公园目录由发展改革部门公布。\n- 1 -\n交给他人带入公园，但是导盲犬除外。\n"
        "第三条 有下列情形之一的，处五十元罚款：\n（一）攀折花木；\n② 宠物指犬、猫等。\n- 2 -\n（二）烧烤。"
    )
    ((_, clauses),) = read_text(text)
    assert labels(clauses) == ["第一条", "第二条", "第三条", "注释1", "注释2"]
    assert labels(clauses, "part") == ["第三条第（一）项", "第三条第（二）项"]
    assert clauses[2].text.endswith("不得将宠物②交给他人带入公园，但是导盲犬除外。")


def test_items_at_the_end_of_a_page_stay_items() -> None:
    items = "第一条 按照情形①处理，情形包括：\n① 攀折花木；\n② 烧烤。"
    ((_, clauses),) = read_text(f"某某县公园管理办法\n{items}\n- 1 -\n第二条 本办法自公布之日起施行。")
    assert labels(clauses) == ["第一条", "第二条"]
