"""Who 甲方 and 乙方 are: clauses of a contract are searched and read with the names, and quoted without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.corpora import corpus
from tests.support.quoting import assert_verbatim
from tiaowen import Assistant, build_index
from tiaowen.clauses.parties import by_role, parties, plain, told

CONTRACT = """离心机采购合同
甲方（采购方）：栖河农业研究所
乙方：恒砺仪器有限公司
第一条 交货
乙方应当在合同生效后60日内将设备运至甲方指定地点。乙方负责装卸。
第二条 违约
乙方逾期交货的，每逾期一日，按逾期价款的千分之一支付违约金。
第三条 附则
本合同一式两份，甲方（盖章）、乙方各执一份。"""


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (CONTRACT, {"甲方": "采购方，栖河农业研究所", "乙方": "恒砺仪器有限公司"}),
        (
            "合作协议\n某某学校（以下简称甲方）与某某餐饮公司（以下简称“乙方”）订立本协议。\n第一条 供餐。",
            {"甲方": "某某学校", "乙方": "与某某餐饮公司"},
        ),
        ("租赁合同\n甲　方（出租人）：王某\n第一条 乙方按月付租。", {}),
        ("示例办法\n第一条 为了示例。", {}),
    ],
)
def test_the_head_of_a_contract_says_who_its_parties_are(head: str, found: dict[str, str]) -> None:
    assert parties(corpus(head).documents[0]) == found


def test_a_verdict_is_of_the_parts_that_the_parties_play() -> None:
    document = corpus(CONTRACT).documents[0]
    assert by_role("甲方不得转让", document) == "采购方不得转让"
    assert by_role("甲方不得转让", corpus("示例办法\n第一条 甲方守约。").documents[0]) == "甲方不得转让"


def test_the_first_of_each_party_in_a_clause_has_its_name_behind_it() -> None:
    made = corpus(CONTRACT)
    first = next(clause for clause in made.clauses if clause.label == "第一条")
    words = told(first)
    assert "乙方（恒砺仪器有限公司）应当在合同生效后60日内" in words
    assert "甲方（采购方，栖河农业研究所）指定地点。乙方负责装卸。" in words
    _, origin = plain(first.document, first.start, first.end)
    assert all(at < 0 or first.document.text[at] == character for character, at in zip(words, origin, strict=True))
    last = next(clause for clause in made.clauses if clause.label == "第三条")
    assert "甲方（盖章）、乙方（恒砺仪器有限公司）各执一份" in told(last)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("恒砺公司最晚什么时候要把设备送到", "乙方应当在合同生效后60日内将设备运至甲方指定地点"),
        ("恒砺公司逾期交货一天要付多少违约金", "按逾期价款的千分之一支付违约金"),
    ],
)
def test_who_asks_for_a_party_by_its_name_is_answered_in_the_words_of_the_contract(
    tmp_path: Path, question: str, said: str
) -> None:
    (tmp_path / "合同.txt").write_text(CONTRACT, "utf-8")
    build_index(tmp_path / "合同.txt", tmp_path / "index")
    assistant = Assistant.load(tmp_path / "index")
    answer = assistant.ask(question)
    assert said in answer.answer
    assert "恒砺" not in answer.answer
    assert_verbatim(answer, assistant.corpus)
