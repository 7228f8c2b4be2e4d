"""Sentences and their comma-separated parts, as spans of the text that was split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tiaowen.datamodels import Span
from tiaowen.language.sentences import FARTHEST, joined, split_sentences, trimmed

ARTICLE_19 = next(c.text for c in seeds().clauses if c.cite == "《党史学习教育工作条例》第十九条")


def sentences(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split_sentences(text)]


def parts(text: str) -> list[list[str]]:
    return [[text[p.start : p.end] for p in s.parts] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "党员大会一般每季度召开1次。党支部委员会会议一般每月召开1次。",
            ["党员大会一般每季度召开1次", "党支部委员会会议一般每月召开1次"],
        ),
        ("警告，六个月；记过，十二个月", ["警告，六个月", "记过，十二个月"]),
        ("主要任务是：\n（一）学史明理。", ["主要任务是", "（一）学史明理"]),
        ("学习时间（含网络学习；不含自学。）由支部确定。", ["学习时间（含网络学习；不含自学。）由支部确定"]),
        ("他说：“要学好党史。”会议指出", ["他说：“要学好党史。”", "会议指出"]),
        ("按照“学史；明理”的要求。执行", ["按照“学史；明理”的要求", "执行"]),
        ("（一）未写完的括号（见附件。\n（二）下一项。", ["（一）未写完的括号（见附件", "（二）下一项"]),
        ("能否参加？可以！", ["能否参加", "可以"]),
        ("一、总体要求", ["一、总体要求"]),
        ("\n\n。；", []),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("警告，六个月；记过，十二个月。", [["警告", "六个月"], ["记过", "十二个月"]]),
        ("党员（含预备党员，下同）应当参加学习，按时报告。", [["党员（含预备党员，下同）应当参加学习", "按时报告"]]),
        ("通过“三会一课，主题党日”开展，每年1次", [["通过“三会一课，主题党日”开展", "每年1次"]]),
        ("开展学习，，按时报告，。", [["开展学习", "按时报告"]]),
    ],
)
def test_parts(text: str, found: list[list[str]]) -> None:
    assert parts(text) == found


def test_an_article_of_the_sources() -> None:
    assert parts(ARTICLE_19) == [
        [
            "第十九条 基层党组织应当把党史学习教育纳入年度工作计划",
            "通过“三会一课”、主题党日等形式开展党史学习教育",
            "每年至少组织1次以党史为主要内容的学习或者主题党日",
        ],
        ["在发展党员过程中", "教育引导入党积极分子认真学习党史"],
    ]


@pytest.mark.parametrize(("length", "count"), [(FARTHEST - 20, 1), (FARTHEST + 20, 2)])
def test_a_bracket_open_for_too_long_is_a_misprint(length: int, count: int) -> None:
    assert len(split_sentences("（" + "学" * length + "。下一句")) == count


def test_offsets_count_in_the_whole_text() -> None:
    start = ARTICLE_19.index("在发展")
    (found,) = split_sentences(ARTICLE_19, start)
    assert ARTICLE_19[found.span.start : found.span.end] == "在发展党员过程中，教育引导入党积极分子认真学习党史"
    assert split_sentences(ARTICLE_19, start, start) == []
    (cut,) = split_sentences(ARTICLE_19, start, start + 5)
    assert cut.span == (start, start + 5)


@pytest.mark.parametrize(
    ("text", "found"),
    [(" \u3000，党史。\n", "党史"), ("；、党史：", "党史"), ("党史（一）", "党史（一）"), ("。，\n", None), ("", None)],
)
def test_trimmed(text: str, found: str | None) -> None:
    span = trimmed(text, 0, len(text))
    assert (span and text[span.start : span.end]) == found


def check(text: str) -> None:
    at = 0
    for sentence in split_sentences(text):
        assert not set(text[at : sentence.span.start]) - set("。！？；!?;，,：:、\n 　")
        at = sentence.span.start
        assert sentence.parts and sentence.parts[-1].end == sentence.span.end
        for part in sentence.parts:
            assert at <= part.start < part.end <= sentence.span.end
            assert not set(text[at : part.start]) - set("。！？；!?;，,：:、\n 　")
            at = part.end
        assert "\n" not in text[sentence.span.start : sentence.span.end]
        assert trimmed(text, *sentence.span) == sentence.span
    assert not set(text[at:]) - set("。！？；!?;，,：:、\n 　")


def test_nothing_but_punctuation_lies_between_the_parts_of_the_sources() -> None:
    for document in seeds().documents:
        check(document.text)


@given(st.text(alphabet=st.sampled_from("党史a1（）()“”‘’《》〔〕。！？；!?;，,：:、\n 　"), max_size=40))
def test_nothing_but_punctuation_lies_between_the_parts(text: str) -> None:
    check(text)


def test_a_list_of_sentences_is_the_callers_own() -> None:
    text = "职工应当请假。事后补办的，三日内提交。"
    found = split_sentences(text)
    found.clear()
    assert len(split_sentences(text)) == 2


def test_spans_with_only_punctuation_between_them_are_one() -> None:
    text = "甲。乙；丙，丁"
    assert joined(text, [Span(2, 3), Span(0, 1)]) == [Span(0, 3)]
    assert joined(text, [Span(0, 3), Span(2, 3), Span(0, 3)]) == [Span(0, 3)]
    assert joined("甲乙丙", [Span(0, 1), Span(2, 3)]) == [Span(0, 1), Span(2, 3)]
