"""Why an answer is as it is: every way says how, figures are those that decided, words are the documents'."""

from __future__ import annotations

import re

import pytest

from tiaowen import Assistant
from tiaowen.answering.explanation import POINTS, explanations
from tiaowen.answering.refusing import Refusals, confidence
from tiaowen.datamodels import Answer
from tiaowen.rendering.render_why import WAYS, why_html, why_text

QUESTIONS = {
    "clauses": "基层党组织每年至少要组织几次党史学习？",
    "address": "党史学习教育工作条例第十九条",
    "whole": "党史学习教育工作条例一共有多少条？",
    "topics": "平时考核和年度考核的优秀比例各控制在多少？",
    "definition": "什么是专项考核？",
    "broad": "《党史学习教育工作条例》对主要方式作了哪些规定？",
    "passage": "这段话出自哪里：基层党组织结合“三会一课”、主题党日等，每年至少组织1次以党史为主要内容的学习",
    "talk": "你好",
}


@pytest.mark.parametrize("way", list(QUESTIONS))
def test_every_way_of_answering_is_told(assistant: Assistant, way: str) -> None:
    answer = assistant.ask(QUESTIONS[way])
    parts = explanations(assistant.answerer, answer)
    assert [part.grounds.way for part in parts] == [way]
    told, page = why_text(answer, parts), why_html(answer, parts)
    assert WAYS[parts[0].grounds.way][0] in "".join(told.split())
    assert all(words in page for words in WAYS[parts[0].grounds.way])


@pytest.mark.parametrize(
    "question", [QUESTIONS["clauses"], "试用期工资打几折？", "今天天气怎么样", "综合评估原则上多久开展一次"]
)
def test_the_figures_are_those_that_decided(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    (part,) = explanations(assistant.answerer, answer)
    assert part.confidence == pytest.approx(confidence(answer.why.hits), abs=1e-3)
    scores = [clause.score for clause in part.clauses]
    assert scores == sorted(scores, reverse=True)
    if answer.status == "answered":
        assert part.confidence >= part.threshold == assistant.answerer.refusals.needed(part.grounds.hits)
        assert part.clauses[0].hit.clause.id == assistant.corpus.unit(answer.citations[0].clause).id
        assert part.clauses[0].score == answer.citations[0].score
    else:
        assert answer.note in why_text(answer, [part], 1000)
        assert [c.hit.clause for c in part.clauses] == [h.clause for h in answer.near]
        assert not part.words


def test_a_refusal_for_want_of_common_words_is_told_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "问题里的词几乎都不在这一条里"
    answer = assistant.ask(QUESTIONS["clauses"])
    assert told not in why_text(answer, explanations(assistant.answerer, answer))
    monkeypatch.setattr(Refusals, "is_apart", lambda *_: True)
    answer = assistant.ask(QUESTIONS["clauses"])
    assert answer.status == "refused"
    (part,) = explanations(assistant.answerer, answer)
    assert part.confidence is not None and part.confidence >= part.threshold
    assert told in "".join(why_text(answer, [part]).split())


def test_the_words_compared_are_the_clause_s_and_apart(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS["clauses"])
    (part,) = explanations(assistant.answerer, answer)
    text = part.clauses[0].hit.clause.text
    likeliest, *others = part.words
    assert others and all(words.text in text for words in part.words)
    assert likeliest.quoted and not likeliest.points
    assert all(words.quoted == (words.text in answer.answer) for words in part.words)
    for words in others:
        assert words.score < likeliest.score
        assert set(words.points) == set(POINTS)
        assert sum(words.points.values()) == pytest.approx(likeliest.score - words.score, abs=0.05)


def test_a_question_in_parts_is_explained_in_parts(assistant: Assistant) -> None:
    answer = assistant.ask("考核办法从什么时候起施行？党史学习教育条例由谁解释？")
    parts = explanations(assistant.answerer, answer)
    assert len(parts) == 2
    told = why_text(answer, parts)
    assert told.count("方式：") == 2


def test_a_follow_up_shows_what_it_was_understood_as(assistant: Assistant) -> None:
    question = "平时考核优秀的最多占多少？"
    first = assistant.ask(question)
    then = assistant.ask("年度考核呢？", history=[(question, first)])
    assert then.rewritten
    assert then.rewritten in "".join(why_text(then, explanations(assistant.answerer, then), 1000).split("\n"))


def test_an_answer_without_grounds_has_nothing_to_explain(assistant: Assistant) -> None:
    answer = Answer("问", "answered")
    assert explanations(assistant.answerer, answer) == []
    assert "没有更多" in why_html(answer, [])


def test_what_a_person_typed_is_no_markup(assistant: Assistant) -> None:
    answer = assistant.ask("<b>考核办法</b>从什么时候起施行？党史学习教育条例由谁解释？<script>")
    page = why_html(answer, explanations(assistant.answerer, answer))
    assert not re.search(r"<(b|script)\b", page)
