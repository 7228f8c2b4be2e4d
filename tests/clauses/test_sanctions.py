"""违反第X条怎么处罚: the clauses that set a penalty for the one at the address, alone and in a conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.corpora import corpus
from tiaowen import Assistant, build_index
from tiaowen.addresses.resolving import Resolver
from tiaowen.clauses.sanctions import Sanctions, asks_sanction
from tiaowen.datamodels import Answer, Clause, Corpus

LAW = """示例市公园条例
第一条 为了加强公园管理，制定本条例。
第二条 公园管理单位应当公布开放时间。
公园管理单位应当公布收费标准。
第三条 在公园内禁止下列行为：
（一）攀折花木；
（二）捕捞鱼类；
（三）燃放烟花。
第四条 游客应当爱护设施。
第五条 公园管理单位应当每日巡查。
第六条 违反本条例第二条第二款规定的，由价格部门责令改正，可以处五千元以下罚款。违反本条例第二条第一款规定的，给予警告。
第七条 违反本条例第三条第一项至第二项规定的，由园林部门处五十元罚款。
有下列行为之一的，由公安机关处五百元罚款：
（一）违反本条例第三条第三项规定，燃放烟花的；
（二）损坏设施的。
第八条 违反本条例第五条规定，有下列情形之一的，责令限期改正：
（一）不巡查的；
（二）不记录的。
第九条 损坏公园设施的，应当赔偿。
违反前款规定，拒不赔偿的，由园林部门处一百元罚款。
第十条 本条例自2021年1月1日起施行。"""


@pytest.fixture(scope="module")
def law() -> Corpus:
    return corpus(LAW)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("park")
    (folder / "公园条例.txt").write_text(LAW, encoding="utf-8")
    build_index([folder / "公园条例.txt"], folder / "index")
    return Assistant.load(folder / "index")


def clause(law: Corpus, label: str) -> Clause:
    return next(clause for clause in law.clauses if clause.label == label)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("第二条第二款", ["违反本条例第二条第二款规定的，由价格部门责令改正，可以处五千元以下罚款"]),
        ("第二条第一款", ["违反本条例第二条第一款规定的，给予警告"]),
        ("第三条第（二）项", ["违反本条例第三条第一项至第二项规定的，由园林部门处五十元罚款"]),
        (
            "第三条第（三）项",
            ["有下列行为之一的，由公安机关处五百元罚款", "（一）违反本条例第三条第三项规定，燃放烟花的"],
        ),
        ("第五条", ["违反本条例第五条规定，有下列情形之一的，责令限期改正：\n（一）不巡查的；\n（二）不记录的"]),
        ("第四条", []),
    ],
)
def test_what_follows_from_breaking_a_clause(law: Corpus, broken: str, said: list[str]) -> None:
    found = Sanctions(law, Resolver(law)).of(clause(law, broken))
    quoted = [hit.clause.document.text[slice(*span)] for hit, spans in found for span in spans]
    assert [words.strip("：") for words in quoted] == said


def test_of_a_whole_article_all_that_names_its_parts_is_quoted(law: Corpus) -> None:
    found = Sanctions(law, Resolver(law)).of(clause(law, "第三条"))
    assert [hit.clause.label for hit, _ in found] == ["第七条"]
    assert sum(len(spans) for _, spans in found) == 3


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("违反怎么处罚", True),
        ("违反的法律责任是什么", True),
        ("有规定情形的，怎么处理", True),
        ("怎么处罚", False),
        ("违反什么", False),
        ("讲什么", False),
    ],
)
def test_which_questions_ask_for_a_sanction(question: str, asked: bool) -> None:
    assert asks_sanction(question) is asked


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("违反公园条例第五条怎么处罚？", "第八条"),
        ("违反第二条第二款罚多少？", "第六条"),
        ("违反第三条第一项的法律责任是什么", "第七条"),
        ("违反第九条怎么处罚", "第九条"),  # it says so itself
    ],
)
def test_a_question_on_breaking_an_article_is_answered_by_what_names_it(
    assistant: Assistant, question: str, label: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].clause.label.startswith(label)


def test_where_nothing_follows_the_article_itself_is_no_answer(assistant: Assistant) -> None:
    answer = assistant.ask("违反公园条例第四条怎么处罚？")
    assert answer.status == "refused"
    assert "没有条文按条号写明违反" in answer.note
    assert answer.near[0].clause.label == "第四条"


@pytest.mark.parametrize("follow", ["违反了怎么处罚？", "违反这一条会怎么样", "如果违反了，罚多少"])
def test_a_follow_up_is_of_the_clause_talked_about(assistant: Assistant, follow: str) -> None:
    history: list[tuple[str, Answer]] = []
    for question in ("公园条例第五条", follow):
        history.append((question, assistant.ask(question, history)))
    assert history[1][1].citations[0].clause.label == "第八条"
    assert "第五条" in history[1][1].rewritten


TOLD = """示例市泳池管理条例
第一章 总则
第一条 为了加强泳池管理，制定本条例。
第二章 经营
第二条 泳池经营者不得接纳醉酒人员进入池区。
第三条 泳池经营者应当在入口处悬挂水质公示牌。
第四条 游客应当爱护设施。
第五条 泳池可以设置儿童池。
第三章 法律责任
第六条 泳池经营者违反本条例规定，有下列行为之一的，由体育部门处五百元以下罚款：
（一）接纳醉酒人员进入池区的；
（二）夜间不设照明的。
第七条 未在入口处悬挂水质公示牌的，给予警告。
第四章 附则
第八条 本条例自2021年1月1日起施行。"""


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("第二条", ["处五百元以下罚款", "（一）接纳醉酒人员进入池区的"]),
        ("第三条", ["未在入口处悬挂水质公示牌的，给予警告"]),
        ("第四条", []),
        ("第五条", []),
        ("第七条", []),
    ],
)
def test_an_act_may_be_told_in_words_instead_of_by_its_number(broken: str, said: list[str]) -> None:
    law = corpus(TOLD)
    found, _ = Sanctions(law, Resolver(law)).told(clause(law, broken))
    quoted = [hit.clause.document.text[slice(*span)].strip("：") for hit, spans in found for span in spans]
    assert len(quoted) == len(said)
    assert all(words.endswith(end) for words, end in zip(quoted, said, strict=True))
