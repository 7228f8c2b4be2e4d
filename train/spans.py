"""python -m train.spans: fit models/spans.json (see tiaowen.spans.spans) on hand-marked answer spans.

spans.jsonl marks clauses of the bundled documents, spans_laws.jsonl articles of statutes, which are read from --shared
and indexed under build/. A conditional logit over the candidates of one clause, whose target is not a single right
candidate but each one's share of exp(SHARPNESS x F1), doubled for candidates that hold the whole marked span: a span
with one word too many is better than one with a word too few. Reports the cross-validated F1 and containment of the
best candidate alone, five folds with all questions of a clause in one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

from tiaowen.datamodels import Clause, Span
from tiaowen.encoding.encoding import bundled_fingerprint, load_encoder
from tiaowen.indexing.index import build_index, open_index
from tiaowen.language.normalization import search_text
from tiaowen.reranking.cross_encoder import CrossEncoder
from tiaowen.retrieval.retrieval import Retriever
from tiaowen.spans.candidates import candidates
from tiaowen.spans.spans import MODEL, SPAN_FEATURES, eligible, span_features
from tiaowen.spans.wording import Wording
from train.corpus import held_out, named, unread

ROOT = Path(__file__).resolve().parent.parent
SHARPNESS = 5.0
STRENGTH = 2.0
FOLDS = 5
# More of the question's own words can only speak for a span, another case's only against it, whatever a small sample
# says.
NEVER_NEGATIVE = (
    "dense", "dense_best", "coverage", "coverage_best", "bigrams", "bigrams_best", "rarest",
    "agrees", "bound", "extreme", "counted", "aggravated", "defines", "agent_x_who", "purpose_x_why", "means_x_how",
)  # fmt: skip
NEVER_POSITIVE = ("unaggravated", "announces", "refers_back", "no_agent_x_who")


class Example(NamedTuple):
    clause: str  # its id
    features: np.ndarray  # (n, len(SPAN_FEATURES))
    f1: np.ndarray  # (n,)
    contains: np.ndarray  # (n,) 1.0 where every marked span is inside


def character_f1(a: str, b: str) -> float:
    """Harmonic mean of precision and recall over the bags of characters, blanks left out (SQuAD's F1 for Chinese)."""
    a, b = search_text(a).replace(" ", ""), search_text(b).replace(" ", "")
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b)) if a and b else 0.0


def fit(examples: Sequence[Example]) -> np.ndarray:
    """Weights (len(SPAN_FEATURES),)."""
    table = np.concatenate([e.features for e in examples])
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    table = (table - mean) / scale
    sizes = np.array([len(e.f1) for e in examples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    gains = [np.exp(SHARPNESS * e.f1) * (1 + e.contains) for e in examples]
    target = np.concatenate([gain / gain.sum() for gain in gains])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        top = np.maximum.reduceat(scores, starts)
        shares = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(shares, starts)
        shares /= np.repeat(total, sizes)
        value = -(target * (scores - np.repeat(top + np.log(total), sizes))).sum() + STRENGTH * (weights**2).sum()
        return float(value), table.T @ (shares - target) + 2 * STRENGTH * weights

    bounds = [(0 if name in NEVER_NEGATIVE else None, 0 if name in NEVER_POSITIVE else None) for name in SPAN_FEATURES]
    found = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / scale)


def collect(index_dir: Path, file: Path) -> list[Example]:
    """One example for each marked question whose clause is in the index, over the candidates that are eligible."""
    index, encoder = open_index(index_dir), load_encoder()
    retriever, corpus, cross = Retriever(index, encoder), index.corpus, CrossEncoder(index.corpus)
    own = {entry.text: number for number, entry in enumerate(index.entries) if entry.kind == "question"}
    examples: list[Example] = []
    for row in marked_rows(file):
        unit = next(iter(named(corpus, row["document"], [row["label"]])), None)
        if unit is None:
            continue
        wording = Wording(unit, candidates(unit, corpus))
        vector = encoder.encode_queries([search_text(row["question"])])[0]
        focus, lead = _focus(retriever, row["question"], unit, own.get(row["question"]))
        reading = cross.read(row["question"], unit)
        features = span_features(
            row["question"], wording, focus, lead, index.lexical.idf, encoder.encode_queries, vector, reading
        )
        texts = wording.pieces
        marked = row["spans"]
        f1 = np.array([max(character_f1(t, "".join(marked)), character_f1(t, marked[0])) for t in texts])
        squeezed = [search_text(m.rstrip("。；;，,")).replace(" ", "") for m in marked]
        contains = np.array([float(all(m in search_text(t).replace(" ", "") for m in squeezed)) for t in texts])
        kept = eligible(row["question"], wording)
        examples.append(Example(unit.id, features[kept], f1[kept], contains[kept]))
    return examples


def marked_rows(file: Path) -> list[dict[str, Any]]:
    """The rows with marked spans in one clause, `label`, that the cross-encoder has not learned from."""
    found = [row if "label" in row else {**row, "label": row["gold"][0]} for row in rows(file) if _marked(row)]
    return [row for row in found if "file" not in row or unread(row)]


def _marked(row: dict[str, Any]) -> bool:
    return "label" in row or len(row["gold"]) == 1


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def index_of_laws(
    file: Path, shared: Path, target: Path, only: Callable[[Mapping[str, Any]], bool] = lambda row: True
) -> Path:
    """An index of the statutes that a file of marked questions names, under `target`; built once for an encoder.

    only: which questions' statutes.
    """
    laws = list(dict.fromkeys(row["file"] for row in rows(file) if only(row)))
    if (target / "current").exists():
        manifest = open_index(target).manifest
        same = sorted(Path(name).name for name in manifest["inputs"]) == sorted(Path(law).name for law in laws)
        if same and manifest["encoder"]["fingerprint"] == bundled_fingerprint():
            return target
    build_index([shared / law for law in laws], target)
    return target


def _focus(retriever: Retriever, question: str, unit: Clause, own: int | None) -> tuple[Span | None, float]:
    part, lead = retriever.focus(unit, retriever.candidates(question, without=own).values)
    return (Span(part.start, part.end) if part is not None else None), lead


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", default=ROOT / "index", type=Path)
    parser.add_argument("--shared", default=ROOT.parent / "shared", type=Path)
    parser.add_argument("--work", default=ROOT / "build" / "spans", type=Path, help="where the statutes are indexed")
    arguments = parser.parse_args()
    laws = ROOT / "train" / "spans_laws.jsonl"
    examples = collect(arguments.index, ROOT / "train" / "spans.jsonl")
    examples += collect(index_of_laws(laws, arguments.shared, arguments.work), laws)
    examples += collect(arguments.index, ROOT / "train" / "asked_five.jsonl")
    asked = ROOT / "train" / "asked_laws.jsonl"
    examples += collect(index_of_laws(asked, arguments.shared, ROOT / "build" / "held", held_out), asked)
    scores: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        weights = fit([e for e in examples if _fold(e.clause) != fold])
        for e in (e for e in examples if _fold(e.clause) == fold):
            best = int((e.features @ weights).argmax())
            scores.append((e.f1[best], e.contains[best]))
    weights = fit(examples)
    model = {"weights": dict(zip(SPAN_FEATURES, weights.tolist(), strict=True)), "bias": 0.0}
    MODEL.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    f1, contains = np.mean(scores, axis=0)
    print(f"{len(examples)} 题，五折交叉验证：字符 F1 {f1:.3f}，含全部标注 {contains:.3f}")


def _fold(clause: str) -> int:
    return crc32(clause.encode()) % FOLDS


if __name__ == "__main__":
    main()
