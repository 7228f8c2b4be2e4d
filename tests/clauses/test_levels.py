"""Of sections side by side for the levels of one thing, that of the level which the question names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.corpora import corpus
from tiaowen import Assistant, build_index
from tiaowen.clauses.levels import section_of_level

TEXT = """城东水库防汛应急预案

1 总则
1.1 目的
为做好防汛工作，制定本预案。
2 应急响应
2.1 Ⅰ级响应
2.1.1 启动条件
库水位超过设计洪水位的，启动Ⅰ级响应。
2.1.2 响应行动
指挥长坐镇指挥，每1小时报告一次水情。
2.2 Ⅱ级响应
2.2.1 启动条件
库水位达到汛限水位的，启动Ⅱ级响应。
2.2.2 响应行动
副指挥长组织会商，每3小时报告一次水情。
2.3 Ⅲ级响应
2.3.1 启动条件
库水位接近汛限水位的，启动Ⅲ级响应。
2.3.2 响应行动
值班人员加强巡查，每6小时报告一次水情。
3 附则
3.1 实施
本预案自2024年3月1日起施行。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("plan")
    (folder / "预案.txt").write_text(TEXT, "utf-8")
    build_index(folder / "预案.txt", folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Ⅱ级响应多久报告一次水情", ["2.2.1启动条件第1段", "2.2.2响应行动第1段"]),
        ("二级应急响应由谁指挥", ["2.2.1启动条件第1段", "2.2.2响应行动第1段"]),
        ("Ⅰ级和Ⅱ级响应有什么区别", []),
        ("Ⅳ级响应多久报告一次", []),
        ("二级教师怎么评", []),  # of something else
        ("多久报告一次水情", []),
    ],
)
def test_the_section_of_the_level_that_is_named(plan: Assistant, question: str, labels: list[str]) -> None:
    found = section_of_level(question, plan.corpus.documents[0], plan.corpus)
    assert [unit.label for unit in found] == labels


@pytest.mark.parametrize(
    ("question", "words", "label"),
    [
        ("Ⅰ级响应多久报告一次水情？", "每1小时", "2.1.2"),
        ("Ⅱ级响应多久报告一次水情？", "每3小时", "2.2.2"),
        ("三级响应多久报告一次水情？", "每6小时", "2.3.2"),
        ("什么时候启动Ⅱ级响应？", "达到汛限水位", "2.2.1"),
    ],
)
def test_no_other_level_answers(plan: Assistant, question: str, words: str, label: str) -> None:
    answer = plan.ask(question)
    assert words in answer.answer
    assert answer.citations[0].label.startswith(label)


def test_one_level_alone_is_no_section_beside_others() -> None:
    rules = corpus("""
护理规定
一、一级护理
每小时巡视一次。
二、查房
每日查房。
""")
    assert section_of_level("一级护理多久巡视一次", rules.documents[0], rules) == []
