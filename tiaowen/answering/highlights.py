"""Which words of each quotation answer, where the part of the program that quoted it left that open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tiaowen.datamodels import Answer, Citation, Span


def highlighted(answer: Answer) -> Answer:
    """The answer with highlights in every citation: the words it shares with the answer.

    A clause that only comes along (the words that govern an 项, a proviso) shares none: all its words but the number.
    """
    if all(citation.highlights for citation in answer.citations):
        return answer
    citations = tuple(c if c.highlights else replace(c, highlights=_marked(c, answer.spans)) for c in answer.citations)
    return replace(answer, citations=citations)


def _marked(citation: Citation, spans: Sequence[Citation]) -> tuple[Span, ...]:
    """Offsets into the quote, in reading order and apart from each other."""
    low, high = citation.span
    found: list[Span] = []
    for start, end in sorted(s.span for s in spans if s.clause.document.id == citation.clause.document.id):
        start, end = max(start, low) - low, min(end, high) - low
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        elif start < end:
            found.append(Span(start, end))
    return tuple(found) or (_body(citation),)


def _body(citation: Citation) -> Span:
    """The quoted words without the number of the clause and blanks around them; all where nothing else is quoted."""
    quote = citation.quote
    start = min(max(citation.clause.body - citation.span.start, 0), len(quote))
    words = quote[start:].strip()
    start = quote.index(words, start) if words else 0
    return Span(start, start + len(words)) if words else Span(0, len(quote))
