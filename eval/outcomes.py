"""A question asked: what came back, and every figure that it yields.

`ask_all` puts the questions; an `Outcome` holds what came back; `MEASURES` lists the figures, each a function of one
outcome, None where it is not defined for the question (an unanswerable question has no recall).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from eval import measures
from eval.matching import matches
from eval.questions import DIALOGUE, Question
from eval.statistics import Figure, bootstrap
from eval.verbatim import is_verbatim
from tiaowen.datamodels import Answer, Citation, Hit
from tiaowen.errors import TiaowenError

LIMIT = 10  # hits asked for: the deepest cut-off below


class Searcher(Protocol):
    """What is evaluated, as far as this module needs it: tiaowen.Assistant, or anything that answers like it."""

    def search(self, question: str, limit: int = 10) -> list[Hit]: ...

    def ask(self, question: str, history: Sequence[tuple[str, Answer]] = ()) -> Answer: ...


@dataclass(frozen=True)
class Outcome:
    """One question with its hits and its answer; quotations are checked again in the files under root (None: not)."""

    question: Question
    hits: tuple[Hit, ...]
    answer: Answer
    search_ms: float
    ask_ms: float
    root: Path | None

    @cached_property
    def ranking(self) -> list[frozenset[int]]:
        return [matches(hit.clause, hit.clause.text, self.question) for hit in self.hits]

    @cached_property
    def cited(self) -> list[frozenset[int]]:
        return [matches(citation.clause, citation.quote, self.question) for citation in self.answer.citations]

    @cached_property
    def texts(self) -> list[str]:
        return [hit.clause.text for hit in self.hits]

    @property
    def wanted(self) -> int:
        return len(self.question.gold) or 1

    @property
    def refused(self) -> bool:
        return self.answer.status != "answered"

    @property
    def quotations(self) -> tuple[Citation, ...]:
        """Everything that is shown as a quotation: the citations and the spans that the answer is made of."""
        return self.answer.citations + self.answer.spans

    @cached_property
    def altered(self) -> list[Citation]:
        """Quotations that do not stand in the source file at the place they point to. Must be empty."""
        return [c for c in self.quotations if self.root is not None and not is_verbatim(c, self.root)]

    @property
    def right(self) -> bool:
        """The first hit meets a gold clause: what calibration and risk call right. Never where nothing answers."""
        return bool(self.ranking and self.ranking[0])

    @property
    def cited_right(self) -> bool:
        """The first citation meets a gold clause."""
        return bool(self.cited and self.cited[0])


def ask_all(system: Searcher, questions: Iterable[Question], root: Path | None) -> Iterator[Outcome]:
    """Ask every question in order. Turns of a dialogue get the system's own earlier answers as their history; as a
    follow-up means nothing to a search, their hits are those of the stand-alone question that the answer reports.

    Times are measured around the two calls, with nothing in between; the first question also warms up the caches.
    """
    history: list[tuple[str, Answer]] = []
    dialogue = ""
    for question in questions:
        if question.dialogue != dialogue:
            history, dialogue = [], question.dialogue
        started = time.perf_counter()
        answer = _ask(system, question.question, tuple(history))
        asked = time.perf_counter()
        hits = _search(system, answer.rewritten or question.question)
        searched = time.perf_counter()
        if dialogue:
            history.append((question.question, answer))
        yield Outcome(question, hits, answer, (searched - asked) * 1000, (asked - started) * 1000, root)


def _ask(system: Searcher, question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
    try:
        return system.ask(question, history)
    except TiaowenError as error:  # a question that cannot be asked is one that is not answered
        return Answer(question, "error", error=str(error))


def _search(system: Searcher, question: str) -> tuple[Hit, ...]:
    try:
        return tuple(system.search(question, LIMIT))
    except TiaowenError:  # an address that names nothing
        return ()


@dataclass(frozen=True)
class Measure:
    """A figure: its name, its definition, what it is taken for by mistake, and how one outcome yields it."""

    name: str
    group: str  # retrieval, answer, refusal
    definition: str
    of: Callable[[Outcome], float | None] | None  # None: set by the module that makes the set (eval.official)
    trap: str = ""
    lower_is_better: bool = False


def _answerable(formula: Callable[[Outcome], float | None]) -> Callable[[Outcome], float | None]:
    return lambda outcome: formula(outcome) if outcome.question.answerable else None


def _spans(formula: Callable[[Outcome], float]) -> Callable[[Outcome], float | None]:
    return lambda outcome: formula(outcome) if outcome.question.answer_spans else None


def _refused(kind: str) -> Callable[[Outcome], float | None]:
    return lambda outcome: float(outcome.refused) if outcome.question.kind == kind else None


def _ranked(name: str, definition: str, formula: Callable[[Outcome], float], trap: str = "") -> Measure:
    return Measure(name, "retrieval", definition, _answerable(formula), trap)


def _span_measure(
    name: str, group: str, definition: str, formula: Callable[[Outcome], float], trap: str = ""
) -> Measure:
    return Measure(name, group, definition, _spans(formula), trap)


def _turn(outcome: Outcome) -> float | None:
    if outcome.question.kind != DIALOGUE:
        return None
    if not outcome.question.answerable:
        return float(outcome.refused)
    return float(outcome.cited_right)


MEASURES: tuple[Measure, ...] = (
    *(
        _span_measure(
            f"span@{k}",
            "retrieval",
            f"an answer span stands in one of the first {k} clauses, NFKC, without white space",
            lambda o, k=k: measures.span_found(o.texts, o.question.answer_spans, k),
            "longer clauses hold more; compare only with passages of like length",
        )
        for k in (1, 5)
    ),
    Measure(
        "all spans@5",
        "retrieval",
        "kind multi: every answer span stands in one of the first 5 clauses",
        lambda o: (
            measures.all_spans_found(o.texts, o.question.answer_spans, 5) if o.question.kind == "multi" else None
        ),
        "span@5 asks for one of them",
    ),
    *(
        _ranked(
            f"hit rate@{k}",
            f"one of the first {k} hits is a gold clause (success@{k})",
            lambda o, k=k: measures.hit_rate(o.ranking, k),
            f"often printed as recall@{k} or accuracy@{k}",
        )
        for k in (1, 5)
    ),
    *(
        _ranked(
            f"recall@{k}",
            f"gold clauses among the first {k} hits / gold clauses",
            lambda o, k=k: measures.recall(o.ranking, o.wanted, k),
            f"equals hit rate@{k} only where each question has one gold clause",
        )
        for k in (1, 5, 10)
    ),
    Measure("recall@100", "retrieval", "gold articles among the first 100 hits / gold articles (STARD)", None),
    _ranked(
        "MRR@10",
        "1 / rank of the first gold clause, 0 beyond rank 10",
        lambda o: measures.reciprocal_rank(o.ranking, 10),
        "without the cut-off it is larger; it looks at the first right hit only",
    ),
    _ranked(
        "nDCG@10",
        "gains 1/log2(rank + 1) of gold clauses, over those of the ideal order",
        lambda o: measures.ndcg(o.ranking, o.wanted, 10),
        "other forms discount by the rank itself, or take 10 right hits as the ideal",
    ),
    Measure(
        "citation",
        "answer",
        "the first citation is a gold clause by label, or its quotation holds the answer span; a refusal is 0",
        _answerable(lambda o: float(o.cited_right)),
        "citation precision (ALCE) asks whether the words support the answer, which verbatim answers do by themselves",
    ),
    Measure(
        "citation recall",
        "answer",
        "gold clauses cited / gold clauses",
        _answerable(lambda o: measures.cited_recall(o.cited, o.wanted)),
    ),
    Measure(
        "citation precision",
        "answer",
        "citations that are gold clauses / citations, where something is cited",
        _answerable(lambda o: measures.cited_precision(o.cited)),
        "gold names what settles the question, so an added proviso lowers this",
    ),
    Measure(
        "verbatim",
        "answer",
        "quotations whose characters stand in the source file, read again, at the spans they point to; must be 1",
        lambda o: 1 - len(o.altered) / len(o.quotations) if o.quotations and o.root is not None else None,
    ),
    _span_measure(
        "span in answer",
        "answer",
        "the answer holds an answer span; a refusal is 0",
        lambda o: measures.span_in_answer(o.answer.answer, o.question.answer_spans),
        "an answer that quotes everything would have 1; read it with character F1",
    ),
    _span_measure(
        "character F1",
        "answer",
        "harmonic mean of precision and recall over the bags of characters of answer and answer spans",
        lambda o: measures.character_f1(o.answer.answer, o.question.answer_spans),
        "SQuAD counts words, CMRC a common subsequence; a right answer cut wider than the annotator's loses",
    ),
    _span_measure(
        "answer coverage",
        "answer",
        "characters of answer spans that stand whole in the cited quotations / characters of answer spans",
        lambda o: measures.answer_coverage([c.quote for c in o.answer.citations], o.question.answer_spans),
        "looks at what is cited, not at what is put forward as the answer",
    ),
    Measure(
        "official coverage",
        "answer",
        "of what the official answer takes over from the articles, the share of characters in cited quotations",
        None,
    ),
    Measure(
        "official source",
        "answer",
        "the pairs that restate no article cite the official answer itself, with the words it must bring",
        None,
    ),
    Measure("turns", "answer", "dialogue turns answered by a gold clause first, or rightly refused", _turn),
    Measure("refused: unanswerable", "refusal", "on-topic questions without an answer that are refused",
            _refused("unanswerable")),
    Measure("refused: off-topic", "refusal", "questions on something else that are refused", _refused("offtopic")),
    Measure(
        "refused: answerable",
        "refusal",
        "questions with an answer that are refused; lower is better",
        _answerable(lambda o: float(o.refused)),
        lower_is_better=True,
    ),
)  # fmt: skip


def values(outcome: Outcome) -> dict[str, float]:
    """Every figure that is defined for the outcome, by name."""
    found = {measure.name: measure.of(outcome) for measure in MEASURES if measure.of}
    return {name: value for name, value in found.items() if value is not None}


def figures(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Figure]]:
    """Means with intervals, {group of questions: {measure: Figure}}; the group "all" comes first, then the kinds.

    rows: {"kind", "dialogue", "values"}. Turns of a dialogue are resampled together.
    """
    groups = {"all": list(rows)}
    for row in rows:
        groups.setdefault(row["kind"], []).append(row)
    return {
        group: {
            measure.name: bootstrap(
                [row["values"][measure.name] for row in members],
                [row["dialogue"] or row["id"] for row in members] if members[0]["dialogue"] else None,
            )
            for measure in MEASURES
            if (members := [row for row in group_rows if measure.name in row["values"]])
        }
        for group, group_rows in groups.items()
    }
