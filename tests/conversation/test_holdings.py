"""What the library holds is told by the program; questions on what regulations say go to the regulations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.corpora import corpus
from tiaowen import Assistant
from tiaowen.conversation.holdings import LISTED, held

HELD = corpus("示例市收费办法\n第一条 收费应当公示。\n", "示例市用水办法\n第一条 用水应当计量。\n").documents
DOCUMENTS = [replace(HELD[0], date="2023-05-01"), HELD[1]]


@pytest.mark.parametrize(
    "question",
    [
        "你收了哪些文件",
        "库里一共有多少份文件？",
        "你这里有哪些法规",
        "系统里能查哪些文件",
        "收录了哪些法律法规",
        "文件清单",
        "列出所有文件",
        "有哪些文件",
    ],
)
def test_the_documents_held_are_listed(question: str) -> None:
    assert held(question, DOCUMENTS) == "所收文件中有2份：《示例市收费办法》、《示例市用水办法》。"


@pytest.mark.parametrize(
    "question",
    [
        "申请时要交哪些文件",
        "考核办法有多少条",
        "哪些文件同时废止",
        "会议文件有哪些",
        "有哪些制度保障党员权利",
        "办法是哪年发布的",
        "第三章有哪些规定",
        "",
    ],
)
def test_a_question_on_regulations_is_none_on_what_is_held(question: str) -> None:
    assert held(question, DOCUMENTS) == ""


def test_after_another_question_papers_may_be_meant() -> None:
    assert held("有哪些文件", DOCUMENTS, alone=False) == ""
    assert held("库里有哪些文件", DOCUMENTS, alone=False)


@pytest.mark.parametrize("question", ["这些文件里哪些是2023年发布的", "2023年发布的文件有哪些？"])
def test_those_of_a_year(question: str) -> None:
    assert held(question, DOCUMENTS) == "所收文件中注明日期为2023年的有1份：《示例市收费办法》。"
    assert held(question.replace("2023", "1999"), DOCUMENTS) == "所收文件中没有注明日期为1999年的。"


def test_of_many_the_first_are_named() -> None:
    reply = held("有哪些文件", [DOCUMENTS[0]] * (LISTED + 1))
    assert f"有{LISTED + 1}份" in reply
    assert reply.count("《") == LISTED
    assert "tiaowen documents" in reply


def test_it_is_answered_without_a_search_and_within_the_documents_chosen(assistant: Assistant) -> None:
    answer = assistant.ask("你收了哪些文件")
    assert (answer.status, answer.why.way, answer.near) == ("refused", "talk", ())
    assert "《党史学习教育工作条例》" in answer.note
    chosen = assistant.corpus.documents[0]
    assert assistant.ask("你收了哪些文件", documents=[chosen.id]).note == f"所选文件中有1份：《{chosen.title}》。"
