"""What a cross-encoder reads of a clause: its document and headings, and the stretch nearest to the question."""

from __future__ import annotations

from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.entries import context_of
from tiaowen.normalization import bigrams
from tiaowen.sentences import split_sentences

LONGEST = 240  # characters of a clause that are read at once
CONTEXT = 60  # characters of title and headings before them


def context(unit: Clause, corpus: Corpus) -> str:
    """Title and headings, at most CONTEXT characters; of longer ones the end, which is nearest to the clause."""
    around = f"{context_of(unit, corpus)} {unit.heading}".strip()
    return around[-CONTEXT:]


def window(question: str, text: str, longest: int = LONGEST) -> Span:
    """The run of whole sentences of the text that shares most with the question; the text itself where it is short.

    Of runs that share as much the first; a single sentence that is longer is cut.
    """
    if len(text) <= longest:
        return Span(0, len(text))
    pieces = [sentence.span for sentence in split_sentences(text)]
    asked = set(bigrams(question))
    shared = [asked & set(bigrams(text[start:end])) for start, end in pieces]
    best, found = -1, Span(0, longest)
    last, counts = 0, dict.fromkeys(asked, 0)
    for first in range(len(pieces)):
        while last < len(pieces) and pieces[last].end - pieces[first].start <= longest:
            for pair in shared[last]:
                counts[pair] += 1
            last += 1
        covered = sum(count > 0 for count in counts.values())
        if last == first:  # one sentence is longer than what is read
            covered = len(shared[first])
            last += 1
        else:
            for pair in shared[first]:
                counts[pair] -= 1
        if covered > best:
            end = max(pieces[last - 1].end, pieces[first].end) if last > first else pieces[first].end
            best, found = covered, Span(pieces[first].start, min(end, pieces[first].start + longest))
    return found
