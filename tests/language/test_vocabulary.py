"""General Chinese: nouns and rare words are told, everyday words lead to the words of laws."""

from __future__ import annotations

import pytest

from tiaowen.language.everyday import EVERYDAY, lawful
from tiaowen.language.normalization import search_text, words
from tiaowen.language.vocabulary import equivalents, is_noun, plain_words, rarity, substance, subwords


def test_the_vocabulary_is_in_search_text_and_goes_one_way() -> None:
    assert len(EVERYDAY) > 300
    legal = {form for forms in EVERYDAY.values() for form in forms}
    for word, forms in EVERYDAY.items():
        assert search_text(word) == word
        assert forms
        assert word not in forms
    assert "老板" not in legal  # nothing leads to an everyday word


@pytest.mark.parametrize(
    ("question", "legal"),
    [
        ("老板拖着不给开工钱", ["用人单位", "劳动报酬"]),
        ("被炒鱿鱼了", ["解除", "辞退"]),
        ("孩子归谁养", ["子女"]),
        ("年度考核的结果分为哪几个档次", []),
    ],
)
def test_everyday_words_bring_the_words_of_the_law(question: str, legal: list[str]) -> None:
    widened = lawful(question)
    assert all(word in words(widened) for form in legal for word in words(form))
    assert (widened == question) == (not legal)


def test_words_cover_the_question_once_and_keep_everyday_expressions_whole() -> None:
    question = "炒鱿鱼了能赔多少钱"
    assert "".join(plain_words(question)) == question
    assert "炒鱿鱼" in plain_words(question)


@pytest.mark.parametrize(
    ("noun", "other"), [("公务员", "怎么"), ("停车费", "非常"), ("内蒙古", "已经"), ("劳务派遣", "马上")]
)
def test_nouns_say_more_than_other_words(noun: str, other: str) -> None:
    assert is_noun(noun)
    assert not is_noun(other)
    assert substance(noun) > substance(other)


def test_rare_words_are_rarer() -> None:
    assert rarity("养犬") > rarity("城市") > rarity("的")
    assert equivalents("城市") == ()
    assert "社区" in subwords("社区工作者") or plain_words("社区工作者") == ("社区", "工作者")
