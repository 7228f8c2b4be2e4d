"""Every measure against values computed by hand, and the matching, interval and test functions behind them."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from eval import measures
from eval.comparison import compare, losses
from eval.matching import fold, is_gold, matches, place
from eval.outcomes import MEASURES, Outcome, figures, values
from eval.questions import Gold, Question, load_questions
from eval.results import baseline, row
from eval.statistics import (
    area_under_risk,
    bootstrap,
    calibration_error,
    quantile,
    randomisation,
    reliability,
    risk_coverage,
)
from eval.verbatim import is_verbatim
from tiaowen.datamodels import Answer, Citation, Clause, Document, Hit, Origin, Role, Source, Step, Witness
from tiaowen.errors import BatchError

TITLE = "内蒙古自治区事业单位工作人员考核办法"
FIRST = "第一条 考核优秀档次的比例一般不超过20%。"
SECOND = "第二条 公示期不少于5个工作日。"
THIRD = "第三条 本办法自发布之日起施行。"


def met(*gold: int) -> frozenset[int]:
    return frozenset(gold)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """Three articles; the raw file has a line wrap inside the second."""
    raw = f"{FIRST}\n{SECOND[:8]}\n{SECOND[8:]}\n{THIRD}\n"
    text = f"{FIRST}\n{SECOND}\n{THIRD}"
    file = tmp_path / "sources" / "a.txt"
    file.parent.mkdir()
    file.write_bytes(raw.encode())
    source = Source("sources/a.txt", hashlib.sha256(raw.encode()).hexdigest(), "utf-8", raw)
    lengths = (len(FIRST), 8, len(SECOND) - 8, len(THIRD))
    starts = (0, len(FIRST) + 1, len(FIRST) + 9, len(FIRST) + len(SECOND) + 2)
    origin = Origin(starts, tuple(start + (0, 0, 1, 1)[i] for i, start in enumerate(starts)), lengths)
    return Document("d", TITLE, "regulation", "", "", "", (Witness(source, text, origin),))


def clause(document: Document, label: str, text: str, role: Role = "unit") -> Clause:
    start = document.text.index(text)
    return Clause(f"{document.id}/{label}", document, (Step("条"),), label, start, start + len(text), None, role, start)


def quote(of: Clause, words: str, score: float = 0.5) -> Citation:
    start = of.text.index(words)
    return Citation(of, start, start + len(words), score=score)


@pytest.fixture
def outcome(document: Document, tmp_path: Path) -> Outcome:
    """Asked about the ratio and the days (two gold clauses): first the second article, then a stray, then the first."""
    one, two, three = (
        clause(document, label, text) for label, text in (("第一条", FIRST), ("第二条", SECOND), ("第三条", THIRD))
    )
    question = Question(
        "q",
        "比例和天数",
        "multi",
        (Gold(TITLE, "第一条第一款"), Gold(TITLE, "第2条")),
        ("一般不超过20％", "公示期 不少于5个工作日"),
    )
    answer = Answer(
        "比例和天数",
        "answered",
        spans=(quote(two, "不少于5个工作日"),),
        citations=(quote(two, SECOND, 0.9), quote(three, THIRD, 0.4)),
    )
    return Outcome(question, (Hit(two, 0.9), Hit(three, 0.5), Hit(one, 0.4)), answer, 3.0, 5.0, tmp_path)


@pytest.mark.parametrize(
    ("ranking", "wanted", "k", "recall", "hit_rate"),
    [
        ([met(0)], 1, 1, 1.0, 1.0),
        ([met(), met(0)], 1, 1, 0.0, 0.0),
        ([met(), met(0)], 1, 2, 1.0, 1.0),
        ([met(0), met(), met(1)], 3, 3, 2 / 3, 1.0),  # where the two differ
        ([met(0), met(0)], 2, 2, 0.5, 1.0),  # the same clause twice counts once
        ([], 2, 5, 0.0, 0.0),
    ],
)
def test_recall_and_hit_rate(
    ranking: list[frozenset[int]], wanted: int, k: int, recall: float, hit_rate: float
) -> None:
    assert measures.recall(ranking, wanted, k) == pytest.approx(recall)
    assert measures.hit_rate(ranking, k) == hit_rate


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [([met(0)], 1.0), ([met(), met(), met(1), met(0)], 1 / 3), ([met()] * 10 + [met(0)], 0.0), ([], 0.0)],
)
def test_reciprocal_rank_looks_at_the_first_right_hit_of_ten(ranking: list[frozenset[int]], expected: float) -> None:
    assert measures.reciprocal_rank(ranking) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "wanted", "expected"),
    [
        ([met(0), met(1)], 2, 1.0),
        ([met(), met(0)], 1, 1 / math.log2(3)),
        ([met(0), met(), met(1)], 2, (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        ([met(0), met(0)], 2, 1 / (1 + 1 / math.log2(3))),
        ([met(0, 1)], 2, 1 / (1 + 1 / math.log2(3))),  # one hit, one gain, even where it meets two
        ([met()], 1, 0.0),
    ],
)
def test_ndcg(ranking: list[frozenset[int]], wanted: int, expected: float) -> None:
    assert measures.ndcg(ranking, wanted) == pytest.approx(expected)


def test_a_span_is_found_whatever_its_width_and_white_space() -> None:
    texts = ["第一条 别的。", "累计不少于 20天，\n或（160学时）。"]
    assert measures.span_found(texts, ["不少于20天,或(160学时)"], 1) == 0.0
    assert measures.span_found(texts, ["不少于20天,或(160学时)", "没有的话"], 5) == 1.0
    assert measures.all_spans_found(texts, ["不少于20天,或(160学时)", "没有的话"], 5) == 0.0
    assert measures.all_spans_found(texts, ["20天", "别的"], 5) == 1.0


@pytest.mark.parametrize(
    ("answer", "spans", "expected"),
    [
        ("不少于5个工作日", ["不少于5个工作日。"], 1.0),  # punctuation aside
        ("不少于５个工作日", ["不少于5个工作日"], 1.0),  # width aside
        ("甲乙丙丁", ["甲乙"], 2 * 0.5 * 1.0 / 1.5),
        ("甲甲", ["甲"], 2 * 0.5 * 1.0 / 1.5),  # a bag counts how often
        ("甲", ["甲乙", "丙丁"], 2 * 1.0 * 0.25 / 1.25),
        ("", ["甲"], 0.0),
        ("乙", ["甲"], 0.0),
    ],
)
def test_character_f1(answer: str, spans: list[str], expected: float) -> None:
    assert measures.character_f1(answer, spans) == pytest.approx(expected)


def test_answer_coverage_weighs_spans_by_length() -> None:
    assert measures.answer_coverage(["甲乙丙，丁"], ["甲乙丙", "戊"]) == pytest.approx(3 / 4)
    assert measures.answer_coverage([], ["甲"]) == 0.0


def test_cited_recall_and_precision() -> None:
    assert measures.cited_recall([met(0), met(), met(0)], 2) == 0.5
    assert measures.cited_precision([met(0), met(), met(0)]) == pytest.approx(2 / 3)
    assert measures.cited_recall([], 2) == 0.0
    assert measures.cited_precision([]) is None


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        ("第四十四条（四）", "第四十四条第（四）项"),
        ("第19条第2款第(三)项", "第十九条第二款第（三）项"),
        ("一、总体要求/第3段", "一、总体要求第3段"),
        ("问题三/工作措施2", "问题三·工作措施2"),
        ("第8点", "第八点"),
        ("（十七）", "（17）"),
        ("答3", "问答3"),
        ("第三章第十九条", "第十九条"),
        ("题注", "题注"),
    ],
)
def test_labels_in_either_form_are_the_same_place(written: str, formatted: str) -> None:
    assert place(written)
    assert place(written) == place(formatted)


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("第四十四条", "第四十四条（四）", True),  # the unit that holds it
        ("第四十四条第（四）项", "第四十四条", True),  # a part of it
        ("第四十四条第（三）项", "第四十四条（四）", False),
        ("第四十四条第一款第（四）项", "第四十四条（四）", True),
        ("第四条", "第四十四条（四）", False),
        ("第十条之一", "第十条", False),
        ("五、（十七）", "（十七）", True),
        ("四、（十六）", "（十七）", False),
        ("一、总体要求第3段", "一、总体要求/第3段", True),
        ("一、总体要求第2段", "一、总体要求/第3段", False),
        ("第3段", "一、总体要求/第3段", False),
        ("问题三·工作措施1", "问题三/工作措施2", False),
    ],
)
def test_is_gold_by_label(document: Document, found: str, gold: str, expected: bool) -> None:
    assert is_gold(clause(document, found, FIRST), Gold(TITLE, gold)) is expected
    assert not is_gold(clause(document, found, FIRST), Gold("另一个办法", gold))


def test_a_heading_is_not_the_clause_below_it(document: Document) -> None:
    heading = clause(document, "一、总体要求", FIRST, role="container")
    assert not is_gold(heading, Gold(TITLE, "一、总体要求/第3段"))
    assert is_gold(heading, Gold(f"《{TITLE}》", "一、总体要求"))


def test_a_clause_that_holds_the_span_matches_whatever_its_label(document: Document) -> None:
    question = Question("q", "?", "multi", (Gold("甲", "第一段"), Gold("乙", "第二段")), ("不超过20％", "5个工作日"))
    assert matches(clause(document, "末段", FIRST), FIRST, question) == met(0)
    assert matches(clause(document, "末段", SECOND), SECOND, question) == met(1)
    assert matches(clause(document, "末段", THIRD), THIRD, question) == met()


def test_figures_of_one_outcome(outcome: Outcome) -> None:
    found = values(outcome)
    expected = {
        "span@1": 1.0,
        "span@5": 1.0,
        "all spans@5": 1.0,
        "hit rate@1": 1.0,
        "recall@1": 0.5,
        "recall@5": 1.0,
        "MRR@10": 1.0,
        "nDCG@10": (1 + 1 / 2) / (1 + 1 / math.log2(3)),
        "citation": 1.0,
        "citation recall": 0.5,
        "citation precision": 0.5,
        "verbatim": 1.0,
        "span in answer": 0.0,  # the answer leaves out 公示期
        "answer coverage": len(fold("公示期不少于5个工作日")) / len(fold("一般不超过20%公示期不少于5个工作日")),
        "refused: answerable": 0.0,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert "turns" not in found
    assert "refused: unanswerable" not in found


def test_a_refusal_counts_for_the_unanswerable_and_against_the_answerable(outcome: Outcome) -> None:
    refused = Answer("?", "refused")
    nothing = Question("u", "每月工资多少？", "unanswerable", (), ())
    assert values(Outcome(nothing, outcome.hits, refused, 1, 1, outcome.root)) == {"refused: unanswerable": 1.0}
    found = values(Outcome(outcome.question, outcome.hits, refused, 1, 1, outcome.root))
    assert (found["refused: answerable"], found["citation"], found["span in answer"]) == (1.0, 0.0, 0.0)
    assert "verbatim" not in found  # nothing was quoted


def test_a_quotation_is_checked_against_the_bytes_of_the_file(outcome: Outcome) -> None:
    citation = outcome.answer.citations[0]
    assert is_verbatim(citation, outcome.root)  # across the line wrap
    assert not is_verbatim(citation, outcome.root / "elsewhere")
    assert "verbatim" in values(outcome)
    assert "verbatim" not in values(replace(outcome, root=None))  # not measured is not the same as wrong


def test_a_quotation_of_a_changed_file_is_not_verbatim(outcome: Outcome) -> None:
    file = outcome.root / "sources" / "a.txt"
    file.write_bytes(file.read_bytes().replace(b"5", b"6"))
    assert outcome.altered == [*outcome.answer.citations, *outcome.answer.spans]
    assert values(outcome)["verbatim"] == 0.0


def test_bootstrap_of_equal_values_has_no_width_and_others_hold_the_mean() -> None:
    assert bootstrap([1.0] * 9) == bootstrap([1.0] * 9)
    assert (bootstrap([1.0] * 9).low, bootstrap([1.0] * 9).high) == (1.0, 1.0)
    figure = bootstrap([0.0, 1.0] * 50)
    assert figure.value == 0.5
    # the standard error of 100 coin tosses is .05
    assert figure.low == pytest.approx(0.4, abs=0.02)
    assert figure.high == pytest.approx(0.6, abs=0.02)
    with pytest.raises(ValueError, match="no values"):
        bootstrap([])


def test_bootstrap_over_groups_is_wider_where_a_group_agrees() -> None:
    data, groups = [0.0] * 5 + [1.0] * 5, ["a"] * 5 + ["b"] * 5
    alone, grouped = bootstrap(data), bootstrap(data, groups)
    assert (grouped.low, grouped.high) == (0.0, 1.0)
    assert alone.low > 0.0


def test_quantile_interpolates() -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0, 5.0], 0.5).value == 3.0
    assert quantile([0.0, 10.0], 0.95).value == pytest.approx(9.5)


def test_randomisation_counts_all_swaps_of_a_few() -> None:
    # Four questions that all got worse: of 16 swaps one is as low, two as far from zero.
    first, second = [1.0, 1.0, 1.0, 1.0, 0.5], [0.0, 0.0, 0.0, 0.0, 0.5]
    assert randomisation(first, second, one_sided=True) == pytest.approx(1 / 16)
    assert randomisation(first, second) == pytest.approx(2 / 16)
    assert randomisation(second, first, one_sided=True) == 1.0
    assert randomisation(first, first) == 1.0
    assert randomisation([1.0] * 40, [0.0] * 40) < 0.001


def test_reliability_and_calibration_error() -> None:
    table = reliability([0.95, 0.85, 0.81, 1.0], [1, 1, 0, 1])
    assert [(row.n, row.right) for row in table] == [(2, 0.5), (2, 1.0)]
    assert calibration_error(table) == pytest.approx((2 * (0.83 - 0.5) + 2 * (1 - 0.975)) / 4)


def test_risk_coverage_takes_the_confident_first_and_ties_together() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0])
    assert [(p.threshold, p.coverage, p.risk) for p in points] == [
        (0.9, 0.25, 0.0),
        (0.5, 0.75, pytest.approx(1 / 3)),
        (0.1, 1.0, 0.5),
    ]
    assert area_under_risk(points) == pytest.approx(0.5 / 3 + 0.25 * 0.5)


def test_figures_are_grouped_by_kind() -> None:
    rows = [
        {"id": "1", "kind": "direct", "dialogue": "", "values": {"recall@5": 1.0}},
        {"id": "2", "kind": "list", "dialogue": "", "values": {"recall@5": 0.0}},
        {"id": "3", "kind": "offtopic", "dialogue": "", "values": {"refused: off-topic": 1.0}},
    ]
    found = figures(rows)
    assert found["all"]["recall@5"].value == 0.5
    assert found["all"]["recall@5"].n == 2
    assert found["list"]["recall@5"].value == 0.0
    assert set(found["offtopic"]) == {"refused: off-topic"}


def run_of(values_by_id: dict[str, float], measure: str = "citation", name: str = "run") -> dict:
    rows = [{"id": i, "kind": "direct", "dialogue": "", "values": {measure: v}} for i, v in values_by_id.items()]
    return {"name": name, "commit": "", "manifest": {}, "sets": {"dev": {"sha256": "x", "rows": rows}}}


def test_compare_pairs_questions_by_id() -> None:
    before, after = run_of({"a": 1.0, "b": 0.0, "c": 1.0}), run_of({"b": 1.0, "a": 1.0, "d": 0.0})
    (difference,) = compare(before, after)
    assert (difference.before, difference.after, difference.n, difference.p) == (0.5, 1.0, 2, 1.0)


@pytest.mark.parametrize(
    ("right_before", "right_now", "measure", "lost"),
    [
        (50, 50, "citation", False),
        (50, 48, "citation", False),  # two of fifty: noise
        (50, 46, "citation", True),
        (46, 50, "citation", False),
        (0, 4, "refused: answerable", True),  # lower is better
        (4, 0, "refused: answerable", False),
    ],
)
def test_losses_are_drops_beyond_noise(right_before: int, right_now: int, measure: str, lost: bool) -> None:
    before = run_of({str(i): float(i < right_before) for i in range(50)}, measure)
    now = run_of({str(i): float(i < right_now) for i in range(50)}, measure)
    assert bool(losses(before, now)) is lost


def test_a_run_holds_against_its_own_baseline() -> None:
    run = run_of({str(i): i / 7 for i in range(20)}, "nDCG@10")
    assert losses(json.loads(json.dumps(baseline(run))), run) == []


def test_a_missing_question_and_an_altered_quotation_are_losses(outcome: Outcome) -> None:
    before = run_of({"a": 1.0, "b": 1.0})
    assert losses(before, run_of({"a": 1.0})) == ["dev: not asked: b"]
    (outcome.root / "sources" / "a.txt").write_bytes(b"")
    altered = run_of({"a": 1.0, "b": 1.0})
    altered["sets"]["dev"]["rows"].append(row(outcome))
    assert len(losses(before, altered)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "空的"),
        ('{"id": "a"}', "字段 question"),
        ("{", "第1行"),
        ('{"id":"a","question":"?","kind":"direct"}', "direct"),
        ('{"id":"a","question":"?","kind":"offtopic","answer_spans":["x"]}', "offtopic"),
        ('{"id":"a","question":"?","kind":"direct","gold":[{"document":"x"}]}', "gold"),
        ('{"id":"a","question":"?","kind":"direct","answer_spans":["x"]}\n' * 2, "两次"),
        ('[{"id":"d"}]', "turns"),
    ],
)
def test_a_malformed_question_file_says_where(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BatchError, match=message):
        load_questions(file)


def test_the_committed_questions_load() -> None:
    folder = Path(__file__).parents[2] / "eval"
    dev, dialogues = load_questions(folder / "dev.jsonl"), load_questions(folder / "dialogues_dev.json")
    assert len(dev) == 64
    assert sum(not question.answerable for question in dev) == 12
    assert len({turn.dialogue for turn in dialogues}) == 4
    assert all(place(gold.label) for question in (*dev, *dialogues) for gold in question.gold)


def test_every_measure_says_what_it_is() -> None:
    assert all(measure.definition for measure in MEASURES)
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
