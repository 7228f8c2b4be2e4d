"""What the models learn from is marked with words that are there, and has no question that measures them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.support.corpora import ROOT
from tiaowen import Assistant
from tiaowen.datamodels import Span
from tiaowen.language.normalization import search_text
from tiaowen.reading.corpus import read_sources
from train.corpus import read_jsonl
from train.cross_data import examples, named, places
from train.question_rules import in_formal_words

TRAINING = ("asked_five", "asked_laws", "asked_papers", "spans", "spans_laws", "unanswerable")


def squeezed(question: str) -> str:
    return "".join(c for c in search_text(question) if c.isalnum())


def measured() -> Iterator[str]:
    """The questions of all evaluation sets."""
    for file in (ROOT / "eval" / "dev.jsonl", *sorted((ROOT / "eval" / "unseen").glob("*.jsonl"))):
        for row in read_jsonl(file):
            yield row["question"]
    for file in sorted((ROOT / "eval").glob("dialogues_*.json")):
        yield from _asked(json.loads(file.read_text("utf-8")))


def _asked(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("question", "q") and isinstance(inner, str):
                yield inner
            else:
                yield from _asked(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _asked(inner)


@pytest.mark.parametrize("name", TRAINING)
def test_no_question_that_measures_is_learned_from(name: str) -> None:
    known = {squeezed(question) for question in measured()}
    assert len(known) > 400
    learned = [row["question"] for row in read_jsonl(ROOT / "train" / f"{name}.jsonl")]
    assert learned and [question for question in learned if squeezed(question) in known] == []


def test_the_marked_words_stand_in_the_clauses_named(assistant: Assistant) -> None:
    rows = [row for row in read_jsonl(ROOT / "train" / "asked_five.jsonl") if row["gold"]]
    lost = []
    for row in rows:
        units = named(assistant.corpus, row["document"], row["gold"])
        if sum(len(places(unit.text, row["spans"])) for unit in units) < len(row["spans"]):
            lost.append(row["question"])
    assert len(rows) > 800
    assert lost == []


def test_the_papers_to_learn_from_are_read_as_their_labels_say() -> None:
    """A change of reading that moves their addresses would teach wrong clauses: import their labels again then."""
    corpus = read_sources([ROOT / "train" / "papers"])
    rows = read_jsonl(ROOT / "train" / "asked_papers.jsonl")
    lost = [row["question"] for row in rows if not named(corpus, row["document"], row["gold"] or row["near"])]
    lost += [
        row["question"]
        for row in rows
        if row["gold"]
        and sum(len(places(u.text, row["spans"])) for u in named(corpus, row["document"], row["gold"]))
        < len(row["spans"])
    ]
    assert len(rows) > 1_000
    assert lost == []


@pytest.mark.parametrize(
    ("plain", "formal"),
    [
        ("聘期考核什么时候完成", r".*聘期考核(?:应当|应于|应当在|在)?何时完成"),
        ("公司能不能扣工资", r".*公司(?:能否|是否可以|可否)扣工资"),
        ("迟到怎么办？", r".*迟到(?:应当如何处理|如何处理|应当怎样处理|该如何办理)？"),
        ("什么是平时考核？", r".*平时考核.{0,2}(?:是指什么|的含义是什么)？"),
        ("档案可以借走吗", r".*档案是否可以借走？?"),
    ],
)
def test_a_question_is_put_in_formal_words(plain: str, formal: str) -> None:
    """Most times: each rule is left out once in seven times."""
    chance = Random(7)
    found = [in_formal_words(plain, chance) for _ in range(60)]
    assert sum(re.fullmatch(formal, question) is not None for question in found) > 40


def test_words_that_only_contain_a_question_word_stay() -> None:
    chance = Random(7)
    for question in ("主要内容", "只要交钱就行", "怎么样", "重要的事"):
        assert {in_formal_words(question, chance).split("，")[-1] for _ in range(40)} == {question}


def test_of_a_long_clause_the_stretch_with_the_marked_words_answers_and_another_does_not() -> None:
    text = (
        "".join(f"第{i}项工作由有关部门按照职责分工组织实施并定期检查。" for i in range(12)) + "疏干水由水务集团销售。"
    )
    at = text.index("疏干水")
    answers, other = sorted(examples("水归谁卖？", "办法", text, [Span(at, at + 10)]), key=lambda row: -row["answers"])
    [(start, end)] = answers["spans"]
    assert answers["passage"][start:end] == "疏干水由水务集团销售"
    assert (answers["answers"], other["answers"], other["spans"]) == (1.0, 0.0, [])
    assert all(row["answers"] == 0.0 for row in examples("水归谁卖？", "办法", text, answers=False))
