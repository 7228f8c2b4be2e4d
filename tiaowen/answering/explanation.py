"""Why an answer is as it is: how it was found, among which clauses, how sure that is, and why these words.

An answer carries its `Grounds`; what they mean is worked out here when somebody asks. The points of a candidate span
are the terms of the linear model that chose it, summed by what they stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tiaowen.answering.answering import Answerer
from tiaowen.answering.refusing import confidence
from tiaowen.datamodels import Answer, Grounds, Hit
from tiaowen.spans.spans import SPAN_FEATURES

OTHERS = 2  # candidates shown beside the chosen one

CHANNELS: Mapping[str, tuple[str, str]] = {
    "dense": ("语义", "meaning"),
    "dense_question": ("相似问法", "like questions"),
    "words": ("词语", "words"),
    "bigrams_max": ("字对", "character pairs"),
    "pinyin_max": ("拼音", "pinyin"),
    "document": ("同一文件的其他条款", "other clauses of the document"),
    "named": ("点名的文件", "document named"),
    "regulation": ("规范性文件", "regulation"),
}
"""Features of a hit that are shown, in this order, with their names in Chinese and English."""

POINTS: Mapping[str, tuple[str, str]] = {
    "reading": ("逐字阅读", "reading"),
    "meaning": ("语义", "meaning"),
    "words": ("所含问题用词", "words of the question"),
    "asked": ("所问类型", "what is asked for"),
    "shape": ("位置和长短", "place and length"),
}
"""What the terms of the span model stand for."""

_ASKED = {"modal", "agrees", "bound", "extreme", "counted", "aggravated", "unaggravated", "defines", "agent_x_who",
          "no_agent_x_who", "purpose_x_why", "means_x_how"}  # fmt: skip
_WORDS = {
    "coverage",
    "coverage_best",
    "bigrams",
    "bigrams_best",
    "density",
    "rarest",
    "first_gain",
    "last_gain",
    "outside",
}


@dataclass(frozen=True)
class Weighed:
    """A clause that was looked at: its score at last, as retrieval had it, and the log odds that reading gave (None: it
    was not read); channels: names of CHANNELS -> values in [0, 1], mostly."""

    hit: Hit
    score: float
    retrieved: float
    read: float | None
    channels: Mapping[str, float]


@dataclass(frozen=True)
class Words:
    """Words of the first clause that might be the answer. points: names of POINTS -> how much more they gave the
    likeliest words than these; empty for the likeliest; quoted: whether they are part of the answer."""

    text: str
    score: float
    points: Mapping[str, float]
    quoted: bool


@dataclass(frozen=True)
class Explanation:
    """One step for each part of the question. confidence, which must reach the threshold, is None where none is needed
    to answer (an address); apart: it is reached, and the words of the question are not there."""

    grounds: Grounds
    clauses: tuple[Weighed, ...] = ()
    confidence: float | None = None
    threshold: float = 0.0
    words: tuple[Words, ...] = ()  # the likeliest first
    apart: bool = False


def explanations(answerer: Answerer, answer: Answer) -> list[Explanation]:
    """What can be said of each part of the answer, in order; nothing for one that carries no grounds."""
    parts = _flat(answer.why)
    return [_explained(answerer, part, answer) for part in parts]


def _flat(grounds: Grounds) -> list[Grounds]:
    if grounds.parts:
        return [found for part in grounds.parts for found in _flat(part)]
    return [grounds] if grounds.way else []


def _explained(answerer: Answerer, grounds: Grounds, answer: Answer) -> Explanation:
    if not grounds.hits:
        return Explanation(grounds)
    clauses = tuple(_weighed(hit) for hit in grounds.hits)
    words = _words(answerer, grounds, answer) if answer.status == "answered" else ()
    sure, needed = round(confidence(grounds.hits), 3), answerer.refusals.needed(grounds.hits)
    apart = answer.status == "refused" and sure >= needed and answerer.refusals.is_apart(grounds.asked, grounds.hits[0])
    return Explanation(grounds, clauses, sure, needed, words, apart)


def _weighed(hit: Hit) -> Weighed:
    shown = {name: hit.why[name] for name in CHANNELS if hit.why.get(name)}
    return Weighed(hit, hit.score, hit.why.get("score", hit.score), hit.why.get("read"), shown)


def _words(answerer: Answerer, grounds: Grounds, answer: Answer) -> tuple[Words, ...]:
    """The best candidate of the first clause, and the best ones that share nothing with it."""
    weighed = answerer.extractor.weighed(grounds.asked, grounds.hits[0])
    if weighed is None:
        return ()
    wording, features, scores = weighed
    scores = np.where(np.isneginf(scores), scores[np.isfinite(scores)].min() - 1, scores)
    order = np.argsort(-scores, kind="stable").tolist()
    best = order[0]
    apart = [i for i in order if wording.ends[i] <= wording.starts[best] or wording.ends[best] <= wording.starts[i]]
    chooser = answerer.extractor.chooser
    terms = features * chooser.weights
    document = grounds.hits[0].clause.document.id
    said = [piece.span for piece in answer.spans if piece.clause.document.id == document]

    def quoted(i: int) -> bool:
        return any(piece.start <= wording.starts[i] and wording.ends[i] <= piece.end for piece in said)

    found = [Words(wording.pieces[best], round(float(scores[best]), 3), {}, quoted(best))]
    taken = [best]
    for i in apart:
        if len(found) > OTHERS:
            break
        if any(wording.starts[i] < wording.ends[k] and wording.starts[k] < wording.ends[i] for k in taken):
            continue
        taken.append(i)
        lacking = terms[i].sum() + chooser.bias - scores[i]  # what it lost for not having what is asked for
        points = _points(terms[best] - terms[i], lacking)
        found.append(Words(wording.pieces[i], round(float(scores[i]), 3), points, quoted(i)))
    return tuple(found)


def _points(terms: np.ndarray, lacking: float) -> dict[str, float]:
    """Sums of the terms (len(SPAN_FEATURES),) by what they stand for, the largest first."""
    total = {**dict.fromkeys(POINTS, 0.0), "asked": lacking}
    for name, term in zip(SPAN_FEATURES, terms.tolist(), strict=True):
        total[_kind(name)] += term
    return dict(sorted(((name, round(value, 2)) for name, value in total.items()), key=lambda pair: -abs(pair[1])))


def _kind(feature: str) -> str:
    if feature.startswith("read"):
        return "reading"
    if feature.startswith("dense"):
        return "meaning"
    if feature in _WORDS:
        return "words"
    return "asked" if feature in _ASKED or feature.startswith(("asks_", "unmet_")) else "shape"
