"""The official set: the committed mapping against the documents as parsed, and how coverage is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import official
from eval.matching import contains, fold, is_gold
from eval.questions import load_questions
from tiaowen.datamodels import Citation, Corpus
from tiaowen.errors import BatchError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    from tiaowen.reading.corpus import read_sources

    return read_sources([ROOT / "data" / "sources"], root=ROOT)


@pytest.fixture(scope="module")
def pairs(corpus: Corpus) -> list[official.Pair]:
    return official.load_pairs(corpus)


def test_ten_pairs_of_which_two_restate_no_article(pairs: list[official.Pair]) -> None:
    assert [pair.number for pair in pairs] == list(range(1, 11))
    assert [pair.number for pair in pairs if not pair.restates] == [2, 3]
    assert all(pair.tests and pair.why for pair in pairs if not pair.restates)
    assert pairs[0].question.startswith("请介绍一下制定《条例》的背景和意义")
    assert pairs[9].answer.startswith("党中央印发《条例》时")


def test_every_quotation_is_verbatim_in_the_official_answer(pairs: list[official.Pair]) -> None:
    missing = [item.quote for pair in pairs for item in pair.restates if item.quote not in pair.answer]
    assert missing == []
    assert all(contains(pair.answer, words) for pair in pairs for words in pair.says)


def test_every_label_names_a_clause_of_the_regulation(pairs: list[official.Pair]) -> None:
    for pair in pairs:
        for item in pair.restates:
            assert item.clause.document.kind == "regulation"
            assert item.clause.role in ("unit", "part")


def test_every_passage_shares_words_with_its_clause(pairs: list[official.Pair]) -> None:
    """A passage mapped to the wrong article would have next to nothing in common with it."""
    for pair in pairs:
        for item in pair.restates:
            common = set(item.quote) & set(item.clause.text)
            assert len(common) > len(set(item.quote)) / 3, (pair.number, item.quote, item.clause.label)


def test_a_cited_clause_covers_the_passage_and_another_does_not(pairs: list[official.Pair], corpus: Corpus) -> None:
    verbatim = pairs[4].restates[0]  # 第七条第一款, word for word
    unit = corpus.unit(verbatim.clause)
    whole = Citation(unit, 0, unit.end - unit.start)
    assert official.coverage(verbatim, [whole]) == 1.0
    assert official.coverage(verbatim, []) == 0.0
    elsewhere = pairs[4].restates[2].clause
    assert official.coverage(verbatim, [Citation(elsewhere, 0, 5)]) == 0.0


def test_a_partial_quotation_covers_its_share(pairs: list[official.Pair]) -> None:
    verbatim = pairs[8].restates[3]  # 第二十九条第一款: 党史学习教育工作经费列入本级预算
    spans = official.restated_spans(verbatim)
    length = sum(end - start for start, end in spans)
    start = spans[0].start - verbatim.clause.start
    half = Citation(verbatim.clause, start, start + 5)
    assert official.coverage(verbatim, [half]) == pytest.approx(5 / length)


def test_a_summary_stands_for_the_whole_clause(pairs: list[official.Pair]) -> None:
    summary = next(item for item in pairs[6].restates if item.quote == "基层宣传宣讲")
    assert official.restated_spans(summary) == [(summary.clause.start, summary.clause.end)]


def test_the_interview_is_left_out_of_the_documents_searched(pairs: list[official.Pair], corpus: Corpus) -> None:
    allowed = official.without_interview(corpus, pairs)
    assert pairs[0].unit.document.id not in allowed
    assert len(allowed) == len(corpus.documents) - 1


@pytest.mark.parametrize(
    ("change", "message"),
    [({"clause": "第九十九条"}, "第九十九条"), ({"quote": "答复里没有的话"}, "答复里没有的话")],
)
def test_a_mapping_that_does_not_fit_is_refused(
    corpus: Corpus, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    gold = json.loads(official.GOLD_FILE.read_text(encoding="utf-8"))
    gold["pairs"][0]["restates"][0].update(change)
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(BatchError, match=message):
        official.load_pairs(corpus, file)


def test_the_gold_of_the_development_questions_is_in_the_corpus(corpus: Corpus) -> None:
    """By label and by span, or for the news items, whose titles are descriptions, by span alone."""
    stray = []
    for name in ("dev.jsonl", "dialogues_dev.json"):
        for question in load_questions(ROOT / "eval" / name):
            for gold in question.gold:
                holding = [c for c in corpus.clauses if any(contains(c.text, span) for span in question.answer_spans)]
                if not holding or ("种子" not in gold.document and not any(is_gold(c, gold) for c in holding)):
                    stray.append((question.id, gold))
    assert stray == []


@pytest.mark.parametrize("half", ["tune", "test"])
def test_the_words_that_answer_unseen_questions_are_in_the_corpus(corpus: Corpus, half: str) -> None:
    questions = load_questions(ROOT / "eval" / "unseen" / f"five_{half}.jsonl")
    assert len(questions) == 60
    stray = [
        (question.id, span)
        for question in questions
        for span in question.answer_spans
        if not any(contains(clause.text, span) for clause in corpus.clauses)
    ]
    assert stray == []


def test_no_question_of_the_evaluation_stands_in_the_question_bank() -> None:
    """The bank leads to clauses; a question found in it word for word would measure nothing."""
    bank = {
        fold(json.loads(line)["question"])
        for file in (ROOT / "data" / "questions").glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    names = ("dev.jsonl", "dialogues_dev.json", *(f"unseen/five_{half}.jsonl" for half in ("tune", "test")))
    asked = [q for name in names for q in load_questions(ROOT / "eval" / name)]
    assert [question.id for question in asked if not question.dialogue and fold(question.question) in bank] == []
