"""python -m train.ranker: fit models/ranker.json (see tiaowen.ranking) on the question bank of an index.

Each question of the bank is asked with its own entry left out, once with the rest of the bank and once without any
bank, so that the weights serve documents with and without one. The probability is fitted on the same questions and
on `train/unanswerable.jsonl`, questions on the same subjects that no document answers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from tiaowen.encoding import load_encoder
from tiaowen.index import Index, open_index
from tiaowen.ranking import EVIDENCE, FEATURES, MODEL, Ranker
from tiaowen.retrieval import Retriever

ROOT = Path(__file__).resolve().parent.parent
NONE = dict.fromkeys(FEATURES, 0.0)
NOTHING = dict.fromkeys((*EVIDENCE, "bias"), 0.0)
STRENGTH = 2.0  # of the ridge penalty on standardised rank weights
# The sign of what a feature means; a weight that would contradict it is held at zero.
NEVER_NEGATIVE = ("dense", "dense_question", "dense_max", "words", "words_question", "words_max", "bigrams_max",
                  "pinyin_max", "best_exact", "named")  # fmt: skip


def fit_rank(groups: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """Conditional logit: groups of (features (n, d), position of the right clause) -> weights (d,)."""
    stacked = np.concatenate([features for features, _ in groups])
    scale = stacked.std(axis=0) + 1e-9
    scaled = stacked / scale
    sizes = np.array([len(features) for features, _ in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array([position for _, position in groups])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = scaled @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(powers, starts)
        shares = powers / np.repeat(total, sizes)
        value = -(scores[right] - top - np.log(total)).sum() + STRENGTH * (weights**2).sum()
        gradient = (shares[:, None] * scaled).sum(axis=0) - scaled[right].sum(axis=0) + 2 * STRENGTH * weights
        return float(value), gradient

    bounds = [(0, None) if name in NEVER_NEGATIVE else (None, None) for name in FEATURES]
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / scale)


def fit_logistic(rows: list[tuple[np.ndarray, float]], names: Sequence[str]) -> dict[str, float]:
    """Logistic regression on the named columns of EVIDENCE; the others get weight 0."""
    columns = [EVIDENCE.index(name) for name in names]
    table = np.array([evidence for evidence, _ in rows])[:, columns]
    scale = table.std(axis=0) + 1e-9
    fitted = LogisticRegression(C=1.0, max_iter=5000).fit(table / scale, np.array([truth for _, truth in rows]))
    found = dict(zip(names, (fitted.coef_[0] / scale).tolist(), strict=True))
    return {**NOTHING, **found, "bias": float(fitted.intercept_[0])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", default=ROOT / "index", type=Path)
    parser.add_argument("--unanswerable", default=ROOT / "train" / "unanswerable.jsonl", type=Path)
    arguments = parser.parse_args()
    report = fit(open_index(arguments.index), load_encoder(), arguments.unanswerable)
    print(json.dumps(report, ensure_ascii=False, indent=1))


def fit(index: Index, encoder: object, unanswerable: Path, file: Path = MODEL) -> dict[str, float]:
    """Fit both models and write the file; returns what was measured on the training questions."""
    retriever = Retriever(index, encoder, Ranker(NONE, NOTHING, NOTHING))  # type: ignore[arg-type]
    asked = [(number, entry) for number, entry in enumerate(index.entries) if entry.kind == "question"]
    groups: list[tuple[np.ndarray, int]] = []
    for number, entry in asked:
        for bank in (True, False):
            found = retriever.candidates(entry.text, without=number, bank=bank)
            position = np.flatnonzero(found.rows == retriever.row[entry.unit])
            if len(position):
                groups.append((found.features, int(position[0])))
    # The units of news have few questions, so what they teach about regulation and news is not to be trusted.
    weights = dict(zip(FEATURES, fit_rank(groups), strict=True))
    weights["regulation"] = min(max(weights["regulation"], 0.0), 0.5)
    weights["named"] = (
        4.0  # no bank question is a test of it: a document that is named outranks an equal clause elsewhere
    )
    retriever.ranker = Ranker(weights, NOTHING, NOTHING)
    clauses: list[tuple[np.ndarray, float]] = []  # evidence of a clause, whether it is the right one
    questions: list[tuple[np.ndarray, float]] = []  # evidence of the best clause, whether there is a right one
    firsts: list[bool] = []
    for number, entry in asked:
        for bank in (True, False):
            found = retriever.candidates(entry.text, without=number, bank=bank)
            truth = found.rows == retriever.row[entry.unit]
            if bank:
                firsts.append(bool(truth[found.order[0]]))
            clauses += [(found.evidence[i], float(truth[i])) for i in found.order[:3]]
            questions.append((found.evidence[found.order[0]], 1.0))
    for line in unanswerable.read_text("utf-8").splitlines():
        for bank in (True, False):
            found = retriever.candidates(json.loads(line)["question"], bank=bank)
            clauses += [(found.evidence[i], 0.0) for i in found.order[:3]] * 3
            questions += [(found.evidence[found.order[0]], 0.0)] * 3
    model = {
        "weights": weights,
        "evidence": fit_logistic(clauses, EVIDENCE),
        "answerable": fit_logistic(questions, [name for name in EVIDENCE if name not in ("rank", "lead")]),
    }
    file.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    return {"questions": len(asked), "first, own entry left out": float(np.mean(firsts))}


if __name__ == "__main__":
    main()
