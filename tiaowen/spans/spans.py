"""The shortest words of a clause that answer a question: the model that chooses among the candidate spans.

Each candidate (see candidates) is described by SPAN_FEATURES and scored by a linear model, which
`python -m train.spans` fits on hand-marked spans.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from tiaowen.datamodels import Span
from tiaowen.errors import IndexFileError
from tiaowen.language.normalization import bigrams, search_text, words
from tiaowen.language.question_types import ASKS, question_type
from tiaowen.relevance.brackets import fits, values
from tiaowen.relevance.cases import named_case
from tiaowen.relevance.contrasts import MEASURE, agreement, asks_extreme, counted, extreme, told_apart
from tiaowen.relevance.quantities import asked_quantity, gives_formula, states_quantity
from tiaowen.reranking.cross_encoder import Reading
from tiaowen.spans.wording import Wording

MODEL = Path(__file__).resolve().parents[2] / "models" / "spans.json"

SPAN_FEATURES: tuple[str, ...] = (
    "dense", "dense_best", "coverage", "coverage_best", "bigrams", "bigrams_best", "density",
    "length", "length_log", "short", "whole", "first", "last", "item", "focus", "modal",
    *(f"asks_{kind}" for kind in ASKS), *(f"unmet_{kind}" for kind in ASKS), "length_x_list", "whole_x_list",
    "group", "group_x_list", "group_x_lead",
    "rarest", "first_gain", "last_gain", "outside", "colon", "early",
    "series", "series_x_list", "agrees", "bound", "extreme", "counted", "aggravated", "unaggravated", "defines",
    "announces", "refers_back", "agent_x_who", "no_agent_x_who", "purpose_x_why", "means_x_how", "read", "read_best",
)  # fmt: skip

# Where a graver case is asked for: see the graver mark of a wording.
_GRAVE = re.compile(r"严重|较重|拒不|不改|逾期|不肯|还不|后果|造成|犯罪|再次|最[高重]|吊销|多次|超过")
_WHY = re.compile(r"为什么|为何|为啥|图个?啥|目的|意义|干嘛要|干啥要")
_HOW = re.compile(r"怎么|怎样|如何|靠什么|什么(?:办法|方式|途径|路子|渠道)|咋")
_UNIT = r"(?:个?[年月日天周]|个?工作日|小时|周?岁|级|%|万?元|人|次|倍)"
_RANGE = re.compile(  # 1年以上不满3年; 7级至10级
    rf"[0-9]+{_UNIT}(?:以[上下内]|以后|以前)?(?:不满|未满|不足|至|到|-|~)[0-9]+{_UNIT}(?:以[下内])?"
)
_DONE = re.compile(
    r"(?:由谁|谁来|(?:哪[个些一]?|什么)[一-鿿]{0,4}?(?:部门|单位|机关|机构))(?:来|去|负责)?(?!负责|管)([一-鿿]{2})"
)


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


ECHO = 12  # characters up to which words that only repeat the question are no answer


def eligible(question: str, wording: Wording) -> np.ndarray:
    """bool (n,): which candidates have what the question cannot do without, as far as any of them has it.

    A quantity of the kind asked for; the very range that it names (一年以上不满三年), or the case it falls into
    or names; the formula of what it asks how to compute; what is done by whom is asked for (由谁承担).
    """
    kind, asked = asked_quantity(question), search_text(question)
    kept = np.array([not kind or states_quantity(piece, kind) for piece in wording.searched], dtype=bool)
    if not kept.any():
        kept = np.ones(len(wording.searched), dtype=bool)
    said = np.array(
        [len(piece) <= ECHO and piece.strip("，。；：、 ") in asked for piece in wording.searched], dtype=bool
    )
    if not said.all() and (kept & ~said).any():
        kept = kept & ~said  # 学史崇德 is no answer to 学史崇德指什么
    for phrase in _RANGE.findall(asked):
        named = kept & np.array([phrase in words_ for words_ in wording.governed], dtype=bool)
        kept = named if named.any() else kept
    if values(question):
        cases = [fits(question, governed) for governed in wording.governed]
        if any(cases):
            named = kept & np.array([case is not False for case in cases], dtype=bool)
            kept = named if named.any() else kept
    case = named_case(question, wording.unit.text)
    if case is not None:
        low, high = wording.unit.start + case.start, wording.unit.start + case.end
        inside = (wording.starts >= low) & (wording.ends <= high)
        named = kept & (inside | (wording.marks["group"] > 0))  # who asks for the list gets all of it
        kept = named if (kept & inside).any() else kept
    giving = np.array([gives_formula(question, piece) for piece in wording.searched], dtype=bool)
    kept = giving if giving.any() else kept
    done = _DONE.search(asked)
    if done:
        named = kept & np.array([done[1] in piece for piece in wording.searched], dtype=bool)
        kept = named if named.any() else kept
    return kept


def span_features(
    question: str,
    wording: Wording,
    focus: Span | None,
    focus_lead: float,
    idf: Callable[[str], float],
    embed: Callable[[Sequence[str]], np.ndarray],
    question_vector: np.ndarray,
    reading: Reading,
) -> np.ndarray:
    """float (n, len(SPAN_FEATURES)) for the n candidates of a wording.

    focus: the document span of the part that retrieval found best, focus_lead: its lead over the
    next part; idf: weight of a word; embed: texts -> unit
    vectors (n, dimension); question_vector: (dimension,); reading: what the cross-encoder read of the clause.
    """
    marks, lengths = wording.marks, wording.lengths
    asked = search_text(question)
    asked_words = {w: idf(w) + 0.1 for w in words(question)}
    weights = np.array(list(asked_words.values()))
    total = sum(asked_words.values()) or 1.0
    asked_terms = tuple(set(bigrams(question)))
    wants = question_type(question)
    is_list = float(wants["list"])
    dense = wording.cosines(embed(wording.atoms), question_vector)
    has = _present(asked_words, wording.searched)
    nothing = np.zeros((1, len(weights)), dtype=bool)
    rest = np.concatenate([has, nothing])  # candidate -1 has no words
    coverage = _summed(has, weights) / total
    pairs = wording.shared_terms(asked_terms) / (len(asked_terms) or 1)
    # A list is asked for as a whole when the question speaks like the sentence before it.
    lead = _summed(_present(asked_words, wording.leads), weights) / total if marks["group"].any() else 0.0
    read = reading.spans(wording.starts - wording.unit.start, wording.ends - wording.unit.start) / 10
    apart = told_apart(question, wording.body, asked_words)
    grave, why, how = bool(_GRAVE.search(asked)), bool(_WHY.search(question)), bool(_HOW.search(question))
    columns = {
        "rarest": (has * weights).max(axis=1, initial=0.0) / 10,
        "first_gain": _summed(has & ~rest[wording.longest_end], weights) / total,
        "last_gain": _summed(has & ~rest[wording.longest_start], weights) / total,
        "outside": _summed(has[wording.sentences] & ~has, weights) / total,
        **_extremes(asked, wording),
        "agrees": np.array([agreement(g, apart, asked_words) for g in wording.governed]) / total
        if apart
        else np.zeros(len(lengths)),
        "aggravated": marks["graver"] * grave,
        "unaggravated": marks["graver"] * (not grave),
        "defines": np.array([len(term) / len(asked) if term and term in asked else 0.0 for term in wording.defined]),
        "agent_x_who": marks["agent"] * wants["who"],
        "no_agent_x_who": (1 - marks["agent"]) * wants["who"],
        "purpose_x_why": marks["purpose"] * why,
        "means_x_how": marks["means"] * how,
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
        "focus": _inside(wording, focus) * min(0.3 + 4 * focus_lead, 1.0),
        "group_x_list": marks["group"] * is_list,
        "group_x_lead": marks["group"] * lead,
        "read": read,
        "read_best": read - read.max(),
        "length_x_list": lengths / 100 * is_list,
        "whole_x_list": marks["whole"] * is_list,
        "series_x_list": marks["series"] * is_list,
    }
    for k, kind in enumerate(ASKS):
        columns[f"asks_{kind}"] = wording.met[:, k] * float(wants[kind])
        columns[f"unmet_{kind}"] = (1 - wording.met[:, k]) * float(wants[kind])
    return np.stack([columns[name] if name in columns else marks[name] for name in SPAN_FEATURES], axis=1)


def _present(asked: Iterable[str], texts: Sequence[str]) -> np.ndarray:
    """bool (len(texts), words asked): which words stand in which text."""
    return np.array([[word in text for word in asked] for text in texts], dtype=bool)


def _summed(has: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """float (n,): the weights of the words that each of n texts has, added up in their order."""
    return np.cumsum(has * weights, axis=1)[:, -1] if len(weights) else np.zeros(len(has))


def _inside(wording: Wording, focus: Span | None) -> np.ndarray:
    """float (n,): 1 for the candidates inside the focus."""
    if focus is None:
        return np.zeros(len(wording.pieces))
    return ((focus.start <= wording.starts) & (wording.ends <= focus.end)).astype(float)


def _extremes(asked: str, wording: Wording) -> dict[str, np.ndarray]:
    """bound, extreme, counted: whether a candidate states the limit or the number asked for."""
    found = {name: np.zeros(len(wording.pieces)) for name in ("bound", "extreme", "counted")}
    if asks_extreme(asked):
        found["bound"], found["extreme"] = np.array([extreme(asked, p, wording.body) for p in wording.searched]).T
    if MEASURE.search(asked):
        found["counted"] = np.array([float(counted(asked, p)) for p in wording.searched])
    return found
