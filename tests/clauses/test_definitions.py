"""What a word means: the sentence of a fixed form that says so."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tests.support.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.clauses.definitions import asked_term, defining, definition, stated_outright
from tiaowen.datamodels import Hit


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是专项考核", "专项考核"),
        ("专项考核是什么？", "专项考核"),
        ("预收资金余额是什么意思", "预收资金余额"),
        ("考核办法里的平时考核是啥意思", "平时考核"),
        ("《监察法》所称公职人员是指哪些", "公职人员"),
        ("违法行为的定义是什么", "违法行为"),
        ("严重性病指哪些病", "严重性病"),
        ("服务对象都包括哪几种人？", "服务对象"),
        ("哪些收入算非税收入", "非税收入"),
        ("协会里说的少年学员是指什么人", "少年学员"),
        ("砂石不得擅自销售，怎么才叫“擅自”？", "擅自"),
        ("医院说的三线值班是什么意思", "三线值班"),
        ("包括哪些", ""),
        ("平时考核是什么时候", ""),
        ("低保边缘家庭是什么标准？", ""),
        ("年度考核由谁负责", ""),
        ("什么是", ""),
    ],
)
def test_the_term_whose_meaning_is_asked(question: str, term: str) -> None:
    assert asked_term(question) == term


@pytest.mark.parametrize(
    ("term", "text", "said"),
    [
        ("轨道交通", "第二条 本条例所称轨道交通，是指地铁。", "第二条 本条例所称轨道交通，是指地铁"),
        ("平时考核", "平时考核是对日常工作的考核，应当进行。", "平时考核是对日常工作的考核，应当进行"),
        ("余额", "（一）资金，是指总额；\n（二）余额，是指扣减后的部分。", "（二）余额，是指扣减后的部分"),
        ("居住地", "居住地（含户籍地）指经常居住的地方。", "居住地（含户籍地）指经常居住的地方"),
        ("严重性病", "所称“严重性病”，包括梅毒、淋病等。具体另行规定。", "所称“严重性病”，包括梅毒、淋病等"),
        ("服务对象", "本办法所称服务对象包括老人和儿童。", "本办法所称服务对象包括老人和儿童"),
        ("服务对象", "服务对象包括老人和儿童的，应当登记。", None),
        ("职员", "所称职员，是指：\n（一）甲；\n（二）乙。\n其他人不是。", "所称职员，是指：\n（一）甲；\n（二）乙"),
        ("平时考核", "平时考核是年度考核的基础。", None),
        ("专项考核", "专项考核指标由主管部门确定。", None),
        ("考核", "年度考核，是指每年一次的考核。", None),
        ("资金", "预收资金，是指总额。", None),
    ],
)  # fmt: skip
def test_a_sentence_defines_by_its_form(term: str, text: str, said: str | None) -> None:
    span = definition(term, text)
    assert (None if span is None else text[slice(*span)]) == said


def test_the_definition_answers(assistant: Assistant) -> None:
    answer = assistant.ask("什么是专项考核？")
    assert answer.answer.startswith("专项考核是对事业单位工作人员")
    assert answer.answer.endswith("所进行的针对性考核")
    assert [c.clause.label for c in answer.citations] == ["第二十五条"]
    assert_verbatim(answer, assistant.corpus)


def test_a_term_that_nothing_defines_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("中欧班列是什么意思").status == "refused"


TERMS = """1 术语和定义
1.1 助餐点
为老年人集中提供就餐服务的场所。
1.2 配送型助餐点
不设热加工间、由中央厨房配送的助餐点。
2 名词说明
2.1 一线值班：住院医师，负责病区的日常处置。二线值班不同。
二线值班：主治医师以上人员。
3 会员
3.1 年满十四周岁的爱好者，可以登记为少年学员。少年学员不缴会费。
3.2 配送型助餐点可由服务员兼任食品安全员。
3.3 助餐点：应当公示价格。"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("配送型助餐点是什么意思", "不设热加工间、由中央厨房配送的助餐点"),
        ("什么是助餐点", "为老年人集中提供就餐服务的场所"),
        ("一线值班是什么意思", "一线值班：住院医师，负责病区的日常处置。二线值班不同"),
        ("二线值班指什么", "二线值班：主治医师以上人员"),
        ("少年学员是指什么人", "年满十四周岁的爱好者，可以登记为少年学员"),
        ("三线值班指什么", None),
        ("会员是什么", None),
    ],
)
def test_a_section_of_terms_says_what_they_mean(question: str, said: str | None) -> None:
    made = corpus("示例规范\n" + TERMS)
    hits = [Hit(clause, 0.1, {}) for clause in made.clauses if clause.role == "unit"]
    found = defining(question, hits, made.headings)
    quoted = None if found is None else found[0].clause.document.text[slice(*found[1])]
    assert quoted == said


def test_a_term_in_quotes_may_be_given_to_listed_cases() -> None:
    given = "第一条 有下列情形之一的，应当认定为示例法第九条规定的“重大损失”：\n（一）停产的；\n（二）伤人的。"
    text = f"示例解释\n{given}\n第二条 造成重大损失的，从重处罚。"
    made = corpus(text)
    found = defining("什么是重大损失", [Hit(c, 0.1, {}) for c in made.clauses if c.role == "unit"], made.headings)
    assert found is not None
    quoted = found[0].clause.document.text[slice(*found[1])]
    assert quoted.startswith("有下列情形之一的") and quoted.endswith("（二）伤人的")


def test_the_items_below_an_item_are_its_definition() -> None:
    text = "本规定下列用语的含义：\n（一）身份证明是指：\n1. 居民身份证；\n2. 护照。\n（二）住址是指：\n1. 居住地。"
    start = text.index("（一）")
    found = definition("身份证明", text, start)
    assert found is not None
    assert text[slice(*found)] == "（一）身份证明是指：\n1. 居民身份证；\n2. 护照"


PLAN = corpus(
    "某市养老服务方案\n一、总体要求\n坚持保基本、兜底线，为实现养老服务的主要目标提供保障。\n主要目标是：到2031年底，服务圈覆盖率达到九成。\n"
    "二、主要任务\n基本原则有：\n（一）尽力而为；\n（二）量力而行。"
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("文件的主要目标是什么？", "主要目标是：到2031年底，服务圈覆盖率达到九成"),
        ("主要目标有哪些", "主要目标是：到2031年底，服务圈覆盖率达到九成"),
        ("服务圈是什么？", ""),
        ("主要目标何时达到？", ""),
    ],
)
def test_a_paragraph_that_begins_with_the_very_thing_states_it(question: str, words: str) -> None:
    hits = [Hit(clause, 0.5, {}) for clause in PLAN.clauses if clause.role == "unit"]
    found = stated_outright(question, hits)
    assert (found[0].clause.document.text[slice(*found[1])].rstrip("。") if found else "") == words
