"""What can be said of the candidate spans of a clause before any question is asked.

Choosing the words that answer compares a question with every candidate of a clause (see spans). Most of what is
compared does not depend on the question: it is read off the clause once and kept for the next question on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tiaowen.clauses.grids import in_words
from tiaowen.datamodels import Clause, Span
from tiaowen.language.normalization import bigrams, search_text
from tiaowen.language.question_types import contents
from tiaowen.spans.candidates import Candidate

LONG = 400  # characters; beyond, a candidate counts as this long

# The graver case of a rule: asked for by its own words or not at all.
_GRAVER = re.compile(r"情节(?:特别|较|恶劣)?严?重|拒不|逾期|后果|造成|构成|再次|屡|特别重大")
_ANNOUNCES = re.compile(  # 《条例》对…作出规定: tells that there is a rule, not the rule
    r"(?:作|做)(?:出|了|出了)?(?:明确|具体|专门|详细|系统|进一步|一系列|相应|原则性?|全面|统一|新的?)*(?:规定|部署|安排|要求|规范)$"
    r"|(?:主要|着重|进一步|专门)?(?:规定|明确)了[^，]{2,30}$"
)
_REFERS_BACK = re.compile(r"其(?![他它余中])|该|此|前[款项条]|上述|这|它们?|他们?|同时|并")
_AGENT = re.compile(r"由|经|报|向|会同|负责|部门|机关|单位|组织|委员会|人$|政府|法院")
_DEFINED = re.compile(r"(?:本[^，。]{1,6}所称的?|所谓)?([^，。；：]{2,24}?)[，,]?(?:是指|指的是|指)")
_PURPOSE = re.compile(r"为了|旨在|以便|目的|为[^，]{2,20}(?:提供|奠定)|重要|必然要求")
_MEANS = re.compile(r"通过|采取|按照?|利用|用好|依托|运用|方式|形式|予以|应当")
_MODAL = re.compile(r"应当|不得|可以|必须|禁止|严禁|一般|原则上|不少于|不超过|予以|由")
_HAN_PAIR = re.compile(r"[一-鿿]{2}")


class Wording:
    """The candidates of a clause, n of them, with all that does not depend on a question.

    pieces: their words as printed, rows of tables in words;
    searched: the same in search text; governed: in search text, from the beginning of
    their sentence; leads: of a list of 项 the sentence before it, in search text, else empty; body: the clause in
    search text; defined: the term that a candidate defines, or empty.
    sentences: int (n,), the candidate that is the sentence around each; longest_end, longest_start: int (n,), the
    longest shorter one that ends (begins) with it, -1 where there is none.
    marks: name -> float (n,), named as in SPAN_FEATURES or after a pattern above; met: float (n, len(ASKS)), what can
    be asked for that a candidate contains.
    """

    def __init__(self, unit: Clause, options: Sequence[Candidate]) -> None:
        text = unit.document.text
        self.unit, self.options = unit, options
        self.pieces = [in_words(text, o.span) for o in options]
        self.searched = [search_text(piece) for piece in self.pieces]
        self.body = search_text(text[unit.body : unit.end])
        self.leads = [
            search_text(text[_lead_start(text, unit.body, o.span.start) : o.span.start]) if o.group else ""
            for o in options
        ]
        number = {o.span: i for i, o in enumerate(options)}
        around = [_sentence(o, options) for o in options]
        self.governed = [
            search_text(in_words(text, Span(min(s.start, o.span.start), o.span.end)))
            for o, s in zip(options, around, strict=True)
        ]
        self.sentences = np.array([number[span] for span in around], dtype=np.int64)
        ends: dict[int, list[Span]] = {}
        starts: dict[int, list[Span]] = {}
        for span in number:
            ends.setdefault(span.end, []).append(span)
            starts.setdefault(span.start, []).append(span)
        self.longest_end = np.array([_longest_inside(o.span, ends[o.span.end], number) for o in options])
        self.longest_start = np.array([_longest_inside(o.span, starts[o.span.start], number) for o in options])
        defined = [_DEFINED.match(piece) for piece in self.searched]
        self.defined = [found[1] if found else "" for found in defined]
        self.met = np.array([contents(piece) for piece in self.searched], dtype=float)
        self.lengths = np.array([min(len(piece), LONG) for piece in self.pieces], dtype=float)
        self.marks = {name: np.array(column, dtype=float) for name, column in self._marks().items()}
        self.starts, self.ends = np.array([o.span for o in options]).T
        # Terms that are no pair of Han characters stand in a text as terms, not as any characters: 5 is not in 15.
        self._terms = [frozenset(t for t in bigrams(p) if not _HAN_PAIR.fullmatch(t)) for p in self.pieces]
        found = atoms([o.span for o in options])
        self.atoms = [text[a.start : a.end] for a in found]
        low, high = np.array(found).T
        inside = (low >= self.starts[:, np.newaxis]) & (high <= self.ends[:, np.newaxis])
        self._shares = inside * np.sqrt(high - low)
        self._norms: np.ndarray | None = None

    def _marks(self) -> dict[str, list[bool] | list[float]]:
        text, unit, options, pieces = self.unit.document.text, self.unit, self.options, self.pieces
        agent = [o.first or bool(_AGENT.search(p)) for o, p in zip(options, pieces, strict=True)]
        return {
            "whole": [o.whole for o in options],
            "first": [o.first for o in options],
            "last": [o.last for o in options],
            "item": [o.item for o in options],
            "group": [o.group for o in options],
            "series": [o.series for o in options],
            "colon": [text[o.span.end : o.span.end + 1] in "：:" for o in options],
            "early": [1.0 - (o.span.start - unit.body) / max(unit.end - unit.body, 1) for o in options],
            "modal": [bool(_MODAL.search(p)) for p in pieces],
            "graver": [bool(_GRAVER.search(p)) for p in pieces],
            "announces": [bool(_ANNOUNCES.search(p)) for p in pieces],
            "refers_back": [bool(_REFERS_BACK.match(p)) for p in pieces],
            "agent": agent,
            "purpose": [bool(_PURPOSE.search(p)) for p in pieces],
            "means": [bool(_MEANS.search(p)) for p in pieces],
        }

    def shared_terms(self, terms: Sequence[str]) -> np.ndarray:
        """int (n,): how many of the terms (see `bigrams`), all different, each candidate has."""
        pairs = [term for term in terms if _HAN_PAIR.fullmatch(term)]
        others = frozenset(terms).difference(pairs)
        return np.array(
            [
                sum([pair in piece for pair in pairs]) + len(others & own)
                for piece, own in zip(self.searched, self._terms, strict=True)
            ]
        )

    def cosines(self, atoms: np.ndarray, question: np.ndarray) -> np.ndarray:
        """float (n,): cosine of each candidate and the question. atoms: unit vectors of `self.atoms`.

        Only the shortest pieces are embedded; a run of pieces is taken for the sum of their vectors, weighted by
        length. That costs one vector for each piece instead of one for each of the quadratically many runs.
        """
        vectors = atoms.astype(np.float64)
        if self._norms is None:
            norms = np.linalg.norm(self._shares @ vectors, axis=1)
            self._norms = np.where(norms > 0, norms, 1.0)
        return np.asarray(self._shares @ (vectors @ question) / self._norms)


def atoms(spans: Sequence[Span]) -> list[Span]:
    """The spans that hold no other one, in order."""
    unique = sorted(set(spans))
    starts, ends = np.array(unique).T
    holds = (starts >= starts[:, np.newaxis]) & (ends <= ends[:, np.newaxis])
    return [span for span, held in zip(unique, holds.sum(axis=1), strict=True) if held == 1]


def _longest_inside(span: Span, others: Sequence[Span], number: dict[Span, int]) -> int:
    """The longest of the others that is shorter than the span, by its number; -1 where there is none."""
    size = span.end - span.start
    shorter = [other for other in others if other.end - other.start < size]
    return number[max(shorter, key=lambda other: other.end - other.start)] if shorter else -1


def _sentence(option: Candidate, options: Sequence[Candidate]) -> Span:
    """The sentence around a run; of a list, the list."""
    return max(
        (o.span for o in options if o.whole and not o.group and not o.series and _within(option.span, o.span)),
        key=lambda span: span.end - span.start,
        default=option.span,
    )


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _lead_start(text: str, body: int, first: int) -> int:
    """Where the sentence before a list begins; the list begins at `first`."""
    return max(body, text.rfind("\n", body, first - 1) + 1, text.rfind("。", body, first) + 1)
