"""Documents without articles: numbered sections, points, prose; a table of traps that grows with every bug."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import build, labels

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


def test_a_box_of_a_plan_belongs_to_no_point() -> None:
    goals = "一、目标\n（一）发展目标\n1. 藏书达到100册。\n2. 人次达到200人。\n专栏1　主要指标\n指标　目标\n藏书　100"
    text = f"{goals}\n二、任务\n（二）建馆。\n专栏 2　工程\n新馆。\n（三）开放。"
    _, clauses = build(text, kind="plan", title="示例规划")
    assert labels(clauses) == ["（一）第1点", "（一）第2点", "专栏1", "（二）", "专栏2", "（三）"]
    (box,) = [clause for clause in clauses if clause.label == "专栏1"]
    assert box.text == "专栏1　主要指标\n指标　目标\n藏书　100"
