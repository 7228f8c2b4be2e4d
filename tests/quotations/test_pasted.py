"""Pasted passages: where they stand, and what differs from the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import corpus
from tests.support.quoting import assert_verbatim, squeezed
from tiaowen import Assistant
from tiaowen.datamodels import Answer, Hit
from tiaowen.quotations.pasted import Passages
from tiaowen.quotations.pasted_words import pasted_words

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
SENTENCE = "聘期考核的结果一般分为合格和不合格等档次。"
LAKE = """湖泊保护条例
第一条 湖岸一百米以内不得新建鱼塘，由湖泊管理机构巡查。
第二条 每年四月的第二个星期日为护湖日。
第三条 船只经营者以合格的船只运送游客后，因风浪延误的，应当另行安排船只。
船只经营者有前款规定行为，情节严重的，由湖泊管理机构收回第八条规定的证件。
第四条 鱼塘的出水口应当按照湖泊保护规划设置拦网。
鱼塘经营者应当定期清理拦网。
第五条 船只经营者有前款规定行为，情节严重的，由湖泊管理机构收回第八条规定的证件。
"""
RIVER = """河道管理办法
第一条 河道两岸不得堆放石料。
第二条 鱼塘经营者应当定期清理拦网。
第三条 拦网“四清四查”的记录应当保存三年，经营者不得涂改。
"""
DAY = "每年四月的第二个星期日为护湖日。"
POND = "湖岸一百米以内不得新建鱼塘，由湖泊管理机构巡查。"
BOATS = "船只经营者以合格的船只运送游客后，因风浪延误的，应当另行安排船只。"
CARD = "船只经营者有前款规定行为，情节严重的，由湖泊管理机构收回第八条规定的证件。"


def located(message: str) -> Answer | None:
    """Where the passage stands in the lake and the river, without a search that leads to it."""
    here = corpus(LAKE, RIVER)
    answer = Passages(here).answer(message, lambda words, limit: [], here.documents)
    if answer is not None:
        assert_verbatim(answer, here)
    return answer


def labels(answer: Answer | None) -> list[str]:
    return [citation.label for citation in answer.citations] if answer is not None else []


@pytest.mark.parametrize(
    "message",
    [
        f"这段话出自哪里：{SENTENCE}",
        f"下面这段话出自哪个文件？\n{SENTENCE}",
        f"“{SENTENCE}”是哪一条的",
        f"{SENTENCE}\n这段话出自哪里？",
        "这段话出自哪里：聘期考核的结果\n一般分为合格 和不合格等檔次。",
    ],
)
def test_a_passage_is_found_word_for_word(assistant: Assistant, message: str) -> None:
    answer = assistant.ask(message)
    assert_verbatim(answer, assistant.corpus)
    assert [c.cite for c in answer.citations] == [f"《{APPRAISAL}》第十九条"]
    assert squeezed(answer.answer).rstrip("。") == SENTENCE.rstrip("。")
    assert answer.note.endswith("与原文逐字一致。")


@pytest.mark.parametrize(
    ("words", "changed", "difference"),
    [
        ("每年至少组织2次以党史为主要内容的学习或者主题党日", "1", "“1”被改为“2”"),
        ("每年至少组织1次以党史为内容的学习或者主题党日", "主要", "缺“主要”"),
        ("每年至少认真组织1次以党史为主要内容的学习或者主题党日", "组织", "多“认真”"),
    ],
)
def test_what_was_changed_is_shown_and_the_source_quoted(
    assistant: Assistant, words: str, changed: str, difference: str
) -> None:
    answer = assistant.ask(f"“{words}”出自哪里")
    assert answer.answer == "每年至少组织1次以党史为主要内容的学习或者主题党日"
    assert changed in answer.answer
    assert difference in answer.note
    assert answer.citations[0].cite == f"《{STUDY}》第十九条"


def test_a_passage_may_run_through_several_articles(assistant: Assistant) -> None:
    document = next(d for d in assistant.corpus.documents if d.title == APPRAISAL)
    articles = [c for c in assistant.corpus.by_document[document.id] if c.label in ("第十九条", "第二十条")]
    answer = assistant.ask("这段话出自哪里：" + document.text[articles[0].body : articles[1].end])
    assert [c.label for c in answer.citations] == ["第十九条", "第二十条"]
    assert_verbatim(answer, assistant.corpus)


def test_words_that_are_nowhere_are_refused(assistant: Assistant) -> None:
    answer = assistant.ask("这段话出自哪里：床前明月光，疑是地上霜，举头望明月，低头思故乡")
    assert (answer.status, answer.citations) == ("refused", ())
    assert "没有这段文字" in answer.note


@pytest.mark.parametrize(
    "message",
    ["“三会一课”是什么", "“严重警告处分的当年”怎么考核", "考核办法由谁解释", "出处在哪里", "第十九条：每年要学几次？"],
)
def test_a_question_about_a_rule_is_no_passage(message: str) -> None:
    assert pasted_words(message) is None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_stretch_of_any_document_is_found(assistant: Assistant, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(assistant.corpus.documents))
    start = data.draw(st.integers(0, len(document.text) - 40))
    words = document.text[start : start + data.draw(st.integers(30, 300))]
    answer = assistant.ask(f"这段话出自哪里：{words}")
    assert_verbatim(answer, assistant.corpus)
    assert answer.status == "answered"
    assert "逐字一致" in answer.note


@pytest.mark.parametrize("end", [" 是哪条规定的？", "，出自哪个文件", "\n在第几条"])
def test_a_changed_article_is_found_by_its_words_though_its_number_names_no_document(
    assistant: Assistant, end: str
) -> None:
    answer = assistant.ask(f"第十九条 聘期考核的结果通常分为合格和不合格等档次{end}")
    assert [c.cite for c in answer.citations] == [f"《{APPRAISAL}》第十九条"]
    assert "“一般”被改为“通常”" in answer.note


def test_a_long_changed_passage_without_a_question_is_located(assistant: Assistant) -> None:
    answer = assistant.ask("各级党委（党组）原则上每3年组织开展1次党史学习教育工作情况综合评估，充分运用评估结果。")
    assert [c.clause.label for c in answer.citations][:1] == ["第三十一条第一款"]
    assert "“5”被改为“3”" in answer.note


@pytest.mark.parametrize(
    "message",
    ["单位不给我交社保还要扣我两个月的工资是哪条规定的", "内蒙古自治区事业单位工作人员考核办法第五章第四十九条"],
)
def test_a_case_and_a_long_name_are_no_passage(assistant: Assistant, message: str) -> None:
    assert "被改为" not in assistant.ask(message).note


def test_a_title_before_a_question_is_no_passage(assistant: Assistant) -> None:
    answer = assistant.ask("全国党员教育培训工作规划(2024-2028年)哪个部门负责？")
    assert "逐字一致" not in answer.note


@pytest.mark.parametrize(
    ("following", "expected"),
    [("党史学习教育由谁统筹协调", (STUDY, "第七条")), ("那第二十条呢", (APPRAISAL, "第二十条"))],
)
def test_a_question_after_a_passage_is_not_completed_with_its_words(
    assistant: Assistant, following: str, expected: tuple[str, str]
) -> None:
    pasted = "第十九条 聘期考核的结果通常分为合格和不合格等档次，是哪条规定的"
    answer = assistant.ask(following, [(pasted, assistant.ask(pasted))])
    assert "通常" not in answer.rewritten
    assert (answer.citations[0].clause.document.title, answer.citations[0].clause.label) == expected


@pytest.mark.parametrize(
    "asking",
    [
        "这段话出自哪里？{}",
        "这句话是哪条的？{}",
        "请问下面这段文字来自哪个文件的哪一条？谢谢！{}",
        "帮我查一下这段话的出处。{}",
        "请问这段话的来源是什么 {}",
        "这段话出自哪里{}",
        "原文在哪：{}",
        "{}这段话出自哪里",
        "{}这句话是哪个法规的？",
        "{}——以上内容来自哪个文件？",
        "请问：“{}”这句话在哪一条？",
        "“{}”是哪部法律规定的",
        "有谁知道下面这句话是哪个法里的？{}",
        "领导发来一段话，帮忙查查出处：{}",
        "我在网上看到一句话：“{}”，请问出自哪里？",
        "湖泊保护条例里有没有这句话：{}",
        "这段话出自哪里？{}\n\n谢谢！",
        "{}（出自哪里？）",
        "求出处：{}",
    ],
)
def test_the_asking_stands_before_behind_or_around_the_words(asking: str) -> None:
    answer = located(asking.format(POND))
    assert labels(answer) == ["第一条"]
    assert answer is not None
    assert answer.note == "这段文字出自《湖泊保护条例》第一条，与原文逐字一致。"


@pytest.mark.parametrize(
    "message",
    [
        f"这段话出自哪里？{POND[:20]}应当怎么理解？",
        "以上内容是哪条规定的？如果违反了要怎么处理",
        "这条规定出自哪里，鱼塘多大才算大型鱼塘？",
        "鱼塘的水一滴不落都得收上来，文件是不是这么说的？",
        f"怎么理解“{POND}”这句话，体现在哪些条款里？",
        "按规定，鱼塘可以建在湖岸五十米的地方吗？出自哪一条？",
    ],
)
def test_a_question_beside_the_asking_is_no_passage(message: str) -> None:
    assert pasted_words(message) is None


def test_words_before_the_asking_that_are_not_here_are_refused() -> None:
    answer = located("这段话出自哪里？纳税人应当按照本法第十条规定的期限申报纳税。")
    assert answer is not None
    assert answer.status == "refused"


def test_words_that_name_an_article_are_words() -> None:
    answer = located(f"这段话出自哪里？{CARD}")
    assert labels(answer)[:1] == ["第三条第二款"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (f"{DAY}{POND}这段话出自哪里？", ["第二条", "第一条"]),
        (f"请问“{DAY}”和“{POND}”分别是哪一条？", ["第二条", "第一条"]),
        (f"下面两句分别出自哪一条：1.{DAY}2.{BOATS}", ["第二条", "第三条第一款"]),
        (f"这两句话出自哪里？\n{POND}\n河道两岸不得堆放石料。", ["第一条", "第一条"]),
        (f"第一句：{DAY}第二句：{POND}分别出自哪里？", ["第二条", "第一条"]),
        (f"{DAY[:-1]}，{POND}这段话出自哪里？", ["第二条", "第一条"]),
        (f"这段话出自哪里？{BOATS[:-10]}……{CARD}", ["第三条第一款", "第三条第二款", "第五条"]),
        (f"{POND}{DAY}{BOATS}".replace("\n", ""), ["第一条", "第二条", "第三条第一款"]),
    ],
)
def test_sentences_of_several_articles_are_located_one_by_one(message: str, expected: list[str]) -> None:
    answer = located(message)
    assert labels(answer) == expected
    assert answer is not None
    assert answer.note.count("逐字一致") + answer.note.count("还见于") == len(expected)


def test_a_sentence_that_is_not_here_is_told_beside_one_that_is() -> None:
    answer = located(f"这段话出自哪里？{POND}纳税人应当按照规定的期限申报纳税。")
    assert labels(answer) == ["第一条"]
    assert answer is not None
    assert "没有找到“纳税人应当按照规定的期限…”" in answer.note


@pytest.mark.parametrize(
    ("passage", "article", "note"),
    [
        (BOATS.replace("另行", "立行"), BOATS, "“另”被改为“立”"),
        (BOATS.replace("船只", "大船只", 1), BOATS, "多“大”"),
        (BOATS.replace("风浪", "风"), BOATS, "缺“浪”"),
        ("某" + BOATS[1:], BOATS, "“船”被改为“某”"),
        (BOATS[:-2] + "支。", BOATS, "“只”被改为“支”"),
        (POND.replace("巡查", "巡察"), POND, "“查”被改为“察”"),
        (POND.replace("新建", "改扩造"), POND, "“新建”被改为“改扩造”"),
    ],
)
def test_one_changed_character_is_one_difference(passage: str, article: str, note: str) -> None:
    answer = located(f"帮我查一下这段话的出处。{passage}")
    assert answer is not None
    assert answer.answer == article
    assert len(answer.citations) == 1
    assert answer.note.count("（▲处") == 1
    assert note in answer.note


def test_half_width_punctuation_and_lost_blanks_are_no_difference() -> None:
    answer = located("“" + BOATS.replace("，", ",").replace("。", ".").replace("游客", "游\n客 ") + "”出自哪里")
    assert answer is not None
    assert answer.note.endswith("逐字一致。")


@pytest.mark.parametrize(
    ("passage", "places"),
    [
        (CARD, ["《湖泊保护条例》第三条第二款", "《湖泊保护条例》第五条"]),
        ("鱼塘经营者应当定期清理拦网。", ["《湖泊保护条例》第四条第二款", "《河道管理办法》第二条"]),
        (CARD.replace("收回", "收走"), ["《湖泊保护条例》第三条第二款", "《湖泊保护条例》第五条"]),
    ],
)
def test_every_place_of_the_words_is_named(passage: str, places: list[str]) -> None:
    answer = located(f"这段话出自哪里？{passage}")
    assert answer is not None
    assert [citation.cite for citation in answer.citations] == places
    assert len(answer.spans) == 1
    assert f"还见于{places[1]}" in answer.note


def test_words_in_force_are_not_said_to_stand_in_what_they_replaced() -> None:
    here = corpus(LAKE, LAKE.replace("湖泊保护条例", "湖泊保护暂行条例").replace("四月", "五月"))
    old = here.documents[1].id
    passages = Passages(here)

    def search(words: str, limit: int) -> list[Hit]:
        return []

    answer = passages.answer(f"这段话出自哪里？{POND}", search, here.documents[::-1], {old})
    assert answer is not None
    assert [citation.cite for citation in answer.citations] == ["《湖泊保护条例》第一条"]
    assert "还见于" not in answer.note
    answer = passages.answer(f"这段话出自哪里？{DAY.replace('四', '五')}", search, here.documents, {old})
    assert answer is not None
    assert [citation.cite for citation in answer.citations] == ["《湖泊保护暂行条例》第二条"]


def test_quotation_marks_inside_the_words_are_theirs() -> None:
    answer = located("请问“拦网“四清四查”的记录应当保存三年，经营者不得涂改。”出自哪里？")
    assert labels(answer) == ["第三条"]
