"""English addresses become Chinese ones; anything else in English gets a bilingual note; 繁体 is asked as 简体."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.language.english import IN_CHINESE, addressed, is_foreign

APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("What does Article 17 of 考核办法 say?", "考核办法第17条"),
        ("paragraph 2 of art. 31 of 《党史学习教育工作条例》", "《党史学习教育工作条例》第31条第2款"),
        ("Article 44, item (3), 考核办法", "考核办法第44条第3项"),
        ("and Article 20?", "第20条"),
        ("Chapter 3 of 党史条例", "党史条例第3章"),
        ("How long is the probation period?", ""),
        ("考核办法第十七条和 article 17 一样吗", ""),  # a question in Chinese
        ("the 17 articles", ""),
    ],
)
def test_an_english_address_is_put_in_chinese(text: str, address: str) -> None:
    assert addressed(text) == address


@given(st.text(max_size=60))
def test_any_text_has_an_address_or_none(text: str) -> None:
    assert isinstance(addressed(text), str)


def test_an_english_address_is_looked_up_and_shown(assistant: Assistant) -> None:
    answer = assistant.ask("What does Article 44, item 3 of 考核办法 say?")
    assert_verbatim(answer, assistant.corpus)
    assert answer.citations[0].cite == f"《{APPRAISAL}》第四十四条第（三）项"
    assert answer.rewritten == "考核办法第44条第3项"
    after = assistant.ask("and Article 20?", [(answer.question, answer)])
    assert after.citations[0].cite == f"《{APPRAISAL}》第二十条"


def test_other_english_gets_a_note_in_both_languages(assistant: Assistant) -> None:
    answer = assistant.ask("How long is the probation period?")
    assert answer.status == "refused"
    assert answer.note.endswith(IN_CHINESE)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("年度考核優秀比例最高多少？", "年度考核优秀比例最高多少？"), ("領導小組組長是誰？", "领导小组组长是谁？")],
)
def test_a_question_in_traditional_characters_has_the_same_answer(
    assistant: Assistant, traditional: str, simplified: str
) -> None:
    found, wanted = assistant.ask(traditional), assistant.ask(simplified)
    assert found.question == traditional
    assert (found.answer, found.citations) == (wanted.answer, wanted.citations)


@pytest.mark.parametrize(("text", "foreign"), [("dismissal", True), ("=1+1", False), ("<b>", False), ("总则", False)])
def test_only_words_of_another_language_are_foreign(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign
