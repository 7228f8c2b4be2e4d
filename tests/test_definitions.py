"""What a word means: the sentence of a fixed form that says so."""

from __future__ import annotations

import pytest

from tests.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.definitions import asked_term, definition


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
