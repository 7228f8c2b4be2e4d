"""Every quotation says which of its words answer, however the answer was found."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.library import CharacterEncoder, small_assistant
from tiaowen import Assistant, build_index
from tiaowen.datamodels import Answer
from tiaowen.rendering.render import to_json

RULES = """图书馆管理办法
（2021年3月1日馆务会通过）
第一章 总则
第一条 为加强图书馆管理，方便读者借阅，根据有关规定，制定本办法。
第二条 本办法所称读者，是指持有借阅证的职工和学生。
第二章 借阅
第三条 办理借阅证应当提交下列材料：
（一）身份证；
（二）近期照片。
第四条 图书借期为30日，可以续借一次。但是，工具书不得外借。
前款规定的借期，寒暑假期间顺延。
第五条 图书逾期的，每日每册收取0.1元；损坏的，按照定价赔偿。
第三章 附则
第六条 馆长室负责解释本办法。
第七条 本办法自2021年4月1日起施行。
"""
ASKED = (
    *(
        "图书馆管理办法共几条",
        "图书馆管理办法有几章",
        "图书馆管理办法有哪些章",
        "第三条第一项",
        "第三条",
        "第四条第一款",
    ),
    *("第二章", "第二章全文", "图书馆管理办法第一条到第三条", "办理借阅证要交哪些材料？", "图书借期是几日？"),
    *("工具书可以外借吗？", "图书逾期和损坏分别怎么处理？", "什么是读者？", "谁负责解释？", "为什么制定图书馆管理办法"),
    *(
        "图书馆管理办法什么时候施行",
        "图书馆管理办法是什么时候通过的",
        "最后一条",
        "第三条有几项",
        "图书馆管理办法讲了什么",
    ),
    *("图书借期为30日，可以续借一次。", "关于借阅有哪些规定", "火星上的氧气含量是多少", "你好", "第九十九条"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("library")
    (folder / "办法.txt").write_text(RULES, "utf-8")
    build_index([folder / "办法.txt"], folder / "index", CharacterEncoder())
    return Assistant.load(folder / "index", CharacterEncoder())


def assert_marked(answer: Answer) -> None:
    record = to_json(answer)
    assert bool(record["citations"]) == (answer.status == "answered")
    assert not any(near["highlights"] for near in record["near"])
    for citation in record["citations"]:
        marks = citation["highlights"]
        assert marks, citation["cite"]
        assert all(0 <= start < end <= len(citation["quote"]) for start, end in marks)
        assert all(before[1] <= after[0] for before, after in pairwise(marks))
        assert all(citation["quote"][start:end].strip() for start, end in marks)


@pytest.mark.parametrize("question", ASKED)
def test_every_kind_of_answer_marks_its_words(library: Assistant, question: str) -> None:
    assert_marked(library.ask(question))


def test_the_words_that_govern_an_item_are_marked_without_their_number(library: Assistant) -> None:
    item, lead = library.ask("第三条第一项").citations
    assert [item.quote[low:high] for low, high in item.highlights] == ["身份证；"]
    assert [lead.quote[low:high] for low, high in lead.highlights] == ["办理借阅证应当提交下列材料"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ASKED), min_size=1, max_size=3), st.booleans())
def test_so_do_several_questions_together_and_one_after_another(asked: list[str], together: bool) -> None:
    assistant = small_assistant()
    history: list[tuple[str, Answer]] = []
    for question in ["；".join(asked)] if together else asked:
        answer = assistant.ask(question.replace("图书馆管理办法", "党史学习教育工作条例"), history)
        assert_marked(answer)
        history.append((question, answer))
