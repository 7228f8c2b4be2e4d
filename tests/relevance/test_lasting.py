"""How long a thing lasts is told by the clause that gives the length of that very thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiaowen import Assistant, build_index
from tiaowen.relevance.lasting import asked_period, says_length


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("合同工试用期多长时间", "试用期"),
        ("产假有几天？", "产假"),
        ("婚假最多能休多少天", "婚假"),
        ("公示期是几天", "公示期"),
        ("试用期内提前几天通知", ""),
        ("病假工资怎么发", ""),
        ("多久开一次会", ""),
    ],
)
def test_the_period_that_is_asked_for(question: str, term: str) -> None:
    assert asked_period(question) == term


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("女职工生育享受产假158天。", True),
        ("请产假30天的，另行安排。", True),
        ("产假为九十八日。", True),
        ("给予其配偶陪产假20天，陪产假应当在产假期间使用。", False),
        ("产假内提前3日通知。", False),
        ("产假的工资照发。", False),
    ],
)
def test_a_clause_gives_the_length_of_the_term_itself(text: str, says: bool) -> None:
    assert says_length("产假", text, f"休假包括婚假、产假、陪产假、病假。\n{text}") == says


STAFF = """示例馆休假和用工办法
第一条 本办法所称休假，包括婚假、产假、陪产假。
第二条 产假及有关假期
（一）女职工生育享受产假158天，其中产前可以休假15天；
（二）怀孕未满4个月流产的，享受产假15天。
第三条 女职工生育的，给予其配偶陪产假20天，陪产假应当在产假期间使用。
第四条 合同工首次签订劳动合同期限为2年，试用期2个月。
第五条 合同工提前30日书面通知本馆，可以解除合同；试用期内提前3日通知。"""


@pytest.mark.parametrize(
    ("question", "words", "beside"),
    [
        ("产假有几天", "产假158天", "陪产假"),
        ("合同工试用期多长时间", "试用期2个月", "3日"),
        ("陪产假有几天", "20天", "158"),
    ],
)
def test_the_length_of_the_very_thing_answers(tmp_path: Path, question: str, words: str, beside: str) -> None:
    (tmp_path / "示例馆休假和用工办法.txt").write_text(STAFF, encoding="utf-8")
    build_index(tmp_path, tmp_path / "index")
    answer = Assistant.load(tmp_path / "index").ask(question).answer
    assert words in answer and beside not in answer
