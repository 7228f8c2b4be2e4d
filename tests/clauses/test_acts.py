"""Penalties that name an act by the number of its clause: found, read and quoted by the words of the act."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.support.corpora import corpus
from tiaowen import Assistant, build_index
from tiaowen.clauses.acts import FOLLOWS, GLOSS, MOST, Acts, asks_consequence, entry_texts, glossed
from tiaowen.clauses.entries import make_entries
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.reranking.cross_encoder import CrossEncoder

LAW = """示例市车站管理条例
第一条 为了维护车站秩序，制定本条例。
第二条 本条例适用于本市车站的管理活动。
第三条 车站经营单位应当公布监督电话。
第四条 在车站内禁止下列行为：
（一）攀爬、跨越围墙和闸机；
（二）乞讨、卖艺、兜售物品；
（三）吸烟、随地吐痰。
第五条 乘客应当持有效车票乘车。
禁止携带宠物进入车站。
第六条 车站经营单位应当配备消防器材。
第七条 符合本条例第三条规定的，由交通部门予以登记。
第八条 违反本条例第四条第（二）项、第（三）项规定的，由车站经营单位责令改正，处五十元以上二百元以下罚款。
违反本条例第五条第二款规定的，由公安部门处一百元罚款。
第九条 违反本条例第六条规定，未配备消防器材的，处五千元罚款。
第十条 本条例自2020年1月1日起施行。"""


@pytest.fixture(scope="module")
def law() -> Corpus:
    return corpus(LAW)


def unit(law: Corpus, label: str) -> Clause:
    return next(clause for clause in law.clauses if clause.role == "unit" and clause.label == label)


def test_an_act_is_what_stands_where_the_number_points(law: Corpus) -> None:
    smoking, pets = Acts(law).of(unit(law, "第八条"))
    assert smoking.pieces == ("乞讨、卖艺、兜售物品", "吸烟、随地吐痰")
    assert pets.pieces == ("禁止携带宠物进入车站",)
    text = unit(law, "第八条").text
    assert text[: smoking.end].endswith("第（三）项") and text[: pets.end].endswith("第五条第二款")


@pytest.mark.parametrize(
    "named",
    ["第二条第一项至第三项", "第二条第（一）至（三）项", "第二条第一项至三项", "第二条所列第（一）项至第（三）项"],
)
def test_a_range_is_every_act_in_it(named: str) -> None:
    items = "\n".join(f"（{number}）行为{number}；" for number in "一二三四五")
    law = corpus(f"示例办法\n第一条 违反本办法{named}规定的，处一百元罚款。\n第二条 禁止下列行为：\n{items}")
    (act,) = Acts(law).of(unit(law, "第一条"))
    assert act.pieces == ("行为一", "行为二", "行为三")


def test_a_range_of_articles_is_all_of_them() -> None:
    articles = "\n".join(f"第{number}条 禁止行为{number}。" for number in "二三四五")
    law = corpus(f"示例办法\n第一条 违反本办法第二条至第四条规定的，处一百元罚款。\n{articles}")
    (act,) = Acts(law).of(unit(law, "第一条"))
    assert act.pieces == ("禁止行为二", "禁止行为三", "禁止行为四")


DORMITORY = """宿舍管理规定
第一条 为了加强宿舍管理，制定本规定。
第二条 学生不得有下列行为：
（一）使用电炉、热得快等大功率电器；
（二）私拉电线、使用明火；
（三）饲养宠物。
违反前款第一项、第二项规定的，给予记过处分。违反前款第三项规定的，给予批评教育。
第三条 学生应当按时归宿。
第四条 本规定由学生处负责解释。"""


def test_an_act_may_stand_in_the_same_clause() -> None:
    law = corpus(DORMITORY)
    appliances, pets = Acts(law).of(unit(law, "第二条"))
    assert appliances.pieces == ("使用电炉、热得快等大功率电器", "私拉电线、使用明火")
    assert pets.pieces == ("饲养宠物",)


@pytest.mark.parametrize("question", ["在宿舍偷偷用热得快会怎么处理", "宿舍里用热得快会受什么处分"])
def test_what_follows_is_quoted_and_not_the_prohibition_before_it(tmp_path: Path, question: str) -> None:
    (tmp_path / "宿舍管理规定.txt").write_text(DORMITORY, encoding="utf-8")
    build_index(tmp_path, tmp_path / "index")
    answer = Assistant.load(tmp_path / "index").ask(question)
    assert "违反前款第一项、第二项规定的，给予记过处分" in answer.answer
    assert "不得" not in answer.answer


@pytest.mark.parametrize("label", ["第九条", "第四条", "第十条", "第一条"])
def test_a_clause_that_says_the_act_itself_or_sets_no_consequence_points_at_none(law: Corpus, label: str) -> None:
    assert Acts(law).of(unit(law, label)) == ()


def test_an_entry_leads_from_the_act_to_the_paragraph_that_sets_its_consequence(law: Corpus) -> None:
    entries = [entry for entry in make_entries(law)[0] if entry.kind == "act" and entry.unit.endswith("第八条")]
    assert [entry.focus.rpartition("/")[2] for entry in entries] == ["第八条第一款", "第八条第一款", "第八条第二款"]
    assert entries[0].text == f"乞讨、卖艺、兜售物品：{FOLLOWS}"
    assert entries[2].text == f"禁止携带宠物进入车站：{FOLLOWS}"


def test_an_article_with_many_items_is_cut_off() -> None:
    items = "\n".join(f"（{number}）行为{number}；" for number in "一二三四五六七八九")
    articles = "\n".join(f"第{number}条 禁止下列行为：\n{items}" for number in "二三四五")
    rule = "违反本办法第二条、第三条、第四条、第五条规定的，处一百元罚款。"
    law = corpus(f"示例办法\n第一条 {rule}\n{articles}")
    (act,) = Acts(law).of(unit(law, "第一条"))
    assert len(act.pieces) == MOST == len(entry_texts((act,)))


def test_the_act_is_read_in_brackets_and_every_other_character_where_it_stands(law: Corpus) -> None:
    text = unit(law, "第八条").text
    acts = Acts(law).of(unit(law, "第八条"))
    for stretch in (Span(0, len(text)), Span(0, text.index("\n")), Span(text.index("\n") + 1, len(text))):
        passage, origin = glossed("在车站里卖艺怎么处罚", text, stretch, acts)
        assert len(passage) == len(origin)
        plain = [at for at in origin if at >= 0]
        assert plain == list(range(stretch.end - stretch.start))
        kept = "".join(c for c, at in zip(passage, origin, strict=True) if at >= 0)
        assert kept == text[stretch.start : stretch.end]
    passage, _ = glossed("在车站里卖艺怎么处罚", text, Span(0, len(text)), acts)
    assert "第（三）项（乞讨、卖艺、兜售物品）规定的" in passage and "吸烟" not in passage
    passage, _ = glossed("吸烟罚多少", text, Span(0, len(text)), acts)
    assert "第（三）项（吸烟、随地吐痰）规定的" in passage


def test_many_acts_leave_room_for_the_clause_itself() -> None:
    items = "\n".join(f"（{number}）{'倾倒垃圾或者其他废弃物' * 3}{number}；" for number in "一二三四五六七八九")
    rule = "违反本办法第二条规定的，处一百元罚款。\n违反本办法第三条规定的，处二百元罚款。"
    law = corpus(f"示例办法\n第一条 {rule}\n第二条 禁止下列行为：\n{items}\n第三条 禁止焚烧：\n{items}")
    text, acts = unit(law, "第一条").text, Acts(law).of(unit(law, "第一条"))
    assert len(acts) == 2
    for question in ("乱倒垃圾怎么处罚", "放鞭炮怎么处罚"):
        passage, origin = glossed(question, text, Span(0, len(text)), acts)
        assert len(text) < len(passage) <= len(text) + GLOSS + 4
        assert [at for at in origin if at >= 0] == list(range(len(text)))


@pytest.mark.parametrize("question", ["卖艺怎么处罚", "带宠物进站罚多少钱", "吸烟有什么后果"])
def test_questions_on_a_consequence(question: str) -> None:
    assert asks_consequence(question)


@pytest.mark.parametrize("question", ["能不能在车站里卖艺", "车站由谁管理", "监督电话应当公布吗"])
def test_other_questions(question: str) -> None:
    assert not asks_consequence(question)


def test_reading_with_the_act_finds_more_than_without(law: Corpus) -> None:
    cross, clause = CrossEncoder(law), unit(law, "第八条")
    with_act = cross.read("在车站里带宠物会怎么处罚", clause)
    without = CrossEncoder(Corpus(law.documents, (clause,))).read("在车站里带宠物会怎么处罚", clause)
    assert with_act.answers > without.answers
    assert with_act.starts.shape == (len(clause.text),) and np.isfinite(with_act.starts).all()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("acts")
    (folder / "law.txt").write_text(LAW, encoding="utf-8")
    build_index(folder / "law.txt", folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("在车站里卖艺怎么处罚", "处五十元以上二百元以下罚款"),
        ("在车站吸烟罚多少钱", "处五十元以上二百元以下罚款"),
        ("带宠物进车站罚多少钱", "处一百元罚款"),
    ],
)
def test_the_consequence_is_quoted_for_the_act(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].label.startswith("第八条")
    assert words in answer.answer and answer.answer in assistant.corpus.documents[0].text


def test_nothing_is_quoted_from_the_paragraph_on_another_act(assistant: Assistant) -> None:
    assert "一百元" not in assistant.ask("在车站乞讨罚多少").answer
    assert "二百元" not in assistant.ask("抱着宠物进车站会被罚多少").answer


def test_what_is_allowed_is_answered_by_the_clause_that_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("可以带宠物进车站吗")
    assert answer.citations[0].label.startswith("第五条")
    assert answer.verdict == "否"


SCALED = """示例停放规定
第一条 禁止下列行为：
（一）占用通道停放；
（二）携带蓄电池进入电梯；
（三）从室内拉线充电。
第二条 违反第一条第一项、第二项规定，经劝阻拒不改正的，处三百元罚款；属于第三项情形的，处五百元罚款。
第三条 违反第一条第三项规定，损坏线路的，处一千元罚款。"""


def test_a_number_goes_on_from_the_article_named_before_and_a_warning_names_no_act() -> None:
    law = corpus(SCALED)
    first, second = Acts(law).of(unit(law, "第二条"))
    assert first.pieces == ("占用通道停放", "携带蓄电池进入电梯")
    assert second.pieces == ("从室内拉线充电",)
    assert Acts(law).of(unit(law, "第三条")) == ()  # says the act itself


def test_the_sum_that_is_asked_for_is_not_looked_for_in_a_part_without_one(tmp_path: Path) -> None:
    text = (
        "供水条例\n第一条 为了加强供水管理，制定本条例。\n第二条 违反本条例规定，有下列行为之一的，处以罚款：\n"
        "（一）在供水管道上直接装泵抽水的，处二千元以上一万元以下罚款；\n（二）对外转供水的，处五千元罚款。\n"
        "有前款第（一）项、第（二）项所列行为之一，逾期不改正的，可以停止供水。\n第三条 本条例自公布之日起施行。"
    )
    (tmp_path / "供水条例.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path, tmp_path / "index")
    answer = Assistant.load(tmp_path / "index").ask("在自来水管上装泵抽水罚多少")
    assert "二千元以上一万元以下" in answer.answer
