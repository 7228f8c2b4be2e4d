"""python -m train.rereading: fit models/rereading.json (see tiaowen.reranking.rereading).

On the questions of `asked_five.jsonl` and `asked_laws.jsonl` that the cross-encoder has not learned from (`unread`),
and on those of `asked_papers.jsonl`. Each is asked the way a reader would, and one in three also of a document that it
has nothing to do with, as is one in two questions of `unanswerable.jsonl`. Reports, five-fold by documents: how often
the first clause is right before and after, the area under the ROC curve of answered against near miss, before and
after.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from tiaowen.datamodels import Hit
from tiaowen.encoding.encoding import load_encoder
from tiaowen.indexing.index import open_index
from tiaowen.reranking.cross_encoder import CrossEncoder
from tiaowen.reranking.rereading import ANSWERABLE, EVIDENCE, MODEL, READ_AGAIN, in_turn, log_odds
from tiaowen.retrieval.retrieval import Retriever
from train.corpus import held_out, named, read_jsonl, unread
from train.spans import index_of_laws

ROOT = Path(__file__).resolve().parent.parent
SILENT = 0.5  # weight of a question without an answer: there are more of them here than among what people ask
STRENGTH = 1.0  # inverse strength of the penalty
FOLDS = 5
ELSEWHERE = 3  # every third question is put to another document too
SILENT_TOO = 2  # every second question of `unanswerable.jsonl` is put to the five documents, half of these to the laws
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question with what retrieval and reading say of its leading clauses."""

    group: str  # questions of one group are in one fold
    answered: bool
    foreign: bool  # put to documents that have nothing to do with it
    hits: tuple[Hit, ...]
    right: tuple[bool, ...]  # of each clause
    odds: np.ndarray  # float (n, 2): log odds of the score, those of the reading
    answerable: float  # as retrieval has it

    def read(self, evidence: np.ndarray) -> list[float]:
        """The probabilities of the clauses that are read with these weights."""
        chances = iter(1 / (1 + np.exp(-(self.odds @ evidence[:2] + evidence[2]))))
        return in_turn(self.hits, lambda hit: float(next(chances)))

    def values(self, evidence: np.ndarray) -> tuple[int, np.ndarray]:
        """Which clause comes first with these weights, and the columns of ANSWERABLE then."""
        order = np.argsort(-np.array(self.read(evidence)), kind="stable")
        first = int(order[0])
        other = max((float(self.odds[i, 1]) for i in order[1:]), default=0.0)
        return first, np.array([log_odds(self.answerable), *self.odds[first], other])


def collect(index_dir: Path, own: Sequence[Row], foreign: Sequence[Row]) -> Iterator[Asked]:
    """The own questions, asked in their documents (all of them where these are the bundled ones), and each foreign one
    put to one of these documents in turn, or to all: it is answered by none."""
    index = open_index(index_dir)
    corpus = index.corpus
    retriever, cross = Retriever(index, load_encoder()), CrossEncoder(corpus)
    titled: dict[str, frozenset[str]] = {}
    for row in own:
        if row["file"].startswith(("laws/", "papers/")):
            titled[row["document"]] = frozenset(d.id for d in corpus.documents if d.title == row["document"])
    places = list(titled.items()) or [("", None)]
    for row in own:
        gold = {unit.id for unit in named(corpus, row["document"], row["gold"])}
        if bool(gold) == bool(row["gold"]):
            group = row["document"] if titled else row["question"]
            yield from _read(retriever, cross, row["question"], titled.get(row["document"]), gold, group)
    for number, row in enumerate(foreign):
        title, documents = places[number % len(places)]
        if title != row.get("document"):
            yield from _read(retriever, cross, row["question"], documents, None, title or row["question"])


def _read(
    retriever: Retriever,
    cross: CrossEncoder,
    question: str,
    documents: frozenset[str] | None,
    gold: set[str] | None,
    group: str,
) -> Iterator[Asked]:
    """The question as a row, where anything was found. gold: ids of the units that answer, None for a foreign one."""
    hits = tuple(retriever.search(question, READ_AGAIN, documents))
    if hits:
        odds = [[log_odds(h.score), cross.read(question, h.clause).answers] for h in hits]
        right = tuple(h.clause.id in (gold or ()) for h in hits)
        known = hits[0].why["answerable"]
        yield Asked(group, bool(gold), gold is None, hits, right, np.array(odds), known)


def fit(asked: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
    """Weights of EVIDENCE and of ANSWERABLE, the bias last.

    Which clauses are read depends on the weights: those of EVIDENCE are fitted on all that may be, and once more on
    those that then are.
    """
    evidence = _logistic([row for q in asked for row in _clauses(q, len(q.hits))])
    evidence = _logistic([row for q in asked for row in _clauses(q, len(q.read(evidence)))])
    return evidence, _logistic([(q.values(evidence)[1], q.answered, _weight(q)) for q in asked])


def _clauses(asked: Asked, number: int) -> list[tuple[np.ndarray, bool, float]]:
    return [(odds, right, _weight(asked)) for odds, right in zip(asked.odds[:number], asked.right, strict=False)]


def _weight(asked: Asked) -> float:
    return 1.0 if asked.answered else SILENT


def _logistic(rows: Sequence[tuple[np.ndarray, bool, float]]) -> np.ndarray:
    table, truth, weight = (np.array([row[k] for row in rows]) for k in range(3))
    fitted = LogisticRegression(C=STRENGTH).fit(table, truth, sample_weight=weight)
    return np.append(fitted.coef_[0], fitted.intercept_[0])


def report(asked: Sequence[Asked]) -> str:
    """What reading changes, each question judged by weights that were fitted without its document."""
    first: list[tuple[bool, bool]] = []
    read: list[int] = []
    sure: list[tuple[float, float, bool]] = []
    for fold in range(FOLDS):
        evidence, answerable = fit([q for q in asked if _fold(q) != fold])
        for q in (q for q in asked if _fold(q) == fold):
            place, values = q.values(evidence)
            read.append(len(q.read(evidence)))
            if q.answered:
                first.append((q.right[0], q.right[place]))
            before = log_odds(q.answerable) + q.odds[0, 0]
            after = values @ answerable[:-1] + q.odds[place] @ evidence[:2]
            if not q.foreign:
                sure.append((before, float(after), q.answered))
    before, after, answered = np.array(sure).T
    right = np.mean(first, axis=0)
    return (f"{len(sure)} questions, {len(first)} answered: first clause right {right[0]:.3f} -> {right[1]:.3f}, "
            f"AUC {roc_auc_score(answered, before):.3f} -> {roc_auc_score(answered, after):.3f}, "
            f"{np.mean(read):.2f} clauses read")  # fmt: skip


def _fold(asked: Asked) -> int:
    """Another hash than that of `held_out`, whose remainders are all the same here."""
    return crc32(f"fold {asked.group}".encode()) % FOLDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", default=ROOT / "index", type=Path)
    parser.add_argument("--shared", default=ROOT.parent / "shared", type=Path)
    arguments = parser.parse_args()
    laws = ROOT / "train" / "asked_laws.jsonl"
    kept_five = [row for row in read_jsonl(ROOT / "train" / "asked_five.jsonl") if unread(row)]
    kept_laws = [row for row in read_jsonl(laws) if unread(row)]
    silent = read_jsonl(ROOT / "train" / "unanswerable.jsonl")[::SILENT_TOO]
    five = list(collect(arguments.index, kept_five, [*kept_laws[::ELSEWHERE], *silent]))
    index = index_of_laws(laws, arguments.shared, ROOT / "build" / "held", held_out)
    others = list(collect(index, kept_laws, [*kept_laws[1::ELSEWHERE], *silent[::2]]))
    papers = ROOT / "train" / "asked_papers.jsonl"
    index = index_of_laws(papers, ROOT / "train", ROOT / "build" / "papers")
    kept_papers = read_jsonl(papers)  # the bundled cross-encoder has read none of them
    offices = list(collect(index, kept_papers, [*kept_laws[2 :: ELSEWHERE * 10], *silent[1::4]]))
    evidence, answerable = fit([*five, *others, *offices])
    model = {
        "evidence": dict(zip(EVIDENCE, evidence.tolist(), strict=True)),
        "answerable": dict(zip(ANSWERABLE, answerable.tolist(), strict=True)),
    }
    MODEL.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    print(json.dumps(model, indent=1))
    every = [*five, *others, *offices]
    for name, asked in (("five documents", five), ("laws", others), ("papers", offices), ("all", every)):
        print(f"{name}: {report(asked)}")


if __name__ == "__main__":
    main()
