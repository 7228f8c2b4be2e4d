"""What the models learn from is marked with words that are there, and has no question that measures them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.corpora import ROOT
from tiaowen import Assistant
from tiaowen.datamodels import Span
from tiaowen.normalization import search_text
from train.corpus import read_jsonl
from train.cross_data import examples, named, places

TRAINING = ("asked_five", "asked_laws", "spans", "spans_laws", "unanswerable")


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
