"""The official question set: ten questions put to the drafters, with the official answers, from the 答记者问 as parsed.

official_gold.json maps what each answer takes from the regulation's articles: the words of the answer and the clause
they restate, found by reading. The questions are put with the 答记者问 itself excluded from retrieval, so that the
articles must be found; what is measured is how much of what the official answer takes from them stands in the cited
clauses. Two of the ten restate no article; they test whether the 答记者问 is found as the source, with all documents
searched.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from eval.matching import contains, fold, place, same_document
from eval.outcomes import Outcome
from eval.questions import Gold, Question
from tiaowen.datamodels import Citation, Clause, Corpus, Document, Span
from tiaowen.errors import BatchError

GOLD_FILE = Path(__file__).with_name("official_gold.json")
ARTICLES = "articles"  # kind of the pairs that restate articles, asked without the 答记者问
SOURCE = "source"  # kind of the others, asked with all documents
RUN = 4  # characters that must run together to count as taken over; shorter runs are chance
_PAIR = re.compile(r"\s*问[：:]\s*(?P<question>.+?)\s*答[：:]\s*(?P<answer>.+)", re.DOTALL)


@dataclass(frozen=True)
class Restated:
    """Words of an official answer, and the clause of the regulation that they restate."""

    quote: str
    clause: Clause


@dataclass(frozen=True)
class Pair:
    """A question and its official answer. `says`: words that a pair without `restates` must bring back."""

    number: int
    unit: Clause  # the 问答 unit of the 答记者问
    question: str
    answer: str
    restates: tuple[Restated, ...]
    tests: str = ""
    why: str = ""
    says: tuple[str, ...] = ()

    def asked(self) -> Question:
        """As a question of an ordinary set: the gold clauses are the articles restated, or the pair's own unit."""
        if self.restates:
            clauses = {item.clause.id: item.clause for item in self.restates}
            gold = tuple(Gold(clause.document.title, clause.label) for clause in clauses.values())
        else:
            gold = (Gold(self.unit.document.title, self.unit.label),)
        return Question(f"official{self.number}", self.question, ARTICLES if self.restates else SOURCE, gold, ())


def load_pairs(corpus: Corpus, file: Path = GOLD_FILE) -> list[Pair]:
    """The pairs as parsed, joined with the committed mapping.

    Raises BatchError where the corpus has no such documents, a pair is missing, a quotation is not in the official
    answer, or a label names no clause: then the mapping or the parse is wrong, and no figure would mean anything.
    """
    gold = json.loads(file.read_text(encoding="utf-8"))
    regulation = next((d for d in corpus.documents if d.kind != "qa" and same_document(d, gold["document"])), None)
    interview = next((d for d in corpus.documents if d.kind == "qa" and gold["document"] in d.title), None)
    if regulation is None or interview is None:
        titles = "、".join(document.title for document in corpus.documents)
        raise BatchError(f"《{gold['document']}》和它的答记者问", f"索引里是：{titles}", "用 data/sources 建索引")
    units = {_pair_number(unit): unit for unit in corpus.by_document[interview.id] if _pair_number(unit)}
    return [_pair(row, units, corpus, regulation) for row in gold["pairs"]]


def without_interview(corpus: Corpus, pairs: Iterable[Pair]) -> list[str]:
    """Ids of all documents but the 答记者问."""
    excluded = {pair.unit.document.id for pair in pairs}
    return [document.id for document in corpus.documents if document.id not in excluded]


def find_clause(corpus: Corpus, document: Document, label: str) -> Clause | None:
    """The clause of the document at this label; a 项 may be named with or without its 款."""
    wanted = place(label)
    clauses = corpus.by_document[document.id]
    exact = next((clause for clause in clauses if place(clause.label) == wanted), None)
    if exact is not None or not wanted or wanted[-1][0] != "项":
        return exact
    return next((c for c in clauses if [s for s in place(c.label) if s[0] != "款"] == list(wanted)), None)


def restated_spans(item: Restated) -> list[Span]:
    """The parts of the clause, in document offsets, that the official answer took over.

    These are the runs of at least four characters that the two have in common, width aside. Where they are less than
    half of the quotation it is a summary in other words, and stands for the whole clause.
    """
    text = item.clause.text
    matcher = SequenceMatcher(None, _narrow(item.quote), _narrow(text), autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= RUN]
    if 2 * sum(block.size for block in blocks) < len(item.quote):
        return [Span(item.clause.start, item.clause.end)]
    start = item.clause.start
    return [Span(start + block.b, start + block.b + block.size) for block in blocks]


def coverage(item: Restated, citations: Sequence[Citation]) -> float:
    """Share of the characters of `restated_spans` that lie inside cited quotations of the same document."""
    spans = restated_spans(item)
    quoted = [c.span for c in citations if c.clause.document.id == item.clause.document.id]
    covered = {i for low, high in spans for start, end in quoted for i in range(max(low, start), min(high, end))}
    return len(covered) / sum(end - start for start, end in spans)


def pair_report(pair: Pair, outcome: Outcome, sourced: Outcome | None) -> dict[str, Any]:
    """One pair side by side: each restated passage, the clause, and how much of it is cited.

    outcome: asked without the 答记者问. sourced: asked with all documents, for the pairs that restate nothing.
    coverage: characters of the passages, each weighted by its share that is cited; None where nothing is restated.
    """
    citations = outcome.answer.citations
    passages = [
        {
            "quote": item.quote,
            "clause": item.clause.label,
            "text": item.clause.text,
            "coverage": coverage(item, citations),
        }
        for item in pair.restates
    ]
    total = sum(len(item.quote) for item in pair.restates)
    report: dict[str, Any] = {
        "pair": pair.number,
        "question": pair.question,
        "answer": pair.answer,
        "passages": passages,
        "coverage": sum(len(p["quote"]) * p["coverage"] for p in passages) / total if total else None,
        "cited": [{"cite": citation.cite, "quote": citation.quote} for citation in citations],
        "status": outcome.answer.status,
    }
    if sourced is not None:
        said = " ".join([sourced.answer.answer, sourced.answer.note, *(c.quote for c in sourced.answer.citations)])
        own = any(c.clause.document.id == pair.unit.document.id for c in sourced.answer.citations[:1])
        report["instead"] = {
            "tests": pair.tests,
            "why": pair.why,
            "met": own and sourced.cited_right and all(contains(said, words) for words in pair.says),
            "cited": [citation.cite for citation in sourced.answer.citations],
            "refused without the source": outcome.refused,
        }
    return report


def _pair(row: dict[str, Any], units: dict[int, Clause], corpus: Corpus, regulation: Document) -> Pair:
    number = row["pair"]
    parts = _PAIR.match(units[number].text) if number in units else None
    if parts is None:
        raise BatchError(f"答记者问的第 {number} 对问答", "解析结果里没有", "检查答记者问的解析")
    restates = []
    for item in row["restates"]:
        clause = find_clause(corpus, regulation, item["clause"])
        if clause is None:
            raise BatchError(f"{regulation.title}的{item['clause']}", "解析结果里没有", "检查标注或条文的解析")
        if fold(item["quote"]) not in fold(parts["answer"]):
            raise BatchError(f"第 {number} 个答复里有标注的原文", f"没有：{item['quote'][:30]}…", "检查标注或解析")
        restates.append(Restated(item["quote"], clause))
    instead = row.get("instead", {})
    return Pair(
        number=number,
        unit=units[number],
        question=parts["question"],
        answer=parts["answer"],
        restates=tuple(restates),
        tests=instead.get("tests", ""),
        why=instead.get("why", ""),
        says=tuple(instead.get("says", ())),
    )


def _pair_number(unit: Clause) -> int:
    steps = place(unit.label)
    return steps[-1][1] if unit.role == "unit" and steps and steps[-1][0] == "问答" else 0


def _narrow(text: str) -> str:
    """Full-width forms as half-width ones, character by character, so that offsets stay."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
