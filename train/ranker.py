"""python -m train.ranker: fit models/ranker.json (tiaowen.retrieval.ranking) on questions with a known answer, or none.

Four sources, each question asked the way a reader would:

* the question bank of the index, each question with its own entry left out, with the rest of the bank and without any;
* `train/unanswerable.jsonl`, questions on the same subjects that no document answers;
* `train/asked_five.jsonl` and the part of `train/asked_laws.jsonl` that is kept out (from the rest the encoder learned:
  its cosines look better there than they are), questions put to one document each, two in five of them near misses: a
  clause looks right and does not settle them;
* the worlds of `train.worlds`: laws without a bank, with the questions of laymen (--shared DIR; left out without it).

An answerable question becomes an unanswerable one when the clauses that answer it are left out. What is left is on the
same subject and often says nearly the same, which is what a refusal has to see through.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from tiaowen.clauses.entries import read_bank
from tiaowen.encoding.encoder import Encoder
from tiaowen.encoding.encoding import load_encoder
from tiaowen.indexing.index import open_index
from tiaowen.retrieval.ranking import DOCUMENT, EVIDENCE, FEATURES, MODEL, Ranker
from tiaowen.retrieval.retrieval import Candidates, Retriever
from train import worlds
from train.corpus import held_out, named, read_jsonl
from train.spans import index_of_laws

ROOT = Path(__file__).resolve().parent.parent
NONE = dict.fromkeys(FEATURES, 0.0)
NOTHING = dict.fromkeys((*EVIDENCE, "bias"), 0.0)
RIDGE = 0.01  # inverse strength of the penalty on standardised evidence weights: columns overlap a good deal
STRENGTH = 2.0  # of the ridge penalty on standardised rank weights
# Registers that the bank has as many of as of the others, and people use less.
REGISTER = {"slang": 0.4, "keywords": 0.5}
# Share of the questions that have no answer, as people ask: what is learned from more of them is scaled down to it.
SILENT = 0.2
LEFT_OUT = 0.35  # share of the bank's questions that are also asked without their clause
CONSULTATIONS = 200  # of one world: nearly all are on family law
# Weights of the two kinds of question in `unanswerable.jsonl`. They are few beside those of the `asked` files, so the
# weights have grown with the number of these; of the second kind there are twice as many as of the first.
UNANSWERABLE, OFFTOPIC = 18.0, 5.0
ASKED, MISSED = 1.0, 2.5  # weights of a question to one document that it answers, and of a near miss
KEPT_OUT = 8.0  # times that for the laws: of these the encoder has learned from all but a tenth, which is left here
ELSEWHERE = 60  # questions of other worlds put to each
FOLDS = 5
# What a question without an answer is made from, where that is told.
WORLDS = {"articles left out": "stard", "consultation": "stard", "near miss": "asked", "clause left out": "bank"}
# The sign of what a feature means; a weight that would contradict it is held at zero.
NEVER_NEGATIVE = ("dense", "dense_question", "dense_max", "words", "words_question", "words_max", "bigrams_max",
                  "pinyin_max", "best_exact", "named")  # fmt: skip


def fit_rank(groups: list[tuple[np.ndarray, int, float]]) -> np.ndarray:
    """Conditional logit: groups of (features (n, d), position of the right clause, weight) -> weights (d,)."""
    stacked = np.concatenate([features for features, _, _ in groups])
    scale = stacked.std(axis=0) + 1e-9
    scaled = stacked / scale
    sizes = np.array([len(features) for features, _, _ in groups])
    counts = np.array([weight for _, _, weight in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array([position for _, position, _ in groups])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = scaled @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(powers, starts)
        shares = powers / np.repeat(total, sizes)
        value = -(counts * (scores[right] - top - np.log(total))).sum() + STRENGTH * (weights**2).sum()
        gradient = (shares * np.repeat(counts, sizes)) @ scaled - counts @ scaled[right] + 2 * STRENGTH * weights
        return float(value), gradient

    bounds = [
        (0, 0) if name == "document" else (0, None) if name in NEVER_NEGATIVE else (None, None) for name in FEATURES
    ]
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / scale)


def fit_logistic(rows: Sequence[tuple[np.ndarray, float, float]], names: Sequence[str]) -> dict[str, float]:
    """Logistic regression of (evidence, truth, weight) on the named columns of EVIDENCE; the others get weight 0."""
    columns = [EVIDENCE.index(name) for name in names]
    table = np.array([evidence for evidence, _, _ in rows])[:, columns]
    scale = table.std(axis=0) + 1e-9
    truth, weight = (np.array([row[k] for row in rows]) for k in (1, 2))
    fitted = LogisticRegression(C=RIDGE, max_iter=5000).fit(table / scale, truth, sample_weight=weight)
    found = dict(zip(names, (fitted.coef_[0] / scale).tolist(), strict=True))
    return {**NOTHING, **found, "bias": float(fitted.intercept_[0])}


@dataclass(frozen=True)
class Case:
    """A question put to an index."""

    retriever: Retriever
    question: str
    gold: frozenset[int]  # numbers of the units that answer; empty: none does
    weight: float
    source: str
    bank: bool = True
    without: int | None = None  # its own entry
    hidden: frozenset[int] = frozenset()  # units left out
    documents: frozenset[str] | None = None  # ids of those asked, None for all

    def candidates(self) -> Candidates:
        return self.retriever.candidates(
            self.question, self.documents, without=self.without, bank=self.bank, hidden=self.hidden
        )


def bank_cases(retriever: Retriever, registers: dict[str, str]) -> Iterator[Case]:
    """The questions of the bank, as they are and with their clause left out."""
    chance = random.Random(1)
    # What restates a regulation answers as well when its clause is left out.
    restating = {row for row, unit in enumerate(retriever.units) if unit.document.kind in ("qa", "news")}
    for number, entry in enumerate(retriever.index.entries):
        if entry.kind != "question":
            continue
        gold, weight = frozenset({retriever.row[entry.unit]}), REGISTER.get(registers.get(entry.text, ""), 1.0)
        for bank in (True, False):
            yield Case(retriever, entry.text, gold, weight, "bank" if bank else "no bank", bank, number)
            if chance.random() < LEFT_OUT:
                yield Case(retriever, entry.text, frozenset(), weight * 1.5, "clause left out", bank, number,
                           gold | restating)  # fmt: skip


def silent_cases(retriever: Retriever, file: Path) -> Iterator[Case]:
    """Questions that no document answers."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        weight = UNANSWERABLE if row["kind"] == "unanswerable" else OFFTOPIC
        for bank in (True, False):
            yield Case(retriever, row["question"], frozenset(), weight, row["kind"], bank)


def asked_cases(retriever: Retriever, file: Path, banks: Sequence[bool], weight: float = 1.0) -> Iterator[Case]:
    """Questions put to one document of the retriever; those without an answer are near misses. banks: with the bank,
    without it. weight: of each."""
    held = {d.title for d in retriever.index.corpus.documents}
    for row in read_jsonl(file):
        if row["document"] not in held:
            continue
        units = [unit for label in row["gold"] for unit in _units(retriever, row["document"], label)]
        titled = frozenset(d.id for d in retriever.index.corpus.documents if d.title == row["document"])
        if bool(row["gold"]) != bool(units) or not titled:
            continue
        for bank in banks:
            yield Case(retriever, row["question"], frozenset(units), weight * (ASKED if units else MISSED),
                       "asked" if units else "near miss", bank, documents=titled)  # fmt: skip


def _units(retriever: Retriever, document: str, label: str) -> list[int]:
    """Numbers of the units that a label of a document names."""
    return [retriever.row[unit.id] for unit in named(retriever.index.corpus, document, [label])]


def world_cases(shared: Path, encoder: Encoder) -> Iterator[Case]:
    """The questions of each world, as they are and with their articles left out, and some of other worlds."""
    chance = random.Random(1)
    asked = worlds.questions(shared)
    for folder in worlds.build(shared, ROOT / "build" / "worlds", encoder).values():
        retriever = Retriever(open_index(folder), encoder, Ranker(NONE, NOTHING, NOTHING))
        rows = {worlds.place(unit): row for row, unit in enumerate(retriever.units)}
        titles = {title for title, _ in rows}
        inside = [q for q in asked if q.gold and q.gold <= set(rows)]
        consultations = [q for q in inside if q.source == "consultation"]
        mine = [q for q in inside if q.source == "stard"]
        mine += chance.sample(consultations, min(CONSULTATIONS, len(consultations)))
        for question in mine:
            gold = frozenset(rows[place] for place in question.gold)
            weight = 2.0 if question.source == "stard" else 1.0
            yield Case(retriever, question.text, gold, weight, question.source)
            yield Case(retriever, question.text, frozenset(), weight, "articles left out", hidden=gold)
        elsewhere = [q for q in asked if not {title for title, _ in q.gold} & titles]
        for question in chance.sample(elsewhere, ELSEWHERE):
            yield Case(retriever, question.text, frozenset(), 3.0, "another world")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", default=ROOT / "index", type=Path)
    parser.add_argument("--unanswerable", default=ROOT / "train" / "unanswerable.jsonl", type=Path)
    parser.add_argument("--bank", default=ROOT / "data" / "questions", type=Path)
    parser.add_argument("--shared", default=ROOT.parent / "shared", type=Path, help="folder with the training material")
    arguments = parser.parse_args()
    encoder = Remembering(load_encoder())
    retriever = Retriever(open_index(arguments.index), encoder, Ranker(NONE, NOTHING, NOTHING))
    registers = {q.question: q.register for q in read_bank(arguments.bank)}
    asked = ROOT / "train" / "asked_laws.jsonl"
    cases = [*bank_cases(retriever, registers), *silent_cases(retriever, arguments.unanswerable)]
    cases += asked_cases(retriever, ROOT / "train" / "asked_five.jsonl", (True, False))
    if (arguments.shared / "stard").is_dir():
        laws = open_index(index_of_laws(asked, arguments.shared, ROOT / "build" / "held", held_out))
        retriever = Retriever(laws, encoder, Ranker(NONE, NOTHING, NOTHING))
        cases += asked_cases(retriever, asked, (False,), KEPT_OUT)
        cases += world_cases(arguments.shared, encoder)
    print(json.dumps(fit(cases), ensure_ascii=False, indent=1))


def fit(cases: Sequence[Case], file: Path = MODEL) -> dict[str, dict[str, float]]:
    """Fit both models and write the file; returns what was measured on the training questions, by source."""
    groups: list[tuple[np.ndarray, int, float]] = []
    for case in cases:
        # The encoder has learned from the questions of the worlds, so that its cosines look better there than they are:
        # with them the rank would lean on cosines alone (measured: no gain on STARD's validation questions).
        if case.source in ("bank", "no bank", "asked"):
            found = case.candidates()
            count = case.weight if case.source == "asked" else 1.0
            groups += [(found.features, int(p), count) for p in np.flatnonzero(np.isin(found.rows, list(case.gold)))]
    # The units of news have few questions, so what they teach about regulation and news is not to be trusted.
    weights = dict(zip(FEATURES, fit_rank(groups), strict=True))
    weights["regulation"] = min(max(weights["regulation"], 0.0), 0.5)
    weights["named"] = (
        4.0  # no bank question is a test of it: a document that is named outranks an equal clause elsewhere
    )
    weights["document"] = DOCUMENT * (weights["dense"] + weights["dense_max"])
    ranker = Ranker(weights, NOTHING, NOTHING)
    for retriever in {id(case.retriever): case.retriever for case in cases}.values():
        retriever.ranker = ranker
    clauses: list[tuple[np.ndarray, float, float]] = []  # evidence of a clause, whether it is a right one, weight
    judged: list[Judged] = []
    questions: list[tuple[np.ndarray, float, float]] = []  # evidence of the best clause, whether there is a right one
    firsts: dict[str, list[bool]] = {}
    known = sum(case.weight for case in cases if case.gold)
    silent = sum(case.weight for case in cases if not case.gold)
    scale = known * SILENT / (1 - SILENT) / silent
    for case in cases:
        found = case.candidates()
        if not len(found.rows):
            continue
        truth = np.isin(found.rows, list(case.gold))
        weight = case.weight * (1.0 if case.gold else scale)
        rows = [(found.evidence[i], float(truth[i]), weight) for i in found.order[:3]]
        clauses += rows
        judged.append(Judged(crc32(case.question.encode()) % FOLDS, WORLDS.get(case.source, case.source), rows))
        questions.append((found.evidence[found.order[0]], float(bool(case.gold)), weight))
        if case.gold:
            firsts.setdefault(case.source, []).append(bool(truth[found.order[0]]))
    model = {
        "weights": weights,
        "evidence": fit_logistic(clauses, EVIDENCE),
        "answerable": fit_logistic(questions, [name for name in EVIDENCE if name not in ("rank", "lead")]),
    }
    file.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    measured = {source: {"questions": len(f), "first": round(float(np.mean(f)), 3)} for source, f in firsts.items()}
    for source, error in calibration(judged).items():
        measured.setdefault(source, {})["calibration error"] = round(error, 3)
    return measured


class Judged(NamedTuple):
    """The rows of one question for the regression: its best clause first."""

    fold: int
    source: str
    rows: list[tuple[np.ndarray, float, float]]


def calibration(judged: Sequence[Judged]) -> dict[str, float]:
    """Source -> calibration error of the first hit (eval.statistics), weighted, by cross-validation.

    Each question is judged by a regression that was fitted without it; one whose clauses were left out counts with
    those that it was made from.
    """
    found: dict[str, list[tuple[float, float, float]]] = {}
    for fold in range(FOLDS):
        others = [row for question in judged if question.fold != fold for row in question.rows]
        ranker = Ranker(NONE, fit_logistic(others, EVIDENCE), NOTHING)
        for question in judged:
            if question.fold == fold:
                evidence, truth, weight = question.rows[0]
                found.setdefault(question.source, []).append((float(ranker.probability(evidence)), truth, weight))
    errors = {}
    for source, rows in found.items():
        scores, truth, weight = np.array(rows).T
        bins = np.minimum((scores * 10).astype(int), 9)
        gaps = [abs(float((weight * (scores - truth))[bins == b].sum())) for b in range(10)]
        errors[source] = sum(gaps) / float(weight.sum())
    return errors


class Remembering:
    """An encoder that keeps the vectors of questions: each is asked several times."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, np.ndarray] = {}
        self.name, self.dimension, self.fingerprint = encoder.name, encoder.dimension, encoder.fingerprint
        self.encode_passages = encoder.encode_passages

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return self._encoder.encode_queries(texts)
        for text in texts:
            if text not in self._kept:
                self._kept[text] = self._encoder.encode_queries([text])[0]
        return np.stack([self._kept[text] for text in texts])


if __name__ == "__main__":
    main()
