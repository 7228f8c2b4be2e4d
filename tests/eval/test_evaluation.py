"""Gold is written by people: an address in any of its forms is understood, and what is not is said."""

from __future__ import annotations

import pytest

from tiaowen.batch.evaluation import Evaluation, meets, place, places

CITED = "《青石县机关假期管理办法（试行）》第七条"


@pytest.mark.parametrize(
    "gold",
    [
        "第七条",
        "第7条",
        "第7条第1款",
        "依据第七条",
        "第七条（婚假）",
        "第七条。",
        "第二章第七条",
        "第七条、第八条",
        "第六条和第七条",
        CITED,
        "《青石县机关假期管理办法》第七条",
        "《青石县机关假期管理办法(试行)》 第7条",
        "《假期管理办法》第七条",
        "〈假期管理办法〉第七条",
        "青石县机关假期管理办法第七条",
        "根据假期管理办法第二章第七条",
        "《青石县机关假期管理办法》第二章第七条",
    ],
)
def test_gold_addresses_are_understood(gold: str) -> None:
    assert any(meets(place(CITED), wanted) for wanted in places(gold))


@pytest.mark.parametrize(
    "gold",
    ["第八条", "第十七条", "第七条之一", "《公务接待规定》第七条", "接待规定第七条", "《青石县机关假期管理办法》"],
)
def test_other_addresses_are_others(gold: str) -> None:
    assert not any(meets(place(CITED), wanted) for wanted in places(gold))


def record(status: str, **columns: str) -> dict[str, object]:
    cited = [{"cite": CITED}] if status == "answered" else []
    return {"status": status, "answer": "18天", "citations": cited, "near": [], "columns": columns}


def test_several_addresses_in_a_cell_count_each() -> None:
    found = Evaluation(["问题", "条款"])
    found.add(record("answered", 条款="第七条、第八条"))
    assert dict(found.figures())["评测·条款召回（1 行）"] == 0.5


@pytest.mark.parametrize(
    "gold", ["无", "无。", "未规定", "文件没有规定", "N/A", "无法回答", "-", "无相关规定", "不适用"]
)
def test_gold_that_says_that_nothing_answers(gold: str) -> None:
    for column in ("标准答案", "条款"):
        found = Evaluation(["问题", column])
        found.add(record("refused", **{column: gold}))
        assert dict(found.figures()) == {"评测·应拒而拒（1 行）": 1.0}


def test_gold_that_is_no_address_is_said() -> None:
    found = Evaluation(["问题", "条款"])
    found.add(record("answered", 条款="职工结婚的，享受婚假"))
    figures = dict(found.figures())
    assert "评测·条款命中（1 行）" not in figures
    assert figures["评测·看不懂的条款（1 行，未计入）"] == "职工结婚的，享受婚假"
