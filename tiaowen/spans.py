"""The shortest words of a clause that answer a question: candidate spans, and the model that chooses among them.

Candidates are cut at natural boundaries only: runs of the comma-separated parts of one sentence, whole sentences, and
the bodies of 项 and 目. Each is described by SPAN_FEATURES and scored by a linear model, which `python -m train.spans`
fits on hand-marked spans.
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
from tiaowen.sentences import split_sentences, trimmed

MODEL = Path(__file__).resolve().parent.parent / "models" / "spans.json"

LONGEST_RUN = 5  # parts in a run that is not the whole sentence
LONG = 400  # characters; beyond, a candidate counts as this long

SPAN_FEATURES: tuple[str, ...] = (
    "dense", "dense_best", "coverage", "coverage_best", "bigrams", "bigrams_best", "density",
    "length", "length_log", "short", "whole", "first", "last", "item", "focus", "modal",
    *(f"asks_{kind}" for kind in ASKS), *(f"unmet_{kind}" for kind in ASKS), "length_x_list", "whole_x_list",
    "group", "group_x_list", "group_x_lead",
    "rarest", "first_gain", "last_gain", "outside", "colon", "early",
)  # fmt: skip

_SPEAKER = re.compile(r"[问答][：:]\s*")
_MODAL = re.compile(r"应当|不得|可以|必须|禁止|严禁|一般|原则上|不少于|不超过|予以|由")


@dataclass(frozen=True)
class Candidate:
    """document.text[span] of a unit.

    whole: a full sentence; first, last: it begins or ends one; item: it stands in an 项 or 目; group: all 项 of a list.
    """

    span: Span
    whole: bool
    first: bool
    last: bool
    item: bool
    group: bool = False


def candidates(unit: Clause, corpus: Corpus) -> list[Candidate]:
    """All candidate spans of a unit, in reading order, without repeats."""
    text = unit.document.text
    regions: list[tuple[int, int, bool]] = []
    body = unit.body
    for part in corpus.descendants(unit):
        if part.level == "问":  # the question of an official question and answer is no answer
            body = max(body, part.end)
    marks = sorted(
        ((c.start, c.body, c.end) for c in corpus.descendants(unit) if c.level in ("项", "目")), key=lambda m: m[0]
    )
    at = body
    for start, item_body, _ in marks:
        if start > at:
            regions.append((at, start, False))
        at = max(at, item_body)
        following = [s for s, _, _ in marks if s > start]
        end = min([*following, next(e for s, _, e in marks if s == start)])
        regions.append((item_body, end, True))
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
                    spoken = _SPEAKER.match(text, parts[i].start, parts[j].end)
                    span = Span(spoken.end() if spoken else parts[i].start, parts[j].end)
                    if span.start >= span.end or text[span.start : span.end] == unit.heading:
                        continue  # a heading names the subject; it says nothing about it
                    found.setdefault(span, Candidate(span, whole, i == 0, j == n - 1, item))
    for siblings in item_groups(unit, corpus):
        whole_list = trimmed(text, siblings[0].start, siblings[-1].end)
        if whole_list is not None:
            found[whole_list] = Candidate(whole_list, True, True, True, True, True)
    return list(found.values())


def item_groups(unit: Clause, corpus: Corpus) -> list[list[Clause]]:
    """The lists of a unit: its 项 (or 目) under one parent, in order, where there are at least two."""
    groups: dict[str, list[Clause]] = {}
    for part in corpus.descendants(unit):
        if part.level in ("项", "目") and part.parent is not None:
            groups.setdefault(part.parent, []).append(part)
    return [siblings for siblings in groups.values() if len(siblings) > 1]


def _gain(
    option: Candidate,
    options: Sequence[Candidate],
    covered: dict[Span, set[str]],
    weights: dict[str, float],
    first: bool,
) -> float:
    """Weight of the question's words lost without the first (or last) part of a run; of a single part, all."""
    own = option.span
    best = 0
    rest: set[str] = set()
    for other in options:
        span = other.span
        if first:
            fits = span.end == own.end and span.start > own.start
        else:
            fits = span.start == own.start and span.end < own.end
        if fits and span.end - span.start > best:
            best, rest = span.end - span.start, covered[span]
    return sum(weights[w] for w in covered[own] - rest)


def _outside(
    option: Candidate, options: Sequence[Candidate], covered: dict[Span, set[str]], weights: dict[str, float]
) -> float:
    """Weight of the question's words that the sentence around a run has and the run itself has not."""
    around = max(
        (o.span for o in options if o.whole and not o.group and _within(option.span, o.span)),
        key=lambda span: span.end - span.start,
        default=option.span,
    )
    return sum(weights[w] for w in covered[around] - covered[option.span])


def _cosines(
    text: str, options: Sequence[Candidate], embed: Callable[[Sequence[str]], np.ndarray], question: np.ndarray
) -> np.ndarray:
    """float (len(options),): cosine of each candidate and the question.

    Only the shortest pieces are embedded; a run of pieces is taken for the sum of their vectors, weighted by length.
    That costs one vector for each piece instead of one for each of the quadratically many runs.
    """
    found = atoms([o.span for o in options])
    low, high = np.array(found).T
    starts, ends = np.array([o.span for o in options]).T
    lengths = np.sqrt(high - low)
    inside = (low >= starts[:, np.newaxis]) & (high <= ends[:, np.newaxis])
    totals = (inside * lengths) @ embed([text[a.start : a.end] for a in found])
    norms = np.linalg.norm(totals, axis=1)
    return np.asarray(totals @ question / np.where(norms > 0, norms, 1.0))


def atoms(spans: Sequence[Span]) -> list[Span]:
    """The spans that hold no other one, in order."""
    unique = sorted(set(spans))
    starts, ends = np.array(unique).T
    holds = (starts >= starts[:, np.newaxis]) & (ends <= ends[:, np.newaxis])
    return [span for span, held in zip(unique, holds.sum(axis=1), strict=True) if held == 1]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


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
    focus_lead: float,
    idf: Callable[[str], float],
    embed: Callable[[Sequence[str]], np.ndarray],
    question_vector: np.ndarray,
) -> np.ndarray:
    """float (len(options), len(SPAN_FEATURES)).

    focus: the document span of the part that retrieval found best, focus_lead: its lead over the
    next part; idf: weight of a word; embed: texts -> unit
    vectors (n, dimension); question_vector: (dimension,).
    """
    text = unit.document.text
    pieces = [text[o.span.start : o.span.end] for o in options]
    asked_words = {w: idf(w) + 0.1 for w in words(question)}
    asked_pairs = set(bigrams(question))
    total = sum(asked_words.values()) or 1.0
    wants = question_type(question)
    dense = _cosines(text, options, embed, question_vector)
    coverage = np.array([sum(v for w, v in asked_words.items() if w in search_text(p)) / total for p in pieces])
    pairs = np.array([len(asked_pairs & set(bigrams(p))) / (len(asked_pairs) or 1) for p in pieces])
    lengths = np.array([min(len(p), LONG) for p in pieces], dtype=float)
    met = np.array([[bool(has.search(search_text(p))) for _, has in ASKS.values()] for p in pieces], dtype=float)
    wanted = np.array([float(w) for w in wants.values()])
    is_list = float(wants["list"])
    whole = np.array([float(o.whole) for o in options])
    group = np.array([float(o.group) for o in options])
    # A list is asked for as a whole when the question speaks like the words before it.
    before = search_text(text[unit.body : min((o.span.start for o in options if o.group), default=unit.body)])
    lead = sum(v for w, v in asked_words.items() if w in before) / total
    hits = [{w for w in asked_words if w in search_text(p)} for p in pieces]
    covered_by = {o.span: found for o, found in zip(options, hits, strict=True)}
    columns = {
        "rarest": np.array([max((asked_words[w] for w in found), default=0.0) for found in hits]) / 10,
        "first_gain": np.array([_gain(o, options, covered_by, asked_words, first=True) for o in options]) / total,
        "last_gain": np.array([_gain(o, options, covered_by, asked_words, first=False) for o in options]) / total,
        "outside": np.array([_outside(o, options, covered_by, asked_words) for o in options]) / total,
        "colon": np.array([float(text[o.span.end : o.span.end + 1] in "：:") for o in options]),
        "early": np.array([1.0 - (o.span.start - unit.body) / max(unit.end - unit.body, 1) for o in options]),
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
        )
        * min(0.3 + 4 * focus_lead, 1.0),
        "modal": np.array([float(bool(_MODAL.search(p))) for p in pieces]),
        "group": group,
        "group_x_list": group * is_list,
        "group_x_lead": group * lead,
        "length_x_list": lengths / 100 * is_list,
        "whole_x_list": whole * is_list,
    }
    for k, kind in enumerate(ASKS):
        columns[f"asks_{kind}"] = met[:, k] * wanted[k]
        columns[f"unmet_{kind}"] = (1 - met[:, k]) * wanted[k]
    return np.stack([columns[name] for name in SPAN_FEATURES], axis=1)
