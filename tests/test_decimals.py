"""Rules numbered 1, 1.1, 1.1.1: their tree, their addresses, and what is no such number."""

from __future__ import annotations

import pytest

from tests.reading_tools import build, labels
from tiaowen.datamodels import Corpus
from tiaowen.errors import AddressError
from tiaowen.resolving import Resolver

RULES = """1 目的
为规范办公用品的采购、领用，制定本制度。
2 职责
2.1 行政部
2.1.1 负责编制采购计划。
2.1.2 负责入库、保管和发放。
保管期限不少于3年。
2.2 财务部负责审核费用。
3. 附则
本制度自2023年1月1日起执行。"""


def test_numbers_with_points_make_a_tree() -> None:
    _, clauses = build(RULES, title="办公用品管理制度")
    assert labels(clauses, "container") == ["1目的", "2职责", "2.1行政部", "3附则"]
    assert labels(clauses) == ["1目的第1段", "2.1.1", "2.1.2", "2.2", "3附则第1段"]
    (longest,) = [clause for clause in clauses if clause.label == "2.1.2"]
    assert longest.text == "2.1.2 负责入库、保管和发放。\n保管期限不少于3年。"
    assert [(step.level, step.number) for step in longest.path] == [("编号", 2), ("编号", 1), ("编号", 2)]


def test_a_number_with_points_is_an_address() -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    resolver = Resolver(Corpus((document,), clauses))
    for clause in clauses:
        assert resolver.resolve(clause.label, [document]) == (clause,)
        assert resolver.resolve(clause.cite) == (clause,)
    located = resolver.locate("办公用品管理制度2.1.2怎么规定？")
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.1.2"]
    for text in ("2.1.15", "2.1.1.1", "2.1.1万元"):
        with pytest.raises(AddressError):
            resolver.resolve(f"《办公用品管理制度》{text}")


@pytest.mark.parametrize(
    "text", ["办公用品管理制度2.1", "《办公用品管理制度》第2.1条", "办公用品管理制度的2.1是什么？"]
)
def test_the_number_of_a_heading_is_enough(text: str) -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    located = Resolver(Corpus((document,), clauses)).locate(text)
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.1行政部"]


def test_an_article_of_rules_without_articles_is_refused_with_their_numbers() -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    with pytest.raises(AddressError, match="不分条，编号有1至3"):
        Resolver(Corpus((document,), clauses)).resolve("《办公用品管理制度》第三条")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一、总体要求\n2.5 倍的补助标准。\n3.5 万元以内。", id="below 一、"),
        pytest.param("建成面积为\n3.5 万平方米。\n4.6 万人受益。", id="quantities"),
        pytest.param("1.加强领导。\n2.落实责任。\n3.严格考核。", id="one level only"),
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    _, clauses = build(text, kind="other")
    assert not [clause for clause in clauses if clause.level == "编号"]
