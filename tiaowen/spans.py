"""The shortest words of a clause that answer a question: candidate spans, and the model that chooses among them.

Candidates are cut at natural boundaries only: runs of the comma-separated parts of one sentence, whole sentences, and
the bodies of 项 and 目. Each is described by SPAN_FEATURES; a linear model, fitted by `python -m train.spans` to predict
the character F1 with hand-marked spans, scores them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.errors import IndexFileError
from tiaowen.normalization import bigrams, search_text, words
from tiaowen.ranking import ASKS, question_type
from tiaowen.sentences import split_sentences

MODEL = Path(__file__).resolve().parent.parent / "models" / "spans.json"

LONGEST_RUN = 5  # parts in a run that is not the whole sentence
MOST = 160  # candidates of one unit that are scored; beyond, those that share nothing with the question are dropped

SPAN_FEATURES: tuple[str, ...] = (
    "dense", "dense_best", "coverage", "coverage_best", "bigrams", "bigrams_best", "density",
    "length", "length_log", "short", "whole", "first", "last", "item", "focus", "modal",
    *(f"asks_{kind}" for kind in ASKS), *(f"unmet_{kind}" for kind in ASKS), "length_x_list", "whole_x_list",
)  # fmt: skip

_MODAL = re.compile(r"应当|不得|可以|必须|禁止|严禁|一般|原则上|不少于|不超过|予以|由")


@dataclass(frozen=True)
class Candidate:
    """document.text[span] of a unit; `whole`: a full sentence; `item`: the body of an 项 or 目."""

    span: Span
    whole: bool
    first: bool
    last: bool
    item: bool


def candidates(unit: Clause, corpus: Corpus) -> list[Candidate]:
    """All candidate spans of a unit, in reading order, without repeats."""
    text = unit.document.text
    regions: list[tuple[int, int, bool]] = []
    marks = sorted(
        ((c.start, c.body, c.end) for c in corpus.descendants(unit) if c.level in ("项", "目")), key=lambda m: m[0]
    )
    at = unit.body
    for start, body, _ in marks:
        if start > at:
            regions.append((at, start, False))
        at = max(at, body)
        following = [s for s, _, _ in marks if s > start]
        end = min([*following, next(e for s, _, e in marks if s == start)])
        regions.append((body, end, True))
        at = max(at, end)
    if at < unit.end:
        regions.append((at, unit.end, False))
    found: dict[Span, Candidate] = {}
    for low, high, item in regions:
        for sentence in split_sentences(text, low, high):
            parts = sentence.parts
            n = len(parts)
            for i in range(n):
                for j in range(i, n):
                    whole = i == 0 and j == n - 1
                    if j - i >= LONGEST_RUN and not whole and j != n - 1:
                        continue
                    span = Span(parts[i].start, parts[j].end)
                    found.setdefault(span, Candidate(span, whole, i == 0, j == n - 1, item))
    return list(found.values())


class SpanChooser:
    """Scores candidate spans against a question."""

    def __init__(self, weights: Sequence[float], bias: float) -> None:
        self.weights = np.asarray(weights, dtype=np.float64)
        self.bias = bias

    def scores(self, features: np.ndarray) -> np.ndarray:
        """float (n, len(SPAN_FEATURES)) -> float (n,): the F1 that the span is expected to have."""
        return np.asarray(features @ self.weights + self.bias)

    @classmethod
    def load(cls, file: Path = MODEL) -> SpanChooser:
        """Raises IndexFileError where the file is missing or has other features than this version computes."""
        try:
            model = json.loads(file.read_text("utf-8"))
            return cls([model["weights"][name] for name in SPAN_FEATURES], model["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise IndexFileError(
                "完好的答案截取模型 models/spans.json", f"无法读取（{type(error).__name__}）", "重新取得程序文件"
            ) from error


def span_features(
    question: str,
    unit: Clause,
    options: Sequence[Candidate],
    focus: Span | None,
    idf: Callable[[str], float],
    embed: Callable[[Sequence[str]], np.ndarray],
    question_vector: np.ndarray,
) -> np.ndarray:
    """float (len(options), len(SPAN_FEATURES)).

    focus: the document span of the part that retrieval found best; idf: weight of a word; embed: texts -> unit
    vectors (n, dimension); question_vector: (dimension,).
    """
    text = unit.document.text
    pieces = [text[o.span.start : o.span.end] for o in options]
    asked_words = {w: idf(w) + 0.1 for w in words(question)}
    asked_pairs = set(bigrams(question))
    total = sum(asked_words.values()) or 1.0
    wants = question_type(question)
    vectors = embed(pieces)
    dense = vectors @ question_vector
    coverage = np.array([sum(v for w, v in asked_words.items() if w in search_text(p)) / total for p in pieces])
    pairs = np.array([len(asked_pairs & set(bigrams(p))) / (len(asked_pairs) or 1) for p in pieces])
    lengths = np.array([len(p) for p in pieces], dtype=float)
    met = np.array([[bool(has.search(search_text(p))) for _, has in ASKS.values()] for p in pieces], dtype=float)
    wanted = np.array([float(w) for w in wants.values()])
    is_list = float(wants["list"])
    whole = np.array([float(o.whole) for o in options])
    columns = {
        "dense": dense,
        "dense_best": dense - dense.max(),
        "coverage": coverage,
        "coverage_best": coverage - coverage.max(),
        "bigrams": pairs,
        "bigrams_best": pairs - pairs.max(),
        "density": coverage / np.sqrt(lengths),
        "length": lengths / 100,
        "length_log": np.log(lengths),
        "short": (lengths < 10).astype(float),
        "whole": whole,
        "first": np.array([float(o.first) for o in options]),
        "last": np.array([float(o.last) for o in options]),
        "item": np.array([float(o.item) for o in options]),
        "focus": np.array(
            [float(focus is not None and focus.start <= o.span.start and o.span.end <= focus.end) for o in options]
        ),
        "modal": np.array([float(bool(_MODAL.search(p))) for p in pieces]),
        "length_x_list": lengths / 100 * is_list,
        "whole_x_list": whole * is_list,
    }
    for k, kind in enumerate(ASKS):
        columns[f"asks_{kind}"] = met[:, k] * wanted[k]
        columns[f"unmet_{kind}"] = (1 - met[:, k]) * wanted[k]
    return np.stack([columns[name] for name in SPAN_FEATURES], axis=1)
