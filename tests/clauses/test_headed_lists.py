"""Lists that have a heading where an article has a lead: all points below it, or those of the case that is named."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen.clauses.headed_lists import announcing, asked_noun, headed_list

GUIDE = corpus(
    """
摊位登记办事指南
一、办理对象
在本市摆摊的个人。
二、申请材料
（一）新办
1. 登记申请表；
2. 身份证复印件。
（二）变更
1. 变更申请表；
2. 登记证原件。
三、办理流程
1. 申请：提交材料；
2. 受理：当场受理；
3. 发证：3日内发证。
""",
    """
图书馆管理办法
第一章 总则
第一条 为加强管理，制定本办法。
第二章 选聘程序
第二条 选聘按下列程序进行：
（一）报名；
（二）考试。
第三条 选聘应当公开。
""",
    kind="notice",
)


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("申请要交哪些材料", "材料"),
        ("需要带什么证件", "材料"),
        ("办理流程有哪些", "程序"),
        ("步骤是什么", "程序"),
        ("材料几天交", ""),
        ("什么时候交材料", ""),
    ],
)
def test_what_is_asked_for(question: str, noun: str) -> None:
    assert asked_noun(question) == noun


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("申请要交哪些材料", ["二、申请材料"]),
        ("新办要交哪些材料", ["二、（一）"]),
        ("变更摊位登记需要什么资料", ["二、（二）"]),
        ("新办和变更各要哪些材料", ["二、（一）", "二、（二）"]),
        ("摊位登记的步骤有哪些", ["三、办理流程"]),
        ("申请低保要交哪些材料", []),  # of something else
        ("要交哪些材料", []),  # of what, of several documents?
        ("选聘程序有哪些", []),  # an article has its own list
    ],
)
def test_all_points_below_a_heading(question: str, labels: list[str]) -> None:
    assert [c.label for c in headed_list(question, GUIDE.documents, GUIDE)] == labels


def test_the_article_that_announces_the_list_of_a_chapter() -> None:
    chapter = next(c for c in GUIDE.clauses if c.heading == "选聘程序")
    found = announcing("选聘程序有哪些", chapter, GUIDE)
    assert found is not None and found.label == "第二条"
    assert announcing("选聘条件有哪些", chapter, GUIDE) is None
