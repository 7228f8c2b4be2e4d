"""What a cross-encoder reads of a clause: its document and headings, and its text in stretches of some sentences."""

from __future__ import annotations

from tiaowen.clauses.entries import context_of
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.normalization import bigrams
from tiaowen.language.sentences import split_sentences

LONGEST = 240  # characters of a clause that are read at once
MOST = 4  # stretches of a clause
CONTEXT = 60  # characters of title and headings before them


def context(unit: Clause, corpus: Corpus) -> str:
    """Title and headings, at most CONTEXT characters; of longer ones the end, which is nearest to the clause."""
    around = f"{context_of(unit, corpus)} {unit.heading}".strip()
    return around[-CONTEXT:]


def windows(question: str, text: str, longest: int = LONGEST, most: int = MOST) -> list[Span]:
    """The stretches of a text that are read, in order: all of it, in runs of whole sentences of like length.

    Of a text that needs more than `most` stretches those that share most with the question, the first of equals; a
    single sentence that is longer than `longest` is cut.
    """
    if len(text) <= longest:
        return [Span(0, len(text))]
    sentences = [piece for sentence in split_sentences(text) for piece in _cut(sentence.span, longest)]
    if not sentences:
        return [Span(0, longest)]
    even = (sentences[-1].end - sentences[0].start) / -(-len(text) // longest)  # else the last one is a scrap
    found: list[Span] = []
    for piece in sentences:
        joined = Span(found[-1].start, piece.end) if found else piece
        grown = joined.end - joined.start
        if found and grown <= longest and grown - even <= even - (found[-1].end - found[-1].start):
            found[-1] = joined
        else:
            found.append(piece)
    asked = set(bigrams(question))
    shared = [len(asked & set(bigrams(text[start:end]))) for start, end in found]
    kept = sorted(range(len(found)), key=lambda i: (-shared[i], i))[:most]
    return [found[i] for i in sorted(kept)]


def _cut(span: Span, longest: int) -> list[Span]:
    return [Span(at, min(at + longest, span.end)) for at in range(span.start, span.end, longest)]
