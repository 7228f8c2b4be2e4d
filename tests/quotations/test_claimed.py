"""Words that a message gives to a clause: whether they are its words, and what differs."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tests.support.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.datamodels import Answer, Citation, Grounds, Span
from tiaowen.quotations.claimed import compared

RULES = """青石镇集市管理办法
第一条 集市每月逢五开市，摊位费每日不超过十元；逢节日开市的，摊位费可以减半收取。
第二条 摊主应当在收市后一小时内清扫摊位，未清扫的，由集市管理所责令改正。
第三条 集市管理所应当每年公布摊位费的收支情况。
"""
HERE = corpus(RULES)
NAME = "《青石镇集市管理办法》"
FIRST = f"{NAME}第一条"


def said(message: str, *articles: int, way: str = "address") -> str:
    clauses = [HERE.clauses[number - 1] for number in articles or (1,)]
    cited = tuple(Citation(clause, 0, len(clause.text), (Span(0, 4),)) for clause in clauses)
    answer = Answer(message, "answered", cited, cited, why=Grounds(way, message))  # type: ignore[arg-type]
    return compared(message, answer, HERE)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("{n}第一条规定：“摊位费每日不超过二十元”对吗", ["的原文不符", "多“二”"]),
        ("{n}第一条：「集市每月逢十开市」，是这样吗？", ["的原文不符", "“五”被改为“十”"]),
        ("“集市每月逢五开市，摊位费不超过十元”（{n}第一条）", ["的原文不符", "缺“每日”"]),
        ("{n}第一条规定：“集市逢五开市，摊位费不超过二十元”对吗", ["缺“每月”", "缺“每日”", "多“二”"]),
        ("{n}第一条：集市每月逢五开市，摊位费每日不超过三十元，对吗", ["的原文不符", "多“三”"]),
        ("{n}第一条规定：“摊位费每日不超过十元”准确吗", [f"与{FIRST}的原文逐字一致"]),
        ("{n}第一条规定：“攤位費每日不超過十元”準確吗", [f"与{FIRST}的原文逐字一致"]),
        ("{n}第一条规定：“摊主应当在收市后一小时内清扫摊位”对吗", [f"不在{FIRST}，在{NAME}第二条"]),
        ("{n}第一条规定：“外地客商须缴纳押金五百元”对吗", [f"{FIRST}没有“外地客商须缴纳押金五百元”这段文字"]),
    ],
)
def test_what_differs_from_the_clause_is_said(message: str, told: list[str]) -> None:
    note = said(message.format(n=NAME))
    assert all(words in note for words in told) and note.endswith("。") and note.count("。") == 1


@pytest.mark.parametrize(
    ("message", "way"),
    [
        ("{n}第一条的“摊位费”指什么", "address"),
        ("{n}第一条中“摊位费可以减半收取”怎么理解", "address"),
        ("按{n}第一条，称作“外地流动商户”的人要交多少", "address"),
        ("{n}第一条是什么", "address"),
        ("“摊主”在收市后要做“清扫摊位、归还桌椅”吗", "clauses"),
    ],
)
def test_words_of_the_askers_own_are_not_compared(message: str, way: str) -> None:
    assert said(message.format(n=NAME), way=way) == ""


def test_of_two_articles_the_one_with_the_words_counts() -> None:
    assert said(f"{NAME}第一条和第二条规定：“收市后两小时内清扫摊位”对吗", 1, 2).startswith(
        "“收市后两小时内清扫摊位”与" + f"{NAME}第二条"
    )


def test_the_assistant_says_it_in_its_note(assistant: Assistant) -> None:
    answer = assistant.ask("《考核办法》第十五条规定：“优秀档次人数一般不超过30%”对吗")
    assert_verbatim(answer, assistant.corpus)
    assert "第十五条的原文不符" in answer.note and "20”被改为“30”" in answer.note
    answer = assistant.ask("考核办法第十九条：聘期考核的结果一般分为合格和优秀等档次，对吗")
    assert "不符" in answer.note and "第十九条：" not in answer.note
