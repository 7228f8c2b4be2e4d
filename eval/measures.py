"""The formulas, one function each, over one ranking or one answer. Averages and intervals are made elsewhere.

A ranking is a list of frozensets: for each hit, best first, the indexes of the gold clauses that it meets (empty: not
relevant). Relevance is binary. A gold clause counts once, where it is first met, so a clause that is listed twice, or
whole and in parts, earns nothing twice.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from unicodedata import category

from eval.matching import contains, fold

Ranking = Sequence[frozenset[int]]


def recall(ranking: Ranking, wanted: int, k: int) -> float:
    """Recall@k: gold clauses met by the first k hits / gold clauses.

    Trap: much of the literature on question answering prints `hit_rate` under this name. The two are equal only where
    every question has one gold clause. Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 8.4.
    """
    return len(frozenset().union(*ranking[:k])) / wanted


def hit_rate(ranking: Ranking, k: int) -> float:
    """Hit rate@k (success@k): 1 if any of the first k hits meets a gold clause, else 0.

    Trap: also printed as "recall@k", "accuracy@k" or "top-k accuracy".
    """
    return float(any(ranking[:k]))


def reciprocal_rank(ranking: Ranking, k: int = 10) -> float:
    """RR@k: 1 / rank of the first hit that meets a gold clause; 0 where none of the first k does. The mean is MRR@k.

    Trap: MRR without a cut-off is larger than MRR@10, and neither looks past the first right hit.

    Source: Voorhees, The TREC-8 Question Answering Track Report (1999).
    """
    return next((1 / rank for rank, met in enumerate(ranking[:k], 1) if met), 0.0)


def ndcg(ranking: Ranking, wanted: int, k: int = 10) -> float:
    """nDCG@k with binary gains: sum of 1/log2(rank + 1) over hits that meet a new gold clause / the same sum for the
    ideal order (min(k, gold clauses) right hits first).

    Trap: Järvelin and Kekäläinen (2002) do not discount ranks below the logarithm's base; this is the form with
    log2(rank + 1) of Burges et al. (2005), as in trec_eval. With an ideal of k right hits for every question it would
    be lower.
    """
    seen: set[int] = set()
    gain = 0.0
    for rank, met in enumerate(ranking[:k], 1):
        if met - seen:
            gain += 1 / math.log2(rank + 1)
            seen |= met
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, wanted) + 1))
    return min(gain / ideal, 1.0)


def span_found(texts: Sequence[str], spans: Sequence[str], k: int) -> float:
    """Answer span in the first k clauses: 1 if the text of one of them holds one of the gold spans, NFKC and without
    white space, else 0.

    Trap: a longer clause holds more. Figures for passages of different lengths compare only with that in mind.
    """
    return float(any(contains(text, span) for text in texts[:k] for span in spans))


def all_spans_found(texts: Sequence[str], spans: Sequence[str], k: int) -> float:
    """All gold spans in the first k clauses: 1 if each one is held by one of them, else 0."""
    return float(all(any(contains(text, span) for text in texts[:k]) for span in spans))


def characters(text: str) -> str:
    """What character F1 counts: the folded text without punctuation and symbols."""
    return "".join(char for char in fold(text) if category(char)[0] not in "PS")


def character_f1(answer: str, spans: Sequence[str]) -> float:
    """Character F1 of the answer against the gold spans joined: harmonic mean of precision and recall over the bags of
    characters, punctuation aside.

    Trap: SQuAD counts bags of words, CMRC 2018 the longest common subsequence of characters; a bag ignores order, so
    this is an upper bound of the latter. It also punishes an answer that is right but longer than the annotator's cut.
    """
    found, wanted = Counter(characters(answer)), Counter(characters("".join(spans)))
    common = sum((found & wanted).values())
    if not common:
        return 0.0
    precision, recalled = common / sum(found.values()), common / sum(wanted.values())
    return 2 * precision * recalled / (precision + recalled)


def span_in_answer(answer: str, spans: Sequence[str]) -> float:
    """1 if the answer holds a gold span (any of several), else 0.

    Trap: an answer that quotes the whole document would have 1; read it beside character F1.
    """
    return float(any(contains(answer, span) for span in spans))


def answer_coverage(quotes: Sequence[str], spans: Sequence[str]) -> float:
    """Share of the gold spans' characters that stand in the cited quotations: whole spans only.

    Trap: for a question with one span this is 0 or 1; it differs from `span_in_answer` in looking at what is cited, not
    at what is put forward as the answer, and in asking for every span.
    """
    lengths = [(len(fold(span)), any(contains(quote, span) for quote in quotes)) for span in spans]
    return sum(length for length, held in lengths if held) / sum(length for length, _ in lengths)


def cited_recall(cited: Ranking, wanted: int) -> float:
    """Gold clauses that are cited / gold clauses."""
    return len(frozenset().union(*cited)) / wanted if cited else 0.0


def cited_precision(cited: Ranking) -> float | None:
    """Citations that meet a gold clause / citations; None where nothing is cited.

    Trap: gold names the clauses that settle the question, not all that bear on it; an added proviso lowers this.
    """
    return sum(1 for met in cited if met) / len(cited) if cited else None
