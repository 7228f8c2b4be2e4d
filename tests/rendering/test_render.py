"""JSON has exactly the keys that other programs read; text fits the terminal; Markdown shows every character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.support.records import answer, units
from tiaowen.datamodels import Answer, Citation, Hit, Span
from tiaowen.language.markdown_escapes import escape_markdown, unescape_markdown
from tiaowen.rendering.render import (
    NEAR_TITLE,
    blocks,
    columns,
    hit_json,
    hit_text,
    to_json,
    to_markdown,
    to_text,
    wrap,
)

KEYS = [
    "id",
    "question",
    "status",
    "answer",
    "citations",
    "near",
    "elapsed_ms",
    "error",
    "note",
    "verdict",
    "rewritten",
]
CITATION_KEYS = ["document", "label", "cite", "quote", "highlights", "score", "source", "variants"]


def article() -> Citation:
    clause = next(unit for unit in units() if unit.label == "第十九条" and "党史学习教育" in unit.cite)
    return Citation(clause, 0, clause.end - clause.start, (Span(0, 4),), 0.93214)


def test_json_has_the_keys_of_the_design() -> None:
    citation = article()
    made = to_json(Answer("几次？", "answered", (citation,), (citation,), elapsed_ms=8.123, verdict="是"))
    assert list(made) == KEYS
    assert list(made["citations"][0]) == CITATION_KEYS
    assert made["citations"][0]["quote"] == citation.quote == made["answer"]
    assert made["citations"][0]["highlights"] == [[0, 4]]
    assert (made["citations"][0]["score"], made["elapsed_ms"], made["error"], made["verdict"]) == (
        0.9321,
        8.1,
        None,
        "是",
    )
    source = made["citations"][0]["source"]
    raw = citation.source[0].text
    assert "".join(raw[start:end] for start, end in source["spans"]) == citation.quote.replace("\n", "")
    assert json.loads(json.dumps(made)) == made


def test_a_refusal_has_near_clauses_and_nothing_else() -> None:
    made = to_json(Answer("月亮多远？", "refused", near=(Hit(article().clause, 0.2),), note="没有说明"))
    assert (made["status"], made["answer"], made["citations"]) == ("refused", "", [])
    assert [near["cite"] for near in made["near"]] == [article().cite]


def test_a_proviso_is_marked() -> None:
    plain = article()
    proviso = Citation(plain.clause, plain.start, plain.end, exception=True)
    made = to_json(Answer("问", "answered", (plain,), (plain, proviso)))
    assert [citation.get("exception") for citation in made["citations"]] == [None, True]
    answer = Answer("问", "answered", (plain,), (plain, proviso))
    for shown in (to_text(answer), to_markdown(answer)):
        assert shown.count("（例外）") == 1


def test_text_shows_answer_quotation_address_and_source() -> None:
    citation = article()
    text = to_text(
        Answer("几次？", "answered", (citation,), (citation,), note="说明一句", verdict="否", rewritten="改写后的问")
    )
    for part in (
        "答：",
        citation.cite,
        "来源：",
        citation.source[0].file,
        "判断：否",
        "不是引文",
        "说明：说明一句",
        "理解为：改写后的问",
    ):
        assert part in text
    refused = to_text(Answer("月亮多远？", "refused", near=(Hit(citation.clause, 0.2),)))
    assert NEAR_TITLE in refused and refused.startswith("未作答")
    assert to_text(Answer("", "error", error="需要：问题")) == "出错：需要：问题"


@pytest.mark.parametrize("width", [24, 40, 80, 100])
@pytest.mark.parametrize("seed", range(6))
def test_lines_fit_the_terminal(width: int, seed: int) -> None:
    for line in to_text(answer("问题", seed), width).split("\n"):
        assert columns(line.rstrip("，。；：、！？）】》〉」』”’…·,.;:!?)]}%％")) <= width


@given(st.text(max_size=60), st.integers(10, 40))
def test_wrapping_loses_only_blanks_and_controls(text: str, width: int) -> None:
    shown = "".join(wrap(text, width))
    assert [c for c in shown if c not in " \ufffd"] == [
        c for c in text if c.isprintable() and c != " " or c in shown and c not in " \ufffd\n"
    ]


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in to_text(Answer("", "error", error="\x1b[2J"))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_markdown_escapes_are_undone(text: str) -> None:
    assert unescape_markdown(escape_markdown(text)).replace("\\\n", "\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "*强调* _下划_ `码`",
        "1. 一",
        "- 一",
        "# 标题",
        "<script>alert(1)</script>",
        "[链](http://a)",
        "| a | b |",
        "a\\b",
        "&amp;",
        "~~删~~",
    ],
)
def test_markdown_shows_every_character(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(escape_markdown(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown == text


@pytest.mark.parametrize("seed", range(8))
def test_every_form_says_the_same(seed: int) -> None:
    made = answer("问题", seed)
    flat = "".join(unescape_markdown(to_markdown(made)).replace("\n> ", "\n").split())
    for _, text in blocks(to_json(made)):
        assert "".join(text.split()) in flat


def test_hits_and_reasons() -> None:
    clause = article().clause
    hit = Hit(clause, 0.87654, {"dense": 0.9, "words": 0.5})
    assert hit_json(hit)["why"] == {"dense": 0.9, "words": 0.5}
    assert clause.cite in hit_text(1, hit) and "0.88" in hit_text(1, hit)
