"""The shortest words of a clause that answer a question: the model that chooses among the candidate spans.

Each candidate (see candidates) is described by SPAN_FEATURES and scored by a linear model, which
`python -m train.spans` fits on hand-marked spans.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tiaowen.candidates import Candidate
from tiaowen.contrasts import agreement, counted, extreme, told_apart
from tiaowen.datamodels import Clause, Span
from tiaowen.errors import IndexFileError
from tiaowen.normalization import bigrams, search_text, words
from tiaowen.quantities import asked_quantity, states_quantity
from tiaowen.ranking import ASKS, question_type

MODEL = Path(__file__).resolve().parent.parent / "models" / "spans.json"

LONG = 400  # characters; beyond, a candidate counts as this long

SPAN_FEATURES: tuple[str, ...] = (
    "dense", "dense_best", "coverage", "coverage_best", "bigrams", "bigrams_best", "density",
    "length", "length_log", "short", "whole", "first", "last", "item", "focus", "modal",
    *(f"asks_{kind}" for kind in ASKS), *(f"unmet_{kind}" for kind in ASKS), "length_x_list", "whole_x_list",
    "group", "group_x_list", "group_x_lead",
    "rarest", "first_gain", "last_gain", "outside", "colon", "early",
    "series", "series_x_list", "agrees", "bound", "extreme", "counted", "aggravated", "unaggravated", "defines",
    "announces", "refers_back", "agent_x_who", "no_agent_x_who", "purpose_x_why", "means_x_how",
)  # fmt: skip

_ANNOUNCES = re.compile(  # 《条例》对…作出规定: tells that there is a rule, not the rule
    r"(?:作|做)(?:出|了|出了)?(?:明确|具体|专门|详细|系统|进一步|一系列|相应|原则性?|全面|统一|新的?)*(?:规定|部署|安排|要求|规范)$"
    r"|(?:主要|着重|进一步|专门)?(?:规定|明确)了[^，]{2,30}$"
)
_REFERS_BACK = re.compile(r"其(?![他它余中])|该|此|前[款项条]|上述|这|它们?|他们?|同时|并")
_AGENT = re.compile(r"由|经|报|向|会同|负责|部门|机关|单位|组织|委员会|人$|政府|法院")
# The graver case of a rule: asked for by its own words or not at all.
_GRAVER = re.compile(r"情节(?:特别|较|恶劣)?严?重|拒不|逾期|后果|造成|构成|再次|屡|特别重大")
_GRAVE = re.compile(r"严重|较重|拒不|不改|逾期|不肯|还不|后果|造成|犯罪|再次|最[高重]|吊销|多次|超过")
_DEFINED = re.compile(r"(?:本[^，。]{1,6}所称的?|所谓)?([^，。；：]{2,24}?)[，,]?(?:是指|指的是|指)")
_WHY = re.compile(r"为什么|为何|为啥|图个?啥|目的|意义|干嘛要|干啥要")
_PURPOSE = re.compile(r"为了|旨在|以便|目的|为[^，]{2,20}(?:提供|奠定)|重要|必然要求")
_HOW = re.compile(r"怎么|怎样|如何|靠什么|什么(?:办法|方式|途径|路子|渠道)|咋")
_MEANS = re.compile(r"通过|采取|按照?|利用|用好|依托|运用|方式|形式|予以|应当")
_UNIT = r"(?:个?[年月日天周]|个?工作日|小时|周?岁|级|%|万?元|人|次|倍)"
_RANGE = re.compile(  # 1年以上不满3年; 7级至10级
    rf"[0-9]+{_UNIT}(?:以[上下内]|以后|以前)?(?:不满|未满|不足|至|到|-|~)[0-9]+{_UNIT}(?:以[下内])?"
)
_DONE = re.compile(
    r"(?:由谁|谁来|(?:哪[个些一]?|什么)[一-鿿]{0,4}?(?:部门|单位|机关|机构))(?:来|去|负责)?(?!负责|管)([一-鿿]{2})"
)
_MODAL = re.compile(r"应当|不得|可以|必须|禁止|严禁|一般|原则上|不少于|不超过|予以|由")


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


def _sentence(option: Candidate, options: Sequence[Candidate]) -> Span:
    """The sentence around a run; of a list, the list."""
    return max(
        (o.span for o in options if o.whole and not o.group and not o.series and _within(option.span, o.span)),
        key=lambda span: span.end - span.start,
        default=option.span,
    )


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


def _lead_start(text: str, body: int, first: int) -> int:
    """Where the sentence before a list begins; the list begins at `first`."""
    return max(body, text.rfind("\n", body, first - 1) + 1, text.rfind("。", body, first) + 1)


def _defines(piece: str, question: str) -> float:
    """How much of the question the term takes up that the piece defines; 0 where it defines none of its."""
    defined = _DEFINED.match(piece)
    return len(defined[1]) / len(question) if defined and defined[1] in question else 0.0


def eligible(question: str, unit: Clause, options: Sequence[Candidate]) -> np.ndarray:
    """bool (len(options),): which candidates have what the question cannot do without, as far as any of them has it.

    A quantity of the kind asked for; the very range that it names (一年以上不满三年); what is done by whom is asked for
    (由谁承担).
    """
    text = unit.document.text
    kind, asked = asked_quantity(question), search_text(question)
    pieces = [search_text(text[o.span.start : o.span.end]) for o in options]
    kept = np.array([states_quantity(piece, kind) for piece in pieces], dtype=bool)
    if not kept.any():
        kept = np.ones(len(options), dtype=bool)
    for phrase in _RANGE.findall(asked):
        sentences = (_sentence(o, options) for o in options)
        starts = (min(s.start, o.span.start) for s, o in zip(sentences, options, strict=True))
        governed = [search_text(text[a : o.span.end]) for a, o in zip(starts, options, strict=True)]
        named = kept & np.array([phrase in words_ for words_ in governed], dtype=bool)
        kept = named if named.any() else kept
    done = _DONE.search(asked)
    if done:
        named = kept & np.array([done[1] in piece for piece in pieces], dtype=bool)
        kept = named if named.any() else kept
    return kept


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
    # A list is asked for as a whole when the question speaks like the sentence before it.
    before = [
        search_text(text[_lead_start(text, unit.body, o.span.start) : o.span.start]) if o.group else "" for o in options
    ]
    lead = np.array([sum(v for w, v in asked_words.items() if w in b) for b in before]) / total
    asked = search_text(question)
    sentences = [_sentence(o, options) for o in options]
    governed = [
        search_text(text[min(s.start, o.span.start) : o.span.end]) for o, s in zip(options, sentences, strict=True)
    ]
    body = search_text(text[unit.body : unit.end])
    apart = told_apart(question, body, asked_words)
    agrees = np.array([agreement(g, apart, asked_words) for g in governed]) / total
    bounds = np.array([extreme(asked, search_text(p), body) for p in pieces]).reshape(-1, 2)
    agent = np.array([float(o.first or bool(_AGENT.search(p))) for o, p in zip(options, pieces, strict=True)])
    hits = [{w for w in asked_words if w in search_text(p)} for p in pieces]
    covered_by = {o.span: found for o, found in zip(options, hits, strict=True)}
    columns = {
        "rarest": np.array([max((asked_words[w] for w in found), default=0.0) for found in hits]) / 10,
        "first_gain": np.array([_gain(o, options, covered_by, asked_words, first=True) for o in options]) / total,
        "last_gain": np.array([_gain(o, options, covered_by, asked_words, first=False) for o in options]) / total,
        "outside": np.array(
            [
                sum(asked_words[w] for w in covered_by.get(s, covered_by[o.span]) - covered_by[o.span])
                for o, s in zip(options, sentences, strict=True)
            ]
        )
        / total,
        "colon": np.array([float(text[o.span.end : o.span.end + 1] in "：:") for o in options]),
        "early": np.array([1.0 - (o.span.start - unit.body) / max(unit.end - unit.body, 1) for o in options]),
        "series": np.array([float(o.series) for o in options]),
        "agrees": agrees,
        "bound": bounds[:, 0],
        "extreme": bounds[:, 1],
        "counted": np.array([float(counted(asked, search_text(p))) for p in pieces]),
        "aggravated": np.array([float(bool(_GRAVER.search(p))) for p in pieces]) * bool(_GRAVE.search(asked)),
        "unaggravated": np.array([float(bool(_GRAVER.search(p))) for p in pieces]) * (not _GRAVE.search(asked)),
        "defines": np.array([_defines(search_text(p), asked) for p in pieces]),
        "announces": np.array([float(bool(_ANNOUNCES.search(p))) for p in pieces]),
        "refers_back": np.array([float(bool(_REFERS_BACK.match(p))) for p in pieces]),
        "agent_x_who": agent * wants["who"],
        "no_agent_x_who": (1 - agent) * wants["who"],
        "purpose_x_why": np.array([float(bool(_PURPOSE.search(p))) for p in pieces]) * bool(_WHY.search(question)),
        "means_x_how": np.array([float(bool(_MEANS.search(p))) for p in pieces]) * bool(_HOW.search(question)),
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
    columns["series_x_list"] = columns["series"] * is_list
    for k, kind in enumerate(ASKS):
        columns[f"asks_{kind}"] = met[:, k] * wanted[k]
        columns[f"unmet_{kind}"] = (1 - met[:, k]) * wanted[k]
    return np.stack([columns[name] for name in SPAN_FEATURES], axis=1)
