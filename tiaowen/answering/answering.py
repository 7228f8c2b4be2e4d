"""Hits -> Answer: the words that settle the question, the clauses they stand in, or a refusal.

Every answer is made of spans of documents. What the program itself has to say (why it refuses, how many articles were
counted) goes into `note` and `verdict`, which are shown apart from the quotation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tiaowen.answering.extraction import Extractor, governed, quoted, whole_sentences
from tiaowen.answering.lookups import Lookups, unsaid
from tiaowen.answering.precedence import Precedence
from tiaowen.answering.purposes import day_of_issue
from tiaowen.answering.refusing import Refusals, beside
from tiaowen.answering.verdict import mark
from tiaowen.completion.provisos import Provisos
from tiaowen.datamodels import NEAR, Answer, Citation, Clause, Corpus, Grounds, Hit, Span, refused
from tiaowen.encoding.encoder import Encoder
from tiaowen.reranking.cross_encoder import CrossEncoder

QUOTED_WHOLE = 400  # characters up to which a unit is quoted whole; beyond, the part that holds the answer


class Answerer:
    """Answers from hits and from addresses.

    refusals: whether hits are enough; extractor: the words of a hit that answer; precedence: which hit comes first.
    """

    def __init__(
        self,
        corpus: Corpus,
        encoder: Encoder,
        idf: Callable[[str], float],
        cross: CrossEncoder,
        pieces: Mapping[str, np.ndarray],
    ) -> None:
        """pieces: vectors of pieces of clauses that are known already (see index)."""
        self.corpus = corpus
        self.cross = cross
        self.refusals = Refusals(corpus)
        self.extractor = Extractor(corpus, encoder, idf, cross, pieces)
        self.precedence = Precedence(corpus, idf, cross, self.extractor, self.refusals)
        self._idf = idf
        self._provisos = Provisos(corpus)
        self._lookups = Lookups(corpus, self._provisos)

    def from_hits(
        self, question: str, hits: Sequence[Hit], foreign: Collection[str] = (), continued: bool = False
    ) -> Answer:
        """The answer of the best hit, or a refusal that says why. foreign: names of documents that are not here;
        continued: the question goes on about the documents searched."""
        hits = self.precedence.ordered(question, hits)
        found: list[tuple[Hit, list[Span]]] = []
        reason = self.refusals.reason(question, hits, foreign, continued=continued)
        if not reason:
            hits, found = self.precedence.of_what_is_named(question, hits)
            reason = beside(question, hits[0], quoted(found), whole_sentences(found), governed(found, self.corpus))
        why = Grounds("clauses", question, tuple(hits[:NEAR]))
        if reason:
            return replace(refused(question, hits, reason), why=why)
        answer = replace(self.answer(question, found), why=why)
        return replace(answer, separator="\n") if len(found) > 1 else answer

    def answer(self, question: str, found: Sequence[tuple[Hit, Sequence[Span]]]) -> Answer:
        """An answer from hits with the document spans chosen in each, in this order."""
        pieces: list[Citation] = []
        citations: list[Citation] = []
        found = [(hit, self._provisos.with_case(question, spans, hit.clause)) for hit, spans in found]
        for hit, spans in found:
            for span in spans:
                pieces.append(Citation(hit.clause, span.start - hit.clause.start, span.end - hit.clause.start))
            citations.append(self.cite(hit, spans))
        issued = day_of_issue(question, pieces, self.corpus)
        if issued is not None and all(issued.clause != piece.clause for piece in pieces):
            pieces.append(issued)
            whole = len(issued.clause.text)
            citations.append(replace(issued, start=0, end=whole, highlights=(Span(issued.start, issued.end),)))
        provisos = [
            p for hit, spans in found for p in self._provisos.exceptions(spans, hit.clause, hit.score, question)
        ]
        citations += unsaid(provisos, pieces)
        separator = "\n" if len(found) == 1 and len(pieces) > 1 or any("\n" in p.quote for p in pieces) else "；"
        said = mark(question, found[0][0], pieces, provisos, self._idf) if len(found) == 1 else ""
        return Answer(question, "answered", tuple(pieces), tuple(citations), separator=separator, verdict=said)

    def lookup(self, question: str, clauses: Sequence[Clause], whole: bool = False) -> Answer:
        """The words of the clauses that an address names (see lookups)."""
        return self._lookups.answer(question, clauses, whole)

    def cite(self, hit: Hit, spans: Sequence[Span]) -> Citation:
        """The clause to quote around the spans: the unit, or the part of a long unit that holds them all."""
        clause = hit.clause
        if clause.end - clause.start > QUOTED_WHOLE:
            for part in self.corpus.descendants(clause):
                if all(part.start <= s.start and s.end <= part.end for s in spans):
                    clause = part  # descendants come from the outside in: the last that fits is the narrowest
        low, high = clause.start, clause.end
        if high - low > QUOTED_WHOLE and "\n" in clause.text:
            low, high = _paragraphs(clause, spans)
        return Citation(
            clause,
            low - clause.start,
            high - clause.start,
            tuple(Span(s.start - low, s.end - low) for s in sorted(spans)),
            hit.score,
        )


def _paragraphs(clause: Clause, spans: Sequence[Span]) -> tuple[int, int]:
    """The whole paragraphs of the clause that the spans stand in."""
    text = clause.document.text
    low = text.rfind("\n", clause.start, min(s.start for s in spans)) + 1 or clause.start
    high = text.find("\n", max(s.end for s in spans), clause.end)
    return max(low, clause.start), clause.end if high < 0 else high
